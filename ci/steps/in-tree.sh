# SPDX-License-Identifier: BSD-3-Clause
# in-tree.sh -- ./bootstrap && ./configure && make && make check, as the README tells

rm -rf "$build/in-tree"
mkdir -p "$build/in-tree"
cd "$build/in-tree"
source_files -cf - | tar -xf -
test_lightly
./bootstrap
./configure
check_build in-tree
