#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# exports.sh -- libraptors.so exports what lib/libraptors.sym lists and needs libc and libm;
# libraptors.a has no global names but ours.
set -u

so=.libs/libraptors.so
archive=.libs/libraptors.a
list=$srcdir/lib/libraptors.sym
skip() { echo "SKIP: $*"; exit 77; }

[ -f $so ] || [ -f $archive ] || skip "there is neither $so nor $archive"
nm=${NM%% *}
nm=${nm:-nm}
command -v "$nm" >/dev/null || skip "no $nm"
command -v readelf >/dev/null || skip "no readelf"
status=0
LC_ALL=C
export LC_ALL

# What a sanitizer brings is its own.
instrumented() {
    case " $CFLAGS $CC " in *-fsanitize*|*--coverage*) ;; *) false ;; esac
}

check_exports() {
    # The version node is itself an absolute symbol (A); a symbol may be name@@NODE.
    exported=$("$nm" -D --defined-only $so |
               awk '$2 != "A" { sub(/@.*/, "", $3); print $3 }' | sort)
    listed=$(sort "$list")
    [ -n "$exported" ] || { echo "FAIL: $nm lists nothing"; exit 1; }
    if [ "$exported" != "$listed" ]; then
        echo "FAIL: exported (<) differs from $list (>):"
        d=${TMPDIR:-/tmp}/exports.$$
        echo "$exported" >"$d.1"; echo "$listed" >"$d.2"
        diff "$d.1" "$d.2"
        rm -f "$d.1" "$d.2"
        status=1
    fi
    echo "$so: $(echo "$exported" | wc -l) symbols"
}

check_needed() {
    other=$(readelf -d $so | sed -n 's/.*(NEEDED).*\[\(.*\)\].*/\1/p' |
            grep -Ev '^(libc|libm|ld-linux.*|ld|libc\.musl.*)\.so')
    if [ -n "$other" ]; then
        echo "FAIL: needs more than libc and libm:" $other
        status=1
    fi
}

check_archive() {
    names=$("$nm" -g --defined-only $archive | awk 'NF == 3 { print $3 }')
    [ -n "$names" ] || { echo "FAIL: $nm lists nothing"; exit 1; }
    odd=$(echo "$names" | grep -vE '^_?(rp|rpi|rpk)_')
    if [ -n "$odd" ]; then
        echo "FAIL: names in $archive that are not ours:" $odd
        status=1
    fi
    echo "$archive: $(echo "$names" | wc -l) names"
}

if [ -f $so ]; then
    check_exports
    instrumented || check_needed
fi
if [ -f $archive ] && ! instrumented; then
    check_archive
fi
exit $status
