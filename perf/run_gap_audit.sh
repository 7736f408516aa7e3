#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# run_gap_audit.sh -- raptors against its rivals, from a bare checkout to a report.
set -eu

usage() {
    cat <<'TEXT'
usage: perf/run_gap_audit.sh [OPTION]...

Installs what is missing (as root on a Debian-like system; otherwise it tells the
command), builds in build/perf with configure's default flags, compares the outputs of
raptors, OpenBLAS, Eigen, plain loops and NumPy, times them in turn with the ceiling, and
writes for the best kernels (simd) and the scalar ones latest_<target>.json and
gap-audit-<target>.md, .html, .png and .svg.

  --quick          about two minutes, fewer shapes and samples; default: half an hour
  --suite S        perf/suites/S.txt, or a file of problem strings (rp_bench --help)
  --simd, --scalar one of the targets; default both
  --output DIR     where to write; default perf/results
  --no-install     do not look for missing packages
  --help           this text

An interrupted run reports what it has. Exit status: 0; 1 when an output differed from a
rival's; 2 when something else was wrong; 130 when interrupted.
TEXT
}

say() { printf 'gap audit: %s\n' "$*" >&2; }
die() { say "$*"; exit 2; }

top=$(cd "$(dirname "$0")/.." && pwd)
build=$top/build/perf
output=$top/perf/results
command="perf/run_gap_audit.sh $*"
suite=
targets="simd scalar"
install=yes
quick=no

while [ $# -gt 0 ]; do
    case $1 in
    --quick) quick=yes ;;
    --output | --suite)
        [ $# -ge 2 ] || die "$1 wants an argument"
        case $1 in
        --output) output=$2 ;;
        --suite) suite=$2 ;;
        esac
        shift
        ;;
    --simd | --scalar) targets=${1#--} ;;
    --no-install) install=no ;;
    --help | -h) usage; exit 0 ;;
    *) usage >&2; exit 2 ;;
    esac
    shift
done

if [ "$quick" = yes ]; then
    effort="--budget-ms 60 --min-samples 5 --max-samples 21"
    : "${suite:=gap-quick}"
else
    effort="--budget-ms 600 --min-samples 21 --max-samples 101"
    : "${suite:=gap}"
fi
[ -f "$suite" ] || suite=$top/perf/suites/$suite.txt
[ -f "$suite" ] || die "no such suite: $suite"
case $suite in
*/threads.txt) effort="$effort --no-pin" ;;
esac

prepare() {
    [ "$install" = no ] || "$top/ci/install-deps.sh" build perf
    python=$("$top/ci/python-env.sh")
    [ -x "$top/configure" ] || (cd "$top" && ./bootstrap)
    mkdir -p "$build" "$output"
    output=$(cd "$output" && pwd)
    [ -f "$build/config.status" ] || (cd "$build" && "$top/configure")
    make -C "$build" -j"$(getconf _NPROCESSORS_ONLN)" perf-programs
}

commit() {
    git -C "$top" describe --always --dirty --abbrev=12 2>/dev/null || echo unknown
}

# In the background, so that a signal is acted upon at once; status keeps the worst.
status=0
child=
drive() {
    "$@" &
    child=$!
    got=0
    wait "$child" || got=$?
    child=
    [ "$got" -le "$status" ] || status=$got
}

# Status 1 of the report repeats that of the drivers: an output differed.
report() {
    "$python" "$top/perf/report.py" --output "$output" --target "$target" \
        "$output/$target".*.jsonl || [ $? = 1 ] || exit 2
    say "the report is $output/gap-audit-$target.html, and .md"
}

# shellcheck disable=SC2317 # the trap calls it
interrupted() {
    trap '' INT TERM
    [ -z "$child" ] || kill "$child" 2>/dev/null || true
    say "interrupted; reporting what there is"
    report
    exit 130
}

# audit OPTION...: one target, $target, with the drivers' options for it.
audit() {
    rm -f "$output/$target".*.jsonl
    bench=$build/perf/rp_bench
    out=$output/$target
    set -- "$@" --suite "$suite" --meta "commit=$(commit)" --meta "audit_command=$command"
    say "$target: raptors against OpenBLAS, Eigen, plain loops and the ceiling"
    # shellcheck disable=SC2086 # effort is several words
    drive "$bench" "$@" $effort --ceiling --json "$out.1-rp_bench.jsonl"
    [ "$status" -le 1 ] || die "rp_bench could not run (status $status)"
    say "$target: raptors against NumPy, in turn with a co-process"
    # shellcheck disable=SC2086
    drive "$python" "$top/perf/vs_numpy.py" --bench "$bench" "$@" $effort \
        --json "$out.2-vs_numpy.jsonl"
    [ "$target" = simd ] || return 0
    say "$target: errors of the sums"
    drive "$python" "$top/perf/accuracy.py" --bench "$bench" --json "$out.3-accuracy.jsonl"
    if [ "$quick" = no ] && command -v likwid-bench >/dev/null; then
        say "$target: the ceiling beside likwid-bench's"
        drive "$python" "$top/perf/likwid_check.py" --bench "$bench" \
            --json "$out.4-likwid.jsonl"
    fi
}

# The order matters: prepare sets python and makes output absolute.
prepare
trap interrupted INT TERM
for target in $targets; do
    case $target in
    simd) audit ;;
    scalar) audit --isa scalar ;;
    esac
    report
done
exit "$status"
