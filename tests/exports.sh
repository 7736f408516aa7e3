#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# exports.sh -- libraptors.so exports what lib/libraptors.sym lists; needs libc and libm.

so=.libs/libraptors.so
list=$srcdir/lib/libraptors.sym
skip() { echo "SKIP: $*"; exit 77; }

[ -f $so ] || skip "there is no $so: a static build, or another platform"
nm=${NM%% *}
nm=${nm:-nm}
command -v "$nm" >/dev/null || skip "no $nm"
command -v readelf >/dev/null || skip "no readelf"
status=0
LC_ALL=C
export LC_ALL

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

other=$(readelf -d $so | sed -n 's/.*(NEEDED).*\[\(.*\)\].*/\1/p' |
        grep -Ev '^(libc|libm|ld-linux.*|ld|libc\.musl.*)\.so')
case " $CFLAGS $CC " in
*-fsanitize*|*--coverage*) other= ;; # which bring their own
esac
if [ -n "$other" ]; then
    echo "FAIL: needs more than libc and libm:" $other
    status=1
fi
[ $status -eq 0 ] && echo "ok: $(echo "$exported" | wc -l) symbols"
exit $status
