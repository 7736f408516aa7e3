# SPDX-License-Identifier: BSD-3-Clause
# clang.sh -- the build with clang, no warnings, every instruction set of this CPU

need clang clang clang++
require_isas "$(cpu_isas)"
test_lightly
# clang notes the command of each compilation there, for the step static-analysis. That has
# the benchmark too, with the real likwid if there is one. In CPPFLAGS, as at a link nothing
# is to be noted, and a warning.
pieces=$build/clang.pieces
rm -rf "$pieces"
mkdir -p "$pieces"
if command -v likwid-perfctr >/dev/null; then likwid=--with-likwid; else likwid=; fi
# Without -g, which nobody looks at here and which takes its time.
configure_in clang CC=clang CXX=clang++ CFLAGS=-O3 CPPFLAGS="-gen-cdb-fragment-path $pieces" \
    --enable-werror --disable-static $likwid
words=$(libraries tests/libsimd_)
# shellcheck disable=SC2086
make -j"$jobs" all $words
check_build clang CFLAGS=-O1 # the other tests, which are built in half the time so
