#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# manual.sh -- the man pages and the manual are well formed: groff, mandoc and makeinfo have
# nothing to say. Of these, those that are there are asked.
set -eu

srcdir=${srcdir:-.}
status=0
asked=
absent=
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
has() { command -v "$1" >/dev/null || { absent="$absent $1"; return 1; }; }

# silent TOOL: what it said must be empty.
silent() {
    asked="$asked $1"
    [ ! -s "$work/said" ] || { echo "FAIL: $1 says:"; sort -u "$work/said"; status=1; }
}

doc=doc
[ -f doc/man3/raptors.3 ] || doc=$srcdir/doc
if has groff; then
    for page in "$doc"/man3/*.3; do
        (cd "$doc" && groff -man -ww -z -Tutf8 "man3/${page##*/}") || echo "$page: $?"
    done >"$work/said" 2>&1
    groff -man -ww -z -Tutf8 "$srcdir/tools/raptors-info.1" >>"$work/said" 2>&1
    silent groff
fi
# The pages have no date, so that every build gives the same; they may be .so links.
info=$(cd "$srcdir" && pwd)/tools/raptors-info.1
if has mandoc; then
    (cd "$doc" && { mandoc -T lint -W warning man3/*.3 "$info" || :; }) |
        { grep -vE 'missing date|\.so is fragile' || :; } >"$work/said"
    silent mandoc
fi
texi=doc
[ -f doc/routines.texi ] || texi=$srcdir/doc
if has makeinfo; then
    for form in --info --html; do
        makeinfo $form --no-split -I "$texi" \
            -o "$work/out$form" "$srcdir/doc/raptors.texi" || echo "makeinfo $form: $?"
    done >"$work/said" 2>&1
    silent makeinfo
fi

[ -n "$asked" ] || { echo "SKIP: neither groff nor mandoc nor makeinfo is there"; exit 77; }
[ $status -ne 0 ] || echo "ok:$asked${absent:+ (not there:$absent)}"
exit $status
