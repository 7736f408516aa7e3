/* SPDX-License-Identifier: BSD-3-Clause */
/* scratch.c -- the places, and who has them. */

#include "util/scratch.h"

#include <stdatomic.h>
#include <stddef.h>

/* More callers and helpers at a time than this, or half as many of them that sum whole
   matrices, work with narrower tiles, in shorter pieces and block by block. The memory is
   not there until it is written. */
enum { PLACES = 32 };

static _Alignas(4096) char places[PLACES][RPI_SCRATCH];

/* Bit p is set while place p is taken. The child of a fork never gets those back that
   other threads of its parent had: their contents are half written, and no one's. */
static atomic_uint taken;

void *rpi_scratch_take(void)
{
    unsigned seen = atomic_load_explicit(&taken, memory_order_relaxed);
    while (~seen) {
        const int place = __builtin_ctz(~seen);
        if (atomic_compare_exchange_weak_explicit(&taken, &seen, seen | 1u << place,
                                                  memory_order_acquire,
                                                  memory_order_relaxed))
            return places[place];
    }
    return NULL;
}

void rpi_scratch_give(void *place)
{
    const unsigned p = (unsigned)(((char *)place - places[0]) / RPI_SCRATCH);
    atomic_fetch_and_explicit(&taken, ~(1u << p), memory_order_release);
}
