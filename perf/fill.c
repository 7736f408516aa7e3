/* SPDX-License-Identifier: BSD-3-Clause */
/* fill.c -- reproducible operands; operands.py computes the same numbers in NumPy.
 *
 * Element i of array k is a function of i and k alone, padding included, so that a kernel
 * that reads the padding gets a wrong sum.
 */
#include <float.h>
#include <stdint.h>
#include <string.h>

#include "util/precision.h"

#include "bench.h"

/* The digits of `elem`. */
#if defined(RP_PREC_D)
enum { DIGITS = DBL_MANT_DIG };
#else
enum { DIGITS = FLT_MANT_DIG };
#endif

#define FILL RP_PASTE(rpb_fill_, P, )

/* splitmix64's finaliser: cheap, and the same in NumPy's uint64 arithmetic. */
static uint64_t mix(uint64_t z)
{
    z *= UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/* Integers in [-limit, limit]. */
static void fill_exact(elem *to, size_t n, uint64_t key, uint64_t limit)
{
    for (size_t i = 0; i < n; i++) {
        uint64_t r = mix(i + key) >> 33;
        to[i] = (elem)((int64_t)(r % (2 * limit + 1)) - (int64_t)limit);
    }
}

static void fill_real(elem *to, size_t n, uint64_t key)
{
    const elem half = (elem)(UINT64_C(1) << (DIGITS - 1));
    for (size_t i = 0; i < n; i++)
        to[i] = (elem)(mix(i + key) >> (64 - DIGITS)) / half - 1;
}

/* The largest amplitude, up to 1000, at which every partial sum in any order is exact. */
static uint64_t amplitude(const struct problem *p)
{
    uint64_t exact = (UINT64_C(1) << 24) / (uint64_t)rpb_terms(p);
    return exact < 1000 ? exact : 1000;
}

static void fill(elem *to, size_t n, uint64_t key, enum fill what,
                 const struct problem *p)
{
    if (what == FILL_EXACT)
        fill_exact(to, n, key << 40, amplitude(p));
    else
        fill_real(to, n, key << 40);
}

void FILL(const struct problem *p, const struct operands *o, enum fill what)
{
    size_t side = (size_t)(p->m > p->n ? p->m : p->n);
    real *ones = o->ones;
    for (size_t i = 0; i < side; i++)
        ones[i] = 1;
    fill(o->a, rpb_span_a(p), 1, what, p);
    fill(o->x, rpb_span_x(p), 2, what, p);
    if (!p->inplace) /* so that a result nobody wrote is seen */
        memset(o->out, 0xff, rpb_span_out(p) * sizeof *ones); /* NaNs */
}
