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
#include "kernels/best.h"

/* Vectors of a strip; with four, the addresses no longer fit the registers. */
#define STRIP 2
_Static_assert(STRIP == 2, "the last two vectors of a row go together");

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
   512 bytes apart: on a Zen 3 1.1 to 1.6 times as fast with AVX2 and SSE2, with AVX-512
   on a Zen 5 1.2 to 1.8 (doc/perf/kernels.md). */
#if defined(RP_ISA_AVX512)
#define MORE_STRIPS (57344 / (ptrdiff_t)sizeof(real))
#define SOME (3 * VL)
#elif defined(RP_ISA_AVX2) || defined(RP_ISA_GENERIC)
#define MORE_STRIPS (196608 / (ptrdiff_t)sizeof(real))
#define SOME (6 * VL)
#endif

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

/* All m rows of n <= VL columns, or of `count` vectors of them, so far apart; and what is
   there already, if there are more rows than these. Deep: see take_both. */
ALWAYS_INLINE void whole_strip(bool max, bool deep, bool more, int count, ptrdiff_t apart,
                               ptrdiff_t m, ptrdiff_t n, const real *a, ptrdiff_t lda,
                               real *y)
{
    struct best s[STRIP];
    const real *const first = more ? y : a, *const last = a + (m - 1) * lda;
    UNROLL
    for (int c = 0; c < count; c++)
        s[c] = v_best(max, get_best(n, first + c * apart), get_best(n, last + c * apart));
    ptrdiff_t i = more ? 0 : 1;
    a += i * lda;
    for (; i + 4 < m; i += 4, a += 4 * lda) {
        UNROLL
        for (int c = 0; c < count; c++) {
            const real *const x = a + c * apart;
            take_both(max, deep, &s[c], get_best(n, x), get_best(n, x + lda),
                      get_best(n, x + 2 * lda), get_best(n, x + 3 * lda));
        }
    }
    for (; i + 1 < m; i += 2, a += 2 * lda) {
        UNROLL
        for (int c = 0; c < count; c++) {
            const real *const x = a + c * apart;
            v_take(max, &s[c], get_best(n, x), get_best(n, x + lda));
        }
    }
    UNROLL
    for (int c = 0; c < count; c++) {
        if (n == VL)
            v_store(y + c * apart, v_end(max, s[c]));
        else
            v_store_part(y, v_end(max, s[c]), n);
    }
}

/* The last vector overlaps the one before, if it is not the only one. */
ALWAYS_INLINE void fold_strips(bool max, bool deep, bool more, ptrdiff_t m, ptrdiff_t n,
                               const real *a, ptrdiff_t lda, real *y)
{
    if (n < VL) {
        whole_strip(max, deep, more, 1, 0, m, n, a, lda, y);
        return;
    }
    ptrdiff_t j = 0;
    for (; j + STRIP * VL <= n; j += STRIP * VL)
        whole_strip(max, deep, more, STRIP, VL, m, VL, a + j, lda, y + j);
    if (j + VL < n)
        whole_strip(max, deep, more, STRIP, n - VL - j, m, VL, a + j, lda, y + j);
    else if (j < n) {
        const ptrdiff_t c = column(j, n);
        whole_strip(max, deep, more, 1, 0, m, VL, a + c, lda, y + c);
    }
}

