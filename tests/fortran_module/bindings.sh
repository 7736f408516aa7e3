#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# bindings.sh -- the module and the library know the same Fortran symbols, and the generator
# stops at what it does not know.

module=interface/fortran/raptors.f90
[ -f $module ] || module=$srcdir/$module
LC_ALL=C
export LC_ALL
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
status=0

sed -n "s/.*bind(C, name='\(rp_.*_\)').*/\1/p" "$module" | sort >"$work/module"
grep '_$' "$srcdir/lib/libraptors.sym" | sort >"$work/library"
diff "$work/module" "$work/library" || { echo "FAIL: module (<), library (>)"; status=1; }
sort -u "$work/module" | cmp -s - "$work/module" || { echo "FAIL: bound twice"; status=1; }

awk 'length > 132 { print FILENAME ": line " FNR " is too long"; bad = 1 } END { exit bad }' \
    "$module" || status=1

# refuses WHAT LINE: a header with this line more.
refuses() {
    { cat "$srcdir/include/raptors.h"; echo "$2"; } >"$work/raptors.h"
    if ${AWK:-awk} -f "$srcdir/interface/fortran/genmod.awk" "$work/raptors.h" \
        "$srcdir/interface/fortran/raptors.f90.in" >/dev/null 2>&1; then
        echo "FAIL: the generator takes $1"
        status=1
    fi
}
refuses "a routine with unknown arguments" "RP_API int rp_snew(rp_int n, float *x);"
refuses "an unknown runtime call" "RP_API int rp_new(char *text);"
refuses "a wrong prefix" "RP_API int rp_dnew(rp_int n, const float *x, rp_int incx, float *result);"
exit $status
