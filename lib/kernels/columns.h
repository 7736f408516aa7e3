/* SPDX-License-Identifier: BSD-3-Clause */
/* columns.h -- the canonical sum across up to 128 rows, column by column in registers.
 *
 * Partial rows, of up to eight rows each, come about in strips (strips.h); the sixteen of
 * a block fold in half four times.
 */
#ifndef RPI_COLUMNS_H
#define RPI_COLUMNS_H

#include "kernels/strips.h"

/* A block of no more elements, of a matrix that does not come from L1, is worth being
   brought there. */
#define SMALL (16384 / (ptrdiff_t)sizeof(elem))

/* ---- A block in registers ---------------------------------------------------------- */

/* Columns of up to four rows in so many vectors at a time; in two, where up to eight of
   each wait for others, as for five to sixteen rows. And from the caches up to so many
   rows go this way, however long they are: strips would store and load up to half as much
   as they read. More are too many streams, where powers of two lie between them above
   all; but from L3 on, with AVX-512, twice as many are still faster. */
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
            const vec row = get_some(n, a + c * VL);
            v[c][i % half] = i < half ? row : v_add(v[c][i % half], row);
            KEEP_ORDER();
        }
    }
    UNROLL
    for (int c = 0; c < count; c++)
        sum[c] = halve(GROUP / 2, rows < half ? rows : half, v[c]);
}

/* Partial rows l and l+8 of s streams, of which the last has `last` rows, 1 to 16. */
ALWAYS_INLINE void fold_two(const struct strip strip, int s, ptrdiff_t last, ptrdiff_t l,
                            const elem *a, ptrdiff_t lda, vec sum[])
{
    vec x[STRIP + 1];
    UNROLL
    for (int h = 0; h < 2; h++, l += GROUP / 2, a += GROUP / 2 * lda) {
        FROM_HERE(a);
        fold_all(strip, s, l < last, a, GROUP * lda, h ? x : sum);
    }
    merge_strips(vectors_of(strip), x, sum);
}

#if V_SHIFTS

/* Partial rows l, l+4, l+8 and l+12 in shifted strips. Rows l and l+8 begin at the same
   place of a vector; where l+4 does too, one shift is enough. */
ALWAYS_INLINE void fold_four_shifted(struct strip strip, int s, ptrdiff_t last,
                                     ptrdiff_t l, const elem *a, ptrdiff_t lda, vec sum[])
{
    const bool alike = lda % (VL / 4) == 0;
    const elem *const next = a + 4 * lda;
    vec x[STRIP + 1];
    place_strip(&strip, a);
    fold_two(strip, s, last, l, a - strip.at, lda, sum);
    if (!alike) {
        shift_strip(strip, sum);
        place_strip(&strip, next);
    }
    fold_two(strip, s, last, l + 4, next - strip.at, lda, x);
    if (!alike)
        shift_strip(strip, x);
    merge_strips(alike ? vectors_of(strip) : strip.count, x, sum);
    if (alike)
        shift_strip(strip, sum);
}

#endif

/* The same in strips of either kind. */
ALWAYS_INLINE void fold_four(const struct strip strip, int s, ptrdiff_t last, ptrdiff_t l,
                             const elem *a, ptrdiff_t lda, vec sum[])
{
    vec x[STRIP];
#if V_SHIFTS
    if (strip.shifted) {
        fold_four_shifted(strip, s, last, l, a, lda, sum);
        return;
    }
#endif
    fold_two(strip, s, last, l, a, lda, sum);
    fold_two(strip, s, last, l + 4, a + 4 * lda, lda, x);
    merge_strips(strip.count, x, sum);
}

/* A strip of columns over a block of s streams. The loop over a quarter of the partial
   rows is rolled: unrolled, it is four times the code and no faster. */
ALWAYS_INLINE void sum_streams(const struct strip strip, int s, ptrdiff_t last,
                               const elem *a, ptrdiff_t lda, vec sum[STRIP])
{
    vec quarter[4][STRIP];
    for (int l = 0; l < 4; l++) {
        const elem *row = a + l * lda;
        vec x[STRIP + 1];
        FROM_HERE(row);
        fold_four(strip, s, last, l, row, lda, x);
        UNROLL
        for (int c = 0; c < strip.count; c++)
            quarter[l][c] = x[c];
    }
    merge_strips(strip.count, quarter[2], quarter[0]);
    merge_strips(strip.count, quarter[3], quarter[1]);
    UNROLL
    for (int c = 0; c < strip.count; c++)
        sum[c] = v_add(quarter[0][c], quarter[1][c]);
}

/* Where vectors of columns go: to w results, to a row of scratch, which has room for
   whole vectors, or to results as their means, which sum_small does not do. */
enum to { TO_RESULTS, TO_SCRATCH, TO_MEANS };

