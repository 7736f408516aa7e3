#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# run_isa.sh -- run tests/check_X for one ISA; $1 is tests/check_X_ISA.isa.

# An emulator would translate the program anew in every process that Check forks, and
# AddressSanitizer look for leaks in each. Without them Check has no time limits, and a crash
# that no test expects ends the program.
if [ -n "${TEST_EMULATOR-}${RAPTORS_TEST_ONE_PROCESS-}" ]; then
    : "${CK_FORK=no}"
    export CK_FORK
fi

name=${1%.isa}
exec $LIBTOOL --mode=execute $TEST_EMULATOR "${name%_*}" "${name##*_}"
