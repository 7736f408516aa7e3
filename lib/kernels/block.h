/* SPDX-License-Identifier: BSD-3-Clause */
/* block.h -- the canonical sum across the rows of one block of 128 or less.
 *
 * Rows l, l+16, .. l+112 are eight streams whose fold is partial row l; the sixteen
 * partial rows fold in half four times. A block that L1 holds is taken column by column,
 * in registers. A larger one is taken row by row, as the streams of the memory like it:
 * one partial row after the other, l = 0..15, so that every stream rises row by row. The
 * first eight wait in rows of the scratch; those that follow take up what waits for them.
 */
#ifndef RPI_BLOCK_H
#define RPI_BLOCK_H

#include <stdint.h>

#include "kernels/rows.h"

#define STREAMS 8
#define GROUP (BLOCK / STREAMS)

/* Rows of scratch in which the sum of a block comes about. */
#define PARTIALS (GROUP / 2)

/* A whole matrix of no more elements is at home in L1, */
#define LEVEL_1 (40960 / (ptrdiff_t)sizeof(elem))

/* and a block of no more elements of a larger one is worth being brought there. */
#define SMALL (16384 / (ptrdiff_t)sizeof(elem))

/* ---- Rows in strips ---------------------------------------------------------------- */

/* Vectors of a strip, the part of a row that is read in one go. Three strips are under
   way; where they do not fit the registers, longer ones still suit the memory, but eight
   vectors of SSE2 were up to 1.3 times slower from L2. */
#if defined(RP_ISA_AVX512) || defined(RP_ISA_AVX2) || defined(RP_ISA_NEON)
#define STRIP 8
#else
#define STRIP 4
#endif

#define UNROLL_STRIP _Pragma("GCC unroll 8")

/* A strip of one row, in rising order: vectors of n <= VL elements. */
ALWAYS_INLINE void get_strip(int count, ptrdiff_t n, const elem *a, vec x[STRIP])
{
    UNROLL_STRIP
    for (int c = 0; c < count; c++) {
        x[c] = get(n, a + c * VL);
        KEEP_ORDER();
    }
}

/* x += a. */
ALWAYS_INLINE void add_strip(int count, ptrdiff_t n, const elem *a, vec x[STRIP])
{
    UNROLL_STRIP
    for (int c = 0; c < count; c++) {
        x[c] = v_add(x[c], get(n, a + c * VL));
        KEEP_ORDER();
    }
}

ALWAYS_INLINE void merge_strips(int count, const vec x[STRIP], vec sum[STRIP])
{
    UNROLL_STRIP
    for (int c = 0; c < count; c++)
        sum[c] = v_add(sum[c], x[c]);
}

/* Row 0 of `have`, and row 8 if there is one; and the same added to sum. */
ALWAYS_INLINE void get_rows(int count, int have, ptrdiff_t n, const elem *a,
                            ptrdiff_t stride, vec x[STRIP])
{
    get_strip(count, n, a, x);
    if (have > STREAMS)
        add_strip(count, n, a + STREAMS * stride, x);
}

ALWAYS_INLINE void add_rows(int count, int have, ptrdiff_t n, const elem *a,
                            ptrdiff_t stride, vec sum[STRIP])
{
    vec x[STRIP];
    if (have <= STREAMS) {
        add_strip(count, n, a, sum);
        return;
    }
    get_rows(count, have, n, a, stride, x);
    merge_strips(count, x, sum);
}

/* Every other one of `have` rows, from the first on. */
ALWAYS_INLINE void fold_half(int count, int have, ptrdiff_t n, const elem *a,
                             ptrdiff_t stride, vec sum[STRIP])
{
    vec x[STRIP];
    get_rows(count, have, n, a, stride, sum);
    if (have > 4)
        add_rows(count, have - 4, n, a + 4 * stride, stride, sum);
    if (have > 2) {
        get_rows(count, have - 2, n, a + 2 * stride, stride, x);
        if (have > 6)
            add_rows(count, have - 6, n, a + 6 * stride, stride, x);
        merge_strips(count, x, sum);
    }
}

