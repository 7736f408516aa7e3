# SPDX-License-Identifier: BSD-3-Clause
# sanitizers.sh -- gcc without optimisation gives the same bits, under ASan and UBSan

# Not with clang: its version 14 needed two minutes for each of the unrolled kernels under
# UBSan, gcc two seconds. One build for both ends: without optimisation nothing is unrolled,
# nor do the kernels inline what they are made of. The tests are optimised: half the time.
flags="-g -fsanitize=address,undefined -fno-sanitize-recover=all"

links() {
    # shellcheck disable=SC2086
    echo 'int main(void) { return 0; }' | gcc $flags -x c - -o /dev/null
}

if ! links; then
    skip "sanitizers: gcc does not link them here"
    flags="-g"
fi
require_isas "$(cpu_isas)"
test_lightly 5
test_patiently
test_in_one_process
# shellcheck disable=SC2046
configure_in sanitizers CC=gcc CFLAGS="-O0 $flags" CXX=g++ CXXFLAGS="$flags" \
    FCFLAGS="$flags" --disable-shared $(without_untestable)
make -j"$jobs"
check_build sanitizers CFLAGS="-O1 $flags"
