/* SPDX-License-Identifier: BSD-3-Clause */
/* columns.h -- the canonical sum across up to 128 rows, column by column in registers.
 *
 * Rows l, l+16, .. l+112 are eight streams whose fold is partial row l; the sixteen
 * partial rows fold in half four times.
 */
#ifndef RPI_COLUMNS_H
#define RPI_COLUMNS_H

#include <stdint.h>

#include "kernels/rows.h"

#define STREAMS 8
#define GROUP (BLOCK / STREAMS)

/* A block of no more elements, of a matrix that does not come from L1, is worth being
   brought there. */
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

/* A strip of one row, in rising order: vectors of n <= VL elements. */
ALWAYS_INLINE void get_strip(int count, ptrdiff_t n, const elem *a, vec x[STRIP])
{
    UNROLL
    for (int c = 0; c < count; c++) {
        x[c] = get(n, a + c * VL);
        KEEP_ORDER();
    }
}

/* x += a. */
ALWAYS_INLINE void add_strip(int count, ptrdiff_t n, const elem *a, vec x[STRIP])
{
    UNROLL
    for (int c = 0; c < count; c++) {
        x[c] = v_add(x[c], get(n, a + c * VL));
        KEEP_ORDER();
    }
}

ALWAYS_INLINE void merge_strips(int count, const vec x[STRIP], vec sum[STRIP])
{
    UNROLL
    for (int c = 0; c < count; c++)
        sum[c] = v_add(sum[c], x[c]);
}

/* Every other one of `have` rows, from the first on, */
ALWAYS_INLINE void fold_half(int count, int have, ptrdiff_t n, const elem *a,
                             ptrdiff_t stride, vec sum[STRIP])
{
    vec x[STRIP];
    get_strip(count, n, a, sum);
    if (have > 4)
        add_strip(count, n, a + 4 * stride, sum);
    if (have > 2) {
        get_strip(count, n, a + 2 * stride, x);
        if (have > 6)
            add_strip(count, n, a + 6 * stride, x);
        merge_strips(count, x, sum);
    }
}

/* and all of them, up to eight: a partial row. */
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

/* Columns in so many vectors at a time; in two, where up to eight of each wait for
   others, as for five to sixteen rows. And from the caches up to so many rows go this
   way, however long they are: strips would store and load up to half as much as they
   read. More are too many streams, where powers of two lie between them above all; but
   from L3 on, with AVX-512, twice as many are still faster. */
#if defined(RP_ISA_AVX512)
enum { TILE = 4, MANY_ROWS = 48, MANY_OF_LEVEL_3 = 96 };
#elif defined(RP_ISA_NEON)
enum { TILE = 4, MANY_ROWS = 48, MANY_OF_LEVEL_3 = 48 };
#elif defined(RP_ISA_AVX2)
enum { TILE = 2, MANY_ROWS = 48, MANY_OF_LEVEL_3 = 48 };
#else
enum { TILE = 2, MANY_ROWS = 24, MANY_OF_LEVEL_3 = 24 };
#endif

/* `count` vectors of columns over up to 2*half rows, which fold in half. In order, the
   loads need one address. */
ALWAYS_INLINE void few_strip(int count, int half, int rows, ptrdiff_t n, const elem *a,
                             ptrdiff_t lda, vec sum[])
{
    vec v[TILE][GROUP / 2];
    UNROLL
    for (int i = 0; i < rows; i++, a += lda) {
        UNROLL
        for (int c = 0; c < count; c++) {
            const vec row = get(n, a + c * VL);
            v[c][i % half] = i < half ? row : v_add(v[c][i % half], row);
            KEEP_ORDER();
        }
    }
    UNROLL
    for (int c = 0; c < count; c++)
        sum[c] = halve(GROUP / 2, rows < half ? rows : half, v[c]);
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
        UNROLL
        for (int c = 0; c < count; c++)
            quarter[l][c] = sum[c];
    }
    merge_strips(count, quarter[2], quarter[0]);
    merge_strips(count, quarter[3], quarter[1]);
    UNROLL
    for (int c = 0; c < count; c++)
        sum[c] = v_add(quarter[0][c], quarter[1][c]);
}

/* One vector, to w < VL results or to a row of scratch. */
ALWAYS_INLINE void put_short(vec v, ptrdiff_t w, real *y, bool scratch)
{
    if (scratch)
        v_store(y, v);
    else
        v_store_part(y, v, w);
}

/* Every column of up to 16 rows, to w results or to a row of scratch. No call: where one
   may come between them, the compiler makes room for vectors, a good part of a small
   sum; nor does it make a pointer to each row, which 16x16 has 1.1 to 1.2 of the speed
   without. */