/* All of them: a partial row. */
ALWAYS_INLINE void fold_all(int count, int have, ptrdiff_t n, const elem *a,
                            ptrdiff_t stride, vec sum[STRIP])
{
    vec x[STRIP];
    fold_half(count, have, n, a, stride, sum);
    if (have > 1) {
        fold_half(count, have - 1, n, a + stride, stride, x);
        merge_strips(count, x, sum);
    }
}

/* ---- A block in registers ---------------------------------------------------------- */

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

/* One vector of columns over up to 16 rows. In order, the loads need one address. */
ALWAYS_INLINE vec few_column(int rows, ptrdiff_t n, const elem *a, ptrdiff_t lda)
{
    vec v[GROUP / 2];
    UNROLL
    for (int i = 0; i < rows; i++, a += lda) {
        const vec row = get(n, a);
        v[i % 8] = i < 8 ? row : v_add(v[i % 8], row);
        KEEP_ORDER();
    }
    return halve(rows < 8 ? rows : 8, v);
}

/* Partial rows l and l+8 of s streams, of which the last has `last` rows, 1 to 16. */
ALWAYS_INLINE void fold_two(int count, int s, ptrdiff_t last, ptrdiff_t l, ptrdiff_t n,
                            const elem *a, ptrdiff_t lda, vec sum[STRIP])
{
    vec x[STRIP];
    UNROLL
    for (int h = 0; h < 2; h++, l += GROUP / 2, a += GROUP / 2 * lda) {
        FROM_HERE(a);
        if (l < last)
            fold_all(count, s, n, a, GROUP * lda, h ? x : sum);
        else
            fold_all(count, s - 1, n, a, GROUP * lda, h ? x : sum);
    }
    merge_strips(count, x, sum);
}

/* `count` vectors of columns over a block of s streams. The loop over a quarter of the
   partial rows is rolled: unrolled, it is four times the code and no faster. */
ALWAYS_INLINE void sum_streams(int count, int s, ptrdiff_t last, ptrdiff_t n,
                               const elem *a, ptrdiff_t lda, vec sum[STRIP])
{
    vec quarter[4][STRIP], x[STRIP];
    for (int l = 0; l < 4; l++) {
        const elem *row = a + l * lda;
        FROM_HERE(row);
        fold_two(count, s, last, l, n, row, lda, sum);
        fold_two(count, s, last, l + 4, n, row + 4 * lda, lda, x);
        merge_strips(count, x, sum);
        UNROLL_STRIP
        for (int c = 0; c < count; c++)
            quarter[l][c] = sum[c];
    }
    merge_strips(count, quarter[2], quarter[0]);
    merge_strips(count, quarter[3], quarter[1]);
    UNROLL_STRIP
    for (int c = 0; c < count; c++)
        sum[c] = v_add(quarter[0][c], quarter[1][c]);
}

/* A block of so many rows, if they are few, or else of s streams. */
ALWAYS_INLINE void small_tile(int count, int few, int s, ptrdiff_t rows, ptrdiff_t n,
                              const elem *a, ptrdiff_t lda, vec sum[STRIP])
{
    if (!few)
        sum_streams(count, s, rows - (s - 1) * GROUP, n, a, lda, sum);
    else
        for (int c = 0; c < count; c++)
            sum[c] = few_column(few, n, a + c * VL, lda);
}

/* Columns in so many vectors at a time. */
#if defined(RP_ISA_AVX512) || defined(RP_ISA_NEON)
#define TILE 4
#else
#define TILE 2
#endif

/* Every column of the block, to w results or to a row of scratch. No call: where one may
   come between them, the compiler makes room for vectors, a good part of a small sum. */
