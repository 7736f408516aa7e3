/* SPDX-License-Identifier: BSD-3-Clause */
/* block.h -- the canonical sum across the rows of one block of 128 or less.
 *
 * Rows l, l+16, .. l+112 are eight streams whose fold is partial row l; the sixteen
 * partial rows fold in half four times. A block that L1 holds is taken column by column,
 * in registers. A larger one is taken row by row, as the streams of the memory like it:
 * in pairs, l and l+8 for l = 0..7, so that every stream rises row by row. The two meet
 * in registers, the pairs as soon as the tree allows in four rows of the scratch.
 */
#ifndef RPI_BLOCK_H
#define RPI_BLOCK_H

#include <stdint.h>

#include "kernels/rows.h"

#define STREAMS 8
#define GROUP (BLOCK / STREAMS)

/* Rows of scratch in which the sum of a block comes about. */
#define PARTIALS (GROUP / 4)

/* A whole matrix of no more elements is at home in L1, */
#define LEVEL_1 (40960 / (ptrdiff_t)sizeof(elem))

/* and a block of no more elements of a larger one is worth being brought there. */
#define SMALL (16384 / (ptrdiff_t)sizeof(elem))

ALWAYS_INLINE vec get(ptrdiff_t n, const elem *a)
{
    return n == VL ? v_get(a) : v_get_part(a, n);
}

/* v[0..count-1] folded in half until one is left; a missing half adds nothing. */
ALWAYS_INLINE vec halve(int count, vec v[])
{
    UNROLL
    for (int h = GROUP / 2; h >= 1; h /= 2) {
        UNROLL
        for (int i = 0; i < h; i++)
            if (i + h < count)
                v[i] = v_add(v[i], v[i + h]);
    }
    return v[0];
}

/* One vector of columns over up to `most` rows; -0.0 stands for the missing ones. */
ALWAYS_INLINE vec few_column(int most, ptrdiff_t rows, ptrdiff_t n, const elem *a,
                             ptrdiff_t lda)
{
    vec v[GROUP];
    UNROLL
    for (int i = 0; i < most; i++)
        v[i] = i < rows ? get(n, a + i * lda) : v_zero();
    return halve(most, v);
}

/* One vector of columns: partial row l of a block of s streams, of which the last has
   `last` rows, 1 to 16. */
ALWAYS_INLINE vec partial_column(int s, ptrdiff_t last, ptrdiff_t l, ptrdiff_t n,
                                 const elem *a, ptrdiff_t lda)
{
    vec v[STREAMS];
    UNROLL
    for (int k = 0; k < s - 1; k++)
        v[k] = get(n, a + (l + k * GROUP) * lda);
    v[s - 1] = l < last ? get(n, a + (l + (s - 1) * GROUP) * lda) : v_zero();
    return halve(s, v);
}

/* One vector of columns over a block of s streams. The loop over a quarter of the partial
   rows is rolled: unrolled, it is four times the code and no faster. */
ALWAYS_INLINE vec sum_column(int s, ptrdiff_t last, ptrdiff_t n, const elem *a,
                             ptrdiff_t lda)
{
    vec quarter[4];
    for (int l = 0; l < 4; l++) {
        vec v[4];
        UNROLL
        for (int i = 0; i < 4; i++)
            v[i] = partial_column(s, last, l + 4 * i, n, a, lda);
        quarter[l] = halve(4, v);
    }
    return halve(4, quarter);
}

/* A block of up to `most` rows, or else of s streams. */
ALWAYS_INLINE vec small_column(int most, int s, ptrdiff_t rows, ptrdiff_t n,
                               const elem *a, ptrdiff_t lda)
{
    return most ? few_column(most, rows, n, a, lda)
                : sum_column(s, rows - (s - 1) * GROUP, n, a, lda);
}

/* Every column of the block. The result goes to y, or (incy = 0) to a row of scratch. */
ALWAYS_INLINE void small_columns(int most, int s, ptrdiff_t rows, ptrdiff_t w,
                                 const elem *a, ptrdiff_t lda, real *y, ptrdiff_t incy)
{
    if (w < VL) {
        const vec t = small_column(most, s, rows, w, a, lda);
        if (incy)
            put(y, incy, t, w);
        else
            v_store(y, t);
        return;
    }
    for (ptrdiff_t j = 0; j < w; j += VL) {
        const ptrdiff_t c = column(j, w);
        const vec t = small_column(most, s, rows, VL, a + c, lda);
        if (incy)
            put(y + c * incy, incy, t, VL);
        else
            v_store(y + j, t);
    }
}

