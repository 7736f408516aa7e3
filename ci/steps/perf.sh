# SPDX-License-Identifier: BSD-3-Clause
# perf.sh -- the benchmark builds, its outputs agree with the rivals', its Python is right

problems="{s,d}{axis0sum,axis1sum,gesum}:{r,c}:{300x200,1000x3,3x1000:lda=1001} {s,d}sum:100000
    {s,d}{axis0,axis1,ge}{mean,max,min}:{r,c}:300x200 {s,d}{mean,max,min}:1000
    ds{axis0,axis1,ge}{sum,mean}:{r,c}:300x200 ds{sum,mean}:1000
    {s,d}geadd_bcast:{r,c}:{row,col,scalar}:300x200 {s,d}{gescal,geadd}:{r,c}:300x200{,:inplace}"

# The outputs matter here, not the times: one sample of each.
hastily() { "$@" --min-samples 1 --max-samples 1 --budget-ms 1 --sample-us 1; }
hastily_counted() {
    "$@" --output perf/counters -- dsum:1000000 --max-samples 2 --budget-ms 1 &&
        grep -E "Counted|No counters" perf/counters/counters.md
}

cd "$build/gcc"
attempt "perf: make perf-programs" make -j"$jobs" perf-programs perf/rp_bench_stub
# shellcheck disable=SC2086
attempt "perf: rp_bench agrees with its rivals" hastily perf/rp_bench --ceiling --table $problems
# shellcheck disable=SC2086
attempt "perf: rp_bench agrees with another build" \
    hastily perf/rp_bench --against .libs/libraptors.so --table $problems
attempt "perf: small calls over places" hastily "$src/perf/over_places" --build . --places 2 \
    .libs/libraptors.so '{s,d}axis0sum:r:{4x4,16x16}'

if ! python=$("$top/ci/python-env.sh"); then
    skip "perf: no Python with NumPy, Matplotlib and jsonschema"
    exit 0
fi
# Python would leave its byte code in the source tree.
PYTHONDONTWRITEBYTECODE=1
RP_BENCH_STUB=$PWD/perf/rp_bench_stub
export PYTHONDONTWRITEBYTECODE RP_BENCH_STUB
# shellcheck disable=SC2086
attempt "perf: vs_numpy agrees with NumPy" \
    hastily "$python" "$src/perf/vs_numpy.py" --bench perf/rp_bench $problems

# With likwid or without, with counters or without: there is a table.
attempt "perf: times beside counters, or why there are none" \
    hastily_counted "$python" "$src/perf/likwid_counters.py" --bench perf/rp_bench_stub

# What does not depend on time: bits in every mode, counts, and the choices that were made.
attempt "perf: the axis-0 suite has no complaint" \
    "$python" "$src/perf/axis0_suite.py" --bench perf/rp_bench --output perf/axis0 \
    --calls 40 --samples 1 --sample-us 1 \
    '{s,d}{axis0sum,axis0mean,axis0max,axis0min}:{r,c}:{64x64,600x500}' \
    'ds{axis0sum,axis0mean}:{r,c}:{64x64,600x500}' 'saxis0sum:r:{100000x3,1000x2000:lda=2008}'

report=$build/perf-unittest
status=0
(cd "$src/perf" && "$python" -m unittest discover -v -p 'test_*.py') >"$report" 2>&1 || status=$?
cat "$report"

# unittest closes with "Ran 12 tests in 0.1s", then "OK (skipped=1)" or "FAILED (failures=2)".
awk -v status=$status '
    function field(name) { return match($0, name "=[0-9]+") \
        ? substr($0, RSTART + length(name) + 1, RLENGTH - length(name) - 1) : 0 }
    function put(kind, n) { if (n > 0) printf "%s\t%d\tperf: unit tests\n", kind, n }
    /^Ran [0-9]+ tests? in / { ran = $2 }
    /^(OK|FAILED)/ { bad = field("failures") + field("errors"); skipped = field("skipped") }
    END {
        if (bad == 0 && (status != 0 || ran == 0)) bad = 1
        put("PASS", ran - bad - skipped)
        put("FAIL", bad)
        put("SKIP", skipped)
    }' "$report" >>"$RECORD"