ALWAYS_INLINE void small_columns(int few, int s, ptrdiff_t rows, ptrdiff_t w,
                                 const elem *a, ptrdiff_t lda, real *y, bool scratch)
{
    vec sum[STRIP];
    if (w < VL) {
        small_tile(1, few, s, rows, w, a, lda, sum);
        if (scratch)
            v_store(y, sum[0]);
        else
            v_store_part(y, sum[0], w);
        return;
    }
    ptrdiff_t j = 0;
    for (; !few && j + TILE * VL <= w; j += TILE * VL) {
        small_tile(TILE, few, s, rows, VL, a + j, lda, sum);
        UNROLL_STRIP
        for (int c = 0; c < TILE; c++)
            v_store(y + j + c * VL, sum[c]);
    }
    for (; j < w; j += VL) {
        const ptrdiff_t at = column(j, w);
        small_tile(1, few, s, rows, VL, a + at, lda, sum);
        v_store(y + (scratch ? j : at), sum[0]);
    }
}

/* Up to 16 rows: one branch on their number, not one at each. */
static NOINLINE void sum_few(ptrdiff_t rows, ptrdiff_t w, const elem *a, ptrdiff_t lda,
                             real *y, bool scratch)
{
    switch (rows) {
    case 1: small_columns(1, 0, rows, w, a, lda, y, scratch); break;
    case 2: small_columns(2, 0, rows, w, a, lda, y, scratch); break;
    case 3: small_columns(3, 0, rows, w, a, lda, y, scratch); break;
    case 4: small_columns(4, 0, rows, w, a, lda, y, scratch); break;
    case 5: small_columns(5, 0, rows, w, a, lda, y, scratch); break;
    case 6: small_columns(6, 0, rows, w, a, lda, y, scratch); break;
    case 7: small_columns(7, 0, rows, w, a, lda, y, scratch); break;
    case 8: small_columns(8, 0, rows, w, a, lda, y, scratch); break;
    case 9: small_columns(9, 0, rows, w, a, lda, y, scratch); break;
    case 10: small_columns(10, 0, rows, w, a, lda, y, scratch); break;
    case 11: small_columns(11, 0, rows, w, a, lda, y, scratch); break;
    case 12: small_columns(12, 0, rows, w, a, lda, y, scratch); break;
    case 13: small_columns(13, 0, rows, w, a, lda, y, scratch); break;
    case 14: small_columns(14, 0, rows, w, a, lda, y, scratch); break;
    case 15: small_columns(15, 0, rows, w, a, lda, y, scratch); break;
    default: small_columns(GROUP, 0, rows, w, a, lda, y, scratch); break;
    }
}

/* A block in L1: there the order of the loads does not matter, and nothing but one vector
   is stored. */
static NOINLINE void sum_small(ptrdiff_t rows, ptrdiff_t w, const elem *a, ptrdiff_t lda,
                               real *y, bool scratch)
{
    switch ((rows + GROUP - 1) / GROUP) {
    case 1: sum_few(rows, w, a, lda, y, scratch); break;
    case 2: small_columns(0, 2, rows, w, a, lda, y, scratch); break;
    case 3: small_columns(0, 3, rows, w, a, lda, y, scratch); break;
    case 4: small_columns(0, 4, rows, w, a, lda, y, scratch); break;
    case 5: small_columns(0, 5, rows, w, a, lda, y, scratch); break;
    case 6: small_columns(0, 6, rows, w, a, lda, y, scratch); break;
    case 7: small_columns(0, 7, rows, w, a, lda, y, scratch); break;
    default: small_columns(0, 8, rows, w, a, lda, y, scratch); break;
    }
}

static bool is_small(ptrdiff_t rows, ptrdiff_t w)
{
    return rows <= GROUP || rows * w <= SMALL;
}

/* ---- A block in strips ------------------------------------------------------------- */

/* The first partial row that takes up `merges` others. */
#define FIRST(merges) (GROUP - (GROUP >> (merges)))

/* The rows whose sum partial row l is, the first at a, and its place in the scratch,
   number l - FIRST(merges). Those that it takes up lie before it: for every k up to its
   merges, number l - FIRST(k), of which the last is its place. */
struct partial {
    const elem *a;
    ptrdiff_t stride;
    real *out;
    ptrdiff_t pitch;
};

