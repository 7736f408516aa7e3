/* SPDX-License-Identifier: BSD-3-Clause */
/* decide.h -- alone, or by how many threads?
 *
 * May be called from: lib/plan. Calls: lib/threads, lib/util.
 */
#ifndef RPI_DECIDE_H
#define RPI_DECIDE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

enum rpi_mode { RPI_AUTO, RPI_NEVER, RPI_ALWAYS };

/* RAPTORS_PARALLEL, read once. */
enum rpi_mode rpi_parallel_mode(void);

/* Smaller calls go straight to the kernels: all of them with `never`, none with `always`.
   0 until the environment has been read. */
extern atomic_size_t rpi_small_below;

static inline bool rpi_is_small(size_t bytes)
{
    return bytes < atomic_load_explicit(&rpi_small_below, memory_order_relaxed);
}

/* How many threads for a call that moves so many bytes; 1: alone. */
int rpi_decide_width(size_t bytes);

/* Below this a call goes alone, with helpers that are awake or asleep. */
size_t rpi_floor_bytes(bool awake);

#endif