ALWAYS_INLINE void few_columns(int rows, ptrdiff_t w, const elem *a, ptrdiff_t lda,
                               real *y, bool scratch)
{
    const int count = rows <= 4 ? TILE : 2;
    vec sum[TILE];
    if (w < VL) {
        few_strip(1, GROUP / 2, rows, w, a, lda, sum);
        put_short(sum[0], w, y, scratch);
        return;
    }
    ptrdiff_t j = 0;
    for (; j + count * VL <= w; j += count * VL) {
        FROM_HERE(j);
        few_strip(count, GROUP / 2, rows, VL, a + j, lda, sum);
        UNROLL
        for (int c = 0; c < count; c++)
            v_store(y + j + c * VL, sum[c]);
    }
    for (; j < w; j += VL) {
        const ptrdiff_t at = column(j, w);
        few_strip(1, GROUP / 2, rows, VL, a + at, lda, sum);
        v_store(y + (scratch ? j : at), sum[0]);
    }
}

/* The same of a block of s streams, of which the last has `last` rows. */
ALWAYS_INLINE void tall_columns(int s, ptrdiff_t last, ptrdiff_t w, const elem *a,
                                ptrdiff_t lda, real *y, bool scratch)
{
    vec sum[STRIP];
    if (w < VL) {
        sum_streams(1, s, last, w, a, lda, sum);
        put_short(sum[0], w, y, scratch);
        return;
    }
    ptrdiff_t j = 0;
    for (; j + TILE * VL <= w; j += TILE * VL) {
        sum_streams(TILE, s, last, VL, a + j, lda, sum);
        UNROLL
        for (int c = 0; c < TILE; c++)
            v_store(y + j + c * VL, sum[c]);
    }
    for (; j < w; j += VL) {
        const ptrdiff_t at = column(j, w);
        sum_streams(1, s, last, VL, a + at, lda, sum);
        v_store(y + (scratch ? j : at), sum[0]);
    }
}

/* Up to 16 rows: one branch on their number, not one at each. */
static NOINLINE void sum_few(ptrdiff_t rows, ptrdiff_t w, const elem *a, ptrdiff_t lda,
                             real *y, bool scratch)
{
    switch (rows) {
    case 1: few_columns(1, w, a, lda, y, scratch); break;
    case 2: few_columns(2, w, a, lda, y, scratch); break;
    case 3: few_columns(3, w, a, lda, y, scratch); break;
    case 4: few_columns(4, w, a, lda, y, scratch); break;
    case 5: few_columns(5, w, a, lda, y, scratch); break;
    case 6: few_columns(6, w, a, lda, y, scratch); break;
    case 7: few_columns(7, w, a, lda, y, scratch); break;
    case 8: few_columns(8, w, a, lda, y, scratch); break;
    case 9: few_columns(9, w, a, lda, y, scratch); break;
    case 10: few_columns(10, w, a, lda, y, scratch); break;
    case 11: few_columns(11, w, a, lda, y, scratch); break;
    case 12: few_columns(12, w, a, lda, y, scratch); break;
    case 13: few_columns(13, w, a, lda, y, scratch); break;
    case 14: few_columns(14, w, a, lda, y, scratch); break;
    case 15: few_columns(15, w, a, lda, y, scratch); break;
    default: few_columns(GROUP, w, a, lda, y, scratch); break;
    }
}

/* A function for each number of streams: with one for all, 20x20 in double had 0.87 of
   the speed. */
#define TALL(s)                                                                          \
    static NOINLINE void sum_tall_##s(ptrdiff_t last, ptrdiff_t w, const elem *a,        \
                                      ptrdiff_t lda, real *y, bool scratch)              \
    {                                                                                    \
        tall_columns(s, last, w, a, lda, y, scratch);                                    \
    }

TALL(2)
TALL(3)
TALL(4)
TALL(5)
TALL(6)
TALL(7)
TALL(8)

/* A block in registers, where nothing but a few vectors is stored. */
static void sum_small(ptrdiff_t rows, ptrdiff_t w, const elem *a, ptrdiff_t lda, real *y,
                      bool scratch)
{
    const ptrdiff_t last = (rows - 1) % GROUP + 1;
    switch ((rows + GROUP - 1) / GROUP) {
    case 1: sum_few(rows, w, a, lda, y, scratch); break;
    case 2: sum_tall_2(last, w, a, lda, y, scratch); break;
    case 3: sum_tall_3(last, w, a, lda, y, scratch); break;
    case 4: sum_tall_4(last, w, a, lda, y, scratch); break;
    case 5: sum_tall_5(last, w, a, lda, y, scratch); break;
    case 6: sum_tall_6(last, w, a, lda, y, scratch); break;
    case 7: sum_tall_7(last, w, a, lda, y, scratch); break;
    default: sum_tall_8(last, w, a, lda, y, scratch); break;
    }
}

#endif