/* The columns of the row from j on, and those of the scratch from `out` on. */
ALWAYS_INLINE void fold_strip(int count, int have, int merges, const struct partial p,
                              ptrdiff_t j, ptrdiff_t out)
{
    vec sum[STRIP];
    fold_all(count, have, VL, p.a + j, p.stride, sum);
    for (int k = 1; k <= merges; k++) {
        const real *waits = p.out + (FIRST(merges) - FIRST(k)) * p.pitch + out;
        UNROLL_STRIP
        for (int c = 0; c < count; c++)
            sum[c] = v_add(v_load(waits + c * VL), sum[c]);
    }
    UNROLL_STRIP
    for (int c = 0; c < count; c++)
        v_store(p.out + out + c * VL, sum[c]);
    KEEP_ORDER();
}

/* Strips, half a strip (1000x64 took 1.25 times as long by single vectors), and single
   vectors at the end. For more than eight rows the registers hold half strips. */
ALWAYS_INLINE void fold_strips(int have, int merges, ptrdiff_t w, const struct partial p)
{
    ptrdiff_t j = 0;
    for (; have <= STREAMS && j + STRIP * VL <= w; j += STRIP * VL)
        fold_strip(STRIP, have, merges, p, j, j);
    for (; j + STRIP / 2 * VL <= w; j += STRIP / 2 * VL)
        fold_strip(STRIP / 2, have, merges, p, j, j);
    for (; j + VL <= w; j += VL)
        fold_strip(1, have, merges, p, j, j);
    if (j < w)
        fold_strip(1, have, merges, p, w - VL, p.pitch ? j : w - VL);
}

/* The partial rows with so many merges. That this is a constant saves 5 to 10 % within
   the caches. Where rows lie without gaps, in the matrix and in the scratch, they are one
   long row: 3000x64 has 0.79 so instead of 0.70 of a load. */
ALWAYS_INLINE void fold_rows(int merges, ptrdiff_t rows, ptrdiff_t w, const elem *a,
                             ptrdiff_t lda, real *partial, ptrdiff_t pitch)
{
    const int first = FIRST(merges), count = FIRST(merges + 1) - first;
    const int together = rows == BLOCK && lda == w && pitch == w ? count : 1;
    for (int l = first; l < first + count; l += together) {
        const struct partial p = {a + l * lda, GROUP * lda, partial + (l - first) * pitch,
                                  pitch};
        const int have = (int)((rows - l + GROUP - 1) / GROUP);
        if (have == STREAMS)
            fold_strips(STREAMS, merges, together * w, p);
        else
            fold_strips(have, merges, w, p);
    }
}

/* Rows of so many columns are worth the strips where they are few; shorter ones are a
   third faster column by column. */
#define LONG_ROW (2 * STRIP * VL)

/* The sum of up to 16 rows of w >= VL to the results: p.pitch = 0. A constant number of
   rows is up to twice as fast in L1. */
static NOINLINE void sum_rows(ptrdiff_t rows, ptrdiff_t w, const struct partial p)
{
    switch (rows) {
    case 2: fold_strips(2, 0, w, p); break;
    case 3: fold_strips(3, 0, w, p); break;
    case 4: fold_strips(4, 0, w, p); break;
    case 5: fold_strips(5, 0, w, p); break;
    case 6: fold_strips(6, 0, w, p); break;
    case 7: fold_strips(7, 0, w, p); break;
    case 8: fold_strips(8, 0, w, p); break;
    default: fold_strips((int)rows, 0, w, p);
    }
}

/* The sum of a block, left in the first of PARTIALS rows of scratch. */
static void sum_block(ptrdiff_t rows, ptrdiff_t w, const elem *a, ptrdiff_t lda,
                      real *partial, ptrdiff_t pitch)
{
    if (is_small(rows, w)) {
        sum_small(rows, w, a, lda, partial, true);
        return;
    }
    fold_rows(0, rows, w, a, lda, partial, pitch);
    fold_rows(1, rows, w, a, lda, partial, pitch);
    fold_rows(2, rows, w, a, lda, partial, pitch);
    fold_rows(3, rows, w, a, lda, partial, pitch);
    fold_rows(4, rows, w, a, lda, partial, pitch);
}

#endif
