/* SPDX-License-Identifier: BSD-3-Clause */
/* max_min_across.c -- y[j] = the maximum or the minimum over i of a[i*lda + j].
 *
 * A matrix in L1, or of few rows, goes strip by strip with its results in registers, and
 * so do some in L2; short rows with gaps between them block by block, but from memory
 * those of less than a vector by places, where that is faster. A larger one goes
 * tile by tile, one or a few rows at a time into one row of results that stays in L1;
 * long rows from memory more at a time, into one in L2. Packed rows shorter than a tile
 * are walked several as one.
 */
#include <math.h>

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

/* Rows that go into the results at a time: with those they are pairs. Of the load limit,
   1024x1024 has 0.90 with five, 0.84 with three, 0.86 with seven. */
#define ROWS 5

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

/* From memory the ROWS are at least so far apart, and each rises row by row through tiles
   of this width: of the load limit, 3000x3000 has 0.75 so instead of 0.61, but 1024x1024,
   in L3, 0.75 instead of 0.84. */
#define DEPTH 16
#define TILE (16384 / (ptrdiff_t)sizeof(real))

/* Packed rows shorter than this go several as one of up to this. */
#define WIDE (4096 / (ptrdiff_t)sizeof(real))

/* As one stream from memory go rows of up to so many elements; longer ones drive the row
   of results out of L1. */
#define RISING_ROW (8192 / (ptrdiff_t)sizeof(real))

/* With RPI_AHEAD longer rows than a tile go so many at a time, four vectors of each in
   turn, through tiles that L2 holds. Nine and eleven were 1.2 to 1.24 times as fast as
   NEIGHBOURS and DEEP, seven 1.20, fifteen 1.05; by two vectors 1.13, by eight 0.88
   (doc/perf/kernels.md). */
#define BROAD_ROWS 9
#define BROAD_TILE (65536 / (ptrdiff_t)sizeof(real))

/* Rows of one to two vectors are packed where a matrix has more elements: 33x17 in float
   has 0.4 so. */
#define SMALL (64 * VL)

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

/* All m rows of n <= VL columns, or of `count` vectors of them, the last of which begins
   at column `last`; and what is there already, if there are more rows than these. Deep:
   see take_both; if it asks, then for rows to come. False if it is in doubt. */
ALWAYS_INLINE bool whole_strip(int how, bool deep, bool asks, bool more, int count,
                               ptrdiff_t last, ptrdiff_t m, ptrdiff_t n, const real *a,
                               ptrdiff_t lda, real *y)
{
#define AT(c) ((c) < count - 1 ? (c)*VL : last)
    struct best s[QUICK_STRIP];
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
    if (how & QUICK && !are_settled(count, s))
        return false;
    UNROLL
    for (int c = 0; c < count; c++) {
        if (n == VL)
            v_store(y + AT(c), v_end(how, s[c]));
        else
            v_store_part(y, v_end(how, s[c]), n);
    }
    return true;
#undef AT
}

/* The last vector overlaps the one before, if it is not the only one. Returned is how
   many columns are done: n, or those before the first strip that is in doubt. */
