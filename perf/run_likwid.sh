#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# run_likwid.sh -- times beside the memory traffic that likwid counts, from a bare checkout.
set -eu

usage() {
    cat <<'TEXT'
usage: perf/run_likwid.sh [OPTION]...

Installs what is missing (as root on a Debian-like system; otherwise it tells the
command), builds rp_bench with likwid's markers in build/likwid, finds a performance group
that works here, and writes counters.md and counters.jsonl: for raptors, its rivals and the
ceiling, the useful traffic and the time of a call, and the traffic that was counted.

Where nobody can count, as in virtual machines, or where there is no likwid, it says why
and leaves those columns empty.

  --quick          fewer samples
  --suite S        perf/suites/S.txt, or a file of problem strings; default likwid
  --cpus LIST      as for likwid-perfctr -C; default the last CPU allowed; several for
                   problems with threads
  --group NAME     count this group; default the first that a trial run finds to work
  --output DIR     where to write; default perf/results
  --no-install     do not look for missing packages
  --help           this text

Exit status: 0, with counters or without; 1 when an output differed from a rival's; 2 when
something else was wrong.
TEXT
}

me=run_likwid
top=$(cd "$(dirname "$0")/.." && pwd)
output=$top/perf/results
suite=likwid
cpus=
group=
install=yes
effort="--budget-ms 600 --min-samples 11"
. "$top/perf/prepare.sh"

while [ $# -gt 0 ]; do
    case $1 in
    --cpus | --group | --output | --suite)
        [ $# -ge 2 ] || die "$1 wants an argument"
        case $1 in
        --cpus) cpus=$2 ;;
        --group) group=$2 ;;
        --output) output=$2 ;;
        --suite) suite=$2 ;;
        esac
        shift
        ;;
    --quick) effort="--budget-ms 60 --min-samples 3" ;;
    --no-install) install=no ;;
    --help | -h) usage; exit 0 ;;
    *) usage >&2; exit 2 ;;
    esac
    shift
done
suite=$(suite_file "$suite") || exit 2

# Without likwid, the build of the gap audit does.
prepare() {
    ready_tree
    if ! configure_in likwid --with-likwid; then
        say "no likwid, so nothing will be counted"
        configure_in perf
    fi
    make_in_build perf-programs
}

prepare
# Loops of two milliseconds: rp_bench marks none under one.
# shellcheck disable=SC2086 # effort is several words
"${PYTHON:-python3}" "$top/perf/likwid_counters.py" --bench "$build/perf/rp_bench" \
    --output "$output" ${cpus:+--cpus "$cpus"} ${group:+--group "$group"} -- \
    --suite "$suite" --sample-us 2000 --ceiling --meta "commit=$(commit)" $effort ||
    exit $?
say "the report is $output/counters.md"
