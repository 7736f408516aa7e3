/* SPDX-License-Identifier: BSD-3-Clause */
/* block.h -- the canonical sum across the rows of one block of 128 or less.
 *
 * Rows l, l+16, .. l+112 are eight streams whose fold is partial row l; the sixteen
 * partial rows fold in half four times. A block that L1 holds is taken column by column,
 * in registers, and so are up to 16 rows, whatever their length, and MANY_ROWS from the
 * caches. A larger one is taken row by row, as the streams of the memory like it: one
 * partial row after the other, l = 0..15, so that every stream rises row by row. The
 * first eight wait in rows of the scratch; those that follow take up what waits for them.
 * From the caches wider vectors take sixteen streams at once, with half of the scratch.
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
   others, as for five to sixteen rows. And from the caches so many rows go this way,
   however long they are: strips would store and load up to half as much as they read.
   More are too many streams, where powers of two lie between them above all. */
#if defined(RP_ISA_AVX512)
enum { TILE = 4, MANY_ROWS = 96 };
#elif defined(RP_ISA_NEON)
enum { TILE = 4, MANY_ROWS = 48 };
#elif defined(RP_ISA_AVX2)
enum { TILE = 2, MANY_ROWS = 48 };
#else
enum { TILE = 2, MANY_ROWS = 24 };
#endif

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

