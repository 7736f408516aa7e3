#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# check-install.sh -- are the installed files, symbols and link options as promised?
#
# usage: ci/check-install.sh PREFIX         (a staged prefix, such as stage/usr)
#
# What make check can see before the installation is in tests/exports.sh, not here.
set -eu

prefix=$(cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
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
    for file in include/raptors.h lib/libraptors.so lib/libraptors.so.0 lib/libraptors.a \
        lib/pkgconfig/raptors.pc; do
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

    odd=$(nm -g --defined-only "$prefix/lib/libraptors.a" | awk 'NF == 3 { print $3 }' |
        unexpected '^_?(rp|rpi|rpk)_')
    test -z "$odd" || wrong "names in libraptors.a that are not ours: $odd"
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

# build_and_run WHAT COMPILER SOURCE OPTIONS...: with what pkg-config says of the staged files.
build_and_run() {
    what=$1
    compiler=$2
    source=$3
    shift 3
    command -v "$compiler" >/dev/null || return 0
    flags=$(PKG_CONFIG_LIBDIR=$prefix/lib/pkgconfig PKG_CONFIG_SYSROOT_DIR=${prefix%/usr} \
        pkg-config --cflags --libs "$@" raptors) || { wrong "pkg-config fails"; return 0; }
    # shellcheck disable=SC2086
    if ! "$compiler" -o "$work/consumer" "$here/$source" $flags; then
        wrong "$what does not build with: $flags"
    elif ! LD_LIBRARY_PATH=$prefix/lib "$work/consumer"; then
        wrong "$what built, but does not run"
    fi
}

check_consumers() {
    build_and_run "a C program" gcc consumer.c
    build_and_run "a Fortran program" gfortran consumer.f
    mkdir "$work/static"
    mv "$prefix/lib/"libraptors.so* "$work/static"
    build_and_run "a C program with the static library" gcc consumer.c --static
    mv "$work/static/"* "$prefix/lib"
}

check_files
check_symbols
check_dynamic_section
check_consumers
exit $status
