#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# installcheck.sh -- do programs in C, C++ and Fortran find and use what was installed?
#
# usage: make installcheck [DESTDIR=DIR]      (the makefile sets the variables used here)
#
# Through pkg-config and through CMake, with the shared and the static libraries. What this
# machine or this installation lacks is a SKIP. A staged tree (DESTDIR) is as good: it lies
# where configure was not told of, so it also shows that the CMake files can be moved.
set -u

here=$(cd "$(dirname "$0")" && pwd)/installcheck
installed=${DESTDIR-}${libdir:?is set by make installcheck}
headers=${DESTDIR-}${includedir:?is set by make installcheck}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
status=0

pass() { echo "PASS: $*"; }
skip() { echo "SKIP: $*"; }
fail() {
    echo "FAIL: $*"
    sed 's/^/    /' "$work/log"
    status=1
}

# Does this installation have a library of this kind?
library() { test -e "$installed/lib$1.$2"; }
shared() { library "$1" so || library "$1" dylib; }
static() { library "$1" a; }

# run KIND NAME PROGRAM ARGUMENTS...: a static program must do without our directory.
run() {
    path=${LD_LIBRARY_PATH-}
    test "$1" = static || path=$installed${path:+:$path}
    shift
    if [ "${cross_compiling:-no}" = yes ] && [ -z "${TEST_EMULATOR-}" ]; then
        skip "$1: built, but there is no TEST_EMULATOR to run it"
    else
        what=$1
        shift
        if LD_LIBRARY_PATH=$path ${TEST_EMULATOR-} "$@" >"$work/log" 2>&1; then
            pass "$what"
        else
            fail "$what does not run"
        fi
    fi
}

# ---- pkg-config -------------------------------------------------------------------------

# flags PACKAGE OPTIONS...: a staged tree is a sysroot to pkg-config.
flags() {
    PKG_CONFIG_PATH=$installed/pkgconfig${PKG_CONFIG_PATH:+:$PKG_CONFIG_PATH} \
        PKG_CONFIG_SYSROOT_DIR=${DESTDIR:-${PKG_CONFIG_SYSROOT_DIR-}} $PKG_CONFIG "$@"
}

# by_pkg_config KIND PACKAGE LIBRARY SOURCE COMPILER...
# A file for INCLUDE is asked for by directory: pkg-config says nothing of /usr/include.
by_pkg_config() {
    name="pkg-config, $1, $4"
    kind=$1 package=$2 source=$4
    $kind "$3" || { skip "$name: not installed"; return; }
    shift 4
    [ -n "$*" ] || { skip "$name: no compiler"; return; }
    # The linker takes the first directory that has either; this one has the static ones.
    first=
    test "$kind" = shared || first=-L$work/static
    if ! libs=$(flags ${first:+--static} --libs "$package" 2>"$work/log") ||
        ! cflags=$(flags --cflags "$package" 2>"$work/log"); then
        fail "$name: pkg-config"
        return
    fi
    test "$source" != program.f || cflags="-I$headers $cflags"
    # shellcheck disable=SC2086
    if "$@" $cflags -o "$work/program" "$here/$source" $first $libs ${LDFLAGS-} \
        >"$work/log" 2>&1; then
        run "$kind" "$name" "$work/program"
    else
        fail "$name does not build with: $cflags $libs"
    fi
}

check_pkg_config() {
    for kind in shared static; do
        by_pkg_config "$kind" raptors raptors program.c ${CC:+$CC ${CFLAGS-}}
        by_pkg_config "$kind" raptors raptors program.cpp ${CXX:+$CXX ${CXXFLAGS-}}
        by_pkg_config "$kind" raptors raptors program.f ${FC:+$FC ${FCFLAGS-}}
        by_pkg_config "$kind" raptors-fortran raptors_fortran program.f90 \
            ${FC:+$FC ${FCFLAGS-}}
    done
}

# ---- raptors-info -----------------------------------------------------------------------

check_info() {
    info=${DESTDIR-}${bindir:?is set by make installcheck}/raptors-info
    test -x "$info" || { skip "raptors-info: not installed"; return; }
    for options in --help --version "--exercise --json" --exercise; do
        # shellcheck disable=SC2086
        run shared "raptors-info $options" "$info" $options
    done
    # After the last one the log is still there.
    if [ "${cross_compiling:-no}" = no ] && ! grep -q 'plan sequential' "$work/log"; then
        fail "raptors-info has learned nothing"
    fi
}

# ---- CMake ------------------------------------------------------------------------------

# by_cmake KIND: one project with all the languages that there are.
by_cmake() {
    name="CMake, $1, program"
    $1 raptors || { skip "CMake, $1: not installed"; return; }
    languages=C
    test -z "${CXX-}" || languages="$languages;CXX"
    test -z "${FC-}" || languages="$languages;Fortran"
    build=$work/cmake-$1
    static_libs=OFF
    test "$1" = shared || static_libs=ON
    if cmake -S "$here" -B "$build" "-Draptors_DIR=$installed/cmake/raptors" \
        "-DLANGUAGES=$languages" "-Draptors_USE_STATIC_LIBS=$static_libs" >"$work/log" 2>&1 &&
        cmake --build "$build" >"$work/log" 2>&1; then
        for program in c cpp f f90; do
            if [ -x "$build/program_$program" ]; then
                run "$1" "$name.$program" "$build/program_$program"
            else
                skip "$name.$program: no compiler, or not installed"
            fi
        done
    else
        fail "CMake, $1: does not build"
    fi
}

mkdir "$work/static"
cp "$installed"/libraptors*.a "$work/static" 2>/dev/null
: >"$work/log"

if [ -n "${PKG_CONFIG-}" ] && $PKG_CONFIG --version >/dev/null 2>&1; then
    check_pkg_config
else
    skip "pkg-config is not there"
fi
check_info
if command -v cmake >/dev/null 2>&1; then
    FFLAGS=${FCFLAGS-}
    export CC CXX FC FFLAGS
    by_cmake shared
    by_cmake static
else
    skip "cmake is not there"
fi
exit $status