/* Block by block, each strip by strip. */
ALWAYS_INLINE void take_blocks(bool max, ptrdiff_t m, ptrdiff_t n, const real *a,
                               ptrdiff_t lda, real *best)
{
    assert(n >= VL && n < SHORT_ROW);
    const ptrdiff_t rows = STRIPS / n;
    assert(m > rows);
    fold_strips(max, true, false, rows, n, a, lda, best);
    for (ptrdiff_t i = rows; i < m; i += rows)
        fold_strips(max, true, true, m - i < rows ? m - i : rows, n, a + i * lda, lda,
                    best);
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
ALWAYS_INLINE void take_places(bool max, ptrdiff_t m, ptrdiff_t n, const real *a,
                               ptrdiff_t lda, real *y, ptrdiff_t incy)
{
    assert(m >= 1 && n < VL);
    struct best s = v_best(max, load_rest(a, n), load_rest(a + (m - 1) * lda, n));
    for (ptrdiff_t depth; (depth = depth_of(PLACES, m, lda)) > 0;
         m -= PLACES * depth, a += PLACES * depth * lda) {
        const ptrdiff_t apart = depth * lda;
        const real *x = a;
        for (ptrdiff_t k = 0; k < depth; k++, x += lda)
            take_both(max, false, &s, load_rest(x, n), load_rest(x + apart, n),
                      load_rest(x + 2 * apart, n), load_rest(x + 3 * apart, n));
    }
    for (; m > 1; m -= 2, a += 2 * lda)
        v_take(max, &s, load_rest(a, n), load_rest(a + lda, n));
    put(y, incy, v_end(max, s), n);
}

/* `rows` rows, an odd number, into a strip of the results; or one more that begin it. */
ALWAYS_INLINE void take_strip(bool max, int count, int rows, bool begin, const real *a,
                              ptrdiff_t lda, real *best)
{
    struct best s[2 * STRIP];
    const real *x = begin ? a + lda : a;
    UNROLL
    for (int c = 0; c < count; c++)
        s[c] = v_best(max, v_load((begin ? a : best) + c * VL), v_load(x + c * VL));
    UNROLL
    for (int i = 1; i < rows; i += 2) {
        UNROLL
        for (int c = 0; c < count; c++)
            v_take(max, &s[c], v_load(x + i * lda + c * VL),
                   v_load(x + (i + 1) * lda + c * VL));
    }
    UNROLL
    for (int c = 0; c < count; c++)
        v_store(best + c * VL, v_end(max, s[c]));
}

/* w >= VL columns, two strips at a time but of ROWS or where it asks. In a scratch the
   results are a row of vectors of columns: a load of what two stores wrote would wait for
   both. */
ALWAYS_INLINE void take_rows(bool max, bool asks, int rows, bool begin, bool scratch,
                             ptrdiff_t w, const real *a, ptrdiff_t lda, real *best)
{
    const ptrdiff_t ahead = asks ? far_ahead(w, lda) : 0;
    ptrdiff_t j = 0;
    if (asks)
        PREFETCH(a + w - 1 + ahead);
    for (; rows != ROWS && !asks && j + 2 * STRIP * VL <= w; j += 2 * STRIP * VL)
        take_strip(max, 2 * STRIP, rows, begin, a + j, lda, best + j);
    for (; j + STRIP * VL <= w; j += STRIP * VL) {
        if (asks)
            ask_run(STRIP * VL, a + j + ahead);
        take_strip(max, STRIP, rows, begin, a + j, lda, best + j);
    }
    for (; j < w; j += VL) {
        const ptrdiff_t c = column(j, w);
        if (asks)
            PREFETCH(a + c + ahead);
        take_strip(max, 1, rows, begin, a + c, lda, best + (scratch ? j : c));
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

/* m > ROWS rows of w >= VL columns, to a row of vectors of columns. */
ALWAYS_INLINE void take_all(bool max, enum order order, ptrdiff_t m, ptrdiff_t w,
                            const real *a, ptrdiff_t lda, real *best)
{
    take_rows(max, false, ROWS, true, true, w, a, lda, best);
    ptrdiff_t i = ROWS + 1;
    for (; order == ASKING && i < m; i++)
        take_rows(max, true, 1, false, true, w, a + i * lda, lda, best);
    for (ptrdiff_t depth; order == DEEP && (depth = depth_of(ROWS, m - i, lda)) >= DEPTH;
         i += depth * ROWS)
        for (ptrdiff_t k = 0; k < depth; k++)
            take_rows(max, false, ROWS, false, true, w, a + (i + k) * lda, depth * lda,
                      best);
    for (; order != RISING && i + ROWS <= m; i += ROWS)
        take_rows(max, false, ROWS, false, true, w, a + i * lda, lda, best);
    for (; i < m; i++)
        take_rows(max, false, 1, false, true, w, a + i * lda, lda, best);
}

/* m > BROAD_ROWS rows of n > TILE columns, whose results take shape in their places. */
ALWAYS_INLINE void fold_broad(bool max, ptrdiff_t m, ptrdiff_t n, const real *a,
                              ptrdiff_t lda, real *y)
{
    for (ptrdiff_t j = 0; j < n; j += BROAD_TILE) {
        const ptrdiff_t c = column(j, n), w = n - c < BROAD_TILE ? n - c : BROAD_TILE;
        take_rows(max, false, BROAD_ROWS, true, false, w, a + c, lda, y + c);
        ptrdiff_t i = BROAD_ROWS + 1;
        for (; i + BROAD_ROWS <= m; i += BROAD_ROWS)
            take_rows(max, false, BROAD_ROWS, false, false, w, a + i * lda + c, lda,
                      y + c);
        for (; i + 3 <= m; i += 3)
            take_rows(max, false, 3, false, false, w, a + i * lda + c, lda, y + c);
        for (; i < m; i++)
            take_rows(max, false, 1, false, false, w, a + i * lda + c, lda, y + c);
    }
}

/* m packed rows: the best of groups of 2^k, then of the halves of what that leaves. */
ALWAYS_INLINE void fold_packed(bool max, bool far, int k, ptrdiff_t m, ptrdiff_t n,
                               const real *a, real *y, ptrdiff_t incy)
{
    _Alignas(64) real best[WIDE];
    const ptrdiff_t wide = n << k, groups = m >> k, rest = (m - (groups << k)) * n;
    const enum order order = !far                ? near_order(m, n, n)
                             : goes_by_streams() ? DEEP
                                                 : one_stream();
    take_all(max, order, groups, wide, a, wide, best);
    end_columns(wide, best);
    a += groups * wide;
    if (rest >= VL)
        take_rows(max, false, 1, false, false, rest, a, 0, best);
    else if (rest > 0)
        v_store(best, better(max, v_load(best), v_load_fill(a, rest, v_load(best))));
    for (ptrdiff_t half = wide / 2; half >= n; half /= 2)
        halve_row(max ? v_max : v_min, half, best);
    put_row(n, best, y, incy);
}

/* The most elements of a matrix that goes strip by strip. */
static inline ptrdiff_t most_in_strips(bool far, ptrdiff_t n, ptrdiff_t lda)
{
#if defined(MORE_STRIPS)
    if (!far && n >= SOME && !shares_sets(512, lda))
        return MORE_STRIPS;
#else
    (void)far, (void)n, (void)lda;
#endif
    return STRIPS;
}

static inline bool fits_strips(bool far, ptrdiff_t m, ptrdiff_t n, ptrdiff_t lda)
{
    const ptrdiff_t few = shares_sets(2048, lda) ? FEWER : FEW;
    const bool one_strip =
        n < VL || (n <= STRIP * VL && lda != n && !(far && goes_by_streams()));
    return m <= few || m * n <= most_in_strips(far, n, lda) || one_strip;
}

/* As many packed rows as make one of WIDE, but no more than leave enough of those; 0 if
   they are few or long. */
static inline int packed_log2(bool far, ptrdiff_t m, ptrdiff_t n)
{
    const ptrdiff_t most = n >= 2 * VL ? most_in_strips(far, n, n) : n >= VL ? SMALL : 0;
    if (m <= 4 * ROWS || n >= WIDE || m * n <= most)
        return 0;
    int k = 0;
    while (n << (k + 1) <= WIDE && m >> (k + 1) > 2 * ROWS)
        k++;
    return n << k >= VL && m >> k > ROWS ? k : 0;
}

/* Tile by tile: by strips too, where the results lie apart, and by blocks. */
ALWAYS_INLINE void fold_tiles(bool max, bool far, ptrdiff_t m, ptrdiff_t n, const real *a,
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
            if (goes_deep(m))
                fold_strips(max, true, false, m, w, a + c, lda, best);
            else
                fold_strips(max, false, false, m, w, a + c, lda, best);
            put_row(w, best, y + c * incy, incy);
        } else if (!far && lda != n && n < SHORT_ROW && !shares_sets(CROWDED, lda)) {
            take_blocks(max, m, w, a + c, lda, best);
            put_row(w, best, y + c * incy, incy);
        } else {
            take_all(max, order, m, w, a + c, lda, best);
            put_columns(w, best, y + c * incy, incy);
        }
    }
}

/* Functions of their own: small matrices are spared what larger ones prepare. */
static NOINLINE void by_packed(bool max, bool far, int k, ptrdiff_t m, ptrdiff_t n,
                               const real *a, real *y, ptrdiff_t incy)
{
    if (max)
        fold_packed(true, far, k, m, n, a, y, incy);
    else
        fold_packed(false, far, k, m, n, a, y, incy);
}

static NOINLINE void by_tiles(bool max, bool far, ptrdiff_t m, ptrdiff_t n, const real *a,
                              ptrdiff_t lda, real *y, ptrdiff_t incy)
{
    if (max)
        fold_tiles(true, far, m, n, a, lda, y, incy);
    else
        fold_tiles(false, far, m, n, a, lda, y, incy);
}

static NOINLINE void by_broad(ptrdiff_t m, ptrdiff_t n, const real *a, ptrdiff_t lda,
                              real *y, bool max)
{
    if (max)
        fold_broad(true, m, n, a, lda, y);
    else
        fold_broad(false, m, n, a, lda, y);
}

static NOINLINE void by_places(bool max, ptrdiff_t m, ptrdiff_t n, const real *a,
                               ptrdiff_t lda, real *y, ptrdiff_t incy)
{
    if (max)
        take_places(true, m, n, a, lda, y, incy);
    else
        take_places(false, m, n, a, lda, y, incy);
}

static NOINLINE void by_strips(ptrdiff_t m, ptrdiff_t n, const real *a, ptrdiff_t lda,
                               real *y, bool max)
{
    if (max)
        fold_strips(true, false, false, m, n, a, lda, y);
    else
        fold_strips(false, false, false, m, n, a, lda, y);
}

static NOINLINE void by_deep_strips(ptrdiff_t m, ptrdiff_t n, const real *a,
                                    ptrdiff_t lda, real *y, bool max)
{
    if (max)
        fold_strips(true, true, false, m, n, a, lda, y);
    else
        fold_strips(false, true, false, m, n, a, lda, y);
}

static inline void fold_rows(bool max, bool far, ptrdiff_t m, ptrdiff_t n, const real *a,
                             ptrdiff_t lda, real *y, ptrdiff_t incy)
{
    const int k = lda == n ? packed_log2(far, m, n) : 0;
    if (k > 0)
        by_packed(max, far, k, m, n, a, y, incy);
    else if (far && lda != n && n < VL && goes_by_streams())
        by_places(max, m, n, a, lda, y, incy);
    else if (fits_strips(far, m, n, lda) && incy == 1)
        (goes_deep(m) ? by_deep_strips : by_strips)(m, n, a, lda, y, max);
    else if (far && m > BROAD_ROWS && n > TILE && incy == 1 && rpi_has_habit(RPI_AHEAD))
        by_broad(m, n, a, lda, y, max);
    else
        by_tiles(max, far, m, n, a, lda, y, incy);
}

ALWAYS_INLINE void fold_any(bool max, bool far, ptrdiff_t m, ptrdiff_t n, const real *a,
                            ptrdiff_t lda, real *y, ptrdiff_t incy)
{
    const ptrdiff_t ragged = ragged_columns(m, n, a, lda);
    if (ragged)
        fold_rows(max, far, m, ragged, a, lda, y, incy);
    fold_rows(max, far, m, n - ragged, a + ragged, lda, y + ragged * incy, incy);
}

static NOINLINE void fold_near(ptrdiff_t m, ptrdiff_t n, const real *a, ptrdiff_t lda,
                               real *y, ptrdiff_t incy, bool max)
{
    fold_any(max, false, m, n, a, lda, y, incy);
}

/* A few short rows, which go strip by strip in any case (packed_log2, fits_strips), are
   spared the frame of what else there may be. */
static inline void fold_across(bool max, bool far, ptrdiff_t m, ptrdiff_t n,
                               const real *a, ptrdiff_t lda, real *y, ptrdiff_t incy)
{
    if (m == 1)
        copy_each(n, a, 1, y, incy);
    else if (far)
        fold_any(max, true, m, n, a, lda, y, incy);
    else if (m <= 4 * ROWS && incy == 1 && n < 16 * VL && m * n <= STRIPS)
        by_strips(m, n, a, lda, y, max);
    else
        fold_near(m, n, a, lda, y, incy, max);
}

/* Between v_hold and v_release stand calls: no arithmetic is moved past them. */
void K(max_across)(ptrdiff_t m, ptrdiff_t n, const real *a, ptrdiff_t lda, real *y,
                   ptrdiff_t incy)
{
    assert(m >= 1 && n >= 1);
    const unsigned state = v_hold();
    fold_across(true, false, m, n, a, lda, y, incy);
    v_release(state);
}

void K(max_across_far)(ptrdiff_t m, ptrdiff_t n, const real *a, ptrdiff_t lda, real *y,
                       ptrdiff_t incy)
{
    assert(m >= 1 && n >= 1);
    const unsigned state = v_hold();
    fold_across(true, true, m, n, a, lda, y, incy);
    v_release(state);
}

void K(min_across)(ptrdiff_t m, ptrdiff_t n, const real *a, ptrdiff_t lda, real *y,
                   ptrdiff_t incy)
{
    assert(m >= 1 && n >= 1);
    const unsigned state = v_hold();
    fold_across(false, false, m, n, a, lda, y, incy);
    v_release(state);
}

void K(min_across_far)(ptrdiff_t m, ptrdiff_t n, const real *a, ptrdiff_t lda, real *y,
                       ptrdiff_t incy)
{
    assert(m >= 1 && n >= 1);
    const unsigned state = v_hold();
    fold_across(false, true, m, n, a, lda, y, incy);
    v_release(state);
}
