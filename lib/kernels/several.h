/* SPDX-License-Identifier: BSD-3-Clause */
/* several.h -- the canonical sum across a block, several partial rows at a time.
 *
 * Partial rows l and l+8, or l, l+4, l+8 and l+12, fold together: only eight or four sums
 * of them come to the scratch, of which some take up others. So four to sixteen streams
 * are under way.
 */
#ifndef RPI_SEVERAL_H
#define RPI_SEVERAL_H

#include "kernels/columns.h"

/* With SSE2 blocks of sixteen streams have 0.91 to 1.09 of the speed so, with AVX-512 and
   AVX2 1.0 to 1.3, and those of fewer up to twice (doc/perf/kernels.md). With Neon they
   were not measured. */
#if defined(RP_ISA_AVX512) || defined(RP_ISA_AVX2)
#define HAS_SEVERAL
#endif

#if defined(HAS_SEVERAL)

/* The first sum that takes up `merges` others. */
#define FIRST_SUM(sums, merges) ((sums) - ((sums) >> (merges)))

/* `count` vectors of columns of sum l; of s streams, of which the last has `last`
   rows. */
ALWAYS_INLINE void fold_several(int count, int sums, int s, ptrdiff_t last, ptrdiff_t l,
                                const elem *a, ptrdiff_t lda, vec sum[STRIP])
{
    const struct strip strip = {.count = count, .n = VL};
    fold_two(strip, s, last, l, a, lda, sum);
    if (sums == GROUP / 4) {
        vec x[STRIP];
        fold_two(strip, s, last, l + sums, a + sums * lda, lda, x);
        merge_strips(count, x, sum);
    }
}

/* The same with what it takes up, to its place in the scratch; see fold_strip. */
ALWAYS_INLINE void put_several(int count, int sums, int s, ptrdiff_t last, int merges,
                               ptrdiff_t l, const elem *a, ptrdiff_t lda, real *partial,
                               ptrdiff_t pitch)
{
    vec sum[STRIP];
    fold_several(count, sums, s, last, l, a, lda, sum);
    for (int k = 1; k <= merges; k++) {
        const real *waits =
            partial + (FIRST_SUM(sums, merges) - FIRST_SUM(sums, k)) * pitch;
        UNROLL
        for (int c = 0; c < count; c++)
            sum[c] = v_add(v_load(waits + c * VL), sum[c]);
    }
    UNROLL
    for (int c = 0; c < count; c++)
        v_store(partial + c * VL, sum[c]);
}

ALWAYS_INLINE void fold_sums(int count, int sums, int s, ptrdiff_t last, int merges,
                             ptrdiff_t w, const elem *a, ptrdiff_t lda, real *partial,
                             ptrdiff_t pitch)
{
    const int first = FIRST_SUM(sums, merges);
    int end = FIRST_SUM(sums, merges + 1);
    if (last == GROUP && lda == w && pitch == w) { /* one long row */
        w *= end - first;
        end = first + 1;
    }
    for (int l = first; l < end; l++, partial += pitch) {
        const elem *row = a + l * lda;
        ptrdiff_t j = 0;
        for (; count > 1 && j + count * VL <= w; j += count * VL)
            put_several(count, sums, s, last, merges, l, row + j, lda, partial + j,
                        pitch);
        for (; j < w; j += VL)
            put_several(1, sums, s, last, merges, l, row + column(j, w), lda, partial + j,
                        pitch);
    }
}

ALWAYS_INLINE void sum_by_sums(int count, int sums, int s, ptrdiff_t last, ptrdiff_t w,
                               const elem *a, ptrdiff_t lda, real *partial,
                               ptrdiff_t pitch)
{
    fold_sums(count, sums, s, last, 0, w, a, lda, partial, pitch);
    fold_sums(count, sums, s, last, 1, w, a, lda, partial, pitch);
    fold_sums(count, sums, s, last, 2, w, a, lda, partial, pitch);
    if (sums == 8)
        fold_sums(count, sums, s, last, 3, w, a, lda, partial, pitch);
}

/* Every other one of up to 16 rows, in whole pairs of vectors: to y, or added to what is
   there. */
