/* SPDX-License-Identifier: BSD-3-Clause */
/* openmp.c -- the backend of OpenMP, whose runtime has the helpers. */

#include "config.h"

#include <omp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/stat.h>

#include "threads/team.h"

const char *const rpi_team_backend = "openmp";
const int rpi_team_most = RPI_THREADS_MOST;

/* After a fork the runtime's threads are gone; libgomp would wait for them for ever. They
   may be from before the first call here, and the runtime tells nothing of them: where
   the process had one thread only there were none. */
static atomic_bool others, forked;
static atomic_int asked;
static int at_fork;

/* The folder of the threads has a link to each, and two more. A system without it tells
   of the threads that were asked for here. */
static void look_for_others(void)
{
    struct stat tasks;
    const bool many = stat("/proc/self/task", &tasks) == 0 && tasks.st_nlink > 3;
    atomic_store(&others, many || atomic_load(&asked) > 0);
}

static void forget_runtime(void)
{
    if (atomic_load(&others))
        atomic_store(&forked, true);
    atomic_store(&asked, 0);
    rpi_team_forget();
}

/* When the library is loaded: the program may fork before it calls. */
static __attribute__((constructor)) void arrange_fork(void)
{
    at_fork = pthread_atfork(look_for_others, NULL, forget_runtime);
}

/* Never a region inside the caller's, not even inside one of one thread. */
bool rpi_team_prepare(void)
{
    return at_fork == 0 && !atomic_load(&forked) && omp_get_level() == 0;
}

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
