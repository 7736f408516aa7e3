# SPDX-License-Identifier: BSD-3-Clause
# aarch64.sh -- cross build for AArch64, checked under qemu: the NEON kernels

if [ "$(host_cpu)" = aarch64 ]; then
    skip "aarch64: this is one; the other steps have tested it"
    exit 0
fi
need aarch64 aarch64-linux-gnu-gcc qemu-aarch64
sysroot=$build/arm64-sysroot
if ! "$top/ci/arm64-sysroot.sh" "$sysroot"; then
    skip "aarch64: could not get Check for arm64"
    exit 0
fi

# Without these, configure would take the build machine's packages and compilers.
PKG_CONFIG_LIBDIR=$sysroot/usr/lib/aarch64-linux-gnu/pkgconfig
PKG_CONFIG_SYSROOT_DIR=$sysroot
export PKG_CONFIG_LIBDIR PKG_CONFIG_SYSROOT_DIR
configure_in aarch64 --host=aarch64-linux-gnu --enable-neon --enable-tests --enable-werror \
    --disable-shared CFLAGS=-O2 PKG_CONFIG=pkg-config CXX=aarch64-linux-gnu-g++ \
    FC=aarch64-linux-gnu-gfortran

require_isas "scalar generic neon"
test_lightly 5
test_emulated aarch64
check_build aarch64 TEST_EMULATOR="qemu-aarch64 -L /usr/aarch64-linux-gnu"
