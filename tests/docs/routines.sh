#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# routines.sh -- the manual's table of routines, raptors.h, the list of exports, the library,
# the man pages and the Fortran module have the same routines.
set -eu

srcdir=${srcdir:-.}
manual=$srcdir/doc/raptors.texi
LC_ALL=C
export LC_ALL
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0

# The rows of the table: name, precisions, name in the module.
awk '/^@multitable/ { on = /rp_\?geadd_bcast/ }
     /^@end multitable/ { on = 0 }
     on && /^@item/ { split($0, cell, / *@tab */); gsub(/@item|@code|[{} ]/, "", cell[1])
                      gsub(/@code|[{} ]/, "", cell[4])
                      print cell[1] ":" cell[2] ":" cell[4] }' "$manual" >"$work/table"

# Each row in every precision: first the compute routines, then those without.
awk -F: '$1 ~ /\?/ { n = split($2, p, " ")
              for (i = 1; i <= n; i++) { s = $1; sub(/\?/, p[i], s); print s } }' \
    "$work/table" | sort >"$work/compute"
awk -F: '$1 !~ /\?/ { print $1 }' "$work/table" | sort >"$work/other"
sort "$work/compute" "$work/other" >"$work/c"
awk -F: '$2 == "any" { print $1 }' "$work/table" | sort >"$work/any"
cat "$work/compute" "$work/any" | sed 'p; s/$/_64/' | sed 's/$/_/' >"$work/f77"
sort "$work/c" "$work/f77" >"$work/symbols"

# same WHAT EXPECTED FOUND: name what one of the two has not.
same() {
    sort -u "$2" >"$work/left"
    sort -u "$3" >"$work/right"
    {
        comm -23 "$work/left" "$work/right" |
            sed "s|.*|FAIL: $1: & of the manual's table is missing|"
        comm -13 "$work/left" "$work/right" |
            sed "s|.*|FAIL: $1: & is not in the manual's table|"
    } >"$work/differences"
    if [ -s "$work/differences" ]; then
        cat "$work/differences"
        status=1
    else
        echo "ok: $1: $(wc -l <"$work/left") names"
    fi
}

count=$(wc -l <"$work/table")
[ "$count" -ge 10 ] || { echo "FAIL: only $count rows found in the table of $manual"; exit 1; }

grep -v '^#' "$srcdir/include/raptors.h" | tr '\n' ' ' | grep -oE 'RP_API [^;]*;' |
    sed 's/^RP_API [^(]*\(rp_[a-z0-9_]*\)(.*/\1/' >"$work/header"
same "include/raptors.h" "$work/c" "$work/header"

# Not for users: the module, a library of its own, reports its errors through it.
echo rp_illegal_argument_ >>"$work/symbols"
same "lib/libraptors.sym" "$work/symbols" "$srcdir/lib/libraptors.sym"

check_library() {
    so=.libs/libraptors.so
    nm=${NM:-nm}
    nm=${nm%% *}
    { [ -f $so ] && command -v "$nm" >/dev/null; } ||
        { echo "SKIP: no $so, or no $nm: its exports were not compared"; return 0; }
    "$nm" -D --defined-only $so |
        awk '$2 != "A" { sub(/@.*/, "", $3); print $3 }' >"$work/exports"
    same "$so" "$work/symbols" "$work/exports"
}
check_library

# One page for each C symbol, for each family and for the library.
{ cat "$work/c"; sed 's/:.*//; s/?//' "$work/table"; echo raptors; } >"$work/pages"
pages() { sed -n 's|^ *doc/man3/\([a-z0-9_]*\)\.3.*|\1|p' "$srcdir/doc/local.mk"; }
pages >"$work/listed"
same "man pages in doc/local.mk" "$work/pages" "$work/listed"
man3=doc/man3
[ -f $man3/raptors.3 ] || man3=$srcdir/doc/man3
for page in "$man3"/*.3; do basename "$page" .3; done >"$work/made"
same "man pages in $man3" "$work/pages" "$work/made"

# Its generic names, its interfaces of Fortran 77, and the calls without precision.
check_module() {
    source=interface/fortran/raptors.f90
    [ -f $source ] || source=$srcdir/$source
    [ -f "$source" ] || { echo "SKIP: no $source: the module was not compared"; return 0; }
    awk -F: '{ print $3 }' "$work/table" | sort -u >"$work/generics"
    sed -n 's/^ *interface  *\(rp_[a-z0-9_]*\).*/\1/p' "$source" | sort -u >"$work/named"
    while read -r name; do
        grep -qx "$name" "$work/generics" ||
            { echo "FAIL: module: generic $name is not in the manual's table"; status=1; }
    done <"$work/named"
    sed 's/_$//' "$work/f77" >"$work/expected"
    sed -n 's/^ *subroutine  *\(rp_[a-z0-9_]*\)(.*/\1/p' "$source" |
        grep -vxE 'rp_(error_handler|region_hook|set_region_hooks)' >"$work/subroutines"
    same "subroutines of the module" "$work/expected" "$work/subroutines"
    compile_module_names
}

# That each generic is there and public only a compiler can tell.
compile_module_names() {
    fc=$(sed -n 's/^FC = //p' Makefile 2>/dev/null)
    { [ -f raptors.mod ] && [ -n "$fc" ]; } ||
        { echo "SKIP: the module was not compiled, its public names not tried"; return 0; }
    {
        echo "program names"
        sort -u "$work/generics" "$work/expected" | sed 's/.*/  use raptors, only: &/'
        echo "end program"
    } >"$work/names.f90"
    # FC may hold options.
    # shellcheck disable=SC2086
    if $fc -I. -c -o "$work/names.o" "$work/names.f90"; then
        echo "ok: module: $(wc -l <"$work/generics") generics and calls"
    else
        echo "FAIL: module: a name of the manual's table is not public"
        status=1
    fi
}
check_module

exit $status
