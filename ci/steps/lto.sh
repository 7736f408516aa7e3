# SPDX-License-Identifier: BSD-3-Clause
# lto.sh -- -O3, link-time optimisation, hardening, no asserts: the same bits

# The kernels are optimised once, all together, and both the library and the test programs
# have what comes of it. The rest is optimised at the link of the library; the programs have
# the machine code that is in its objects as well.
flags="-O3 -fstack-protector-strong"
require_isas "$(cpu_isas)"
test_lightly
# shellcheck disable=SC2046
configure_in lto CC=gcc --disable-static --disable-fortran $(without_untestable) \
    CPPFLAGS="-D_FORTIFY_SOURCE=2 -DNDEBUG" CFLAGS="$flags -flto=auto -ffat-lto-objects"

kernels=$(libraries lib/librpk_)
# shellcheck disable=SC2086
make -j"$jobs" $kernels CFLAGS="$flags -flto"

# One object instead of those of all sets. tests/baseline.sh must know by its name of vectors.
isas=$(cpu_isas)
together=lib/kernels/.libs/librpk_all_${isas##* }_la-all.o
# shellcheck disable=SC2086
gcc $flags -flto=auto -flinker-output=nolto-rel -r -nostdlib -o together.o \
    -Wl,--whole-archive lib/.libs/librpk_*.a
rm lib/kernels/.libs/librpk_*.o lib/.libs/librpk_*.a
mv together.o "$together"
for library in $kernels; do
    ar cr "lib/.libs/$(basename "$library" .la).a"
done
ar cr lib/.libs/librpk_s_scalar.a "$together"

make -j"$jobs"
words=$(libraries tests/libsimd_)
# shellcheck disable=SC2086
make -j"$jobs" $words CFLAGS="$flags -fno-lto"
check_build lto CFLAGS="-O1 -fno-lto"

# What was optimised together with AVX must do without it: baseline.sh cannot tell it apart.
if [ "$(host_cpu)" != x86_64 ]; then
    exit 0
fi
need "lto: the bits without AVX" qemu-x86_64
attempt "lto: the bits without AVX" make check CFLAGS="-O1 -fno-lto" \
    TESTS="tests/check_bits_scalar.isa tests/check_bits_generic.isa" \
    TEST_EMULATOR="qemu-x86_64 -cpu Nehalem"
