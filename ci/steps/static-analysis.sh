# SPDX-License-Identifier: BSD-3-Clause
# static-analysis.sh -- cppcheck and clang-tidy over every C file, as the clang build compiled it

need static-analysis clang clang++
if ! command -v clang-tidy >/dev/null && ! command -v cppcheck >/dev/null; then
    skip "static-analysis: neither clang-tidy nor cppcheck here"
    exit 0
fi

# What the step clang has not built yet.
cd "$build/clang"
make -j"$jobs" perf-programs perf/rp_bench_stub

# The notes of clang are a compilation database in pieces; configure's own probes are in there
# as well. The kernels are nearly the same text for all instruction sets and precisions, and
# slow to analyse: s with vectors, d without and ds with narrower ones are looked at.
{
    echo '['
    cat "$build"/clang.pieces/*.json | grep -F "\"$src/" |
        grep -vE '_avx|librpk_(s_scalar|d_generic|ds_scalar)' | sed '$s/,$//'
    echo ']'
} >compile_commands.json

if command -v cppcheck >/dev/null; then
    attempt "static-analysis: cppcheck" cppcheck -j "$jobs" --quiet --std=c11 \
        --project=compile_commands.json --enable=warning,performance,portability \
        --inline-suppr --suppressions-list="$top/ci/cppcheck.suppressions" --error-exitcode=1
else
    skip "static-analysis: no cppcheck here"
fi

# Its standard error only counts what it does not show.
tidy() {
    sed -n 's/.*"file": "\([^"]*\.c\)".*/\1/p' compile_commands.json | sort -u |
        xargs -n 1 -P "$jobs" clang-tidy -p . --quiet --warnings-as-errors='*' 2>/dev/null
}

if command -v clang-tidy >/dev/null; then
    attempt "static-analysis: clang-tidy" tidy
else
    skip "static-analysis: no clang-tidy here"
fi
