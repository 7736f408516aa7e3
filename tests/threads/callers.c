/* SPDX-License-Identifier: BSD-3-Clause */
/* callers.c -- the team seen from its callers: many, forked, with modes of their own. */

#include <fenv.h>
#include <limits.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/session.h"
#include "raptors.h"
#include "threads/checks.h"
#include "threads/threads.h"
#include "threads/work.h"

#if defined(_OPENMP)
#include <omp.h>
#endif
#if defined(__SSE__)
#include <xmmintrin.h>
#endif

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) ||               \
    __has_feature(memory_sanitizer)
#define SANITIZED
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED
#endif

enum { CALLERS = 4 };

static void prepare(void)
{
    static const struct work_library linked = {rp_saxis0sum, rp_set_num_threads_local};
    work_prepare(&linked);
}

static atomic_int wrong_in_all;

static void *caller(void *calls)
{
    atomic_fetch_add(&wrong_in_all, work_wrong(*(int *)calls));
    return NULL;
}

const char *callers_share_the_team(void)
{
    pthread_t threads[CALLERS];
    int calls = 200, made = 0;
    prepare();
    session_count();
    rp_set_num_threads(3);
    while (made < CALLERS && !pthread_create(&threads[made], NULL, caller, &calls))
        made++;
    const int wrong = work_wrong(calls);
    while (made > 0)
        pthread_join(threads[--made], NULL);
    return wrong + atomic_load(&wrong_in_all) ? "calls at the same time gave other bits"
                                              : NULL;
}

/* New ones all the time: a thread leaves nothing behind that the next one finds. */
const char *callers_come_and_go(int times)
{
    int calls = 1;
    prepare();
    session_count();
    rp_set_num_threads(3);
    for (int i = 0; i < times; i++) {
        pthread_t threads[CALLERS];
        int made = 0;
        while (made < CALLERS && !pthread_create(&threads[made], NULL, caller, &calls))
            made++;
        while (made > 0)
            pthread_join(threads[--made], NULL);
    }
    return atomic_load(&wrong_in_all) ? "calls of new threads gave other bits" : NULL;
}

static atomic_bool enough, calling;

static void *keep_calling(void *unused)
{
    while (!atomic_load(&enough)) {
        atomic_fetch_add(&wrong_in_all, work_wrong(1));
        atomic_store(&calling, true);
    }
    return unused;
}

static bool fork_once(void)
{
    int status;
    const pid_t child = fork();
    if (child == 0)
        _exit(work_wrong(3));
    return child > 0 && waitpid(child, &status, 0) == child && status == 0 &&
           work_wrong(1) == 0;
}

/* While another thread has the team, or is about to take or to leave it. */
const char *forks_go_on(int forks)
{
    pthread_t other;
    prepare();
    session_count();
    rp_set_num_threads(3);
    if (work_wrong(1) || pthread_create(&other, NULL, keep_calling, NULL))
        return "could not begin";
    while (!atomic_load(&calling))
        sched_yield();
    bool right = true;
    for (int i = 0; right && i < forks; i++)
        right = fork_once();
    atomic_store(&enough, true);
    pthread_join(other, NULL);
    return right && !atomic_load(&wrong_in_all) ? NULL : "a child or its parent failed";
}

/* AddressSanitizer does not see that the frames of a cancelled thread have ended, and
   would find their redzones under whatever comes there next. */
static void forget_frames(void *unused)
{
#if defined(SANITIZED)
    enum { DEPTH = 1 << 18 };
    extern void __asan_unpoison_memory_region(void const volatile *, size_t)
        __attribute__((weak));
    char here = 0;
    if (__asan_unpoison_memory_region)
        __asan_unpoison_memory_region(&here - DEPTH, DEPTH);
#endif
    (void)unused;
}

/* The first thing that can be cancelled in a call is the last thing of this thread. */
static void *cancel_myself(void *unused)
{
    pthread_cleanup_push(forget_frames, NULL);
    pthread_cancel(pthread_self());
    atomic_fetch_add(&wrong_in_all, work_wrong(1));
    pthread_cleanup_pop(0);
    return unused;
}

/* Whoever it was, the team is free afterwards. */
const char *cancelled_callers_leave_the_team(void)
{
    pthread_t thread;
    struct rpi_threads_facts facts;
    rp_set_num_threads(2); /* so that nobody has looked at the machine before */
    prepare();
    session_count();
    if (pthread_create(&thread, NULL, cancel_myself, NULL))
        return "no thread";
    pthread_join(thread, NULL);
    const int wrong = work_wrong(3);
    rpi_threads_facts(&facts);
    return wrong || atomic_load(&wrong_in_all) ? "other bits after a cancellation"
           : facts.busy_fallbacks              ? "the team went with who had it"
                                               : NULL;
}

/* Each kind of walk: some need the scratch of two kernels. */
static void *call_each_walk(void *unused)
{
    enum { SIDE = 1000 };
    static double a[SIDE * SIDE], y[SIDE];
    static float f[SIDE * SIDE];
    for (int layout = RP_ROW_MAJOR; layout <= RP_COL_MAJOR; layout++) {
        rp_daxis0sum(layout, SIDE, SIDE, a, SIDE, y, 1);
        rp_daxis0max(layout, SIDE, SIDE, a, SIDE, y, 1);
        rp_dgesum(layout, SIDE, SIDE, a, SIDE, y);
        rp_dsgemean(layout, SIDE, SIDE, f, SIDE, y);
        rp_dgeadd_bcast(layout, RP_BCAST_ROW, SIDE, SIDE, 1, a, SIDE, 1, y, 1, a, SIDE);
        rp_dgeadd_bcast(layout, RP_BCAST_COL, SIDE, 4, 1, a, SIDE, 1, y, 1, a, SIDE);
    }
    atomic_fetch_add(&wrong_in_all, work_wrong(20));
    return unused;
}

