# SPDX-License-Identifier: BSD-3-Clause
# nehalem.sh -- the gcc build on an emulated CPU without AVX: it may use nothing but the baseline

if [ "$(host_cpu)" != x86_64 ]; then
    skip "nehalem: this is no x86-64 machine"
    exit 0
fi
need nehalem qemu-x86_64
cd "$build/gcc"
# An illegal instruction is a failed check.
require_isas "scalar generic"
test_lightly 5
test_emulated nehalem
check_build nehalem TEST_EMULATOR="qemu-x86_64 -cpu Nehalem"
