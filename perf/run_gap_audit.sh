#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# run_gap_audit.sh -- raptors against its rivals, from a bare checkout to a report.
set -eu

usage() {
    cat <<'TEXT'
usage: perf/run_gap_audit.sh [OPTION]...

Installs what is missing (as root on a Debian-like system; otherwise it tells the
command), builds in build/perf with configure's default flags, compares the outputs of
raptors, OpenBLAS, Eigen, plain loops and NumPy, times them in turn, and writes
latest_<isa>.json, gap-audit.md, gap-audit.png and .svg.

  --quick        about two minutes, fewer shapes and samples; default: a quarter hour
  --output DIR   where to write; default build/perf-results
  --isa NAME     the kernels to measure (scalar, generic, avx2, ...); default the best
  --suite FILE   other problem strings (the grammar: rp_bench --help)
  --no-install   do not look for missing packages
  --help         this text

An interrupted run reports what it has. Exit status: 0; 1 when an output differed from a
rival's; 2 when something else was wrong; 130 when interrupted.
TEXT
}

say() { printf 'gap audit: %s\n' "$*" >&2; }
die() { say "$*"; exit 2; }

top=$(cd "$(dirname "$0")/.." && pwd)
build=$top/build/perf
output=$top/build/perf-results
command="perf/run_gap_audit.sh $*"
suite=$top/perf/suites/gap.txt
effort="--budget-ms 600 --min-samples 21 --max-samples 101"
isa=
install=yes

while [ $# -gt 0 ]; do
    case $1 in
    --quick)
        suite=$top/perf/suites/gap-quick.txt
        effort="--budget-ms 100 --min-samples 5 --max-samples 21"
        ;;
    --output | --isa | --suite)
        [ $# -ge 2 ] || die "$1 wants an argument"
        case $1 in
        --output) output=$2 ;;
        --isa) isa=$2 ;;
        --suite) suite=$2 ;;
        esac
        shift
        ;;
    --no-install) install=no ;;
    --help | -h) usage; exit 0 ;;
    *) usage >&2; exit 2 ;;
    esac
    shift
done

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
    set -- "$output/rp_bench.jsonl" "$output/vs_numpy.jsonl"
    "$python" "$top/perf/report.py" --output "$output" "$@" || [ $? = 1 ] || exit 2
    say "the report is $output/gap-audit.md"
}

# shellcheck disable=SC2317 # the trap calls it
interrupted() {
    trap '' INT TERM
    [ -z "$child" ] || kill "$child" 2>/dev/null || true
    say "interrupted; reporting what there is"
    report
    exit 130
}

# The order matters: prepare sets python and makes output absolute.
prepare
rm -f "$output/rp_bench.jsonl" "$output/vs_numpy.jsonl"
trap interrupted INT TERM
set -- --suite "$suite" --meta "commit=$(commit)" --meta "audit_command=$command"
[ -z "$isa" ] || set -- "$@" --isa "$isa"
say "raptors against OpenBLAS, Eigen and plain loops, in one process"
# shellcheck disable=SC2086 # effort is several words
drive "$build/perf/rp_bench" "$@" $effort --json "$output/rp_bench.jsonl"
[ "$status" -le 1 ] || die "rp_bench could not run (status $status)"
say "raptors against NumPy, in turn with a co-process"
# shellcheck disable=SC2086
drive "$python" "$top/perf/vs_numpy.py" --bench "$build/perf/rp_bench" "$@" $effort \
    --json "$output/vs_numpy.jsonl"
report
exit "$status"
