# SPDX-License-Identifier: BSD-3-Clause
# install.sh -- what the gcc build installs and exports, and programs built against that

cd "$build/gcc"
make -j"$jobs"
stage=$build/stage
rm -rf "$stage"
make install DESTDIR="$stage"
attempt "install: files, symbols, users" "$top/ci/check-install.sh" "$stage/usr"
attempt "install: the README's programs" "$top/ci/check-readme.sh" "$stage/usr"
