#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# arm64-sysroot.sh -- unpack Check for arm64 under a directory, for the AArch64 cross build.
#
# usage: ci/arm64-sysroot.sh DIRECTORY
#
# Debian's cross toolchain has the C library but not Check. apt-get downloads it here with a
# state of its own, so that the machine's dpkg learns nothing of a foreign architecture; the
# machine's sources, keys and proxies are used. Works without root. Messages go to stderr.
set -eu

sysroot=$1
test ! -e "$sysroot/complete" || exit 0

command -v apt-get >/dev/null || { echo "no apt-get to fetch the arm64 Check with" >&2; exit 1; }
rm -rf "$sysroot"
mkdir -p "$sysroot"
sysroot=$(cd "$sysroot" && pwd)
work=$sysroot/apt
mkdir -p "$work/state/lists/partial" "$work/cache/archives/partial"
: >"$work/status"

apt_arm64() {
    apt-get -q -o APT::Architecture=arm64 -o APT::Architectures::=arm64 \
        -o Dir::State="$work/state" -o Dir::State::status="$work/status" \
        -o Dir::Cache="$work/cache" -o APT::Sandbox::User="$(id -un)" "$@" >&2
}

# A failing source does not matter unless it is the one that has the packages.
apt_arm64 update || true
cd "$work"
apt_arm64 download check libsubunit-dev
for package in "$work"/*_arm64.deb; do
    dpkg-deb -x "$package" "$sysroot"
done

# Only the archives are wanted: no library path then has to reach through the emulator.
find "$sysroot/usr/lib" -name '*.so*' -delete
rm -rf "$work"
: >"$sysroot/complete"
