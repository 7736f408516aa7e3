# SPDX-License-Identifier: BSD-3-Clause
# threads.sh -- the pool under ThreadSanitizer; OpenMP, no threads, no futex

test_lightly 5

# thread_build NAME ARGUMENTS...: configure build/threads-NAME and make its check_threads.
thread_build() {
    name=$1
    shift
    configure_in "threads-$name" CC=gcc --disable-shared --disable-fortran \
        --disable-avx2 --disable-avx512 "$@"
    make -j"$jobs" tests/check_threads
}

# ThreadSanitizer takes no new thread after a fork, and knows nothing of libgomp. With it
# threads that spin for each other are slow: a few random calls must do.
if echo 'int main(void) { return 0; }' |
    gcc -fsanitize=thread -x c - -o "$build/sanitized"; then
    thread_build tsan CFLAGS="-O1 -g -fsanitize=thread" --disable-openmp
    for tests in random team; do
        attempt "threads: $tests under ThreadSanitizer" \
            env CK_RUN_CASE="$tests" RAPTORS_TEST_VOLUME=2 ./tests/check_threads
    done
else
    skip "threads: gcc does not link ThreadSanitizer here"
fi

for backend in openmp none; do
    thread_build "$backend" CFLAGS=-O0 --with-threads="$backend"
    attempt "threads: $backend" ./tests/check_threads
done

thread_build condition CFLAGS=-O0 ac_cv_header_linux_futex_h=no
attempt "threads: a condition instead of a futex" ./tests/check_threads
