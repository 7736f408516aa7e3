# SPDX-License-Identifier: BSD-3-Clause
# refusals.sh -- what configure must refuse, and what it must do without

# tried NAME ARGUMENTS...: configure in build/refusals/NAME; its output is in $output.
tried() {
    name=$1
    shift
    output=$build/refusals/$name.output
    status=0
    (configure_in "refusals/$name" "$@") >"$output" 2>&1 || status=$?
    echo "--- $name: configure $* (exit status $status)"
    tail -n 15 "$output"
    return $status
}

# refuses NAME PATTERN ARGUMENTS...: configure stops, and says PATTERN.
refuses() {
    name=$1
    pattern=$2
    shift 2
    if tried "$name" "$@"; then
        fail "refusals: configure accepts $*"
    elif grep -q "error: .*$pattern" "$output"; then
        pass "refusals: $*"
    else
        fail "refusals: configure $* stops without naming $pattern"
    fi
}

# manages NAME PATTERN ARGUMENTS...: configure succeeds, and its summary says PATTERN.
manages() {
    name=$1
    pattern=$2
    shift 2
    if ! tried "$name" "$@"; then
        fail "refusals: configure $* should have succeeded"
    elif grep -q "$pattern" "$output"; then
        pass "refusals: $*"
    else
        fail "refusals: configure $* does not say $pattern"
    fi
}

mkdir -p "$build/refusals"
# All at once, as configure uses one core and waits a lot.
refuses fast-math -ffast-math CC=gcc CFLAGS="-O2 -ffast-math" &
refuses Ofast -Ofast CC=gcc CFLAGS=-Ofast &
refuses tests enable-tests CC=gcc --enable-tests PKG_CONFIG=false &
refuses fortran enable-fortran CC=gcc --enable-fortran FC=/bin/false &
refuses threads with-threads CC=gcc --with-threads=nonsense &
# The guard of likwid's header hides it.
refuses likwid with-likwid CC=gcc --with-likwid CPPFLAGS=-DLIKWID_MARKER_H &
refuses likwid-dir with-likwid CC=gcc --with-likwid="$build" &
manages no-fortran "Fortran .*(no)" CC=gcc FC=/bin/false &
manages no-check "tests (Check) *no" CC=gcc PKG_CONFIG=false &

case $(host_cpu) in
x86_64)
    refuses neon enable-neon CC=gcc --enable-neon &
    refuses avx512 enable-avx512 CC=gcc --enable-avx512 CFLAGS="-O2 -mno-avx512f" &
    manages no-avx512 "kernels  *scalar generic avx2$" CC=gcc CFLAGS="-O2 -mno-avx512f" &
    ;;
aarch64) refuses avx2 enable-avx2 CC=gcc --enable-avx2 & ;;
esac
wait
# Nobody asked for it, so nobody looked for it.
attempt "refusals: without --with-likwid" \
    grep "likwid (perf only) *no" "$build/refusals/no-check.output"
