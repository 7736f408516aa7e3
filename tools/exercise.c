/* SPDX-License-Identifier: BSD-3-Clause */
/* exercise.c -- some calls, so that the library has learned something. */

#include "tools/raptors_info.h"

#include <stdlib.h>
#include <time.h>

#include "raptors.h"

enum { LARGEST = 2048 };

/* Of each routine and size. */
#define MOST_CALLS 300
#define MOST_SECONDS 0.05

struct matrices {
    float *a, *b, *y;
};

static void axis0sum(const struct matrices *t, rp_int n)
{
    rp_saxis0sum(RP_ROW_MAJOR, n, n, t->a, n, t->y, 1);
}

static void axis1sum(const struct matrices *t, rp_int n)
{
    rp_saxis1sum(RP_ROW_MAJOR, n, n, t->a, n, t->y, 1);
}

static void add_row(const struct matrices *t, rp_int n)
{
    rp_sgeadd_bcast(RP_ROW_MAJOR, RP_BCAST_ROW, n, n, 1, t->a, n, 1, t->y, 1, t->b, n);
}

static void scale(const struct matrices *t, rp_int n)
{
    rp_sgescal(RP_ROW_MAJOR, n, n, 2, t->a, n, t->b, n);
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void exercise(const struct matrices *t)
{
    static void (*const calls[])(const struct matrices *, rp_int) = {axis0sum, axis1sum,
                                                                     add_row, scale};
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
        for (rp_int n = 16; n <= LARGEST; n *= 2) {
            const double end = seconds() + MOST_SECONDS;
            for (int call = 0; call < MOST_CALLS && seconds() < end; call++)
                calls[i](t, n);
        }
}

bool info_exercise(void)
{
    const size_t elements = (size_t)LARGEST * LARGEST;
    struct matrices t = {calloc(elements, sizeof *t.a), calloc(elements, sizeof *t.b),
                         calloc(LARGEST, sizeof *t.y)};
    const bool enough = t.a && t.b && t.y;
    if (enough) {
        /* Pages that were never written are one page of zeros. */
        for (size_t i = 0; i < elements; i++)
            t.a[i] = t.b[i] = (float)(i % 100);
        exercise(&t);
    }
    free(t.a);
    free(t.b);
    free(t.y);
    return enough;
}
