/* SPDX-License-Identifier: BSD-3-Clause */
/* counter.h -- the binary counter that merges the block sums of a canonical sum.
 *
 * Sums of equal, power-of-two counts of blocks come in their order. Level k holds a sum
 * of 2^k of them while bit k of the count is set, so that neighbours meet as in the tree;
 * the -0.0 blocks that would fill up the tree change nothing and are left out.
 */
#ifndef RPI_COUNTER_H
#define RPI_COUNTER_H

#include <stddef.h>

#include "util/precision.h"

struct counter {
    size_t count;
    real level[8 * sizeof(size_t)];
};

/* Only the count: to clear the levels takes longer than to sum a short line. */
static inline void counter_begin(struct counter *c)
{
    c->count = 0;
}

static inline void counter_push(struct counter *c, real sum)
{
    int k = 0;
    for (size_t bits = c->count++; bits & 1; bits >>= 1)
        sum = c->level[k++] + sum;
    c->level[k] = sum;
}

/* The sum of all that was pushed; at least one was. */
static inline real counter_total(const struct counter *c)
{
    int k = 0;
    size_t bits = c->count;
    for (; !(bits & 1); bits >>= 1)
        k++;
    real sum = c->level[k];
    for (bits >>= 1, k++; bits; bits >>= 1, k++)
        if (bits & 1)
            sum = c->level[k] + sum;
    return sum;
}

#endif
