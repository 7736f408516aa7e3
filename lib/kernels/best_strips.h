/* SPDX-License-Identifier: BSD-3-Clause */
/* best_strips.h -- the maximum or the minimum across strip by strip, in registers.
 *
 * So go matrices in L1, of few rows, or of one strip, and some in L2; and from the caches
 * short rows with gaps between them, block by block.
 */
#ifndef RPI_BEST_STRIPS_H
#define RPI_BEST_STRIPS_H

#include "kernels/best.h"

/* Vectors of a strip; with four, the addresses no longer fit the registers. Those of a
   strip of QUICK: eight products are under way so. */
#define STRIP 2
#define QUICK_STRIP 4
_Static_assert(STRIP == 2 && QUICK_STRIP == 4, "fold_strips counts so");

/* A strip of more rows would be in doubt too late. */
#define QUICK_ROWS 1024

/* A strip of so many rows from L2 asks for those so far ahead: 100x100 in double has 1.2
   of the speed so, 200x60 in float 1.1, but fewer rows 0.7 to 1.0. */
#define ASKING_ROWS 64
#define ROWS_AHEAD 8

/* Are the chains of a strip of so many rows worth shortening (take_both)? */
static inline bool goes_deep(ptrdiff_t m)
{
#if defined(RP_ISA_AVX512)
    return m > 40;
#else
    (void)m;
    return false;
#endif
}

/* So many rows go strip by strip, however long they are (1.1 to 1.9 times as fast); fewer
   where multiples of 2 KB lie between them, 0.6: their lines share one set of L1, or
   two. */
#define FEW 16
#define FEWER 8

/* So does a whole matrix of no more elements, in L1, */
#define STRIPS (32768 / (ptrdiff_t)sizeof(real))

/* and one of no more in L2 where its rows have SOME elements and do not lie multiples of
   512 bytes apart: with AVX-512 on a Zen 5 1.2 to 1.8 times as fast, with AVX2 and SSE2
   on a Zen 3 1.1 to 1.3; MANY rows are better off so in less of L2 only. */
#if defined(RP_ISA_AVX512)
#define MORE_STRIPS (57344 / (ptrdiff_t)sizeof(real))
#define MANY_STRIPS MORE_STRIPS
#define SOME (3 * VL)
#elif defined(RP_ISA_AVX2) || defined(RP_ISA_GENERIC)
#define MORE_STRIPS (262144 / (ptrdiff_t)sizeof(real))
#define MANY_STRIPS (65536 / (ptrdiff_t)sizeof(real))
#define SOME (6 * VL)
#endif
#define MANY 128

/* From the caches, shorter rows with gaps between them go strip by strip in blocks of
   STRIPS elements: with AVX-512 1.4 to 10 times as fast on a Zen 5, but 0.4 to 1.0 where
   they lie multiples of CROWDED bytes apart and share a set of L1; with AVX2 1.0 to 2.7,
   and 0.2 to 0.6. With Neon it was not measured. */
#define SHORT_ROW (2048 / (ptrdiff_t)sizeof(real))
#if defined(RP_ISA_AVX512)
#define CROWDED 4096
#else
#define CROWDED 1024
#endif

#if V_QUICK
ALWAYS_INLINE bool are_settled(int count, const struct best s[])
{
    struct best all = s[0];
    vec zeros = v_is_zero(s[0].v);
    UNROLL
    for (int c = 1; c < count; c++) {
        v_note(QUICK, &all, s[c]);
        zeros = v_or(zeros, v_is_zero(s[c].v));
    }
    return v_ordered(QUICK, all) && v_none(zeros);
}
#else
#define are_settled(count, s) true
#endif

/* Column c of a strip of vectors, the last of which begins at column `last`. */
#define AT(c) ((c) < count - 1 ? (c)*VL : last)

/* All m rows of n <= VL columns, or of `count` vectors of them; and what is at y already,
   if there are more rows than these. Deep: see take_both; if it asks, then for rows to
   come. */
