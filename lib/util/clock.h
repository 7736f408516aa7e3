/* SPDX-License-Identifier: BSD-3-Clause */
/* clock.h -- the time in nanoseconds; its zero is anywhere. */
#ifndef RPI_CLOCK_H
#define RPI_CLOCK_H

#include <stdint.h>
#include <time.h>

static inline uint64_t rpi_clock_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

#endif
