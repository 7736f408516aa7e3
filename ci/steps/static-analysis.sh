# SPDX-License-Identifier: BSD-3-Clause
# static-analysis.sh -- cppcheck and clang-tidy over every C file, with the flags it is built with

need static-analysis clang
if ! command -v clang-tidy >/dev/null && ! command -v cppcheck >/dev/null; then
    skip "static-analysis: neither clang-tidy nor cppcheck here"
    exit 0
fi

# clang notes the command of each compilation in a directory: a compilation database in pieces.
pieces=$build/static-analysis.pieces
rm -rf "$pieces"
mkdir -p "$pieces"
# Two instruction sets stand for all: the kernels are the same text, and slow to analyse.
# -O0, as what is built is not used. The benchmark is built with the real likwid if there is
# one.
if command -v likwid-perfctr >/dev/null; then likwid=--with-likwid; else likwid=; fi
configure_in static-analysis CC="clang -gen-cdb-fragment-path $pieces" CFLAGS=-O0 \
    --disable-shared --disable-fortran --disable-avx2 --disable-avx512 $likwid
make -j"$jobs"
make -j"$jobs" check TESTS=
make -j"$jobs" perf-programs perf/rp_bench_stub

# configure's own probes are in there as well.
{
    echo '['
    cat "$pieces"/*.json | grep -F "\"$src/" | sed '$s/,$//'
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
