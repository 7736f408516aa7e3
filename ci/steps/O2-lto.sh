# SPDX-License-Identifier: BSD-3-Clause
# O2-lto.sh -- the flags of distributions, link-time optimisation, no asserts: the same bits

# The shared library only: with the static one, each test would optimise all of it again.
require_isas "$(cpu_isas)"
test_lightly
configure_in O2-lto CC=gcc --disable-static --disable-fortran \
    CPPFLAGS="-D_FORTIFY_SOURCE=2 -DNDEBUG" \
    CFLAGS="-O2 -flto=auto -ffat-lto-objects -fstack-protector-strong"
check_build O2-lto
