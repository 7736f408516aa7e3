/* SPDX-License-Identifier: BSD-3-Clause */
/* block.h -- the canonical sum across the rows of one block of 128 or less.
 *
 * A block that L1 holds is taken column by column, in registers (columns.h), and so are
 * up to 16 rows, whatever their length, and from the caches more (most_rows,
 * likes_shifts). A larger one is taken row by row, as the streams of the memory like it:
 * one partial row after the other, l = 0..15, so that every stream rises row by row. The
 * first eight wait in rows of the scratch; those that follow take up what waits for them.
 * Wider vectors may take several of them together, with half of the scratch or less
 * (takes_several).
 */
#ifndef RPI_BLOCK_H
#define RPI_BLOCK_H

#include "kernels/several.h"

/* The most rows of scratch in which the sum of a block comes about. */
#define PARTIALS (GROUP / 2)

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
    const elem *next; /* its part of the next block, where that is one run of elements */
};

/* Sums in double of floats are bound by the conversion: few of their loads are under way,
   and on a machine with that habit they ask for those to come, to L1. */
static inline bool asks_near(void)
{
    return sizeof(elem) < sizeof(real) && rpi_has_habit(RPI_AHEAD);
}

/* Bring a strip of all rows to L2, or to L1. */
ALWAYS_INLINE void ask_strips(int count, const elem *a, ptrdiff_t stride)
{
    const bool near = asks_near();
    for (int k = 0; k < STREAMS; k++) {
        for (ptrdiff_t j = 0; j < count * VL; j += LINE) {
            if (near)
                PREFETCH(a + k * stride + j);
            else
                PREFETCH_L2(a + k * stride + j);
        }
    }
}

/* The columns of the row from `in` on, and those of the scratch from `out` on. What is
   so far ahead of all rows is asked for, if that is not 0. */
