/* SPDX-License-Identifier: BSD-3-Clause */
/* narrow.h -- the canonical sum across packed rows shorter than a few vectors.
 *
 * Sixteen rows of n are one run of 16*n neighbours and a block is eight such runs: they
 * fold with whole vectors, whatever n is. The run then folds in half from 16*n down to n.
 * A fold waits for the stores of the one before it, so several blocks go through it
 * together, side by side in a buffer; at its end they are neighbours that fold likewise.
 */
#ifndef RPI_NARROW_H
#define RPI_NARROW_H

#include "kernels/block.h"

/* Packed rows shorter than this are narrow. */
#define NARROW (4 * VL)

/* The runs of the blocks side by side; longer ones would be driven out of L1. */
#define RUNS 1024

/* What comes next from memory; without it eight runs at a time were 1.5 times slower. */
#define AHEAD (4096 / (ptrdiff_t)sizeof(elem))

/* So many blocks go side by side, as a power of two. */
static inline int abreast_log2(ptrdiff_t n)
{
    int k = 3;
    while (k && GROUP * n << k > RUNS)
        k--;
    return k;
}

/* Vectors that the streams of a long run are read at a time: with single ones 1000000x16
   took 1.25 times as long from memory. */
#define BURST 4

/* Every other one of the streams, from number `odd` on. */
ALWAYS_INLINE vec half_run(int odd, ptrdiff_t wide, const elem *a)
{
    vec v[STREAMS / 2];
    UNROLL
    for (int k = 0; k < STREAMS / 2; k++)
        v[k] = v_get(a + (2 * k + odd) * wide);
    return halve(STREAMS / 2, v);
}

ALWAYS_INLINE void fold_burst(ptrdiff_t wide, const elem *a, real *run)
{
    vec v[BURST];
    UNROLL
    for (int c = 0; c < BURST; c++)
        v[c] = half_run(0, wide, a + c * VL);
    KEEP_ORDER();
    UNROLL
    for (int c = 0; c < BURST; c++)
        v_store(run + c * VL, v_add(v[c], half_run(1, wide, a + c * VL)));
    KEEP_ORDER();
}

/* The run of a whole block. */
static void fold_run(ptrdiff_t n, const elem *a, real *run)
{
    const ptrdiff_t wide = GROUP * n;
    ptrdiff_t j = 0;
    if (wide >= 2 * BURST * VL)
        for (; j + BURST * VL <= wide; j += BURST * VL)
            fold_burst(wide, a + j, run + j);
    for (; j < wide; j += VL) {
        const ptrdiff_t c = column(j, wide);
        vec v[STREAMS];
        UNROLL
        for (int k = 0; k < STREAMS; k++) {
            v[k] = v_get(a + c + k * wide);
            PREFETCH(a + j * STREAMS + k * VL + AHEAD);
        }
        v_store(run + c, halve(STREAMS, v));
    }
}

/* Each of count pieces of 2*half at x folds to one of half at y. Lanes beyond a short one
   become -0.0, and its neighbour is stored over them. */
static void halve_pieces(ptrdiff_t count, ptrdiff_t half, const real *x, real *y)
{
    assert(count >= 1 && half >= 1);
    for (; count > 0; count--, x += 2 * half, y += half) {
        if (half < VL) {
            v_store(y, v_add(v_load_part(x, half), v_load_part(x + half, half)));
            continue;
        }
        for (ptrdiff_t j = 0; j < half; j += VL) {
            const ptrdiff_t c = column(j, half);
            v_store(y + c, v_add(v_load(x + c), v_load(x + half + c)));
        }
    }
}

/* The sum of so many whole blocks, a power of two, as a row of scratch. */
static void sum_abreast(ptrdiff_t blocks, ptrdiff_t n, const elem *a, real *row)
{
    assert(blocks >= 1 && n >= 1);
    real run[RUNS + VL], other[RUNS / 2 + VL];
    real *from = run, *to = other;
    for (ptrdiff_t b = 0; b < blocks; b++)
        fold_run(n, a + b * BLOCK * n, run + b * GROUP * n);
    for (ptrdiff_t half = GROUP / 2 * n; blocks;
         from = to, to = from == run ? other : run) {
        halve_pieces(blocks, half, from, to);
        if (half > n)
            half /= 2;
        else
            blocks /= 2;
    }
    for (ptrdiff_t j = 0; j < n; j += VL)
        v_store(row + j, n < VL ? v_load_part(from, n) : v_load(from + column(j, n)));
}

#endif
