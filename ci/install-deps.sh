#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# install-deps.sh -- name every component that is missing, and install it where that is possible.
#
# usage: ci/install-deps.sh [build|tests|perf]...        (default: all three)
#
# As root with apt-get, what is missing is installed; otherwise the command that would do it
# is printed. Exit status 1 when something required is still missing, 0 otherwise. When
# nothing is missing, nothing is run and no network is needed.
set -eu

# One row per component: name | Debian package | use | need | how to see that it is there.
# The compilers only recommend the C libraries that they cannot work without, hence libc6-dev
# and libc6-dev-arm64-cross.
components() {
    cat <<'TABLE'
autoconf               | autoconf              | build | required | has_command autoreconf
automake               | automake              | build | required | has_command automake
libtool                | libtool               | build | required | has_command libtoolize
make                   | make                  | build | required | has_command make
C compiler             | gcc                   | build | required | has_command gcc
C library headers      | libc6-dev             | build | required | has_header stdio.h
pkg-config             | pkgconf               | build | required | has_command pkg-config
binutils               | binutils              | build | required | has_command readelf
C++ compiler           | g++                   | build | optional | has_command g++
Fortran compiler       | gfortran              | build | optional | has_command gfortran
makeinfo, for info     | texinfo               | build | optional | has_command makeinfo
Check, for the tests   | check                 | tests | required | has_module check
CMake                  | cmake                 | tests | optional | has_command cmake
groff                  | groff-base            | tests | optional | has_command groff
mandoc                 | mandoc                | tests | optional | has_command mandoc
xz, for make dist      | xz-utils              | tests | optional | has_command xz
clang                  | clang                 | tests | optional | has_command clang
clang-format           | clang-format          | tests | optional | has_command clang-format
clang-tidy             | clang-tidy            | tests | optional | has_command clang-tidy
cppcheck               | cppcheck              | tests | optional | has_command cppcheck
shellcheck             | shellcheck            | tests | optional | has_command shellcheck
valgrind               | valgrind              | tests | optional | has_command valgrind
qemu user emulation    | qemu-user             | tests | optional | has_command qemu-aarch64
AArch64 cross compiler | gcc-aarch64-linux-gnu | tests | optional | has_command aarch64-linux-gnu-gcc
AArch64 C library      | libc6-dev-arm64-cross | tests | optional | has_file /usr/aarch64-linux-gnu/lib/crt1.o
Python                 | python3               | perf  | optional | has_command python3
Python venv and pip    | python3-venv          | perf  | optional | has_python venv,ensurepip
OpenBLAS               | libopenblas-dev       | perf  | optional | has_module openblas
Eigen                  | libeigen3-dev         | perf  | optional | has_module eigen3
likwid-bench           | likwid                | perf  | optional | has_command likwid-bench
likwid markers         | likwid                | perf  | optional | has_header likwid-marker.h
TABLE
}

has_command() { command -v "$1" >/dev/null; }
has_header() { echo "#include <$1>" | gcc -E - >/dev/null 2>&1; }
has_module() { pkg-config --exists "$1" 2>/dev/null; }
has_python() { python3 -c "import $1" >/dev/null 2>&1; }
has_file() { test -e "$1"; }

say() { printf 'install-deps: %s\n' "$*" >&2; }

# The rows of the wanted uses whose component is not there, as "package|need|name".
missing() {
    components | while IFS='|' read -r name package use need test; do
        # Unquoted on purpose: this trims the padding, and splits the test into words.
        # shellcheck disable=SC2086
        set -- $use $need $package
        case " $uses " in *" $1 "*) ;; *) continue ;; esac
        # shellcheck disable=SC2086
        $test || printf '%s|%s|%s\n' "$3" "$2" "${name%"${name##*[! ]}"}"
    done
}

packages() { cut -d '|' -f 1 | sort -u | tr '\n' ' '; }

can_install() { test "$(id -u)" = 0 && has_command apt-get; }

apt() {
    DEBIAN_FRONTEND=noninteractive LC_ALL=C apt-get -y -q -o DPkg::Lock::Timeout=300 \
        -o Dpkg::Use-Pty=0 "$@" >&2
}

# A distribution may lack a package (its component may come with another one).
available() {
    for package; do
        if LC_ALL=C apt-cache policy "$package" | grep -q 'Candidate: [^(]'; then
            printf '%s ' "$package"
        else
            say "apt-get knows no package $package"
        fi
    done
}

install() {
    say "installing: $*"
    apt update || say "apt-get update failed in part; going on with what apt-get knows"
    # shellcheck disable=SC2046
    set -- $(available "$@")
    test $# -gt 0 || return 0
    apt install --no-install-recommends "$@" && return
    say "that failed; trying the packages one by one"
    for package; do
        apt install --no-install-recommends "$package" || say "could not install $package"
    done
}

# Name what is missing still; fail when it is required.
report() {
    status=0
    while IFS='|' read -r package need name; do
        say "missing ($need): $name -- apt-get install $package"
        test "$need" = optional || status=1
    done
    return $status
}

uses=${*:-build tests perf}
for use in $uses; do
    case $use in
    build | tests | perf) ;;
    *) say "no such use: $use (build, tests or perf)"; exit 2 ;;
    esac
done

lacking=$(missing)
test -n "$lacking" || exit 0
wanted=$(echo "$lacking" | packages)
if can_install; then
    # shellcheck disable=SC2086
    install $wanted
    lacking=$(missing)
    test -n "$lacking" || exit 0
else
    say "not root, or no apt-get; run this as root: apt-get install --no-install-recommends $wanted"
fi
echo "$lacking" | report
