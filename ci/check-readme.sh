#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# check-readme.sh -- do the README's programs build as it says, and print what it says?
#
# usage: ci/check-readme.sh PREFIX          (a staged prefix, such as stage/usr)
set -eu

prefix=$(cd "$1" && pwd)
readme=$(cd "$(dirname "$0")/.." && pwd)/README.md
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0

# program LANGUAGE: the first block of the README in that language.
program() { awk -v fence="\`\`\`$1" '/^```$/ { on = 0 } on; $0 == fence { on = 1 }' "$readme"; }

# commands SOURCE: the README's line that builds and runs it.
commands() { sed -n "s/^    \(.* $1 .*\)/\1/p" "$readme"; }

# check LANGUAGE SOURCE: what it prints must stand in the README, line by line.
check() {
    program "$1" >"$work/$2"
    (cd "$work" && PKG_CONFIG_LIBDIR=$prefix/lib/pkgconfig \
        PKG_CONFIG_SYSROOT_DIR=${prefix%/usr*} LD_LIBRARY_PATH=$prefix/lib \
        sh -ec "$(commands "$2")") >"$work/printed" || { echo "$2 fails"; status=1; return; }
    cat "$work/printed"
    test -s "$work/printed" || { echo "$2 prints nothing"; status=1; }
    while IFS= read -r line; do
        grep -qF "\`$line\`" "$readme" || { echo "the README does not say: $line"; status=1; }
    done <"$work/printed"
}

check c sums.c
if command -v gfortran >/dev/null; then check fortran sums.f; fi
exit $status
