# SPDX-License-Identifier: BSD-3-Clause
# gcc.sh -- ./bootstrap && ./configure && make && make check in the tree, as the README tells

# With no warning and every random case, on every instruction set of this CPU. distcheck has
# the static library too.
require_isas "$(cpu_isas)"
rm -rf "$build/gcc"
mkdir -p "$build/gcc"
cd "$build/gcc"
source_files -cf - | tar -xf -
./bootstrap
./configure --enable-werror --disable-static
# For examples/numpy_ctypes.py, which is skipped without.
if PYTHON=$("$top/ci/python-env.sh"); then export PYTHON; fi
check_build gcc
