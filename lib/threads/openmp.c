/* SPDX-License-Identifier: BSD-3-Clause */
/* openmp.c -- the backend of OpenMP, whose runtime has the helpers. */

#include "config.h"

#include <omp.h>
#include <pthread.h>
#include <stdatomic.h>

#include "threads/team.h"

const char *const rpi_team_backend = "openmp";
const int rpi_team_most = RPI_THREADS_MOST;

/* After a fork the runtime's threads are gone; libgomp would wait for them for ever. */
static atomic_bool forked;
static int at_fork;

static void forget_runtime(void)
{
    atomic_store(&forked, true);
    rpi_team_forget();
}

static void arrange_fork(void)
{
    at_fork = pthread_atfork(NULL, NULL, forget_runtime);
}

/* Never a region inside the caller's. */
bool rpi_team_prepare(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, arrange_fork);
    return at_fork == 0 && !atomic_load(&forked) && !omp_in_parallel();
}

static atomic_int asked;

int rpi_team_start(int helpers)
{
    if (helpers > atomic_load(&asked))
        atomic_store(&asked, helpers);
    return helpers;
}

int rpi_team_started(void)
{
    return atomic_load_explicit(&asked, memory_order_relaxed);
}

bool rpi_team_awake(int helpers)
{
    (void)helpers;
    return true;
}

void rpi_team_rouse(int helpers)
{
    (void)helpers;
}

void rpi_team_tire(bool tired)
{
    (void)tired;
}

void rpi_team_work(int helpers)
{
#pragma omp parallel num_threads(helpers + 1)
    rpi_team_help(omp_get_thread_num());
}