ALWAYS_INLINE void take_strip_of(int how, bool deep, bool asks, bool more, int count,
                                 ptrdiff_t last, ptrdiff_t m, ptrdiff_t n, const real *a,
                                 ptrdiff_t lda, const real *y, struct best s[QUICK_STRIP])
{
    const real *const first = more ? y : a, *const end = a + (m - 1) * lda;
    UNROLL
    for (int c = 0; c < count; c++)
        s[c] = v_best(how, get_best(n, first + AT(c)), get_best(n, end + AT(c)));
    ptrdiff_t i = more ? 0 : 1;
    a += i * lda;
    for (; !(how & QUICK) && i + 4 < m; i += 4, a += 4 * lda) {
        UNROLL
        for (int c = 0; c < count; c++) {
            const real *const x = a + AT(c);
            take_both(how, deep, &s[c], get_best(n, x), get_best(n, x + lda),
                      get_best(n, x + 2 * lda), get_best(n, x + 3 * lda));
        }
    }
    for (; i + 1 < m; i += 2, a += 2 * lda) {
        if (asks) {
            ask_run(count * VL, a + ROWS_AHEAD * lda);
            ask_run(count * VL, a + (ROWS_AHEAD + 1) * lda);
        }
        UNROLL
        for (int c = 0; c < count; c++)
            v_take(how, &s[c], get_best(n, a + AT(c)), get_best(n, a + lda + AT(c)));
    }
}

/* The same to results. False if it is in doubt, or has a NaN. */
ALWAYS_INLINE bool whole_strip(int how, bool deep, bool asks, bool more, int count,
                               ptrdiff_t last, ptrdiff_t m, ptrdiff_t n, const real *a,
                               ptrdiff_t lda, real *y)
{
    struct best s[QUICK_STRIP];
    take_strip_of(how, deep, asks, more, count, last, m, n, a, lda, y, s);
    if (how & QUICK && !are_settled(count, s))
        return false;
    struct best all = s[0];
    UNROLL
    for (int c = 1; c < count; c++)
        v_note(how, &all, s[c]);
    UNROLL
    for (int c = 0; c < count; c++) {
        if (n == VL)
            v_store(y + AT(c), v_end(how, s[c]));
        else
            v_store_part(y, v_end(how, s[c]), n);
    }
    return how & QUICK || v_ordered(how, all);
}
#undef AT

/* The best of all columns. */
ALWAYS_INLINE struct best best_of_all(int how, bool deep, ptrdiff_t m, ptrdiff_t n,
                                      const real *a, ptrdiff_t lda)
{
    struct best s[QUICK_STRIP], all;
    if (n < VL) {
        take_strip_of(how, deep, false, false, 1, 0, m, n, a, lda, NULL, s);
        return s[0];
    }
    if (n == VL) { /* as a constant */
        take_strip_of(how, deep, false, false, 1, 0, m, VL, a, lda, NULL, s);
        return s[0];
    }
    take_strip_of(how, deep, false, false, 2, n < 2 * VL ? n - VL : VL, m, VL, a, lda,
                  NULL, s);
    all = s[0];
    v_merge(how, &all, s[1]);
    for (ptrdiff_t j = 2 * VL; j < n; j += 2 * VL) {
        const ptrdiff_t at = j + 2 * VL <= n ? j : n - 2 * VL;
        take_strip_of(how, deep, false, false, 2, VL, m, VL, a + at, lda, NULL, s);
        v_merge(how, &all, s[0]);
        v_merge(how, &all, s[1]);
    }
    return all;
}

/* The last vector overlaps the one before, if it is not the only one. Returned is how
   many columns are done: n, or those before the first strip that is in doubt; where none
   is, n if there is no NaN, else fewer. */
ALWAYS_INLINE ptrdiff_t fold_strips(int how, bool deep, bool asks, bool more, ptrdiff_t m,
                                    ptrdiff_t n, const real *a, ptrdiff_t lda, real *y)
{
    if (n < VL)
        return whole_strip(how, deep, asks, more, 1, 0, m, n, a, lda, y) ? n : 0;
    const int wide = how & QUICK ? QUICK_STRIP : STRIP;
    ptrdiff_t j = 0, ordered = n;
    for (; j + wide * VL <= n; j += wide * VL) {
        if (how & QUICK && whole_vectors(n - j) == (wide + 1) * VL)
            break;
        if (whole_strip(how, deep, asks, more, wide, (wide - 1) * VL, m, VL, a + j, lda,
                        y + j))
            continue;
        if (how & QUICK)
            return j;
        ordered = j;
    }
    if (how & QUICK &&
        whole_vectors(n - j) == (wide + 1) * VL) { /* 3 and 2 instead of 4 and 1 */
        if (!whole_strip(how, deep, asks, more, 3, 2 * VL, m, VL, a + j, lda, y + j))
            return j;
        j += 3 * VL;
    }
    const ptrdiff_t last = n - VL - j;
    bool done = true;
    switch (whole_vectors(n - j) / VL) {
    case 1:
        done = whole_strip(how, deep, asks, more, 1, last, m, VL, a + j, lda, y + j);
        break;
    case 2:
        done = whole_strip(how, deep, asks, more, 2, last, m, VL, a + j, lda, y + j);
        break;
    case 3:
        done = !(how & QUICK) ||
               whole_strip(how, deep, asks, more, 3, last, m, VL, a + j, lda, y + j);
        break;
    case 4:
        done = !(how & QUICK) ||
               whole_strip(how, deep, asks, more, 4, last, m, VL, a + j, lda, y + j);
        break;
    default: break;
    }
    return done ? ordered : j;
}

