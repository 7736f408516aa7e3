# SPDX-License-Identifier: BSD-3-Clause
# prepare.sh -- what the scripts share that work as the only command on a fresh clone.
# shellcheck shell=sh
#
# Sourced with $me, the name for messages, $top, the tree, and $install, yes or no.

: "${me:?}" "${top:?}"
say() { printf '%s: %s\n' "$me" "$*" >&2; }
die() { say "$*"; exit 2; }

# suite_file NAME: perf/suites/NAME.txt, or the file itself.
suite_file() {
    if [ -f "$1" ]; then echo "$1"; return; fi
    [ -f "$top/perf/suites/$1.txt" ] || { say "no such suite: $1"; return 1; }
    echo "$top/perf/suites/$1.txt"
}

install_missing() { [ "${install:-yes}" = no ] || "$top/ci/install-deps.sh" build perf; }

# Before anything is configured: the packages, and ./configure itself.
ready_tree() {
    install_missing
    [ -x "$top/configure" ] || (cd "$top" && ./bootstrap)
}

# configure_in NAME ARGUMENTS...: in build/NAME, unless that is done; sets build.
configure_in() {
    build=$top/build/$1
    shift
    mkdir -p "$build"
    [ -f "$build/config.status" ] || (cd "$build" && "$top/configure" "$@")
}

# make_in_build TARGET...
make_in_build() { make -C "$build" -j"$(getconf _NPROCESSORS_ONLN)" "$@"; }

commit() {
    git -C "$top" describe --always --dirty --abbrev=12 2>/dev/null || echo unknown
}
