#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# compare.sh -- run examples/NAME; it must print examples/NAME.output, which is $1.
#
# C and C++ programs have been built by make. Fortran is compiled here, Python needs NumPy;
# without compiler, module or NumPy the test is skipped.
set -eu

expected=$1
base=${expected%.output}
name=${base##*/}
skip() { echo "SKIP: $name: $*" >&2; exit 77; }
mkdir -p examples
printed=examples/$name.printed
trap 'rm -f "$printed"' EXIT

# Quoted variables here are whole commands with options.
# shellcheck disable=SC2086
run() { ${LIBTOOL:?} --mode=execute ${TEST_EMULATOR:-} "$@"; }

# build_fortran SOURCE LIBRARIES OPTIONS...: examples/NAME from one source.
# shellcheck disable=SC2086
build_fortran() {
    source=$1
    libraries=$2
    shift 2
    [ -n "${FC:-}" ] || skip "no Fortran compiler"
    $FC ${FCFLAGS:-} "$@" -c -o "examples/$name.o" "$source"
    $LIBTOOL --silent --tag=FC --mode=link $FC ${FCFLAGS:-} ${LDFLAGS:-} \
        -o "examples/$name" "examples/$name.o" $libraries
}

# NumPy loads the library into Python, which neither an emulator nor a sanitizer allows.
run_python() {
    [ -z "${TEST_EMULATOR:-}" ] || skip "not under $TEST_EMULATOR"
    case " ${CC:-} ${CFLAGS:-} " in *-fsanitize*) skip "not with a sanitizer" ;; esac
    library=$PWD/.libs/libraptors.so
    [ -f "$library" ] || skip "no $library"
    for python in ${PYTHON:-} python3 /usr/bin/python3; do
        if "$python" -c 'import numpy' 2>/dev/null; then
            "$python" "$1" "$library"
            return
        fi
    done
    skip "no Python with NumPy"
}

if [ -f "$base.py" ]; then
    run_python "$base.py" >"$printed" || { status=$?; cat "$printed"; exit $status; }
else
    if [ -f "$base.f" ]; then
        build_fortran "$base.f" libraptors.la -I"${srcdir:?}/interface"
    elif [ -f "$base.f90" ]; then
        [ -f libraptors_fortran.la ] || skip "the module raptors was not built"
        build_fortran "$base.f90" "libraptors_fortran.la libraptors.la" -I.
    fi
    [ -f "examples/$name" ] || skip "examples/$name was not built"
    run "examples/$name" >"$printed"
fi
diff "$expected" "$printed" || { echo "FAIL: $name does not print $expected (<)"; exit 1; }
echo "ok: $name"