ALWAYS_INLINE ptrdiff_t fold_strips(int how, bool deep, bool asks, bool more, ptrdiff_t m,
                                    ptrdiff_t n, const real *a, ptrdiff_t lda, real *y)
{
    if (n < VL)
        return whole_strip(how, deep, asks, more, 1, 0, m, n, a, lda, y) ? n : 0;
    const int wide = how & QUICK ? QUICK_STRIP : STRIP;
    ptrdiff_t j = 0;
    for (; j + wide * VL <= n; j += wide * VL) {
        if (how & QUICK && whole_vectors(n - j) == (wide + 1) * VL)
            break;
        if (!whole_strip(how, deep, asks, more, wide, (wide - 1) * VL, m, VL, a + j, lda,
                         y + j))
            return j;
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
    return done ? n : j;
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

static NOINLINE void by_exact_strips(ptrdiff_t m, ptrdiff_t n, const real *a,
                                     ptrdiff_t lda, real *y, int how)
{
    EXACTLY(how, fold_strips, false, false, false, m, n, a, lda, y);
}

static NOINLINE void by_deep_strips(ptrdiff_t m, ptrdiff_t n, const real *a,
                                    ptrdiff_t lda, real *y, int how)
{
    EXACTLY(how, fold_strips, true, false, (how & MORE) != 0, m, n, a, lda, y);
}

/* Returned is whether the next ones should go quickly too. Two products for each of one
   or two vectors are no faster. */
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

/* How far apart are so many of m rows? Where several streams are faster, short ones a
   part, or as far as there are rows: with AVX2 on a Zen 3 rows of 20 to 500 bytes are 1.3
   to 2.6 times as fast so as DEPTH apart. */
static inline ptrdiff_t depth_of(ptrdiff_t rows, ptrdiff_t m, ptrdiff_t lda)
{
    const bool far = goes_by_streams() && lda > 0 && lda < PART / DEPTH;
    const ptrdiff_t depth = far ? PART / lda : DEPTH;
    return m >= rows * depth ? depth : m / rows;
}

/* Rows of n < VL columns, at four places. */
ALWAYS_INLINE void take_places(int how, ptrdiff_t m, ptrdiff_t n, const real *a,
                               ptrdiff_t lda, real *y, ptrdiff_t incy)
{
    assert(m >= 1 && n < VL);
    struct best s = v_best(how, load_rest(a, n), load_rest(a + (m - 1) * lda, n));
    for (ptrdiff_t depth; (depth = depth_of(PLACES, m, lda)) > 0;
         m -= PLACES * depth, a += PLACES * depth * lda) {
        const ptrdiff_t apart = depth * lda;
        const real *x = a;
        for (ptrdiff_t k = 0; k < depth; k++, x += lda)
            take_both(how, false, &s, load_rest(x, n), load_rest(x + apart, n),
                      load_rest(x + 2 * apart, n), load_rest(x + 3 * apart, n));
    }
    for (; m > 1; m -= 2, a += 2 * lda)
        v_take(how, &s, load_rest(a, n), load_rest(a + lda, n));
    put(y, incy, v_end(how, s), n);
}

/* `rows` rows, an odd number, into a strip of the results; or one more that begin it. */
ALWAYS_INLINE void take_strip(int how, int count, int rows, bool begin, const real *a,
                              ptrdiff_t lda, real *best)
{
    struct best s[2 * STRIP];
    const real *x = begin ? a + lda : a;
    UNROLL
    for (int c = 0; c < count; c++)
        s[c] = v_best(how, v_load((begin ? a : best) + c * VL), v_load(x + c * VL));
    UNROLL
    for (int i = 1; i < rows; i += 2) {
        UNROLL
        for (int c = 0; c < count; c++)
            v_take(how, &s[c], v_load(x + i * lda + c * VL),
                   v_load(x + (i + 1) * lda + c * VL));
    }
    UNROLL
    for (int c = 0; c < count; c++)
        v_store(best + c * VL, v_end(how, s[c]));
}

/* w >= VL columns, two strips at a time but of ROWS or where it asks. In a scratch the
   results are a row of vectors of columns: a load of what two stores wrote would wait for
   both. */
ALWAYS_INLINE void take_rows(int how, bool asks, int rows, bool begin, bool scratch,
                             ptrdiff_t w, const real *a, ptrdiff_t lda, real *best)
{
    const ptrdiff_t ahead = asks ? far_ahead(w, lda) : 0;
    ptrdiff_t j = 0;
    if (asks)
        PREFETCH(a + w - 1 + ahead);
    for (; rows != ROWS && !asks && j + 2 * STRIP * VL <= w; j += 2 * STRIP * VL)
        take_strip(how, 2 * STRIP, rows, begin, a + j, lda, best + j);
    for (; j + STRIP * VL <= w; j += STRIP * VL) {
        if (asks)
            ask_run(STRIP * VL, a + j + ahead);
        take_strip(how, STRIP, rows, begin, a + j, lda, best + j);
    }
    for (; j < w; j += VL) {
        const ptrdiff_t c = column(j, w);
        if (asks)
            PREFETCH(a + c + ahead);
        take_strip(how, 1, rows, begin, a + c, lda, best + (scratch ? j : c));
    }
}

/* The order of rows: a few neighbours at a time; from memory those that lie far apart,
   or one after the other, and then asking far ahead, where that is a habit, as from L3
   too; from some L2 one after the other. */
enum order { NEIGHBOURS, DEEP, RISING, ASKING };

/* A matrix of no more elements from an L2 that likes few streams is 1.1 to 1.3 times as
   fast one row after the other, with AVX-512 (300x300 in double 0.9); with AVX2 0.6
   times, as the row of results takes its time. Rows of WIDE and more not where they begin
   at different places of a vector (0.7), nor those of more than one tile (0.9). */
#define SERIAL (655360 / (ptrdiff_t)sizeof(real))

/* What L2 does not hold goes so where it may ask ahead: 0.94 to 1.47 times as fast, 1.1
   and 1.2 in the mean; with AVX2 0.6 to 0.8. */
static inline enum order near_order(ptrdiff_t m, ptrdiff_t n, ptrdiff_t lda)
{
#if defined(RP_ISA_AVX512)
    const bool likes = n < WIDE || (n <= TILE && lda % VL == 0);
    if (m * n > FROM_LEVEL_3 && n <= TILE && rpi_has_habit(RPI_AHEAD))
        return ASKING;
    return likes && m * n <= SERIAL && goes_serially(m * n) ? RISING : NEIGHBOURS;
#else
    (void)m, (void)n, (void)lda;
    return NEIGHBOURS;
#endif
}

static inline enum order one_stream(void)
{
    return rpi_has_habit(RPI_AHEAD) ? ASKING : goes_as_one_stream() ? RISING : NEIGHBOURS;
}

#if V_QUICK
/* Products that are under way. */
#define PRODUCTS 6

ALWAYS_INLINE void take_quickly(int how, int count, int rows, const real *a,
                                ptrdiff_t lda, real *best, vec product[PRODUCTS])
{
    vec s[STRIP];
    UNROLL
    for (int c = 0; c < count; c++)
        s[c] = v_load(best + c * VL);
    UNROLL
    for (int i = 0; i < rows; i++) {
        UNROLL
        for (int c = 0; c < count; c++) {
            const vec x = v_once(v_load(a + i * lda + c * VL));
            vec *const p = &product[(i * count + c) % PRODUCTS];
            s[c] = v_better(how, s[c], x);
            *p = v_mul(*p, x);
        }
    }
    UNROLL
    for (int c = 0; c < count; c++)
        v_store(best + c * VL, s[c]);
}

/* w >= VL columns of `rows` rows into the results. Returned is their product. */
ALWAYS_INLINE vec take_rows_quickly(int how, int rows, ptrdiff_t w, const real *a,
                                    ptrdiff_t lda, real *best)
{
    vec product[PRODUCTS];
    UNROLL
    for (int k = 0; k < PRODUCTS; k++)
        product[k] = v_set1(0);
    ptrdiff_t j = 0;
    for (; j + STRIP * VL <= w; j += STRIP * VL)
        take_quickly(how, STRIP, rows, a + j, lda, best + j, product);
    for (; j < w; j += VL)
        take_quickly(how, 1, rows, a + column(j, w), lda, best + j, product);
    UNROLL
    for (int k = 1; k < PRODUCTS; k++)
        product[0] = v_or(product[0], product[k]);
    return product[0];
}

/* The same for fewer than ROWS. */
ALWAYS_INLINE vec take_rest_quickly(int how, ptrdiff_t rows, ptrdiff_t w, const real *a,
                                    ptrdiff_t lda, real *best)
{
    switch (rows) {
    case 1: return take_rows_quickly(how, 1, w, a, lda, best);
    case 2: return take_rows_quickly(how, 2, w, a, lda, best);
    case 3: return take_rows_quickly(how, 3, w, a, lda, best);
    default: return take_rows_quickly(how, 4, w, a, lda, best);
    }
}
_Static_assert(ROWS == 5, "that are all of them");

/* In a row of vectors of w columns. */
static inline bool has_zero(ptrdiff_t w, const real *row)
{
    vec zeros = v_is_zero(v_load(row));
    for (ptrdiff_t j = VL; j < w; j += VL)
        zeros = v_or(zeros, v_is_zero(v_load(row + j)));
    return !v_none(zeros);
}

/* m rows. Zeros are looked for early, as there may be many, and at the end. False if in
   doubt. */
ALWAYS_INLINE bool quick_rows(int how, ptrdiff_t m, ptrdiff_t w, const real *a,
                              ptrdiff_t lda, real *best)
{
    for (ptrdiff_t j = 0; j < w; j += VL)
        v_store(best + j, v_set1(how & MOST ? (real)-INFINITY : (real)INFINITY));
    vec product = v_set1(0);
    ptrdiff_t i = 0, early = m / 8;
    for (; i + ROWS <= m; i += ROWS) {
        product = v_or(product, take_rows_quickly(how, ROWS, w, a + i * lda, lda, best));
        if (i >= early) {
            if (!v_none(v_unordered(product, product)) || has_zero(w, best))
                return false;
            early = m;
        }
    }
    if (i < m)
        product = v_or(product, take_rest_quickly(how, m - i, w, a + i * lda, lda, best));
    return v_none(v_unordered(product, product)) && !has_zero(w, best);
}

static NOINLINE bool by_quick_rows(int how, ptrdiff_t m, ptrdiff_t w, const real *a,
                                   ptrdiff_t lda, real *best)
{
    return QUICKLY(how, quick_rows, m, w, a, lda, best);
}
#endif

/* m > ROWS rows of w >= VL columns, to a row of vectors of columns. */
ALWAYS_INLINE void take_all(int how, bool far, enum order order, ptrdiff_t m, ptrdiff_t w,
                            const real *a, ptrdiff_t lda, real *best)
{
#if V_QUICK
    if (!far && by_quick_rows(how, m, w, a, lda, best))
        return;
#else
    (void)far;
#endif
    take_rows(how, false, ROWS, true, true, w, a, lda, best);
    ptrdiff_t i = ROWS + 1;
    for (; order == ASKING && i < m; i++)
        take_rows(how, true, 1, false, true, w, a + i * lda, lda, best);
    for (ptrdiff_t depth; order == DEEP && (depth = depth_of(ROWS, m - i, lda)) >= DEPTH;
         i += depth * ROWS)
        for (ptrdiff_t k = 0; k < depth; k++)
            take_rows(how, false, ROWS, false, true, w, a + (i + k) * lda, depth * lda,
                      best);
    for (; order != RISING && i + ROWS <= m; i += ROWS)
        take_rows(how, false, ROWS, false, true, w, a + i * lda, lda, best);
    for (; i < m; i++)
        take_rows(how, false, 1, false, true, w, a + i * lda, lda, best);
}

/* m > BROAD_ROWS rows of n > TILE columns, whose results take shape in their places. */
ALWAYS_INLINE void fold_broad(int how, ptrdiff_t m, ptrdiff_t n, const real *a,
                              ptrdiff_t lda, real *y)
{
    for (ptrdiff_t j = 0; j < n; j += BROAD_TILE) {
        const ptrdiff_t c = column(j, n), w = n - c < BROAD_TILE ? n - c : BROAD_TILE;
        take_rows(how, false, BROAD_ROWS, true, false, w, a + c, lda, y + c);
        ptrdiff_t i = BROAD_ROWS + 1;
        for (; i + BROAD_ROWS <= m; i += BROAD_ROWS)
            take_rows(how, false, BROAD_ROWS, false, false, w, a + i * lda + c, lda,
                      y + c);
        for (; i + 3 <= m; i += 3)
            take_rows(how, false, 3, false, false, w, a + i * lda + c, lda, y + c);
        for (; i < m; i++)
            take_rows(how, false, 1, false, false, w, a + i * lda + c, lda, y + c);
    }
}

/* m packed rows: the best of groups of 2^k, then of the halves of what that leaves. */
ALWAYS_INLINE void fold_packed(int how, bool far, int k, ptrdiff_t m, ptrdiff_t n,
                               const real *a, real *y, ptrdiff_t incy)
{
    _Alignas(64) real best[WIDE];
    const ptrdiff_t wide = n << k, groups = m >> k, rest = (m - (groups << k)) * n;
    const enum order order = !far                ? near_order(m, n, n)
                             : goes_by_streams() ? DEEP
                                                 : one_stream();
    take_all(how, far, order, groups, wide, a, wide, best);
    end_columns(wide, best);
    a += groups * wide;
    if (rest >= VL)
        take_rows(how, false, 1, false, false, rest, a, 0, best);
    else if (rest > 0)
        v_store(best, better(how, v_load(best), v_load_fill(a, rest, v_load(best))));
    for (ptrdiff_t half = wide / 2; half >= n; half /= 2)
        halve_row(how & MOST ? v_max : v_min, half, best);
    put_row(n, best, y, incy);
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

/* As many packed rows as make one of WIDE, but no more than leave enough of those; 0 if
   they are few or long. */
static inline int packed_log2(bool far, ptrdiff_t m, ptrdiff_t n)
{
    const ptrdiff_t most = n >= 2 * VL ? most_in_strips(far, m, n, n)
                           : n >= VL   ? SMALL
                                       : 0;
    if (m <= 4 * ROWS || n >= WIDE || m * n <= most)
        return 0;
    int k = 0;
    while (n << (k + 1) <= WIDE && m >> (k + 1) > 2 * ROWS)
        k++;
    return n << k >= VL && m >> k > ROWS ? k : 0;
}

/* Tile by tile: by strips too, where the results lie apart, and by blocks. */
ALWAYS_INLINE void fold_tiles(int how, bool far, ptrdiff_t m, ptrdiff_t n, const real *a,
                              ptrdiff_t lda, real *y, ptrdiff_t incy)
{
    const enum order one = n <= RISING_ROW ? one_stream() : NEIGHBOURS;
    const enum order order = !far                ? near_order(m, n, lda)
                             : one != NEIGHBOURS ? one
                                                 : DEEP;
    for (ptrdiff_t j = 0; j < n; j += TILE) {
        _Alignas(64) real best[TILE];
        /* The last tile is no narrower than a vector, but overlaps the one before. */
        const ptrdiff_t c = n < VL ? 0 : column(j, n), w = n - c < TILE ? n - c : TILE;
        if (fits_strips(far, m, n, lda)) {
            by_strips(how, !far, m, w, a + c, lda, best);
            put_row(w, best, y + c * incy, incy);
        } else if (!far && lda != n && n < SHORT_ROW && !shares_sets(CROWDED, lda)) {
            take_blocks(how, m, w, a + c, lda, best);
            put_row(w, best, y + c * incy, incy);
        } else {
            take_all(how, far, order, m, w, a + c, lda, best);
            put_columns(w, best, y + c * incy, incy);
        }
    }
}

/* Functions of their own: small matrices are spared what larger ones prepare. */
static NOINLINE void by_packed(int how, bool far, int k, ptrdiff_t m, ptrdiff_t n,
                               const real *a, real *y, ptrdiff_t incy)
{
    EXACTLY(how, fold_packed, far, k, m, n, a, y, incy);
}

static NOINLINE void by_tiles(int how, bool far, ptrdiff_t m, ptrdiff_t n, const real *a,
                              ptrdiff_t lda, real *y, ptrdiff_t incy)
{
    EXACTLY(how, fold_tiles, far, m, n, a, lda, y, incy);
}

static NOINLINE void by_broad(ptrdiff_t m, ptrdiff_t n, const real *a, ptrdiff_t lda,
                              real *y, int how)
{
    EXACTLY(how, fold_broad, m, n, a, lda, y);
}

static NOINLINE void by_places(int how, ptrdiff_t m, ptrdiff_t n, const real *a,
                               ptrdiff_t lda, real *y, ptrdiff_t incy)
{
    EXACTLY(how, take_places, m, n, a, lda, y, incy);
}

static inline void fold_rows(int how, bool far, ptrdiff_t m, ptrdiff_t n, const real *a,
                             ptrdiff_t lda, real *y, ptrdiff_t incy)
{
    const int k = lda == n ? packed_log2(far, m, n) : 0;
    if (k > 0)
        by_packed(how, far, k, m, n, a, y, incy);
    else if (far && lda != n && n < VL && goes_by_streams())
        by_places(how, m, n, a, lda, y, incy);
    else if (fits_strips(far, m, n, lda) && incy == 1)
        by_strips(how, !far, m, n, a, lda, y);
    else if (far && m > BROAD_ROWS && n > TILE && incy == 1 && rpi_has_habit(RPI_AHEAD))
        by_broad(m, n, a, lda, y, how);
    else
        by_tiles(how, far, m, n, a, lda, y, incy);
}

ALWAYS_INLINE void fold_any(int how, bool far, ptrdiff_t m, ptrdiff_t n, const real *a,
                            ptrdiff_t lda, real *y, ptrdiff_t incy)
{
    const ptrdiff_t ragged = ragged_columns(m, n, a, lda);
    if (ragged)
        fold_rows(how, far, m, ragged, a, lda, y, incy);
    fold_rows(how, far, m, n - ragged, a + ragged, lda, y + ragged * incy, incy);
}

static NOINLINE void fold_near(ptrdiff_t m, ptrdiff_t n, const real *a, ptrdiff_t lda,
                               real *y, ptrdiff_t incy, int how)
{
    fold_any(how, false, m, n, a, lda, y, incy);
}

/* A few short rows, which go strip by strip in any case (packed_log2, fits_strips), are
   spared the frame of what else there may be. */
static inline void fold_across(int how, bool far, ptrdiff_t m, ptrdiff_t n, const real *a,
                               ptrdiff_t lda, real *y, ptrdiff_t incy)
{
    if (m == 1)
        copy_each(n, a, 1, y, incy);
    else if (far)
        fold_any(how, true, m, n, a, lda, y, incy);
    else if (m <= 4 * ROWS && incy == 1 && n < 16 * VL && m * n <= STRIPS)
        by_strips(how, true, m, n, a, lda, y);
    else
        fold_near(m, n, a, lda, y, incy, how);
}

/* Between v_hold and v_release stand calls: no arithmetic is moved past them. */
void K(max_across)(ptrdiff_t m, ptrdiff_t n, const real *a, ptrdiff_t lda, real *y,
                   ptrdiff_t incy)
{
    assert(m >= 1 && n >= 1);
    const unsigned state = v_hold();
    fold_across(MOST, false, m, n, a, lda, y, incy);
    v_release(state);
}

void K(max_across_far)(ptrdiff_t m, ptrdiff_t n, const real *a, ptrdiff_t lda, real *y,
                       ptrdiff_t incy)
{
    assert(m >= 1 && n >= 1);
    const unsigned state = v_hold();
    fold_across(MOST, true, m, n, a, lda, y, incy);
    v_release(state);
}

void K(min_across)(ptrdiff_t m, ptrdiff_t n, const real *a, ptrdiff_t lda, real *y,
                   ptrdiff_t incy)
{
    assert(m >= 1 && n >= 1);
    const unsigned state = v_hold();
    fold_across(0, false, m, n, a, lda, y, incy);
    v_release(state);
}

void K(min_across_far)(ptrdiff_t m, ptrdiff_t n, const real *a, ptrdiff_t lda, real *y,
                       ptrdiff_t incy)
{
    assert(m >= 1 && n >= 1);
    const unsigned state = v_hold();
    fold_across(0, true, m, n, a, lda, y, incy);
    v_release(state);
}