/* The inverse of a power of two is exact (divide.c). */
ALWAYS_INLINE vec mean_of(ptrdiff_t rows, vec sum)
{
    return rows & (rows - 1) ? v_div(sum, v_set1((real)rows))
                             : v_mul(sum, v_set1((real)1 / (real)rows));
}

/* Up to 16 rows: their quotients come while the next columns are read, which was 1.1 to
   1.6 times as fast as a pass over the sums; of more rows it was 0.92 to 1.05. Sums must
   not pay for it: with the division within their loop 5x400 had 0.92. */
ALWAYS_INLINE void end_strip(int count, int rows, vec sum[], enum to to)
{
    if (__builtin_expect(to != TO_MEANS, 1))
        return;
    UNROLL
    for (int c = 0; c < count; c++)
        sum[c] = mean_of(rows, sum[c]);
}

/* One vector, of w < VL results. */
ALWAYS_INLINE void put_short(vec v, ptrdiff_t w, real *y, enum to to)
{
    if (to == TO_SCRATCH)
        v_store(y, v_clear(v, w));
    else
        v_store_part(y, v, w);
}

/* Every column of up to 16 rows. No call: where one may come between them, the compiler
   makes room for vectors, a good part of a small sum; nor does it make a pointer to each
   row, which 16x16 has 1.1 to 1.2 of the speed without. */
ALWAYS_INLINE void few_columns(int rows, ptrdiff_t w, const elem *a, ptrdiff_t lda,
                               real *y, enum to to)
{
    const int count = rows <= 4 ? TILE : 2;
    vec sum[TILE];
    if (w < VL) {
        few_strip(1, GROUP / 2, rows, w, a, lda, sum);
        end_strip(1, rows, sum, to);
        put_short(sum[0], w, y, to);
        return;
    }
    ptrdiff_t j = 0;
    for (; j + count * VL <= w; j += count * VL) {
        FROM_HERE(j);
        few_strip(count, GROUP / 2, rows, VL, a + j, lda, sum);
        end_strip(count, rows, sum, to);
        UNROLL
        for (int c = 0; c < count; c++)
            v_store(y + j + c * VL, sum[c]);
    }
    for (; j < w; j += VL) {
        const ptrdiff_t at = column(j, w);
        few_strip(1, GROUP / 2, rows, VL, a + at, lda, sum);
        end_strip(1, rows, sum, to);
        v_store(y + (to == TO_SCRATCH ? j : at), sum[0]);
    }
}

#if V_SHIFTS

/* The next w columns, no more than `count` shifted vectors hold; how many those are. */
ALWAYS_INLINE ptrdiff_t shifted_strip(int count, int s, ptrdiff_t last, ptrdiff_t w,
                                      const elem *a, ptrdiff_t lda, real *y, enum to to)
{
    const ptrdiff_t n = w < count * VL ? w : count * VL;
    const struct strip strip = {.count = count, .n = n, .shifted = true};
    vec sum[STRIP];
    sum_streams(strip, s, last, a, lda, sum);
    UNROLL
    for (int c = 0; c < count; c++)
        if (c < count - 1 || n == count * VL)
            v_store(y + c * VL, sum[c]);
    if (n < count * VL) { /* the last vector overlaps the one before it */
        const int rest = (int)(n - (count - 1) * VL);
        const vec end = v_shift(sum[count - 2], sum[count - 1], v_from(rest));
        v_store(y + (to == TO_SCRATCH ? (count - 1) * VL : n - VL), end);
    }
    return n;
}

/* Every column of rows that begin at different places of a vector. Two vectors are the
   least: one would be two loads of each row. */
ALWAYS_INLINE void shifted_columns(int s, ptrdiff_t last, ptrdiff_t w, const elem *a,
                                   ptrdiff_t lda, real *y, enum to to)
{
    ptrdiff_t j = 0;
    for (; w - j > 5 * VL; j += 4 * VL)
        shifted_strip(4, s, last, w - j, a + j, lda, y + j, to);
    if (w - j > 3 * VL && w - j <= 4 * VL)
        j += shifted_strip(4, s, last, w - j, a + j, lda, y + j, to);
    else if (w - j > 2 * VL)
        j += shifted_strip(3, s, last, w - j, a + j, lda, y + j, to);
    if (j < w)
        shifted_strip(2, s, last, w - j, a + j, lda, y + j, to);
}

#endif

/* Do the rows of a block of s streams begin at different places of a vector, but the two
   partial rows that fold_two takes alike? With two streams, or up to two vectors of
   columns, shifts cost what they gain. */
static inline bool takes_shifts(int s, ptrdiff_t w, ptrdiff_t lda)
{
#if V_SHIFTS
    return s > 2 && w > 2 * VL && lda % VL != 0 && lda % (VL / 8) == 0;
#else
    (void)s, (void)w, (void)lda;
    return false;
#endif
}

/* The next w columns of a block of s streams, of which the last has `last` rows: `count`
   vectors, the last of which overlaps the one before it unless all are whole. */
