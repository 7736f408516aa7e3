# SPDX-License-Identifier: BSD-3-Clause
# gcc.sh -- the default build with gcc, no warnings, every instruction set of this CPU

require_isas "$(cpu_isas)"
configure_in gcc CC=gcc --enable-werror --prefix=/usr
check_build gcc
