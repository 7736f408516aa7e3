/* SPDX-License-Identifier: BSD-3-Clause */
/* habits.h -- in what the machines of one instruction set differ.
 *
 * A habit decides how fast a kernel is, and no bit of its result: each was measured with
 * and without it (doc/perf/kernels.md).
 *
 * May be called from: lib/kernels, lib/cpu, lib/dispatch, lib/plan, the tests. Calls:
 * nothing.
 */
#ifndef RPI_HABITS_H
#define RPI_HABITS_H

#include <stdatomic.h>
#include <stdbool.h>

#include "util/hidden.h"

enum rpi_habit {
    RPI_ASKS = 1,    /* stores are faster to lines that were asked for */
    RPI_RISING = 2,  /* memory is fetched ahead for loads that rise line by line only, */
    RPI_STREAMS = 4, /* and faster for several such streams at once */
    RPI_AHEAD = 8,   /* what takes many instructions a line had better ask far ahead */
    RPI_SERIAL = 16, /* L2 is faster for one stream, or few, than for many */
    RPI_KEEPS = 32,  /* two cores may store past the caches no faster than one */
    RPI_ALL_HABITS =
        RPI_ASKS | RPI_RISING | RPI_STREAMS | RPI_AHEAD | RPI_SERIAL | RPI_KEEPS
};

/* Those of this machine, from before the first call of a kernel on. */
extern RPI_HIDDEN atomic_uint rpi_habits;

static inline bool rpi_has_habit(enum rpi_habit habit)
{
    return atomic_load_explicit(&rpi_habits, memory_order_relaxed) & habit;
}

#endif
