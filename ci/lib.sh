# SPDX-License-Identifier: BSD-3-Clause
# lib.sh -- what the steps of the test run share: records, the source snapshot, builds.
# shellcheck shell=sh
#
# Sourced with $top set to the repository. A step records what it saw with pass, fail and
# skip; run_all_tests.sh adds the records up.

: "${top:?}"
build=$top/build
src=$build/src # the snapshot that every step builds from
jobs=$(nproc 2>/dev/null || getconf _NPROCESSORS_ONLN || echo 2)
export LC_ALL=C

# --- Records: lines "PASS|FAIL|SKIP <tab> how many <tab> what" in the file $RECORD. ---

RECORD=${RECORD:-/dev/stderr}
record() { printf '%s\t%s\t%s\n' "$1" "$2" "$3" >>"$RECORD"; }
pass() { record PASS 1 "$1"; }
fail() { record FAIL 1 "$1"; }
skip() { record SKIP 1 "$1"; }

# attempt WHAT COMMAND...: run it, record how it ended, go on.
attempt() {
    what=$1
    shift
    echo "+ $*"
    if "$@"; then pass "$what"; else fail "$what"; fi
}

# attempt_each WHAT COMMAND...: the same, with a record for each "PASS: ..." line and so on
# that it prints; it must print some.
attempt_each() {
    what=$1
    shift
    echo "+ $*"
    { status=0; "$@" 2>&1 || status=$?; echo "exit status $status"; } |
        awk -v what="$what" -v record="$RECORD" '
            { print; last = $0 }
            /^(PASS|FAIL|SKIP): / {
                printf "%s\t1\t%s: %s\n", substr($0, 1, 4), what, substr($0, 7) >>record
                seen[substr($0, 1, 4)]++
            }
            END {
                if (!seen["PASS"] || (last != "exit status 0" && !seen["FAIL"]))
                    printf "FAIL\t1\t%s (%s)\n", what, last >>record
            }'
}

# need WHAT COMMAND...: end the step with a visible skip where one of the commands is missing.
need() {
    what=$1
    shift
    for command; do
        command -v "$command" >/dev/null && continue
        skip "$what: no $command here (ci/install-deps.sh names its package)"
        exit 0
    done
}

# --- The machine ---

host_cpu() { uname -m; }

has_cpu_flags() {
    for flag; do
        grep -E '^(flags|Features)' /proc/cpuinfo | grep -qw "$flag" || return 1
    done
}

# The instruction sets that this machine must be able to test.
cpu_isas() {
    isas="scalar generic"
    case $(host_cpu) in
    x86_64)
        if has_cpu_flags avx2; then isas="$isas avx2"; fi
        if has_cpu_flags avx512f avx512dq avx512bw avx512vl; then isas="$isas avx512"; fi
        ;;
    aarch64) isas="$isas neon" ;;
    esac
    echo "$isas"
}

# The options of configure that leave out what this CPU cannot run: gcc and clang compile it.
without_untestable() {
    test "$(host_cpu)" = x86_64 || return 0
    for isa in avx2 avx512; do
        case " $(cpu_isas) " in
        *" $isa "*) ;;
        *) echo "--disable-$isa" ;;
        esac
    done
}

# --- How to test: for the tests of the builds that follow. ---

# An instruction set of the list that cannot be tested is a failure, not a skip.
require_isas() { export RAPTORS_REQUIRE_ISA="$1"; }

# The gcc step runs every case; the others are there for another reason, and some percent of
# the random cases serve it.
test_lightly() { export RAPTORS_TEST_VOLUME="${RAPTORS_TEST_VOLUME:-${1:-10}}"; }

# Under a sanitizer, time limits are not to be met.
test_patiently() { export CK_TIMEOUT_MULTIPLIER=20; }

# The tests that are run for every instruction set, each in one process.
test_in_one_process() { export RAPTORS_TEST_ONE_PROCESS=yes; }

# Under qemu-user, time limits are not to be met, and a process with threads may not fork.
test_emulated() {
    test_patiently
    export RAPTORS_TEST_EMULATED=yes
    skip "$1: the forks of tests/check_threads (qemu-user itself fails in the child)"
}

# --- The snapshot: the tree as it is now, without what .gitignore names. ---
# Building from a copy keeps the tree clean, and works in a tree that somebody has configured
# in place, which no build directory could use.

source_files() { (cd "$top" && tar --exclude=.git --exclude-vcs-ignores "$@" .); }

take_snapshot() {
    rm -rf "$src"
    mkdir -p "$src"
    source_files -cf - | tar -C "$src" -xf -
    (cd "$src" && ./bootstrap)
}

# --- Builds ---

# configure_in NAME ARGUMENTS...: configure the snapshot in an empty build/NAME, and go there.
configure_in() {
    rm -rf "${build:?}/$1"
    mkdir -p "$build/$1"
    cd "$build/$1" || return
    shift
    echo "+ configure $*"
    "$src/configure" "$@"
}

# libraries PREFIX: those that the makefile here makes whose names begin so; there are some.
libraries() { grep -oE "^$1[a-z0-9_]+\.l?a" Makefile; }

# check_build WHAT MAKE-ARGUMENTS...: make and make check here, recorded test by test.
check_build() {
    what=$1
    shift
    status=0
    { make -j"$jobs" "$@" && make -j"$jobs" check "$@"; } || status=$?
    show_failed_logs
    counts=$(count_checks "$what")
    if [ -n "$counts" ]; then printf '%s\n' "$counts" | tee -a "$RECORD"; fi
    case $status:$counts in
    0:*PASS* | *FAIL*) ;;
    0:*) fail "$what: make check ran no test" ;;
    *) fail "$what: make or make check (exit status $status)" ;;
    esac
}

show_failed_logs() {
    find . -name '*.trs' -exec grep -lE '^:test-result: (FAIL|XPASS|ERROR)' {} + |
        while read -r trs; do
            echo "--- ${trs%.trs}.log"
            tail -n 25 "${trs%.trs}.log"
        done
}

# The records of the tests that make check left here: the number of checks where a program
# closes with libcheck's "100%: Checks: 34, Failures: 0, Errors: 0", else one per result.
# The exit status decides whether a program passed: its log may quote other closing lines.
count_checks() {
    find . -name '*.trs' | sort | while read -r trs; do
        test=${trs%.trs}
        cat "$trs" "$test.log" 2>/dev/null | awk -v name="$1: ${test#./}" '
            function put(kind, n) { if (n) printf "%s\t%d\t%s\n", kind, n, name }
            /^:test-result: (PASS|XFAIL)/ { passed++ }
            /^:test-result: (FAIL|XPASS|ERROR)/ { failed++ }
            /^:test-result: SKIP/ { skipped++ }
            /^[0-9]+%: Checks: [0-9]+, Failures: [0-9]+, Errors: [0-9]+$/ {
                gsub(/[^0-9 ]/, ""); checks = $2; bad = $3 + $4
            }
            !/^[A-Z]+ .* \(exit status: [0-9]+\)$/ { last = $0 }
            END {
                if (failed && bad) { failed = bad; passed = checks - bad }
                else if (failed + passed == 1 && passed && checks && !bad) passed = checks
                put("PASS", passed)
                put("FAIL", failed)
                sub(/^SKIP:? */, "", last)
                sub(/^[^ ]*check_[a-z]+ [a-z0-9]+: /, "", last)
                if (skipped) { name = name " (" last ")"; put("SKIP", skipped) }
            }'
    done
}
