# SPDX-License-Identifier: BSD-3-Clause
# threads.sh -- the pool under ThreadSanitizer; OpenMP, no threads, no futex

test_lightly 5

# thread_build NAME ARGUMENTS...: configure build/threads-NAME and make its tests of threads.
thread_build() {
    name=$1
    shift
    mkdir -p "$build/threads-$name"
    cd "$build/threads-$name"
    "$src/configure" CC=gcc --disable-shared --disable-fortran --disable-avx2 \
        --disable-avx512 "$@"
    make -j"$jobs" tests/check_threads tests/check_lifetime
}

# backend_build NAME SYMBOL ARGUMENTS...: the same, made of the build without threads, whose
# kernels and tests are no others. Its library must want SYMBOL then.
backend_build() {
    name=$1
    symbol=$2
    shift 2
    cp -a "$build/threads-none" "$build/threads-$name"
    thread_build "$name" CFLAGS=-O0 "$@"
    wants "$symbol"
}

wants() { nm .libs/libraptors_core.a | grep -q " U $1"; }

check_backend() {
    attempt "threads: $1" ./tests/check_threads
    attempt "threads: $1, exits" ./tests/check_lifetime
}

rm -rf "$build"/threads-*

# Without optimisation, as in the step sanitizers: with it the kernels take minutes to build.
# ThreadSanitizer takes no new thread after a fork, knows nothing of libgomp, and lets every
# process that has threads sleep for a second in the end.
if echo 'int main(void) { return 0; }' |
    gcc -fsanitize=thread -x c - -o /dev/null; then
    thread_build tsan CFLAGS="-O0 -g -fsanitize=thread" --disable-openmp
    for tests in random team; do
        attempt "threads: $tests under ThreadSanitizer" \
            env CK_RUN_CASE="$tests" TSAN_OPTIONS=atexit_sleep_ms=0 ./tests/check_threads
    done
    make -j"$jobs" tests/check_runtime
    attempt "threads: telemetry under ThreadSanitizer" \
        env CK_RUN_CASE=disturbance RAPTORS_PARALLEL=always ./tests/check_runtime
else
    skip "threads: gcc does not link ThreadSanitizer here"
fi

thread_build none CFLAGS=-O0 --with-threads=none
if wants pthread_create; then fail "threads: none makes threads"; fi
check_backend none
backend_build openmp GOMP_parallel --with-threads=openmp
check_backend openmp
backend_build condition pthread_cond_wait ac_cv_header_linux_futex_h=no
check_backend condition
