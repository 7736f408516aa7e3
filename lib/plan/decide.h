/* SPDX-License-Identifier: BSD-3-Clause */
/* decide.h -- alone, or by how many threads?
 *
 * May be called from: lib/plan; the facts from interface too. Calls: lib/policy (through
 * learn.h), lib/telemetry, lib/threads, lib/util.
 */
#ifndef RPI_DECIDE_H
#define RPI_DECIDE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "telemetry/telemetry.h"
#include "threads/threads.h"
#include "util/hidden.h"

enum rpi_mode { RPI_AUTO, RPI_NEVER, RPI_ALWAYS };

/* RAPTORS_PARALLEL, read once. */
enum rpi_mode rpi_parallel_mode(void);

/* Smaller calls go straight to the kernels, and are only counted. 0 until the environment
   has been read. */
extern RPI_HIDDEN atomic_size_t rpi_small_below;

static inline bool rpi_is_small(int row, size_t bytes)
{
    if (bytes >= atomic_load_explicit(&rpi_small_below, memory_order_relaxed))
        return false;
    if (atomic_load_explicit(&rpi_telemetry_known, memory_order_relaxed))
        rpi_count(rpi_counts_of(rpi_key(row, bytes, false)), bytes);
    return true;
}

/* A call that is not small, between its two ends. */
struct rpi_call {
    int key;
    int width;   /* how many threads; 1: alone */
    int missing; /* alone, as so many threads were not awake; else 0 */
    size_t bytes;
    size_t missed; /* of them, as much as they could have shared */
    bool timed;
    bool first; /* nobody has measured the launch: this call may have to make helpers */
    uint64_t start;
    struct rpi_counts *counts; /* NULL without telemetry */
};

/* How many threads for a call of this row that moves so many bytes. */
struct rpi_call rpi_call_begin(int row, size_t bytes);

/* It is done. */
void rpi_call_end(const struct rpi_call *call, enum rpi_way way);

/* Below this a call goes alone, with helpers that are awake or asleep. */
size_t rpi_floor_bytes(bool awake);

/* Change the level of telemetry, and what counts as small with it; the former level. */
int rpi_set_telemetry(int level);

#endif
