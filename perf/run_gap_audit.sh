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

  --quick          some minutes, fewer shapes and samples; default: several times as long
  --suite S        perf/suites/S.txt, or a file of problem strings (rp_bench --help)
  --simd, --scalar one of the targets; default both
  --resume         go on with a run that was interrupted: the same command, with this
  --publish        and then perf/publish_audit: a dated copy of the report in doc/perf
  --output DIR     where to write; default perf/results
  --no-install     do not look for missing packages
  --help           this text

Every row is kept as it comes, and a run that is interrupted, or whose driver fails, reports
what it has. Exit status: 0; 1 when an output differed from a rival's; 2 when something else
was wrong, such as rows that are missing; 130 when interrupted.
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

[ "$publish $targets" != "yes scalar" ] || die "--publish wants the best kernels, too"

if [ "$quick" = yes ]; then
    effort="--budget-ms 60 --min-samples 5 --max-samples 21"
    : "${suite:=gap-quick}"
else
    effort="--budget-ms 600 --min-samples 21 --max-samples 101"
    : "${suite:=gap}"
fi
suite=$(suite_file "$suite") || exit 2
check_threads=
case $suite in
*/threads.txt) effort="$effort --no-pin" check_threads="--threads 1 --threads 2" ;;
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

# raise STATUS: status keeps the worst.
status=0
raise() { [ "$1" -le "$status" ] || status=$1; }

# In the background, so that a signal is acted upon at once; the child's status is in got.
child=
drive() {
    "$@" &
    child=$!
    got=0
    wait "$child" || got=$?
    child=
}

# trouble TEXT: what the report of this target has to say of its drivers.
trouble=
trouble() {
    say "$target: $1"
    trouble="${trouble:+$trouble }$1."
}

# Status 1 of the report is that of the drivers, maybe of an earlier run: an output differed.
report() {
    reported=0
    "$python" "$top/perf/report.py" --output "$output" --target "$target" \
        ${trouble:+--complaint "$trouble"} "$output/$target".*.jsonl || reported=$?
    [ "$reported" -le 1 ] || return 2
    raise "$reported"
    say "the report is $output/gap-audit-$target.html, and .md"
}

# A terminal that was closed takes no messages: the report comes first.
# shellcheck disable=SC2317 # the trap calls it
interrupted() {
    set +e
    trap '' INT TERM HUP PIPE
    if [ -n "$child" ]; then
        kill "$child" 2>/dev/null
        wait "$child"
    fi
    trouble="${trouble:+$trouble }The run was interrupted: what it did not reach is missing."
    report || say "$target: there is nothing yet"
    say "interrupted; this goes on where it stopped: $command --resume"
    exit 130
}

# give_up TEXT: a driver could not go on; what there is, is reported.
give_up() {
    trouble "$1"
    report || say "$target: there is nothing to report"
    die "the audit stops here"
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

# Has the driver $name, which did not fail, done every problem?
require_rows() {
    checked=0
    lost=$("$python" "$top/perf/resume.py" --bench "$bench" --suite "$suite" --check "$1") ||
        checked=$?
    [ "$checked" != 0 ] || return 0
    raise 2
    trouble "$name: ${lost:-what it has done is unknown}"
}

begin() {
    stage=$((stage + 1))
    say "$target, $stage of $stages: $*"
}

# rows NAME COMMAND...: a driver on what is left, into $out.NAME.jsonl.
rows() {
    name=${1#*-} json=$out.$1.jsonl
    shift
    left_for "$json"
    [ -s "$todo" ] || return 0
    # shellcheck disable=SC2086 # effort is several words
    drive "$@" --suite "$todo" --meta "$meta_commit" --meta "$meta_command" $effort \
        --json "$json"
    [ "$got" -le 1 ] || give_up "$name failed (status $got)"
    raise "$got"
    require_rows "$json"
}

# extra NAME COMMAND...: what the rows do not depend on, and other targets neither.
extra() {
    name=${1#*-} json=$out.$1.jsonl
    shift
    drive "$@" --json "$json"
    [ "$got" != 0 ] || return 0
    raise 2
    trouble "$name failed (status $got)"
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
    extra 3-accuracy "$python" "$top/perf/accuracy.py" --bench "$bench"
    [ $stages -ge 4 ] || return 0
    begin "the ceiling beside likwid-bench's"
    # shellcheck disable=SC2086 # several words, or none
    extra 4-likwid "$python" "$top/perf/likwid_check.py" --bench "$bench" $check_threads
}

# The order matters: prepare sets python and makes output absolute.
prepare
meta_commit="commit=$(commit)" meta_command="audit_command=$command"
trap interrupted INT TERM HUP
for target in $targets; do
    trouble=
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
