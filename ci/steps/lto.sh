# SPDX-License-Identifier: BSD-3-Clause
# lto.sh -- -O3, link-time optimisation, hardening, no asserts: the same bits from what is shared

# The machine code comes about when the shared library is linked, so this checks what a
# program sees of that. Another program would do all of it again for the kernels that it has
# inside: those tests see -O2, and asserts, in the step gcc.
flags="-O3 -fstack-protector-strong"
require_isas "$(cpu_isas)"
test_lightly
# shellcheck disable=SC2046
configure_in lto CC=gcc --disable-static --disable-fortran $(without_untestable) \
    AR=gcc-ar NM=gcc-nm RANLIB=gcc-ranlib CPPFLAGS="-D_FORTIFY_SOURCE=2 -DNDEBUG" \
    CFLAGS="$flags -flto=auto"
make -j"$jobs"
programs="tests/check_bits tests/check_api tests/check_errors tests/check_runtime \
tests/check_lifetime tests/check_dlopen"
tests="tests/exports.sh tests/check_bits_oracle.isa"
for program in $programs; do
    case $program in
    *_bits | *_api) for isa in $(cpu_isas); do tests="$tests ${program}_$isa.isa"; done ;;
    *) tests="$tests $program" ;;
    esac
done
check_build lto CFLAGS="$flags -fno-lto" check_LIBRARIES= check_PROGRAMS="$programs" \
    TESTS="$tests"
