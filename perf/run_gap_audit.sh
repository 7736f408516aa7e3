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
  --resume         go on with a run that was interrupted: the same command, with this
  --publish        and then perf/publish_audit: a dated copy of the report in doc/perf
  --output DIR     where to write; default perf/results
  --no-install     do not look for missing packages
  --help           this text

Every row is kept as it comes, and an interrupted run reports what it has. Exit status: 0;
1 when an output differed from a rival's; 2 when something else was wrong; 130 when
interrupted.
TEXT
}

me="gap audit"
top=$(cd "$(dirname "$0")/.." && pwd)
output=$top/perf/results
command=perf/run_gap_audit.sh
suite=
targets="simd scalar"
install=yes
quick=no
resume=no
publish=no
. "$top/perf/prepare.sh"

while [ $# -gt 0 ]; do
    # What the figures depend on, and what a run that goes on must have in common.
    case $1 in
    --resume | --publish | --no-install) ;;
    --output | --suite) command="$command $1${2+ $2}" ;;
    *) command="$command $1" ;;
    esac
    case $1 in
    --quick) quick=yes ;;
    --resume) resume=yes ;;
    --publish) publish=yes ;;
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
suite=$(suite_file "$suite") || exit 2
case $suite in
*/threads.txt) effort="$effort --no-pin" ;;
esac

prepare() {
    ready_tree
    python=$("$top/ci/python-env.sh")
    configure_in perf
    mkdir -p "$output"
    output=$(cd "$output" && pwd)
    make_in_build perf-programs
    bench=$build/perf/rp_bench
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
    "$python" "$top/perf/report.py" --output "$output" --target "$target" "$@" \
        "$output/$target".*.jsonl || [ $? = 1 ] || return 2
    say "the report is $output/gap-audit-$target.html, and .md"
}

# shellcheck disable=SC2317 # the trap calls it
interrupted() {
    trap '' INT TERM HUP
    if [ -n "$child" ]; then
        kill "$child" 2>/dev/null || true
        wait "$child" || true
    fi
    say "interrupted; reporting what there is"
    report --complaint "The run was interrupted: what it did not reach is missing." ||
        say "$target: there is nothing yet"
    say "this goes on where it stopped: $command --resume"
    exit 130
}

# The lines of the suite that a driver has not done, for --resume; else all.
left_for() {
    todo=$suite
    [ "$resume" = yes ] || return 0
    todo=$out.left.txt
    "$python" "$top/perf/resume.py" --bench "$bench" --suite "$suite" --left "$todo" \
        --meta "$meta_commit" --meta "$meta_command" "$1" || exit 2
    [ -s "$todo" ] || say "$target: nothing is left of this"
}

begin() {
    stage=$((stage + 1))
    say "$target, $stage of $stages: $*"
}

# rows NAME COMMAND...: a driver on what is left, into $out.NAME.jsonl.
rows() {
    json=$out.$1.jsonl
    shift
    left_for "$json"
    [ -s "$todo" ] || return 0
    # shellcheck disable=SC2086 # effort is several words
    drive "$@" --suite "$todo" --meta "$meta_commit" --meta "$meta_command" $effort \
        --json "$json"
    [ "$status" -le 1 ] || die "that could not run (status $status)"
}

# audit OPTION...: one target, $target, with the drivers' options for it.
audit() {
    out=$output/$target
    stage=0 stages=2
    [ "$resume" = yes ] || rm -f "$out".*.jsonl
    if [ "$target" = simd ]; then
        stages=3
        if [ "$quick" = no ] && command -v likwid-bench >/dev/null; then stages=4; fi
    fi
    begin "raptors against OpenBLAS, Eigen, plain loops and the ceiling"
    rows 1-rp_bench "$bench" "$@" --ceiling
    begin "raptors against NumPy, in turn with a co-process"
    rows 2-vs_numpy "$python" "$top/perf/vs_numpy.py" --bench "$bench" "$@"
    [ $stages -ge 3 ] || return 0
    begin "errors of the sums"
    drive "$python" "$top/perf/accuracy.py" --bench "$bench" \
        --json "$out.3-accuracy.jsonl"
    [ $stages -ge 4 ] || return 0
    begin "the ceiling beside likwid-bench's"
    drive "$python" "$top/perf/likwid_check.py" --bench "$bench" \
        --json "$out.4-likwid.jsonl"
}

# The order matters: prepare sets python and makes output absolute.
prepare
meta_commit="commit=$(commit)" meta_command="audit_command=$command"
trap interrupted INT TERM HUP
for target in $targets; do
    case $target in
    simd) audit ;;
    scalar) audit --isa scalar ;;
    esac
    report || exit 2
done
if [ "$publish" = yes ]; then
    "$python" "$top/perf/publish_audit" --results "$output" || exit 2
fi
exit "$status"
