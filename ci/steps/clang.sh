# SPDX-License-Identifier: BSD-3-Clause
# clang.sh -- the build with clang, no warnings, every instruction set of this CPU

need clang clang
require_isas "$(cpu_isas)"
test_lightly
# Without -g, which nobody looks at here and which takes its time.
configure_in clang CC=clang CFLAGS=-O3 --enable-werror --disable-static
check_build clang
