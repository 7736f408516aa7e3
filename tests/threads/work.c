/* SPDX-License-Identifier: BSD-3-Clause */
/* work.c -- a sum whose every other order of summation gives other bits. */

#include "threads/work.h"

#include <string.h>

#include "harness/rng.h"
#include "harness/session.h"

/* 49 blocks and a rest, a few columns. */
enum { ROWS = 50 * 128 - 5, COLUMNS = 37 };

static float matrix[ROWS * COLUMNS], expected[COLUMNS];
static struct work_library used;

/* Numbers of many magnitudes. */
void work_prepare(const struct work_library *library)
{
    struct rng r = rng_for(session.seed, "work", 0);
    for (int i = 0; i < ROWS * COLUMNS; i++)
        matrix[i] =
            (float)((int)rng_below(&r, 2000000) - 1000000) * (i % 7 ? 1e-3f : 1e3f);
    used = *library;
    used.set_num_threads_local(1);
    used.saxis0sum(RP_ROW_MAJOR, ROWS, COLUMNS, matrix, COLUMNS, expected, 1);
    used.set_num_threads_local(0);
}

int work_wrong(int calls)
{
    int wrong = 0;
    for (int i = 0; i < calls; i++) {
        float y[COLUMNS] = {0};
        used.saxis0sum(RP_ROW_MAJOR, ROWS, COLUMNS, matrix, COLUMNS, y, 1);
        wrong += memcmp(y, expected, sizeof y) != 0; /* NOLINT: bits are meant */
    }
    return wrong;
}
