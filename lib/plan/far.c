/* SPDX-License-Identifier: BSD-3-Clause */
/* far.c -- which calls are about more than the caches can hold?
 *
 * A plain store first reads its line, which a streaming store saves; but then who reads
 * the output finds it in no cache. What the last cache cannot hold is not found there
 * anyhow; and where others have their part of it, nor is what fills three quarters of it
 * (doc/perf/kernels.md). Of a very large one many cores have their part, and a call is
 * far before that. Where more cores store past the caches no faster, a team had better
 * not while a good part of the output stays in the last one.
 */

#include "plan/far.h"

#include <stdatomic.h>

#include "cpu/cpu.h"
#include "util/habits.h"

/* Where the system tells no cache. */
#define USUAL ((size_t)32 << 20)

/* Where a last cache of 260 MiB was crossed: 34 MB were better kept, 51 MB streamed. */
#define MOST ((size_t)48 << 20)

/* Where two cores that keep crossed: a quarter above an L3 of 32 MiB. */
#define KEPT(bytes) ((bytes) / 3 * 5)

static size_t at_most(size_t bytes)
{
    return bytes < MOST ? bytes : MOST;
}

size_t rpi_far_bytes(bool team)
{
    static atomic_size_t from;
    size_t bytes = atomic_load_explicit(&from, memory_order_relaxed);
    if (bytes == 0) {
        const struct rpi_caches c = rpi_cpu_caches();
        bytes = at_most((c.l3 ? (size_t)c.l3 : c.l2 ? (size_t)c.l2 : USUAL) / 4 * 3);
        atomic_store_explicit(&from, bytes, memory_order_relaxed);
    }
    return team && rpi_has_habit(RPI_KEEPS) ? at_most(KEPT(bytes)) : bytes;
}
