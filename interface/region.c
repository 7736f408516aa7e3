/* SPDX-License-Identifier: BSD-3-Clause */
/* region.c -- the hooks round every compute call. */

#include "interface/region.h"

_Atomic(const struct rpi_hooks *) rpi_hooks;

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
    /* A reader takes its copy at once; the place is written again many settings later. */
    static struct rpi_hooks pairs[64];
    static atomic_uint settings;
    if (!start && !stop) {
        atomic_store(&rpi_hooks, NULL);
        return;
    }
    struct rpi_hooks *pair = &pairs[atomic_fetch_add(&settings, 1) % 64];
    atomic_store_explicit(&pair->start, start, memory_order_relaxed);
    atomic_store_explicit(&pair->stop, stop, memory_order_relaxed);
    atomic_store(&rpi_hooks, pair);
}
