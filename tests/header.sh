#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# header.sh -- raptors.h compiles alone, without a warning, as C99, C11 and C++17.

status=0
try() # compiler and options
{
    printf '#include <raptors.h>\n#include <raptors.h>\n' |
        "$@" -Wall -Wextra -pedantic -Werror -fsyntax-only -I"$srcdir/include" - &&
        echo "ok: $*" || { echo "FAIL: $*"; status=1; }
}

# CC may hold options, as in CC="gcc -m32".
try $CC -x c -std=c99 -Wstrict-prototypes
try $CC -x c -std=c11 -Wstrict-prototypes
if echo 'int main() {}' | $CXX -x c++ -std=c++17 -fsyntax-only - 2>/dev/null; then
    try $CXX -x c++ -std=c++17
else
    echo "no C++17 compiler: the header was not tried as C++"
fi
exit $status
