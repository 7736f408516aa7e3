# SPDX-License-Identifier: BSD-3-Clause
# sanitizers.sh -- address and undefined-behaviour sanitizers

# Not with clang: its version 14 needs two minutes for each of the unrolled kernels under
# UBSan, gcc two seconds.
flags="-fsanitize=address,undefined -fno-sanitize-recover=all"

links() {
    # shellcheck disable=SC2086
    echo 'int main(void) { return 0; }' | gcc $flags -x c - -o "$build/sanitized"
}

if ! links; then
    skip "sanitizers: gcc does not link them here"
    exit 0
fi
require_isas "$(cpu_isas)"
test_lightly
# The Fortran linker knows nothing of the sanitizers.
configure_in sanitizers CC=gcc CFLAGS="-O1 -g -fno-omit-frame-pointer $flags" \
    CXX=g++ CXXFLAGS="-O1 -g $flags" \
    --disable-shared --disable-fortran
check_build sanitizers