/* In how, here: there are results of rows before these. */
#define MORE 4

/* Arguments as their callers have them, and all in registers. */
#if V_QUICK
static NOINLINE ptrdiff_t by_quick_strips(ptrdiff_t m, ptrdiff_t n, const real *a,
                                          ptrdiff_t lda, real *y, int how)
{
    const bool more = how & MORE;
    if (m >= ASKING_ROWS && m * n > STRIPS)
        return QUICKLY(how, fold_strips, false, true, more, m, n, a, lda, y);
    return QUICKLY(how, fold_strips, false, false, more, m, n, a, lda, y);
}
#endif

static NOINLINE ptrdiff_t by_exact_strips(ptrdiff_t m, ptrdiff_t n, const real *a,
                                          ptrdiff_t lda, real *y, int how)
{
    return EXACTLY(how, fold_strips, false, false, false, m, n, a, lda, y);
}

static NOINLINE ptrdiff_t by_deep_strips(ptrdiff_t m, ptrdiff_t n, const real *a,
                                         ptrdiff_t lda, real *y, int how)
{
    return EXACTLY(how, fold_strips, true, false, (how & MORE) != 0, m, n, a, lda, y);
}

/* Returned is whether the next ones should go quickly too, as these did: without a NaN or
   an infinity, then. Two products for each of one or two vectors are no faster. */
static inline bool by_strips(int how, bool quick, ptrdiff_t m, ptrdiff_t n, const real *a,
                             ptrdiff_t lda, real *y)
{
    ptrdiff_t done = 0;
#if V_QUICK
    if (quick && n > 2 * VL && m <= QUICK_ROWS)
        done = by_quick_strips(m, n, a, lda, y, how);
    if (done == n)
        return true;
#else
    (void)quick;
#endif
    (how & MORE || goes_deep(m) ? by_deep_strips : by_exact_strips)(m, n - done, a + done,
                                                                    lda, y + done, how);
    return false;
}

/* Of rows that are not many. Returned is whether there is no NaN for sure. */
static inline bool by_few_strips(int how, ptrdiff_t m, ptrdiff_t n, const real *a,
                                 ptrdiff_t lda, real *y)
{
    if (n > 2 * VL)
        return by_strips(how, true, m, n, a, lda, y);
    return by_exact_strips(m, n, a, lda, y, how) == n;
}

static inline bool fits_blocks(bool far, ptrdiff_t n, ptrdiff_t lda)
{
    return !far && lda != n && n < SHORT_ROW && !shares_sets(CROWDED, lda);
}

/* Block by block, each strip by strip. */
static void take_blocks(int how, ptrdiff_t m, ptrdiff_t n, const real *a, ptrdiff_t lda,
                        real *best)
{
    assert(n >= VL && n < SHORT_ROW);
    const ptrdiff_t rows = STRIPS / n;
    assert(m > rows);
    bool quick = true;
    copy_row(n - n % VL, a, best);
    v_store(best + n - VL, v_load(a + n - VL));
    for (ptrdiff_t i = 0; i < m; i += rows)
        quick = by_strips(how | MORE, quick, m - i < rows ? m - i : rows, n, a + i * lda,
                          lda, best);
}

/* The most elements of a matrix that goes strip by strip. */
static inline ptrdiff_t most_in_strips(bool far, ptrdiff_t m, ptrdiff_t n, ptrdiff_t lda)
{
#if defined(MORE_STRIPS)
    if (!far && n >= SOME && !shares_sets(512, lda))
        return m < MANY ? MORE_STRIPS : MANY_STRIPS;
#else
    (void)far, (void)m, (void)n, (void)lda;
#endif
    return STRIPS;
}

static inline bool fits_strips(bool far, ptrdiff_t m, ptrdiff_t n, ptrdiff_t lda)
{
    const ptrdiff_t few = shares_sets(2048, lda) ? FEWER : FEW;
    const bool one_strip =
        n < VL || (n <= STRIP * VL && lda != n && !(far && goes_by_streams()));
    return m <= few || m * n <= most_in_strips(far, m, n, lda) || one_strip;
}

#endif
