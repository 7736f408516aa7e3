# SPDX-License-Identifier: BSD-3-Clause
# lto.sh -- -O3, link-time optimisation, hardening, no asserts: the same bits

# The shared library is optimised at its link; the test programs are not, as each would do
# that again with the kernels that it has inside. (What is in a convenience library is
# machine code as well: that is what check_kernels and its like see here.)
flags="-O3 -fstack-protector-strong"
require_isas "$(cpu_isas)"
test_lightly
# shellcheck disable=SC2046
configure_in lto CC=gcc --disable-static --disable-fortran $(without_untestable) \
    CPPFLAGS="-D_FORTIFY_SOURCE=2 -DNDEBUG" CFLAGS="$flags -flto=auto -ffat-lto-objects"
make -j"$jobs"
check_build lto CFLAGS="$flags -fno-lto"
