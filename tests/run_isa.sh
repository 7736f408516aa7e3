#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# run_isa.sh -- run tests/check_X for one ISA; $1 is tests/check_X_ISA.isa.

# An emulator would translate the program anew in every process that Check forks.
if [ -n "${TEST_EMULATOR-}" ]; then export CK_FORK=no; fi

name=${1%.isa}
exec $LIBTOOL --mode=execute $TEST_EMULATOR "${name%_*}" "${name##*_}"
