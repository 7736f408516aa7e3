# SPDX-License-Identifier: BSD-3-Clause
# O2-lto.sh -- the flags of distributions, with link-time optimisation, give the same bits

require_isas "$(cpu_isas)"
test_lightly
configure_in O2-lto CC=gcc --disable-shared --disable-fortran \
    CFLAGS="-O2 -g -flto=auto -ffat-lto-objects -fstack-protector-strong -D_FORTIFY_SOURCE=2"
check_build O2-lto
