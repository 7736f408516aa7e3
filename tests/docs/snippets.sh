#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# snippets.sh -- the C of the manual compiles: its examples that open with "@c C", and every
# call that stands in a table. (Whole programs come from examples/, which make check runs.)
set -eu

srcdir=${srcdir:-.}
manual=$srcdir/doc/raptors.texi
CC=${CC:-cc}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0

plain() { sed 's/@\([@{}]\)/\1/g'; }

# compile NAME TYPE-OF-INPUT: the file NAME as the body of a function.
compile() {
    {
        echo '#include <raptors.h>'
        echo '#include <stdio.h>'
        echo '#include <stdlib.h>'
        echo 'void f(rp_int, rp_int, rp_int, rp_int, rp_int, rp_int);'
        echo 'void f(rp_int m, rp_int n, rp_int lda, rp_int ldb, rp_int ldc, rp_int incx)'
        echo "{ static $2 a[1], b[1], c[1], x[1], z[1]; static double y[1], s, sum, one = 1;"
        echo '(void)m, (void)n, (void)lda, (void)ldb, (void)ldc, (void)incx, (void)a, (void)b;'
        echo '(void)c, (void)x, (void)z, (void)y, (void)s, (void)sum, (void)one;'
        cat "$work/$1"
        echo '}'
    } >"$work/$1.c"
    # CC may hold options.
    # shellcheck disable=SC2086
    $CC -std=c99 -Wall -Wextra -Werror -fsyntax-only -I"$srcdir/include" "$work/$1.c" ||
        { echo "FAIL: $1 of $manual does not compile:"; cat "$work/$1.c"; status=1; }
}

calls() { grep -oE '@code\{rp_[a-z0-9_]+\([^}]*\)\}' "$manual" | sed 's/@code{//; s/}$/;/'; }

mixed='^rp_ds(axis|ge|sum|mean)'
calls | grep -vE "$mixed" >"$work/calls"
calls | grep -E "$mixed" >"$work/mixed_calls"
compile calls double
compile mixed_calls float
calls=$(calls | wc -l)

examples=0
grep -n '^@c C$' "$manual" >"$work/lines" || :
while IFS=: read -r line _; do
    examples=$((examples + 1))
    sed -n "$((line + 2)),\$p" "$manual" | sed '/^@end example/,$d' | plain \
        >"$work/example_of_line_$line"
    compile "example_of_line_$line" double
done <"$work/lines"

# A change of the manual's form must not leave this test with nothing to do.
if [ "$calls" -lt 15 ] || [ "$examples" -lt 2 ]; then
    echo "FAIL: found $calls calls and $examples examples in $manual"
    status=1
fi
[ $status -ne 0 ] || echo "ok: $calls calls, $examples examples"
exit $status
