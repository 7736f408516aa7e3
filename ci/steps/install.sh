# SPDX-License-Identifier: BSD-3-Clause
# install.sh -- what the gcc build installs and exports, and programs built against that

cd "$build/gcc"
make -j"$jobs"
stage=$build/stage
rm -rf "$stage"
make install DESTDIR="$stage"
attempt "install: files and symbols" "$top/ci/check-install.sh" "$stage/usr/local"
attempt "install: the README's programs" "$top/ci/check-readme.sh" "$stage/usr/local"
attempt_each "install" make installcheck DESTDIR="$stage"
