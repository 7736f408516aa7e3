#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# check-install.sh -- are the installed files, symbols and link options as promised?
#
# usage: ci/check-install.sh PREFIX         (a staged prefix, such as stage/usr)
#
# What make check can see before the installation is in tests/exports.sh, and the programs
# of users are in ci/installcheck.sh, not here.
set -eu

prefix=$(cd "$1" && pwd)
library=$prefix/lib/libraptors.so.0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0

wrong() {
    echo "check-install: $*"
    status=1
}

# unexpected PATTERN: the lines of the standard input that do not match it, on one line.
unexpected() { grep -vE "$1" | tr '\n' ' ' || true; }

check_files() {
    for file in include/raptors.h include/raptors.fi include/raptors.f90 \
        lib/libraptors.so lib/libraptors.so.0 lib/pkgconfig/raptors.pc \
        lib/cmake/raptors/raptors-config.cmake share/man/man3/rp_axis0sum.3 \
        share/doc/raptors/examples/centre.c bin/raptors-info \
        share/man/man1/raptors-info.1 share/raptors/threading_info.schema.json; do
        test -e "$prefix/$file" || wrong "$file is not installed"
    done
}

dynamic_symbols() { nm -D --defined-only "$library" | awk '{ print $3 }'; }

check_symbols() {
    odd=$(dynamic_symbols | unexpected '^(rp_[a-z0-9_]+@@RAPTORS_0|RAPTORS_0(@@.*)?)$')
    test -z "$odd" || wrong "exported, but not rp_...@@RAPTORS_0: $odd"

    for name in $(grep -oE '\brp_[a-z0-9_]+\(' "$prefix/include/raptors.h" | tr -d '(' | sort -u); do
        dynamic_symbols | grep -q "^$name@" || wrong "in raptors.h, but not exported: $name"
    done
}

check_dynamic_section() {
    readelf -dW "$library" >"$work/dynamic"
    grep -q 'SONAME.*\[libraptors.so.0\]' "$work/dynamic" || wrong "the soname is not libraptors.so.0"
    grep -q 'NODELETE' "$work/dynamic" || wrong "not linked with -z nodelete"
    if grep -qE 'TEXTREL|RPATH|RUNPATH' "$work/dynamic"; then
        wrong "text relocations or a run path"
    fi
    if readelf -lW "$library" | grep GNU_STACK | grep -q E; then
        wrong "asks for an executable stack"
    fi
}

check_files
check_symbols
check_dynamic_section
exit $status
