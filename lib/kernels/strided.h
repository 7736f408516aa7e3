/* SPDX-License-Identifier: BSD-3-Clause */
/* strided.h -- the canonical sum of elements that lie apart: a column alone.
 *
 * There are no vectors to load, so a block folds twice in half as its elements are read:
 * a quarter as many stores as elements. The quarter folds on in vectors.
 */
#ifndef RPI_STRIDED_H
#define RPI_STRIDED_H

#include "kernels/kernel.h"
#include "util/counter.h"

#define QUARTER (BLOCK / 4)

/* Elements so far apart fill few of a line of the cache: two blocks ahead, what comes
   next is asked for. From L3 1000000 doubles 24 bytes apart had 11 GB/s without and 24
   with it, floats 8 bytes apart 24 and 20. */
#define FAR 16
#define AHEAD_BLOCKS (2 * BLOCK)

/* The element of the canonical sum; -0.0 where there is none. */
ALWAYS_INLINE real element(ptrdiff_t i, ptrdiff_t m, const elem *x, ptrdiff_t inc)
{
    return i < m ? (real)x[i * inc] : -0.0f;
}

/* m <= BLOCK elements; without a test for each, where that is a constant. */
ALWAYS_INLINE real sum_apart(bool far, ptrdiff_t m, const elem *x, ptrdiff_t inc)
{
    _Alignas(64) real quarter[QUARTER];
    vec v[QUARTER / VL];
    for (int i = 0; i < QUARTER; i++) {
        const real even = element(i, m, x, inc) + element(i + 2 * QUARTER, m, x, inc);
        const real odd =
            element(i + QUARTER, m, x, inc) + element(i + 3 * QUARTER, m, x, inc);
        quarter[i] = even + odd;
        if (far) {
            PREFETCH(x + (AHEAD_BLOCKS + 4 * i) * inc);
            PREFETCH(x + (AHEAD_BLOCKS + 4 * i + 2) * inc);
        }
    }
    UNROLL
    for (int i = 0; i < QUARTER / VL; i++)
        v[i] = v_load(quarter + i * VL);
    UNROLL
    for (int h = QUARTER / VL / 2; h >= 1; h /= 2) {
        UNROLL
        for (int i = 0; i < h; i++)
            v[i] = v_add(v[i], v[i + h]);
    }
    return v_first(v_fold(v_add, v[0], 1));
}

ALWAYS_INLINE real sum_blocks_apart(bool far, ptrdiff_t m, const elem *x, ptrdiff_t inc)
{
    struct counter c;
    counter_begin(&c);
    for (; m >= BLOCK; m -= BLOCK, x += BLOCK * inc)
        counter_push(&c, sum_apart(far, BLOCK, x, inc));
    if (m > 0)
        counter_push(&c, sum_apart(false, m, x, inc));
    return counter_total(&c);
}

static NOINLINE real sum_strided(ptrdiff_t m, const elem *x, ptrdiff_t inc)
{
    const ptrdiff_t far = FAR / (ptrdiff_t)sizeof(elem);
    return inc >= far || inc <= -far ? sum_blocks_apart(true, m, x, inc)
                                     : sum_blocks_apart(false, m, x, inc);
}

#endif
