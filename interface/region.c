/* SPDX-License-Identifier: BSD-3-Clause */
/* region.c -- the hooks round every compute call. */

#include "interface/region.h"

_Atomic(const struct rpi_hooks *) rpi_hooks;

/* A reader takes its copy at once. A place is written again only after as many other
   pairs as there are places; a program that goes to and fro between a few never does. */
enum { PAIRS = 64 };
static struct rpi_hooks pairs[PAIRS];

/* Stands for the start hook while its pair is being written: nobody looks for it. */
static void being_written(const char *routine)
{
    (void)routine;
}

static const struct rpi_hooks *find_pair(rp_region_hook start, rp_region_hook stop)
{
    for (int i = 0; i < PAIRS; i++)
        if (atomic_load(&pairs[i].start) == start &&
            atomic_load(&pairs[i].stop) == stop && atomic_load(&pairs[i].start) == start)
            return &pairs[i];
    return NULL;
}

static const struct rpi_hooks *write_pair(rp_region_hook start, rp_region_hook stop)
{
    static atomic_uint written;
    struct rpi_hooks *pair = &pairs[atomic_fetch_add(&written, 1) % PAIRS];
    atomic_store(&pair->start, being_written);
    atomic_store(&pair->stop, stop);
    atomic_store(&pair->start, start);
    return pair;
}

rp_region_hook rpi_region_start(const struct rpi_hooks *hooks, const char *routine)
{
    const rp_region_hook start =
        atomic_load_explicit(&hooks->start, memory_order_relaxed);
    const rp_region_hook stop = atomic_load_explicit(&hooks->stop, memory_order_relaxed);
    if (start)
        start(routine);
    return stop;
}

/*
 * rp_set_region_hooks -- have a function called before and after every compute call
 *
 * Formula   every later call of a compute routine becomes
 *           start(name), the routine, stop(name)
 * Args      1 start  in   called first, in the calling thread, with the routine's name as
 *                         the caller wrote it; NULL = none
 *           2 stop   in   called last, also when an argument was illegal; NULL = none
 * Errors    none
 * Threads   safe at any time; a call under way keeps the pair that it began with
 * Source    the marker API of likwid and its like: a program that links a profiler hands
 *           its start and stop calls here, and the library need not know them
 */
void rp_set_region_hooks(rp_region_hook start, rp_region_hook stop)
{
    const struct rpi_hooks *pair = NULL;
    if (start || stop) {
        pair = find_pair(start, stop);
        if (!pair)
            pair = write_pair(start, stop);
    }
    atomic_store(&rpi_hooks, pair);
}
