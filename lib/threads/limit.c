/* SPDX-License-Identifier: BSD-3-Clause */
/* limit.c -- how many threads a call may use: machine, environment, program, thread. */

#include <stdatomic.h>
#include <stdlib.h>

#include "cpu/cores.h"
#include "raptors.h"
#include "threads/team.h"
#include "threads/threads.h"
#include "util/env.h"

/* What rp_set_num_threads said last; 0 = the default. */
static atomic_int chosen;

/* The calling thread's cap; 0 = none. */
static _Thread_local int cap;

static int at_most(int n, int most)
{
    return n < most ? n : most;
}

/* A number from 1 on, with nothing after it but one of `ends`; else -1. */
static int parse(const char *text, const char *ends)
{
    char *end;
    const long n = *text >= '0' && *text <= '9' ? strtol(text, &end, 10) : 0;
    if (n < 1)
        return -1;
    for (; *ends && *end; ends++)
        if (*end == *ends)
            return (int)(n < RPI_THREADS_MOST ? n : RPI_THREADS_MOST);
    return *end ? -1 : (int)(n < RPI_THREADS_MOST ? n : RPI_THREADS_MOST);
}

static int parse_ours(const char *text)
{
    return parse(text, "");
}

/* The first of a list. What OpenMP makes of nonsense is not for us to say: no message. */
static int parse_omp(const char *text)
{
    const int n = parse(text, ", ");
    return n < 0 ? 0 : n;
}

static struct rpi_setting ours = {"RAPTORS_NUM_THREADS", "a number from 1 on", parse_ours,
                                  0};
static struct rpi_setting omp = {"OMP_NUM_THREADS", "", parse_omp, 0};

int rpi_threads_max(void)
{
    static atomic_int max;
    int n = atomic_load_explicit(&max, memory_order_relaxed);
    if (n == 0) {
        n = at_most(rpi_cpu_threads(), RPI_THREADS_MOST);
        atomic_store_explicit(&max, n, memory_order_relaxed);
    }
    return n;
}

static int default_limit(void)
{
    int n = rpi_env_setting(&ours);
    if (n < 1)
        n = rpi_env_setting(&omp);
    return n < 1 ? rpi_threads_max() : n;
}

int rpi_threads_limit(void)
{
    int n = atomic_load_explicit(&chosen, memory_order_relaxed);
    if (n == 0)
        n = default_limit();
    return at_most(cap ? at_most(n, cap) : n, rpi_team_most);
}

/*
 * rp_get_num_threads -- how many threads a call by this thread may use
 *
 * Formula   returns the number that rp_set_num_threads chose, or else
 *           the default, but no more than the cap of this thread; 1 in a
 *           library that was configured --with-threads=none
 * Errors    none
 * Numerics  the number changes the speed and no bit of any result
 * Threads   safe at any time
 * Source    omp_get_max_threads() of OpenMP
 */
int rp_get_num_threads(void)
{
    return rpi_threads_limit();
}

/*
 * rp_set_num_threads -- choose how many threads a call may use
 *
 * Formula   returns 0; every later call of a compute routine uses at
 *           most n threads, the calling thread included
 * Args      1 n  in   >= 1; 64 are used at most. 0 = the default: RAPTORS_NUM_THREADS,
 *                     else the first number of OMP_NUM_THREADS, else the physical cores
 *                     that affinity and control groups leave to this process
 * Errors    -1 is returned, and nothing changes, when n < 0; the error handler is not
 *           called
 * Numerics  the number changes the speed and no bit of any result
 * Threads   safe at any time, for all threads of the process; a call under way keeps the
 *           number that it began with
 * Source    omp_set_num_threads() of OpenMP, openblas_set_num_threads() of OpenBLAS
 */
int rp_set_num_threads(int n)
{
    if (n < 0)
        return -1;
    atomic_store_explicit(&chosen, at_most(n, RPI_THREADS_MOST), memory_order_relaxed);
    return 0;
}

/*
 * rp_set_num_threads_local -- cap the threads of the calls by this thread
 *
 * Formula   returns the former cap, 0 if there was none; every later
 *           call by this thread uses at most n threads
 * Args      1 n  in   >= 1; 0 = no cap
 * Errors    -1 is returned, and nothing changes, when n < 0; the error handler is not
 *           called
 * Numerics  the number changes the speed and no bit of any result
 * Threads   safe at any time, for the calling thread only: a program that has a thread on
 *           each core sets 1 in each
 * Source    openblas_set_num_threads_local() of OpenBLAS
 */
int rp_set_num_threads_local(int n)
{
    if (n < 0)
        return -1;
    const int former = cap;
    cap = n;
    return former;
}
