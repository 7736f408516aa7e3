/* SPDX-License-Identifier: BSD-3-Clause */
/* work.h -- a sum whose every other order of summation gives other bits. */
#ifndef TEST_THREAD_WORK_H
#define TEST_THREAD_WORK_H

#include "raptors.h"

/* The library that is linked, or one that has been opened. */
struct work_library {
    int (*saxis0sum)(int, rp_int, rp_int, const float *, rp_int, float *, rp_int);
    int (*set_num_threads_local)(int);
};

/* Makes the numbers, and what their sums are when this thread works alone. */
void work_prepare(const struct work_library *library);

/* So many calls, by any thread; how many of them gave other bits. */
int work_wrong(int calls);

#endif