ALWAYS_INLINE void tall_strip(int count, int s, ptrdiff_t last, ptrdiff_t w,
                              const elem *a, ptrdiff_t lda, real *y, enum to to)
{
    const struct strip strip = {.count = count, .n = VL, .end = w - VL};
    vec sum[STRIP];
    assert(w > (count - 1) * VL && w <= count * VL && count > 1);
    sum_streams(strip, s, last, a, lda, sum);
    UNROLL
    for (int c = 0; c < count - 1; c++)
        v_store(y + c * VL, sum[c]);
    v_store(y + (to == TO_SCRATCH ? (count - 1) * VL : w - VL), sum[count - 1]);
}

/* One vector of columns, or w of one. */
ALWAYS_INLINE vec tall_vector(int s, ptrdiff_t last, ptrdiff_t w, const elem *a,
                              ptrdiff_t lda)
{
    vec sum[STRIP];
    sum_streams((struct strip){.count = 1, .n = w}, s, last, a, lda, sum);
    return sum[0];
}

/* Every column of it, four vectors at a time: the branches of partial rows and their
   addresses are as many for two (doc/perf/kernels/sum_across.md). */
ALWAYS_INLINE void tall_columns(int s, ptrdiff_t last, ptrdiff_t w, const elem *a,
                                ptrdiff_t lda, real *y, enum to to)
{
    if (w < VL) {
        put_short(tall_vector(s, last, w, a, lda), w, y, to);
        return;
    }
#if V_SHIFTS
    if (takes_shifts(s, w, lda)) {
        shifted_columns(s, last, w, a, lda, y, to);
        return;
    }
#endif
    ptrdiff_t j = 0;
    for (; w - j >= 4 * VL; j += 4 * VL)
        tall_strip(4, s, last, 4 * VL, a + j, lda, y + j, to);
    const ptrdiff_t rest = w - j;
    if (rest > 3 * VL)
        tall_strip(4, s, last, rest, a + j, lda, y + j, to);
    else if (rest > 2 * VL)
        tall_strip(3, s, last, rest, a + j, lda, y + j, to);
    else if (rest > VL)
        tall_strip(2, s, last, rest, a + j, lda, y + j, to);
    else if (rest) {
        const ptrdiff_t at = column(j, w);
        v_store(y + (to == TO_SCRATCH ? j : at), tall_vector(s, last, VL, a + at, lda));
    }
}

/* Up to 16 rows: one branch on their number, not one at each. */
static NOINLINE void sum_few(ptrdiff_t rows, ptrdiff_t w, const elem *a, ptrdiff_t lda,
                             real *y, enum to to)
{
    switch (rows) {
    case 1: few_columns(1, w, a, lda, y, to); break;
    case 2: few_columns(2, w, a, lda, y, to); break;
    case 3: few_columns(3, w, a, lda, y, to); break;
    case 4: few_columns(4, w, a, lda, y, to); break;
    case 5: few_columns(5, w, a, lda, y, to); break;
    case 6: few_columns(6, w, a, lda, y, to); break;
    case 7: few_columns(7, w, a, lda, y, to); break;
    case 8: few_columns(8, w, a, lda, y, to); break;
    case 9: few_columns(9, w, a, lda, y, to); break;
    case 10: few_columns(10, w, a, lda, y, to); break;
    case 11: few_columns(11, w, a, lda, y, to); break;
    case 12: few_columns(12, w, a, lda, y, to); break;
    case 13: few_columns(13, w, a, lda, y, to); break;
    case 14: few_columns(14, w, a, lda, y, to); break;
    case 15: few_columns(15, w, a, lda, y, to); break;
    default: few_columns(GROUP, w, a, lda, y, to); break;
    }
}

/* A function for each number of streams: with one for all, 20x20 in double had 0.87 of
   the speed. */
#define TALL(s)                                                                          \
    static NOINLINE void sum_tall_##s(ptrdiff_t last, ptrdiff_t w, const elem *a,        \
                                      ptrdiff_t lda, real *y, enum to to)                \
    {                                                                                    \
        tall_columns(s, last, w, a, lda, y, to);                                         \
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
                      enum to to)
{
    const ptrdiff_t last = (rows - 1) % GROUP + 1;
    assert(to != TO_MEANS);
    switch ((rows + GROUP - 1) / GROUP) {
    case 1: sum_few(rows, w, a, lda, y, to); break;
    case 2: sum_tall_2(last, w, a, lda, y, to); break;
    case 3: sum_tall_3(last, w, a, lda, y, to); break;
    case 4: sum_tall_4(last, w, a, lda, y, to); break;
    case 5: sum_tall_5(last, w, a, lda, y, to); break;
    case 6: sum_tall_6(last, w, a, lda, y, to); break;
    case 7: sum_tall_7(last, w, a, lda, y, to); break;
    default: sum_tall_8(last, w, a, lda, y, to); break;
    }
}

#endif
