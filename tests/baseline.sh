#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# baseline.sh -- no instruction beyond the baseline outside the objects of its own ISA.
#
# On x86-64: no VEX or EVEX encoding, which objdump writes v..., and no ymm or zmm, in any
# object of the library but librpk_*_avx2 and librpk_*_avx512.

skip() { echo "SKIP: $*"; exit 77; }

objdump=${OBJDUMP:-objdump}
command -v "$objdump" >/dev/null || skip "no $objdump"
macros=$($CC $CPPFLAGS $CFLAGS -dM -E -x c /dev/null) || skip "$CC -dM does not work"
case $macros in *__x86_64__*) ;; *) skip "not an x86-64 build" ;; esac
case $macros in *__AVX__*) skip "the flags put AVX into the baseline: $CFLAGS" ;; esac
case $CFLAGS in *-flto*) skip "with -flto the objects hold no machine code yet" ;; esac

vector='[[:space:]](v[a-z][a-z0-9]+[[:space:]]|[a-z].*%[yz]mm)'
objects=0 status=0
for object in $(find lib interface -name '*.o'); do
    code=$("$objdump" -d --no-show-raw-insn "$object") || exit 1
    case $object in
    *librpk_*_avx2_la-* | *librpk_*_avx512_la-*)
        # The same search must find something here, or it would find nothing anywhere.
        echo "$code" | grep -Eq "$vector" ||
            { echo "FAIL: no vectors in $object"; status=1; }
        continue ;;
    esac
    objects=$((objects + 1))
    found=$(echo "$code" | grep -E "$vector")
    if [ -n "$found" ]; then
        echo "FAIL: $object:"
        echo "$found" | head -5
        status=1
    fi
done
[ $objects -gt 10 ] || { echo "FAIL: only $objects objects found"; status=1; }
[ $status -eq 0 ] && echo "ok: $objects objects"
exit $status
