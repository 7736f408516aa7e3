#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# flags.sh -- the source of the module as a user compiles it: strictly, and with odd options.

source=interface/fortran/raptors.f90
[ -f $source ] || source=$srcdir/$source
tests=$srcdir/tests/fortran_module
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
status=0
: >"$work/log"

"$FC" --version 2>/dev/null | grep -q '^GNU Fortran' || { echo "SKIP: not gfortran"; exit 77; }
cp "$source" "$tests"/checks.fi "$tests"/check_generics.f90 "$work"
top=$(pwd)

# compile WHAT OPTIONS...: in a place of its own, where the module file is as well.
compile() { (cd "$work" && $FC "$@"); }

# No hidden copies, and nothing but the standard.
compile -c -std=f2008 -Wall -Wextra -Warray-temporaries -Werror raptors.f90 ||
    { echo "FAIL: warnings"; status=1; }

# The module with other default kinds than the program; run time checks.
for options in "-fdefault-integer-8" "-fdefault-integer-8 -fdefault-real-8" "-O0 -fcheck=all"; do
    # shellcheck disable=SC2086
    if compile -c $options raptors.f90 && compile -c check_generics.f90 &&
        $LIBTOOL --quiet --mode=link --tag=FC $FC $FCFLAGS -o "$work/check" \
            "$work/check_generics.o" "$work/raptors.o" "$top/libraptors.la" &&
        $LIBTOOL --mode=execute $TEST_EMULATOR "$work/check" >"$work/log" 2>&1 &&
        ! grep raptors.f90 "$work/log"; then
        echo "ok: module with $options"
    else
        cat "$work/log"
        echo "FAIL: module with $options"
        status=1
    fi
done
exit $status
