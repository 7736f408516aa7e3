/* SPDX-License-Identifier: BSD-3-Clause */
/* strided.h -- the canonical sum of elements that lie apart: a column alone.
 *
 * There are no vectors to load, so a block folds twice in half as its elements are read:
 * a quarter as many stores as elements. The quarter folds on in vectors.
 */
#ifndef RPI_STRIDED_H
#define RPI_STRIDED_H

#include "kernels/rows.h"
#include "util/counter.h"

#define QUARTER (BLOCK / 4)

/* Elements so far apart fill few of a line of the cache: two blocks ahead, what comes
   next is asked for. From L3 1000000 doubles 24 bytes apart had 11 GB/s without and 24
   with it, floats 8 bytes apart 24 and 20. */
#define FAR 16
#define AHEAD_BLOCKS (2 * BLOCK)

/* Elements `from` to `to` of the quarter, of which each is the sum of so many. */
ALWAYS_INLINE void fold_quarters(int have, ptrdiff_t from, ptrdiff_t to, const elem *x,
                                 ptrdiff_t inc, real *quarter)
{
    const elem *p = x + from * inc;
    for (ptrdiff_t i = from; i < to; i++, p += inc) {
        real even = (real)*p;
        if (have > 2)
            even += (real)p[2 * QUARTER * inc];
        if (have > 3)
            even += (real)p[QUARTER * inc] + (real)p[3 * QUARTER * inc];
        else if (have > 1)
            even += (real)p[QUARTER * inc];
        quarter[i] = even;
    }
}

/* m < BLOCK elements. A test for each, whether it is there, took up to twice as long. */
static NOINLINE real sum_part(ptrdiff_t m, const elem *x, ptrdiff_t inc)
{
    _Alignas(64) real quarter[QUARTER];
    const ptrdiff_t n = m < QUARTER ? m : QUARTER, last = (m - 1) % QUARTER + 1;
    end_row(n, quarter);
    switch ((m - 1) / QUARTER) {
    case 0: fold_quarters(1, 0, m, x, inc, quarter); break;
    case 1:
        fold_quarters(2, 0, last, x, inc, quarter);
        fold_quarters(1, last, QUARTER, x, inc, quarter);
        break;
    case 2:
        fold_quarters(3, 0, last, x, inc, quarter);
        fold_quarters(2, last, QUARTER, x, inc, quarter);
        break;
    default:
        fold_quarters(4, 0, last, x, inc, quarter);
        fold_quarters(3, last, QUARTER, x, inc, quarter);
        break;
    }
    return sum_row(n, 0, quarter);
}

/* A block of them. */
ALWAYS_INLINE real sum_apart(bool far, const elem *x, ptrdiff_t inc)
{
    _Alignas(64) real quarter[QUARTER];
    vec v[QUARTER / VL];
    for (int i = 0; i < QUARTER; i++) {
        const real even = (real)x[i * inc] + (real)x[(i + 2 * QUARTER) * inc];
        const real odd = (real)x[(i + QUARTER) * inc] + (real)x[(i + 3 * QUARTER) * inc];
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
        counter_push(&c, sum_apart(far, x, inc));
    if (m > 0)
        counter_push(&c, sum_part(m, x, inc));
    return counter_total(&c);
}

static NOINLINE real sum_strided(ptrdiff_t m, const elem *x, ptrdiff_t inc)
{
    if (m < BLOCK)
        return sum_part(m, x, inc);
    const ptrdiff_t far = FAR / (ptrdiff_t)sizeof(elem);
    return inc >= far || inc <= -far ? sum_blocks_apart(true, m, x, inc)
                                     : sum_blocks_apart(false, m, x, inc);
}

#endif
