/* SPDX-License-Identifier: BSD-3-Clause */
/* callers.c -- the team seen from its callers: many, forked, with modes of their own. */

#include <fenv.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/rng.h"
#include "harness/session.h"
#include "raptors.h"
#include "threads/checks.h"

#if defined(_OPENMP)
#include <omp.h>
#endif
#if defined(__SSE__)
#include <xmmintrin.h>
#endif

/* 49 blocks and a rest, a few columns. */
enum { ROWS = 50 * 128 - 5, COLUMNS = 37, CALLERS = 4 };

static float matrix[ROWS * COLUMNS], expected[COLUMNS];

/* Numbers of many magnitudes; their sums by this thread alone. */
static void prepare(void)
{
    struct rng r = rng_for(session.seed, "callers", 0);
    for (int i = 0; i < ROWS * COLUMNS; i++)
        matrix[i] =
            (float)((int)rng_below(&r, 2000000) - 1000000) * (i % 7 ? 1e-3f : 1e3f);
    rp_set_num_threads_local(1);
    rp_saxis0sum(RP_ROW_MAJOR, ROWS, COLUMNS, matrix, COLUMNS, expected, 1);
    rp_set_num_threads_local(0);
}

/* So many calls, by any thread; how many of them gave other bits. */
static int wrong_calls(int calls)
{
    int wrong = 0;
    for (int i = 0; i < calls; i++) {
        float y[COLUMNS] = {0};
        rp_saxis0sum(RP_ROW_MAJOR, ROWS, COLUMNS, matrix, COLUMNS, y, 1);
        wrong += memcmp(y, expected, sizeof y) != 0; /* NOLINT: bits are meant */
    }
    return wrong;
}

static atomic_int wrong_in_all;

static void *caller(void *calls)
{
    atomic_fetch_add(&wrong_in_all, wrong_calls(*(int *)calls));
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
    const int wrong = wrong_calls(calls);
    while (made > 0)
        pthread_join(threads[--made], NULL);
    return wrong + atomic_load(&wrong_in_all) ? "calls at the same time gave other bits"
                                              : NULL;
}

static atomic_bool enough;

static void *keep_calling(void *unused)
{
    while (!atomic_load(&enough))
        atomic_fetch_add(&wrong_in_all, wrong_calls(1));
    return unused;
}

static bool fork_once(void)
{
    int status;
    const pid_t child = fork();
    if (child == 0)
        _exit(wrong_calls(3));
    return child > 0 && waitpid(child, &status, 0) == child && status == 0 &&
           wrong_calls(1) == 0;
}

/* While another thread has the team, or is about to take or to leave it. */
const char *forks_go_on(int forks)
{
    pthread_t other;
    prepare();
    session_count();
    rp_set_num_threads(3);
    if (wrong_calls(1) || pthread_create(&other, NULL, keep_calling, NULL))
        return "could not begin";
    bool right = true;
    for (int i = 0; right && i < forks; i++)
        right = fork_once();
    atomic_store(&enough, true);
    pthread_join(other, NULL);
    return right && !atomic_load(&wrong_in_all) ? NULL : "a child or its parent failed";
}

/* What a kernel needs, 64 KiB, and a little for the way down to it. */
const char *small_stack_is_enough(void)
{
    pthread_attr_t attributes;
    pthread_t thread;
    int calls = 20;
    prepare();
    session_count();
    rp_set_num_threads(2);
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, (size_t)128 << 10);
    if (pthread_create(&thread, &attributes, caller, &calls))
        return "no thread with a small stack";
    pthread_join(thread, NULL);
    pthread_attr_destroy(&attributes);
    return atomic_load(&wrong_in_all) ? "other bits from a small stack" : NULL;
}

#if defined(__SSE__)

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
    for (int i = 0; i < N; i++)
        x[i] = least;
    rp_set_num_threads(2);
    for (int round = 0; round < 100; round++) {
        _mm_setcsr(round % 2 ? mxcsr | 0x8000 : mxcsr);
        rp_sgescal(RP_ROW_MAJOR, 1, N, 0.5f, x, N, y, N);
        _mm_setcsr(mxcsr);
        right &= all_are(y, N, round % 2 ? 0.0f : least / 2);
        session_count();
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

/* The overflow happens in the last piece, which is a helper's if one finds the time. */
const char *exceptions_come_back(void)
{
    enum { N = 1 << 18 };
    static double x[N], y[N];
    bool right = true;
    rp_set_num_threads(2);
    for (int round = 0; round < 100; round++) {
        x[N - 1] = round % 2 ? 0x1p1023 : 1;
        feclearexcept(FE_ALL_EXCEPT);
        rp_dgescal(RP_ROW_MAJOR, 1, N, 4, x, N, y, N);
        right &= (fetestexcept(FE_OVERFLOW) != 0) == (round % 2);
        session_count();
    }
    return right ? NULL : "an exception of a helper was lost, or made up";
}

#if defined(_OPENMP)

const char *region_of_openmp(void)
{
    int wrong = 0;
    prepare();
    session_count();
    rp_set_num_threads(2);
#pragma omp parallel num_threads(3) reduction(+ : wrong)
    wrong += wrong_calls(20);
    return wrong ? "other bits inside an OpenMP region" : NULL;
}

#else

const char *region_of_openmp(void)
{
    session_count();
    return NULL;
}

#endif
