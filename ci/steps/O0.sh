# SPDX-License-Identifier: BSD-3-Clause
# O0.sh -- gcc without optimisation gives the same bits

require_isas "$(cpu_isas)"
test_lightly
configure_in O0 CC=gcc CFLAGS="-O0 -g" --disable-shared
check_build O0