/* `count` vectors of columns over up to 16 rows. In order, the loads need one address. */
ALWAYS_INLINE void few_strip(int count, int rows, ptrdiff_t n, const elem *a,
                             ptrdiff_t lda, vec sum[])
{
    vec v[TILE][GROUP / 2];
    UNROLL
    for (int i = 0; i < rows; i++, a += lda) {
        UNROLL
        for (int c = 0; c < count; c++) {
            const vec row = get(n, a + c * VL);
            v[c][i % 8] = i < 8 ? row : v_add(v[c][i % 8], row);
            KEEP_ORDER();
        }
    }
    UNROLL
    for (int c = 0; c < count; c++)
        sum[c] = halve(rows < 8 ? rows : 8, v[c]);
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
   sum. */
ALWAYS_INLINE void few_columns(int rows, ptrdiff_t w, const elem *a, ptrdiff_t lda,
                               real *y, bool scratch)
{
    const int count = rows <= 4 ? TILE : 2;
    vec sum[TILE];
    if (w < VL) {
        few_strip(1, rows, w, a, lda, sum);
        put_short(sum[0], w, y, scratch);
        return;
    }
    ptrdiff_t j = 0;
    for (; j + count * VL <= w; j += count * VL) {
        few_strip(count, rows, VL, a + j, lda, sum);
        UNROLL
        for (int c = 0; c < count; c++)
            v_store(y + j + c * VL, sum[c]);
    }
    for (; j < w; j += VL) {
        const ptrdiff_t at = column(j, w);
        few_strip(1, rows, VL, a + at, lda, sum);
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

/* Is a block to be taken in registers? From memory not where several streams are faster:
   strips of a cache line go by more of them. */
static bool is_small(bool far, ptrdiff_t rows, ptrdiff_t w)
{
    return rows <= (far ? GROUP : MANY_ROWS) ||
           (rows * w <= SMALL && !(far && w >= VL && goes_by_streams()));
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

/* Bring a strip of all rows to L2. */
ALWAYS_INLINE void ask_strips(int count, const elem *a, ptrdiff_t stride)
{
    for (int k = 0; k < STREAMS; k++)
        for (ptrdiff_t j = 0; j < count * VL; j += LINE)
            PREFETCH_L2(a + k * stride + j);
}

/* The columns of the row from `in` on, and those of the scratch from `out` on. What is
   so far ahead of all rows is asked for, if that is not 0. */
ALWAYS_INLINE void fold_strip(int count, int have, int merges, ptrdiff_t ahead,
                              const struct partial p, ptrdiff_t in, ptrdiff_t out)
{
    vec sum[STRIP];
    if (ahead)
        ask_strips(count, p.a + in + ahead, p.stride);
    fold_all(count, have, VL, p.a + in, p.stride, sum);
    for (int k = 1; k <= merges; k++) {
        const real *waits = p.out + (FIRST(merges) - FIRST(k)) * p.pitch + out;
        UNROLL
        for (int c = 0; c < count; c++)
            sum[c] = v_add(v_load(waits + c * VL), sum[c]);
    }
    UNROLL
    for (int c = 0; c < count; c++)
        v_store(p.out + out + c * VL, sum[c]);
    KEEP_ORDER();
}

/* Strips, half a strip (1000x64 took 1.25 times as long by single vectors), and single
   vectors at the end. */
ALWAYS_INLINE void fold_strips(int have, int merges, ptrdiff_t ahead, ptrdiff_t w,
                               const struct partial p)
{
    ptrdiff_t j = 0;
    for (; j + STRIP * VL <= w; j += STRIP * VL)
        fold_strip(STRIP, have, merges, ahead, p, j, j);
    for (; j + STRIP / 2 * VL <= w; j += STRIP / 2 * VL)
        fold_strip(STRIP / 2, have, merges, ahead, p, j, j);
    for (; j + VL <= w; j += VL)
        fold_strip(1, have, merges, ahead, p, j, j);
    if (j < w)
        fold_strip(1, have, merges, ahead, p, w - VL, j);
}

/* All rows, asking ahead: a function of its own, as from memory no constant matters. */
static NOINLINE void fold_and_ask(int merges, ptrdiff_t ahead, ptrdiff_t w,
                                  const struct partial p)
{
    assert(ahead != 0);
    fold_strips(STREAMS, merges, ahead, w, p);
}

/* All rows, a cache line of each after the other. */
static NOINLINE void fold_streams(int merges, ptrdiff_t w, const struct partial p)
{
    const int line = LINE / VL < STRIP ? LINE / VL : STRIP;
    ptrdiff_t j = 0;
    for (; j + line * VL <= w; j += line * VL)
        fold_strip(line, STREAMS, merges, 0, p, j, j);
    for (; j + VL <= w; j += VL)
        fold_strip(1, STREAMS, merges, 0, p, j, j);
    if (j < w)
        fold_strip(1, STREAMS, merges, 0, p, w - VL, j);
}

/* The partial rows with so many merges. That this is a constant saves 5 to 10 % within
   the caches. Where rows lie without gaps, in the matrix and in the scratch, they are one
   long row: 3000x64 has 0.79 so instead of 0.70 of a load. */
ALWAYS_INLINE void fold_rows(int merges, ptrdiff_t rows, ptrdiff_t w, const elem *a,
                             ptrdiff_t lda, real *partial, ptrdiff_t pitch,
                             ptrdiff_t ahead, bool streams)
{
    const int first = FIRST(merges), count = FIRST(merges + 1) - first;
    const int together = rows == BLOCK && lda == w && pitch == w ? count : 1;
    for (int l = first; l < first + count; l += together) {
        const struct partial p = {a + l * lda, GROUP * lda, partial + (l - first) * pitch,
                                  pitch};
        const int have = (int)((rows - l + GROUP - 1) / GROUP);
        if (have == STREAMS && streams)
            fold_streams(merges, together * w, p);
        else if (have == STREAMS && ahead)
            fold_and_ask(merges, ahead, together * w, p);
        else if (have == STREAMS)
            fold_strips(STREAMS, merges, 0, together * w, p);
        else
            fold_strips(have, merges, 0, w, p);
    }
}

/* ---- A block sixteen streams at a time --------------------------------------------- */

/* With AVX-512 and AVX2, where it has 1.0 to 1.3 of the speed: with SSE2 it has 0.91 to
   1.09, with Neon it was not measured (doc/perf/kernels.md). */
#if defined(RP_ISA_AVX512) || defined(RP_ISA_AVX2)
#define HAS_SIXTEEN

/* Partial rows l and l+8 fold together, so that a half of the scratch is stored and
   loaded; one vector after the other, which each of the streams rises by. Of these sums,
   too, some take up others. */
#define SUMS (GROUP / 2)
#define FIRST_SUM(merges) (SUMS - (SUMS >> (merges)))

ALWAYS_INLINE void fold_sums(int s, ptrdiff_t last, int merges, ptrdiff_t w,
                             const elem *a, ptrdiff_t lda, real *partial, ptrdiff_t pitch)
{
    const int first = FIRST_SUM(merges);
    int end = FIRST_SUM(merges + 1);
    if (last == GROUP && lda == w && pitch == w) { /* one long row */
        w *= end - first;
        end = first + 1;
    }
    for (int l = first; l < end; l++, partial += pitch) {
        for (ptrdiff_t j = 0; j < w; j += VL) {
            vec sum[STRIP];
            fold_two(1, s, last, l, VL, a + l * lda + column(j, w), lda, sum);
            for (int k = 1; k <= merges; k++)
                sum[0] =
                    v_add(v_load(partial + (first - FIRST_SUM(k)) * pitch + j), sum[0]);
            v_store(partial + j, sum[0]);
        }
    }
}

/* s streams, of which the last has `last` rows. */
ALWAYS_INLINE void sum_by_sums(int s, ptrdiff_t last, ptrdiff_t w, const elem *a,
                               ptrdiff_t lda, real *partial, ptrdiff_t pitch)
{
    fold_sums(s, last, 0, w, a, lda, partial, pitch);
    fold_sums(s, last, 1, w, a, lda, partial, pitch);
    fold_sums(s, last, 2, w, a, lda, partial, pitch);
    fold_sums(s, last, 3, w, a, lda, partial, pitch);
}

/* Of more rows than six streams have. */
static NOINLINE void sum_sixteen(ptrdiff_t rows, ptrdiff_t w, const elem *a,
                                 ptrdiff_t lda, real *partial, ptrdiff_t pitch)
{
    const ptrdiff_t last = (rows - 1) % GROUP + 1;
    if (rows == BLOCK)
        sum_by_sums(STREAMS, GROUP, w, a, lda, partial, pitch);
    else if (rows > BLOCK - GROUP)
        sum_by_sums(STREAMS, last, w, a, lda, partial, pitch);
    else
        sum_by_sums(STREAMS - 1, last, w, a, lda, partial, pitch);
}

/* From the caches, where no more than four streams come to one set of L1, which begins
   anew every 4 KB. */
static bool takes_sixteen(bool far, ptrdiff_t rows, ptrdiff_t lda)
{
    return !far && rows > BLOCK - 2 * GROUP &&
           SUMS * lda * (ptrdiff_t)sizeof(elem) % 2048 != 0;
}

#endif

/* ---- Any block --------------------------------------------------------------------- */

/* How far ahead a block of w columns asks, out of an m*n matrix or the part of one that a
   kernel is given, where memory is rising, but not for several streams. One of no more
   elements than this asks for the next, as its streams end before they are fetched ahead
   (64 and 128 columns have 1.1 to 1.4 of the speed so), */
#define ENDS_SOON (262144 / (ptrdiff_t)sizeof(elem))

/* and one of longer rows in the same rows, but no part of what a last cache may hold:
   4096x4096 has 1.05 to 1.2 so, but 3000x3000 in float 0.8 (doc/perf/kernels.md). */
#define BEYOND_CACHES (50331648 / (ptrdiff_t)sizeof(elem))
#define SAME_ROW (512 / (ptrdiff_t)sizeof(elem))

static ptrdiff_t block_ahead(bool far, ptrdiff_t m, ptrdiff_t n, ptrdiff_t w,
                             ptrdiff_t lda)
{
    if (!far || !goes_as_one_stream())
        return 0;
    if (BLOCK * w <= ENDS_SOON)
        return m >= 2 * BLOCK ? BLOCK * lda : 0;
    return m > BEYOND_CACHES / n ? SAME_ROW : 0;
}

/* The sum of a block, left in the first of PARTIALS rows of scratch; far: from memory. */
static void sum_block(bool far, ptrdiff_t ahead, ptrdiff_t rows, ptrdiff_t w,
                      const elem *a, ptrdiff_t lda, real *partial, ptrdiff_t pitch)
{
    if (is_small(far, rows, w)) {
        sum_small(rows, w, a, lda, partial, true);
        return;
    }
#if defined(HAS_SIXTEEN)
    if (takes_sixteen(far, rows, lda)) {
        sum_sixteen(rows, w, a, lda, partial, pitch);
        return;
    }
#endif
    const bool streams = far && goes_by_streams();
    fold_rows(0, rows, w, a, lda, partial, pitch, ahead, streams);
    fold_rows(1, rows, w, a, lda, partial, pitch, ahead, streams);
    fold_rows(2, rows, w, a, lda, partial, pitch, ahead, streams);
    fold_rows(3, rows, w, a, lda, partial, pitch, ahead, streams);
    fold_rows(4, rows, w, a, lda, partial, pitch, ahead, streams);
}

#endif
