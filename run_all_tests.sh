#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# run_all_tests.sh -- install what is missing, build in every supported way, run every check.
#
# usage: ./run_all_tests.sh [--list | step...]
#
# Everything is made under build/, the logs in build/logs. A step that fails does not stop
# the others. The last line is "N passed, N failed, N skipped"; the exit status is 0 when
# something passed and nothing failed.
set -eu

top=$(cd "$(dirname "$0")" && pwd)
. "$top/ci/lib.sh"

# Three lanes at a time, as every step has parts that keep one core busy or none; in each of
# them in this order: nehalem, install, perf and static-analysis come after the build that
# they use.
lane_1="gcc nehalem install perf distcheck"
lane_2="style clang static-analysis threads refusals"
lane_3="sanitizers aarch64 lto"
all_steps="$lane_1 $lane_2 $lane_3"

# No step takes half of this on two cores: one that takes all of it hangs.
step_limit=3000

describe() { sed -n '2s/^# [^ ]* -- //p' "$top/ci/steps/$1.sh"; }

list_steps() {
    for step in $all_steps; do
        printf '%-16s %s\n' "$step" "$(describe "$step")"
    done
}

banner() { printf '\n=== %s: %s\n' "$1" "$2"; }

# How many of KIND does a record hold?
total() { awk -F '\t' -v kind="$1" '$1 == kind { n += $2 } END { print n + 0 }' "$2"; }

sums() {
    echo "$(total PASS "$1") passed, $(total FAIL "$1") failed, $(total SKIP "$1") skipped"
}

show() { awk -F '\t' -v kind="$1" '$1 == kind { print "    " kind ": " $3 }' "$2"; }

# The seconds of processor time, user and system, in what the shell's `times` printed.
cpu_seconds() {
    awk 'NR == 2 { split($0, t, /[ms ]+/); printf "%d", (t[1] + t[3]) * 60 + t[2] + t[4] }' "$1"
}

# perform NAME COMMAND...: run it with its own log and record; fail when it did without saying so.
perform() {
    name=$1
    log=$build/logs/$1.log
    RECORD=$build/records/$1
    export RECORD
    shift
    start=$(date +%s)
    : >"$RECORD"
    status=0
    "$@" >"$log" 2>&1 </dev/null || status=$?
    if [ $status != 0 ] && [ "$(total FAIL "$RECORD")" = 0 ]; then
        fail "$name (exit status $status)"
    fi
    show SKIP "$RECORD"
    if [ "$(total FAIL "$RECORD")" != 0 ]; then
        tail -n 40 "$log" | sed 's/^/    | /'
        show FAIL "$RECORD"
    fi
    times >"$log.times" # in no subshell, which would have none
    echo "    $(sums "$RECORD") in $(($(date +%s) - start)) s," \
        "$(cpu_seconds "$log.times") s of processor time; log: build/logs/$name.log"
}

# in_lib COMMAND...: run it in a shell of its own that has lib.sh and stops at the first
# error. Who is stopped takes it along.
in_lib() {
    # shellcheck disable=SC2016
    timeout -k 10 "$step_limit" \
        sh -euc 'top=$1; shift; . "$top/ci/lib.sh"; "$@"' sh "$top" "$@" &
    trap 'kill $!' INT TERM
    wait $!
}

# Those of the steps that are wanted, one by one; each says what it has to say at its end.
run_lane() {
    for step; do
        case " $steps " in
        *" $step "*) ;;
        *) continue ;;
        esac
        report=$(
            banner "$step" "$(describe "$step")"
            perform "$step" in_lib . "$top/ci/steps/$step.sh"
        )
        printf '%s\n' "$report"
    done
}

summary() {
    all=$build/records.all
    cat "$build"/records/* >"$all"
    printf '\n=== Summary\n'
    show FAIL "$all"
    show SKIP "$all"
    sums "$all"
    test "$(total FAIL "$all")" = 0 && test "$(total PASS "$all")" != 0
}

steps=${*:-$all_steps}
case $steps in
--list) list_steps; exit ;;
esac
for step in $steps; do
    test -f "$top/ci/steps/$step.sh" || { echo "no such step: $step" >&2; list_steps >&2; exit 2; }
done

rm -rf "$build/records"
mkdir -p "$build/records" "$build/logs"

banner dependencies "what is missing is installed"
(perform dependencies "$top/ci/install-deps.sh" build tests perf)
sed -n 's/^install-deps: /    /p' "$build/logs/dependencies.log"
banner bootstrap "configure from a snapshot of the tree, in build/src"
(perform bootstrap in_lib take_snapshot)

# Nothing else can work without these two.
for record in "$build"/records/*; do
    test "$(total FAIL "$record")" = 0 || steps=
done

trap 'trap - INT TERM; kill 0' INT TERM
# shellcheck disable=SC2086
run_lane $lane_1 &
# shellcheck disable=SC2086
run_lane $lane_2 &
# shellcheck disable=SC2086
run_lane $lane_3 &
wait
for step in $steps; do
    RECORD=$build/records/$step
    test -s "$RECORD" || fail "$step (no result)"
done
summary