/* What a kernel needs, 52 KiB by -fstack-usage for the mixed sums of AVX-512, and a
   little for the way down to it. Sanitizers lay redzones round each of the hundreds of
   vectors of a frame, and without optimization each has a place of its own. */
#if defined(SANITIZED) || !defined(__OPTIMIZE__)
#define STACK_KIB 512
#else
#define STACK_KIB 80
#endif

const char *small_stack_is_enough(void)
{
    const size_t bytes = (size_t)PTHREAD_STACK_MIN + ((size_t)STACK_KIB << 10);
    pthread_attr_t attributes;
    pthread_t thread;
    prepare();
    session_count();
    rp_set_num_threads(2);
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, bytes);
    if (pthread_create(&thread, &attributes, call_each_walk, NULL))
        return "no thread with a small stack";
    pthread_join(thread, NULL);
    pthread_attr_destroy(&attributes);
    return atomic_load(&wrong_in_all) ? "other bits from a small stack" : NULL;
}

#if defined(__SSE__)

/* valgrind computes without FTZ, in any thread. */
static bool flushes_here(float least)
{
    const unsigned mxcsr = _mm_getcsr();
    volatile float x = least;
    _mm_setcsr(mxcsr | 0x8000);
    x = x * 0.5f;
    _mm_setcsr(mxcsr);
    return x == 0.0f;
}

/* Halves of the smallest normal number are subnormal: flushed, or not, in every piece. */
static bool all_are(const float *y, int n, float value)
{
    for (int i = 0; i < n; i++)
        if (y[i] != value)
            return false;
    return true;
}

const char *flush_to_zero_is_carried(void)
{
    enum { N = 1 << 18 };
    static float x[N], y[N];
    const float least = 0x1p-126f;
    const unsigned mxcsr = _mm_getcsr();
    bool right = true;
    session_count();
    if (!flushes_here(least))
        return NULL;
    for (int i = 0; i < N; i++)
        x[i] = least;
    rp_set_num_threads(2);
    for (int round = 0; round < 100; round++) {
        _mm_setcsr(round % 2 ? mxcsr | 0x8000 : mxcsr);
        rp_sgescal(RP_ROW_MAJOR, 1, N, 0.5f, x, N, y, N);
        _mm_setcsr(mxcsr);
        right &= all_are(y, N, round % 2 ? 0.0f : least / 2);
    }
    return right ? NULL : "a helper did not compute under the caller's FTZ";
}

#else

const char *flush_to_zero_is_carried(void)
{
    session_count();
    return NULL;
}

#endif

/* Under valgrind nothing raises an exception. */
static bool overflows_here(void)
{
    volatile double x = 0x1p1023;
    feclearexcept(FE_ALL_EXCEPT);
    x = x * 4;
    return fetestexcept(FE_OVERFLOW) != 0;
}

/* The overflow happens in the last piece, which is a helper's if one finds the time. */
const char *exceptions_come_back(void)
{
    enum { N = 1 << 18 };
    static double x[N], y[N];
    bool right = true;
    session_count();
    if (!overflows_here())
        return NULL;
    rp_set_num_threads(2);
    for (int round = 0; round < 100; round++) {
        x[N - 1] = round % 2 ? 0x1p1023 : 1;
        feclearexcept(FE_ALL_EXCEPT);
        rp_dgescal(RP_ROW_MAJOR, 1, N, 4, x, N, y, N);
        right &= (fetestexcept(FE_OVERFLOW) != 0) == (round % 2);
    }
    return right ? NULL : "an exception of a helper was lost, or made up";
}

#if defined(_OPENMP)

/* The runtime has had threads before the team was ever asked for. */
const char *forks_after_openmp(void)
{
    int threads = 0;
    prepare();
    session_count();
    rp_set_num_threads(3);
#pragma omp parallel num_threads(3) reduction(+ : threads)
    threads += 1;
    return threads > 0 && fork_once() && fork_once()
               ? NULL
               : "the child of a program that uses OpenMP, or its parent, failed";
}

/* The backend of OpenMP must have no team in a region of the caller's; others may. */
static bool stays_outside(void)
{
    struct rpi_threads_facts facts;
    rpi_threads_facts(&facts);
    if (strcmp(facts.backend, "openmp") != 0 || !rpi_threads_take(2))
        return true;
    rpi_threads_give();
    return false;
}

/* Of three threads, and of one, which the runtime does not even begin. */
const char *region_of_openmp(void)
{
    int wrong = 0, outside = 1;
    prepare();
    session_count();
    rp_set_num_threads(2);
#pragma omp parallel num_threads(3) reduction(+ : wrong)
    wrong += work_wrong(20);
#pragma omp parallel num_threads(1) reduction(+ : wrong) reduction(&& : outside)
    {
        wrong += work_wrong(20);
        outside = outside && stays_outside();
    }
    return wrong      ? "other bits inside an OpenMP region"
           : !outside ? "a region inside the caller's of one thread"
                      : NULL;
}

#else

const char *forks_after_openmp(void)
{
    session_count();
    return NULL;
}

const char *region_of_openmp(void)
{
    session_count();
    return NULL;
}

#endif