ALWAYS_INLINE void put_half(int rows, bool more, ptrdiff_t w, const elem *a,
                            ptrdiff_t lda, real *y)
{
    for (ptrdiff_t j = 0; j < w; j += 2 * VL) {
        vec sum[2];
        few_strip(2, GROUP / 4, rows, VL, a + j, 2 * lda, sum);
        UNROLL
        for (int c = 0; c < 2; c++) {
            real *const to = y + j + c * VL;
            v_store(to, more ? v_add(v_load(to), sum[c]) : sum[c]);
        }
    }
}

ALWAYS_INLINE void sum_half(ptrdiff_t rows, bool more, ptrdiff_t w, const elem *a,
                            ptrdiff_t lda, real *y)
{
    switch (rows) {
    case 5: put_half(5, more, w, a, lda, y); break;
    case 6: put_half(6, more, w, a, lda, y); break;
    case 7: put_half(7, more, w, a, lda, y); break;
    default: put_half(8, more, w, a, lda, y); break;
    }
}

/* 11 to 16 rows as half as many streams and then the others. The results are read again:
   there should be no more than so many. */
#define HALVES (32768 / (ptrdiff_t)sizeof(real))

static NOINLINE void sum_halves(ptrdiff_t rows, ptrdiff_t n, const elem *a, ptrdiff_t lda,
                                real *y)
{
    const ptrdiff_t pairs = n / (2 * VL) * (2 * VL);
    assert(rows >= 11 && rows <= GROUP && n <= HALVES);
    if (pairs > 0) {
        sum_half((rows + 1) / 2, false, pairs, a, lda, y);
        sum_half(rows / 2, true, pairs, a + lda, lda, y);
    }
    if (pairs < n)
        sum_few(rows, n - pairs, a + pairs, lda, y + pairs, TO_RESULTS);
}

/* Where more than fifteen rows come from memory, or from L2 more than ten that share a
   few sets of L1, or more than fourteen where it does not like as many streams. */
static inline bool takes_halves(bool far, ptrdiff_t rows, ptrdiff_t n, ptrdiff_t lda)
{
    if (n < 2 * VL)
        return false;
    if (far)
        return rows == GROUP && goes_by_streams();
    return (rows >= 11 && rows * n > LEVEL_1 && shares_sets(2048, lda)) ||
           (rows >= 15 && goes_serially(rows * n));
}

/* So many vectors of each stream at a time; of sixteen streams one. With AVX2 a cache
   line is as good as two. With AVX-512 four of them are better than two and eight from
   memory; where they are converted too, but from the caches that has 0.94 to 0.97
   (doc/perf/kernels.md). */
#if defined(RP_ISA_AVX512) && !defined(RP_PREC_DS)
#define BROAD 4
#else
#define BROAD (LINE / VL)
#endif

/* Into so many sums go so many rows: half of them wait in the scratch at a time. */
static inline int sums_of(ptrdiff_t rows)
{
    return rows <= 3 * GROUP ? GROUP / 4 : GROUP / 2;
}

/* w >= VL columns of at least two streams. */
static NOINLINE void sum_several(ptrdiff_t rows, ptrdiff_t w, const elem *a,
                                 ptrdiff_t lda, real *partial, ptrdiff_t pitch)
{
    const ptrdiff_t last = (rows - 1) % GROUP + 1;
    const int streams = (int)((rows + GROUP - 1) / GROUP);
    assert(w >= VL && rows > GROUP && sums_of(rows) == (streams <= 3 ? 4 : 8));
    switch (streams) {
    case 2: sum_by_sums(BROAD, 4, 2, last, w, a, lda, partial, pitch); break;
    case 3: sum_by_sums(BROAD, 4, 3, last, w, a, lda, partial, pitch); break;
    case 4: sum_by_sums(BROAD, 8, 4, last, w, a, lda, partial, pitch); break;
    case 5: sum_by_sums(BROAD, 8, 5, last, w, a, lda, partial, pitch); break;
    case 6: sum_by_sums(BROAD, 8, 6, last, w, a, lda, partial, pitch); break;
    case 7: sum_by_sums(BROAD, 8, 7, last, w, a, lda, partial, pitch); break;
    default:
        if (last == GROUP)
            sum_by_sums(1, 8, 8, GROUP, w, a, lda, partial, pitch);
        else
            sum_by_sums(1, 8, 8, last, w, a, lda, partial, pitch);
        break;
    }
}

#endif

#endif
