/* SPDX-License-Identifier: BSD-3-Clause */
/* launch.c -- measuring what it costs to start a helper, awake and asleep, and to look at
 * the clock.
 */

#include "threads/launch.h"

#include <stdatomic.h>

#include "threads/team.h"
#include "threads/wait.h"
#include "util/clock.h"

/* A helper that takes longer is not there at all: the machine is full. */
#define LONGEST_NS 2000000

enum { TRIALS = 3, LOOKS = 16 };

static atomic_ullong launch_ns[2], clock_ns;

/* Piece 1, which a helper takes first, ends the wait of piece 0, which is the caller's.
   */
static void wait_for_helper(void *context, int piece)
{
    atomic_ullong *begun = context;
    const uint64_t start = rpi_clock_ns();
    if (piece == 1)
        atomic_store(begun, start);
    while (atomic_load(begun) == 0 && rpi_clock_ns() - start < LONGEST_NS)
        rpi_pause();
}

static uint64_t launch(void)
{
    atomic_ullong begun = 0;
    const uint64_t start = rpi_clock_ns();
    rpi_threads_run(2, 2, wait_for_helper, &begun);
    return atomic_load(&begun) - start;
}

/* Who says that he sleeps is still on his way into the kernel. */
#define FALL_ASLEEP_NS 50000

static void await_sleep(void)
{
    const uint64_t start = rpi_clock_ns();
    uint64_t asleep = start;
    while (asleep - start < LONGEST_NS && rpi_threads_awake(2)) {
        rpi_pause();
        asleep = rpi_clock_ns();
    }
    while (rpi_clock_ns() - asleep < FALL_ASLEEP_NS)
        rpi_pause();
}

/* The middle one: one trial in three may meet with another program's time slice. */
static uint64_t median(const uint64_t t[TRIALS])
{
    const uint64_t low = t[0] < t[1] ? t[0] : t[1], high = t[0] < t[1] ? t[1] : t[0];
    return t[2] < low ? low : t[2] > high ? high : t[2];
}

static uint64_t measure(bool asleep)
{
    uint64_t times[TRIALS];
    launch(); /* a new helper has to start first */
    for (int i = 0; i < TRIALS; i++) {
        if (asleep)
            await_sleep();
        times[i] = launch();
    }
    return median(times);
}

/* What it costs to look at the clock: the least of a few, which nobody interrupted. */
static uint64_t look_at_clock(void)
{
    uint64_t least = UINT64_MAX;
    for (int i = 0; i < LOOKS; i++) {
        const uint64_t start = rpi_clock_ns(), took = rpi_clock_ns() - start;
        least = took < least ? took : least;
    }
    return least;
}

void rpi_launch_measure(void)
{
    if (atomic_load_explicit(&launch_ns[RPI_AWAKE], memory_order_relaxed))
        return;
    atomic_store(&clock_ns, look_at_clock());
    rpi_team_tire(true);
    atomic_store(&launch_ns[RPI_ASLEEP], measure(true));
    rpi_team_tire(false);
    atomic_store(&launch_ns[RPI_AWAKE], measure(false));
}

uint64_t rpi_threads_launch_ns(enum rpi_launch from)
{
    return atomic_load_explicit(&launch_ns[from], memory_order_relaxed);
}

uint64_t rpi_threads_clock_ns(void)
{
    return atomic_load_explicit(&clock_ns, memory_order_relaxed);
}