ALWAYS_INLINE void fold_strip(int count, int have, int merges, ptrdiff_t ahead,
                              const struct partial p, ptrdiff_t in, ptrdiff_t out)
{
    const struct strip strip = {.count = count, .n = VL};
    vec sum[STRIP];
    if (ahead && p.next)
        ask_run(STREAMS * count * VL, p.next + STREAMS * in);
    else if (ahead)
        ask_strips(count, p.a + in + ahead, p.stride);
    fold_all(strip, have, true, p.a + in, p.stride, sum);
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
    for (; j < w; j += VL)
        fold_strip(1, have, merges, ahead, p, column(j, w), j);
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
    for (; j < w; j += VL)
        fold_strip(1, STREAMS, merges, 0, p, column(j, w), j);
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
    const bool run = asks_near() && lda == w && ahead == BLOCK * lda;
    for (int l = first; l < first + count; l += together) {
        const struct partial p = {a + l * lda, GROUP * lda, partial + (l - first) * pitch,
                                  pitch, run ? a + ahead + STREAMS * l * w : NULL};
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

/* ---- Any block --------------------------------------------------------------------- */

/* Where does a block come from? */
enum from {
    CACHE,
    SERIAL_L2, /* one that does not like many streams */
    MEMORY,
};

/* One of a matrix of so many elements. L2 does not count where the conversion to double
   takes longer. */
static inline enum from comes_from(bool far, ptrdiff_t elements)
{
    const bool converts = sizeof(elem) < sizeof(real);
    return far ? MEMORY : !converts && goes_serially(elements) ? SERIAL_L2 : CACHE;
}

/* Up to so many rows are taken in registers, whatever their length; of a matrix of more
   than one block its last ones. Where several partial rows may go together fewer, if
   multiples of 512 bytes or 2 KB lie between rows, whose lines share some sets of L1, or
   if so many streams are too many. */
static ptrdiff_t most_rows(enum from from, ptrdiff_t elements, ptrdiff_t lda)
{
    const ptrdiff_t many = elements > FROM_LEVEL_3 ? MANY_OF_LEVEL_3 : MANY_ROWS;
#if defined(HAS_SEVERAL)
    const ptrdiff_t most = shares_sets(2048, lda) || from == SERIAL_L2 ? GROUP
                           : shares_sets(512, lda)                     ? 2 * GROUP
                                                                       : many;
#else
    const ptrdiff_t most = many;
    (void)lda;
#endif
    return from == MEMORY ? GROUP : most;
}

/* Is a block from an L2 that likes few streams faster in registers, by shifted strips?
   Where bit 9 of the distance of its streams is set it has 0.93 to 1.35 of the speed so,
   else 0.72 to 0.88, whatever the order of loads (doc/perf/kernels.md). */
static bool likes_shifts(enum from from, ptrdiff_t rows, ptrdiff_t w, ptrdiff_t lda)
{
    const int s = (int)((rows + GROUP - 1) / GROUP);
    return from == SERIAL_L2 && (size_t)lda * GROUP * sizeof(elem) & 512 &&
           takes_shifts(s, w, lda);
}

/* Is a block to be taken in registers? From memory not where several streams are faster:
   strips of a cache line go by more of them. */
static bool is_small(enum from from, ptrdiff_t rows, ptrdiff_t w, ptrdiff_t lda)
{
    return rows <= most_rows(from, rows * w, lda) || likes_shifts(from, rows, w, lda) ||
           (rows * w <= SMALL && !(from == MEMORY && w >= VL && goes_by_streams()));
}

#if defined(HAS_SEVERAL)

/* Several partial rows at a time? From memory up to fourteen streams, where these are
   faster than few. From the caches sixteen too, if that is not too many; but not where
   they share sets of L1, more than four of sixteen or all of twelve and more. */
static bool takes_several(enum from from, ptrdiff_t rows, ptrdiff_t lda)
{
    const bool sixteen = rows > BLOCK - GROUP;
    if (from != MEMORY) {
        const bool crowded = rows > 5 * GROUP && shares_sets(sixteen ? 256 : 2048, lda);
        return !crowded && !(sixteen && from == SERIAL_L2);
    }
    return !sixteen && (goes_by_streams() || rpi_has_habit(RPI_AHEAD));
}

#endif

/* The rows of scratch in which the sum of a block of so many comes about. */
static ptrdiff_t partial_rows(enum from from, ptrdiff_t rows, ptrdiff_t lda)
{
#if defined(HAS_SEVERAL)
    if (takes_several(from, rows, lda))
        return sums_of(rows) / 2;
#endif
    (void)from, (void)rows, (void)lda;
    return PARTIALS;
}

/* How far ahead a block of w columns asks, out of an m*n matrix or the part of one that a
   kernel is given, where memory is rising, but not for several streams. One of no more
   elements than this asks for the next, as its streams end before they are fetched ahead
   (64 and 128 columns have 1.1 to 1.4 of the speed so), */
#define ENDS_SOON (262144 / (ptrdiff_t)sizeof(elem))

/* and one of longer rows in the same rows, but no part of what a last cache may hold:
   4096x4096 has 1.05 to 1.2 so, but 3000x3000 in float 0.8 (doc/perf/kernels.md). */
#define BEYOND_CACHES (50331648 / (ptrdiff_t)sizeof(elem))
#define SAME_ROW (512 / (ptrdiff_t)sizeof(elem))

/* Where the conversion bounds them, blocks of no more elements ask for the next one if
   they are packed, or have gaps between their rows; others so far in the same rows. */
#define NEAR_ROW (1024 / (ptrdiff_t)sizeof(elem))

static ptrdiff_t block_ahead(bool far, ptrdiff_t m, ptrdiff_t n, ptrdiff_t w,
                             ptrdiff_t lda)
{
    if (far && asks_near()) {
        const bool next = n <= w && (lda == n || lda - n > n / 4);
        if (next && BLOCK * n <= ENDS_SOON)
            return m >= 2 * BLOCK ? BLOCK * lda : 0;
        return NEAR_ROW;
    }
    if (!far || !goes_as_one_stream())
        return 0;
    if (BLOCK * w <= ENDS_SOON)
        return m >= 2 * BLOCK ? BLOCK * lda : 0;
    return m > BEYOND_CACHES / n ? SAME_ROW : 0;
}

/* The sum of a block, left in the first of partial_rows rows of scratch. */
static void sum_block(enum from from, ptrdiff_t ahead, ptrdiff_t rows, ptrdiff_t w,
                      const elem *a, ptrdiff_t lda, real *partial, ptrdiff_t pitch)
{
    if (is_small(from, rows, w, lda)) {
        sum_small(rows, w, a, lda, partial, TO_SCRATCH);
        return;
    }
#if defined(HAS_SEVERAL)
    if (takes_several(from, rows, lda)) {
        sum_several(rows, w, a, lda, partial, pitch);
        return;
    }
#endif
    const bool streams = from == MEMORY && goes_by_streams();
    fold_rows(0, rows, w, a, lda, partial, pitch, ahead, streams);
    fold_rows(1, rows, w, a, lda, partial, pitch, ahead, streams);
    fold_rows(2, rows, w, a, lda, partial, pitch, ahead, streams);
    fold_rows(3, rows, w, a, lda, partial, pitch, ahead, streams);
    fold_rows(4, rows, w, a, lda, partial, pitch, ahead, streams);
}

#endif