/* A block in L1: there the order of the loads does not matter, and nothing but one vector
   is stored. */
static void sum_small(ptrdiff_t rows, ptrdiff_t w, const elem *a, ptrdiff_t lda, real *y,
                      ptrdiff_t incy)
{
    if (rows <= 4) {
        small_columns(4, 0, rows, w, a, lda, y, incy);
        return;
    }
    if (rows <= 8) {
        small_columns(8, 0, rows, w, a, lda, y, incy);
        return;
    }
    switch ((rows + GROUP - 1) / GROUP) {
    case 1: small_columns(GROUP, 1, rows, w, a, lda, y, incy); break;
    case 2: small_columns(0, 2, rows, w, a, lda, y, incy); break;
    case 3: small_columns(0, 3, rows, w, a, lda, y, incy); break;
    case 4: small_columns(0, 4, rows, w, a, lda, y, incy); break;
    case 5: small_columns(0, 5, rows, w, a, lda, y, incy); break;
    case 6: small_columns(0, 6, rows, w, a, lda, y, incy); break;
    case 7: small_columns(0, 7, rows, w, a, lda, y, incy); break;
    default: small_columns(0, 8, rows, w, a, lda, y, incy); break;
    }
}

static bool is_small(ptrdiff_t rows, ptrdiff_t w)
{
    return rows <= GROUP || rows * w <= SMALL;
}

/* ---- A block in strips ------------------------------------------------------------- */

/* Vectors of a strip: long enough for the streams of the memory. The partial sums stay in
   the registers of AVX-512 and AVX2 (with 512 bytes there 1000x1000 was 4 % slower), else
   in L1 (with 128 bytes SSE2 had 46 instead of 60 GB/s at 256x256). */
#if defined(RP_ISA_AVX2)
#define STRIP (256 / (int)sizeof(vec))
#else
#define STRIP (512 / (int)sizeof(vec))
#endif

/* The same of a block that is not whole, of which more strips are on their way. */
#define PART (STRIP / 2)

#define UNROLL_STRIP _Pragma("GCC unroll 8")

/* Two partial rows on their way to `out`, and what waits there for their sum. */
struct pair {
    const elem *a[2];
    ptrdiff_t stride;
    int have[2]; /* so many streams have the row */
    int merges;
    const real *waiting[3];
    real *out;
};

/* One vector of every other stream of a partial row, from number `odd` on. */
ALWAYS_INLINE vec fold_half(int row, int odd, const struct pair *p, ptrdiff_t j)
{
    const elem *a = p->a[row] + j;
    vec v[STREAMS / 2];
    UNROLL
    for (int k = odd; k < STREAMS; k += 2)
        v[k / 2] = v_get(a + k * p->stride);
    return halve(STREAMS / 2, v);
}

/* v added to what waits for it, on its way out. */
ALWAYS_INLINE void merge(int merges, const struct pair *p, ptrdiff_t j, vec v)
{
    for (int k = 0; k < merges; k++)
        v = v_add(v_load(p->waiting[k] + j), v);
    v_store(p->out + j, v);
}

/* The columns from j on, in four passes of half the streams: eight rows that are a power
   of two apart, and what is fetched ahead of them, do not fit one set of L1. */
ALWAYS_INLINE void fold_strip(int merges, int count, const struct pair *p, ptrdiff_t j,
                              ptrdiff_t out)
{
    vec sum[STRIP], next[STRIP];
    UNROLL_STRIP
    for (int c = 0; c < count; c++)
        sum[c] = fold_half(0, 0, p, j + c * VL);
    KEEP_ORDER();
    UNROLL_STRIP
    for (int c = 0; c < count; c++)
        sum[c] = v_add(sum[c], fold_half(0, 1, p, j + c * VL));
    KEEP_ORDER();
    UNROLL_STRIP
    for (int c = 0; c < count; c++)
        next[c] = fold_half(1, 0, p, j + c * VL);
    KEEP_ORDER();
    UNROLL_STRIP
    for (int c = 0; c < count; c++)
        merge(merges, p, out + c * VL,
              v_add(sum[c], v_add(next[c], fold_half(1, 1, p, j + c * VL))));
    KEEP_ORDER();
}

/* Strips, half a strip (1000x64 took 1.25 times as long by single vectors), and single
   vectors at the end. The pair is a copy, which no store can change: it stays in
   registers. */
