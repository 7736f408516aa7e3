#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# without_check.sh -- say loudly what was not tested, when configure found no libcheck.

cat <<'END'
SKIP: *** libcheck was not found, or --disable-tests given. ***
The kernels, the public routines, the error handling and the harness were NOT tested;
only bits, Fortran, header, exports and baseline were. Debian: apt-get install check
END
exit 77
