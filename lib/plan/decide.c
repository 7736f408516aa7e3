/* SPDX-License-Identifier: BSD-3-Clause */
/* decide.c -- alone, or by how many threads? By size, and by the cost of a start. */

#include "plan/decide.h"

#include "threads/threads.h"
#include "util/env.h"

/* No machine gains below this: half a microsecond of one core. */
#define SMALLEST ((size_t)64 << 10)

/* What one core moves from its caches (kernel-trials: 60 to 110 GB/s), to tell bytes from
   time before there is a measurement. */
#define BYTES_PER_NS 64

/* Until the launch has been measured: what waking costs (kernel-trials: 25 to 80 us), and
   making the helpers. */
#define ASLEEP_NS 50000
#define START_NS 500000

/* A thread that has less to do costs more than it helps. */
#define BYTES_PER_THREAD ((size_t)32 << 10)

/* Rousing helpers in vain makes the next time as much dearer, up to this. */
#define MOST_PATIENCE 64

atomic_size_t rpi_small_below;

static int parse_mode(const char *value)
{
    static const char *const words[] = {"auto", "never", "always", NULL};
    return rpi_env_word(value, words);
}

enum rpi_mode rpi_parallel_mode(void)
{
    static struct rpi_setting mode = {"RAPTORS_PARALLEL", "auto, never or always",
                                      parse_mode, 0};
    const int value = rpi_env_setting(&mode);
    return value < 0 ? RPI_AUTO : (enum rpi_mode)value;
}

size_t rpi_floor_bytes(bool awake)
{
    const uint64_t launch = rpi_threads_launch_ns(awake ? RPI_AWAKE : RPI_ASLEEP);
    const uint64_t ns = launch ? launch : awake ? 1 : ASLEEP_NS;
    const size_t bytes = (size_t)(2 * ns * BYTES_PER_NS);
    return bytes < SMALLEST ? SMALLEST : bytes;
}

/* Bytes moved alone that helpers would have shared, and how often they were roused in
   vain since a call last had them. Lost updates do no harm. */
static atomic_size_t missed;
static atomic_uint patience = 1;

/* Waking helpers pays when more calls follow at once. As of skis that are rented until
   their price is spent: calls go alone until what a rousing costs has been moved that
   way. */
static void miss(size_t bytes, int width)
{
    const uint64_t launch = rpi_threads_launch_ns(RPI_ASLEEP);
    const uint64_t price = launch ? launch : START_NS;
    const unsigned factor = atomic_load_explicit(&patience, memory_order_relaxed);
    const size_t so_far = atomic_load_explicit(&missed, memory_order_relaxed) + bytes;
    const bool enough = so_far >= (size_t)price * BYTES_PER_NS * factor;
    atomic_store_explicit(&missed, enough ? 0 : so_far, memory_order_relaxed);
    if (!enough)
        return;
    if (factor < MOST_PATIENCE)
        atomic_store_explicit(&patience, 2 * factor, memory_order_relaxed);
    rpi_threads_rouse(width);
}

static int decide_by_size(size_t bytes, int width)
{
    const bool awake = rpi_threads_awake(width);
    if (bytes >= rpi_floor_bytes(awake)) {
        if (awake)
            atomic_store_explicit(&patience, 1, memory_order_relaxed);
        return width;
    }
    if (!awake)
        miss(bytes, width);
    return 1;
}

int rpi_decide_width(size_t bytes)
{
    const enum rpi_mode mode = rpi_parallel_mode();
    const size_t small = mode == RPI_AUTO ? SMALLEST : mode == RPI_NEVER ? SIZE_MAX : 1;
    atomic_store_explicit(&rpi_small_below, small, memory_order_relaxed);
    if (bytes < small)
        return 1;
    const int limit = rpi_threads_limit();
    if (mode == RPI_ALWAYS || limit < 2)
        return limit;
    const size_t most = bytes / BYTES_PER_THREAD;
    return decide_by_size(bytes, most < (size_t)limit ? (int)most : limit);
}