ALWAYS_INLINE void fold_strips(int merges, ptrdiff_t w, const struct pair pair)
{
    ptrdiff_t j = 0;
    for (; j + STRIP * VL <= w; j += STRIP * VL)
        fold_strip(merges, STRIP, &pair, j, j);
    for (; j + STRIP / 2 * VL <= w; j += STRIP / 2 * VL)
        fold_strip(merges, STRIP / 2, &pair, j, j);
    for (; j < w; j += VL)
        fold_strip(merges, 1, &pair, column(j, w), j);
}

/* Streams k and k+4 of a partial row, as far as they have it. */
ALWAYS_INLINE void add_two(int count, int row, int k, const struct pair *p, ptrdiff_t j,
                           vec sum[PART])
{
    const elem *a = p->a[row] + k * p->stride + j;
    UNROLL_STRIP
    for (int c = 0; c < count; c++)
        sum[c] = v_get(a + c * VL);
    if (k + STREAMS / 2 >= p->have[row])
        return;
    UNROLL_STRIP
    for (int c = 0; c < count; c++)
        sum[c] = v_add(sum[c], v_get(a + STREAMS / 2 * p->stride + c * VL));
}

ALWAYS_INLINE void add_strip(int count, const vec x[PART], vec sum[PART])
{
    UNROLL_STRIP
    for (int c = 0; c < count; c++)
        sum[c] = v_add(sum[c], x[c]);
}

/* A partial row of as many streams as there are. */
ALWAYS_INLINE void fold_few(int count, int row, const struct pair *p, ptrdiff_t j,
                            vec sum[PART])
{
    vec x[PART], y[PART];
    add_two(count, row, 0, p, j, sum);
    if (p->have[row] > 2) {
        add_two(count, row, 2, p, j, x);
        add_strip(count, x, sum);
    }
    if (p->have[row] > 1)
        add_two(count, row, 1, p, j, x);
    if (p->have[row] > 3) {
        add_two(count, row, 3, p, j, y);
        add_strip(count, y, x);
    }
    if (p->have[row] > 1)
        add_strip(count, x, sum);
}

ALWAYS_INLINE void fold_part(int count, const struct pair *p, ptrdiff_t j, ptrdiff_t out)
{
    vec sum[PART], next[PART];
    fold_few(count, 0, p, j, sum);
    fold_few(count, 1, p, j, next);
    UNROLL_STRIP
    for (int c = 0; c < count; c++)
        merge(p->merges, p, out + c * VL, v_add(sum[c], next[c]));
}

static NOINLINE void fold_parts(ptrdiff_t w, const struct pair pair)
{
    ptrdiff_t j = 0;
    for (; j + PART * VL <= w; j += PART * VL)
        fold_part(PART, &pair, j, j);
    for (; j < w; j += VL)
        fold_part(1, &pair, column(j, w), j);
}

/* A constant number of waiting rows saves 5 to 10 % within the caches. */
ALWAYS_INLINE void fold_pair(ptrdiff_t w, const struct pair *p)
{
    switch (p->merges) {
    case 0: fold_strips(0, w, *p); break;
    case 1: fold_strips(1, w, *p); break;
    case 2: fold_strips(2, w, *p); break;
    default: fold_strips(3, w, *p); break;
    }
}

/* How many streams of a block have partial row l. */
static int streams_at(int l, ptrdiff_t rows)
{
    return (int)((rows - l + GROUP - 1) / GROUP);
}

/* The sum of a block of rows <= 128, left in the first of PARTIALS rows of scratch. Pair
   l, of the partial rows l and l+8, finds others waiting from the fifth on. */
static void sum_block(ptrdiff_t rows, ptrdiff_t w, const elem *a, ptrdiff_t lda,
                      real *partial, ptrdiff_t pitch)
{
    if (is_small(rows, w)) {
        sum_small(rows, w, a, lda, partial, 0);
        return;
    }
    for (int l = 0; l < GROUP / 2; l++) {
        struct pair p = {.a = {a + l * lda, a + (l + GROUP / 2) * lda},
                         .stride = GROUP * lda,
                         .have = {streams_at(l, rows), streams_at(l + GROUP / 2, rows)}};
        int row = l;
        for (int h = PARTIALS; h >= 1 && (l & h); h /= 2) {
            row -= h;
            p.waiting[p.merges++] = partial + row * pitch;
        }
        p.out = partial + row * pitch;
        if (rows == BLOCK)
            fold_pair(w, &p);
        else
            fold_parts(w, p);
    }
}

#endif
