# SPDX-License-Identifier: BSD-3-Clause
# lto.sh -- -O3, link-time optimisation, hardening, no asserts: the same bits

# The kernels of each set and precision are optimised together, and once: the library and
# the test programs have the same machine code inside. The rest is optimised at the link of
# the shared library.
flags="-O3 -fstack-protector-strong"
require_isas "$(cpu_isas)"
test_lightly
# shellcheck disable=SC2046
configure_in lto CC=gcc --disable-static --disable-fortran $(without_untestable) \
    CPPFLAGS="-D_FORTIFY_SOURCE=2 -DNDEBUG" CFLAGS="$flags -flto=auto -ffat-lto-objects"

# optimise ARCHIVE: what gcc noted becomes one object, instead of those that it came from.
optimise() {
    name=$(basename "$1" .a)
    objects=lib/kernels/.libs/${name}_la
    # shellcheck disable=SC2086
    gcc $flags -flto -flto-partition=one -flinker-output=nolto-rel -r -nostdlib \
        -o "$name.o" -Wl,--whole-archive "$1"
    rm "$1" "$objects"-*.o
    mv "$name.o" "$objects-all.o"
    ar cr "$1" "$objects-all.o"
}

# shellcheck disable=SC2046
make -j"$jobs" $(grep -oE '^lib/librpk_[a-z0-9_]+\.la' Makefile) CFLAGS="$flags -flto"
for archive in lib/.libs/librpk_*.a; do
    # An instruction set that is not built has an empty one.
    if [ -n "$(ar t "$archive")" ]; then optimise "$archive"; fi
done
make -j"$jobs"
check_build lto CFLAGS=-O1
