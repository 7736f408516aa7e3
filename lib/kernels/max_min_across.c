/* SPDX-License-Identifier: BSD-3-Clause */
/* max_min_across.c -- y[j] = the maximum or the minimum over i of a[i*lda + j]; or the
 * best of those.
 *
 * A matrix in L1, or of few rows, goes strip by strip with its results in registers,
 * and so do some in L2; short rows with gaps between them from the caches block by
 * block, from memory those of less than a vector by places, where that is faster. A
 * larger one goes tile by tile, one or a few rows at a time into one row of results
 * that stays in L1; long rows from memory more at a time, into one in L2. Packed rows
 * shorter than a tile are walked several as one.
 */
#include <math.h>

#include "kernels/best_strips.h"

/* Rows that go into the results at a time: with those they are pairs. Of the load limit,
   1024x1024 has 0.90 with five, 0.84 with three, 0.86 with seven. */
#define ROWS 5

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
        } else if (fits_blocks(far, n, lda)) {
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
   spared the frame of what else there may be. Returned is whether there is no NaN, as far
   as that is known. */
ALWAYS_INLINE bool fold_across(int how, ptrdiff_t m, ptrdiff_t n, const real *a,
                               ptrdiff_t lda, real *y, ptrdiff_t incy)
{
    if (m == 1)
        copy_each(n, a, 1, y, incy);
    else if (m <= 4 * ROWS && incy == 1 && n < 16 * VL && m * n <= STRIPS)
        return by_few_strips(how, m, n, a, lda, y);
    else
        fold_near(m, n, a, lda, y, incy, how);
    return m == 1;
}

static NOINLINE void fold_far(ptrdiff_t m, ptrdiff_t n, const real *a, ptrdiff_t lda,
                              real *y, ptrdiff_t incy, int how)
{
    if (m == 1)
        copy_each(n, a, 1, y, incy);
    else
        fold_any(how, true, m, n, a, lda, y, incy);
}

/* Up to so many elements are no better off strip by strip, with a row of results. With
   AVX-512 and Neon it was not measured. */
#define FEW_OF_ALL (128 * VL)

ALWAYS_INLINE real all_of(int how, bool deep, ptrdiff_t m, ptrdiff_t n, const real *a,
                          ptrdiff_t lda)
{
    return v_end_all(how, best_of_all(how, deep, m, n, a, lda));
}

static NOINLINE real by_all(ptrdiff_t m, ptrdiff_t n, const real *a, ptrdiff_t lda,
                            int how)
{
    if (goes_deep(m))
        return EXACTLY(how, all_of, true, m, n, a, lda);
    return EXACTLY(how, all_of, false, m, n, a, lda);
}

/* Returned is whether there is no NaN, as far as that is known. */
static inline bool fold_to_one(int how, ptrdiff_t m, ptrdiff_t n, const real *a,
                               ptrdiff_t lda, real *y)
{
    real row[BLOCK];
    bool quiet = true;
    if (m * n <= FEW_OF_ALL) {
        *y = by_all(m, n, a, lda, how);
    } else {
        quiet = fold_across(how, m, n, a, lda, row, 1);
        *y = n == 1 ? row[0] : by_all(2, n - n / 2, row, n / 2, how); /* as two rows */
    }
    return quiet && !isnan(*y);
}

/* Between v_hold and v_release stand calls: no arithmetic is moved past them. */
void K(max_across)(ptrdiff_t m, ptrdiff_t n, const real *a, ptrdiff_t lda, real *y,
                   ptrdiff_t incy)
{
    assert(m >= 1 && n >= 1);
    const unsigned state = v_hold();
    v_release(state, fold_across(MOST, m, n, a, lda, y, incy));
}

void K(max_across_far)(ptrdiff_t m, ptrdiff_t n, const real *a, ptrdiff_t lda, real *y,
                       ptrdiff_t incy)
{
    assert(m >= 1 && n >= 1);
    const unsigned state = v_hold();
    fold_far(m, n, a, lda, y, incy, MOST);
    v_release(state, false);
}

void K(min_across)(ptrdiff_t m, ptrdiff_t n, const real *a, ptrdiff_t lda, real *y,
                   ptrdiff_t incy)
{
    assert(m >= 1 && n >= 1);
    const unsigned state = v_hold();
    v_release(state, fold_across(0, m, n, a, lda, y, incy));
}

void K(min_across_far)(ptrdiff_t m, ptrdiff_t n, const real *a, ptrdiff_t lda, real *y,
                       ptrdiff_t incy)
{
    assert(m >= 1 && n >= 1);
    const unsigned state = v_hold();
    fold_far(m, n, a, lda, y, incy, 0);
    v_release(state, false);
}

void K(max_all)(ptrdiff_t m, ptrdiff_t n, const real *a, ptrdiff_t lda, real *y,
                ptrdiff_t incy)
{
    assert(m >= 1 && n >= 1 && n <= BLOCK);
    (void)incy;
    const unsigned state = v_hold();
    v_release(state, fold_to_one(MOST, m, n, a, lda, y));
}

void K(min_all)(ptrdiff_t m, ptrdiff_t n, const real *a, ptrdiff_t lda, real *y,
                ptrdiff_t incy)
{
    assert(m >= 1 && n >= 1 && n <= BLOCK);
    (void)incy;
    const unsigned state = v_hold();
    v_release(state, fold_to_one(0, m, n, a, lda, y));
}
