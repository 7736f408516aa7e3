/* SPDX-License-Identifier: BSD-3-Clause */
/* sum_across.c -- y[j] = the canonical sum over i of a[i*lda + j]; or the sum of those.
 *
 * A block of 128 rows gives a row (block.h); these merge through a binary counter of
 * rows. They share a scratch of fixed size, and the tile of columns is as wide as that
 * lets it be. A packed matrix of few columns, or from memory of some, goes its own way
 * (narrow.h), as from memory short rows with gaps between them may, and one column whose
 * elements lie apart (strided.h).
 */
#include "kernels/block.h"
#include "kernels/narrow.h"
#include "kernels/strided.h"
#include "util/scratch.h"

/* All rows of the scratch together, on the stack: small on every stack. */
#define SCRATCH (32768 / (ptrdiff_t)sizeof(real))

/* The same where a tile is to be wider than that allows. */
#define WIDE_SCRATCH (RPI_SCRATCH / (ptrdiff_t)sizeof(real))

/* The widest tile. From memory the streams should go on from row to row without a gap: of
   what a bare load reaches, 3000x3000 had 0.61 with 4 KiB, 0.66 with 8, 0.70 with 16;
   17 to 112 rows gain up to 64, with AVX-512 and AVX2 on a Zen 5 (doc/perf/kernels.md).
   Others may have 16. */
#define FAR_ROW (65536 / (ptrdiff_t)sizeof(real))
#define CACHED_ROW (16384 / (ptrdiff_t)sizeof(real))

/* Level k of the counter: the sum of 2^k block rows while bit k of the count is set. */
static void push_row(ptrdiff_t count, ptrdiff_t w, real *row, real *level,
                     ptrdiff_t pitch)
{
    for (; count & 1; count >>= 1, level += pitch)
        merge_row(v_add, w, level, row);
    copy_row(w, row, level);
}

/* The counter's total, as in counter.h; it is left in the level that is returned. */
static const real *total_row(ptrdiff_t count, ptrdiff_t w, real *level, ptrdiff_t pitch)
{
    for (; !(count & 1); count >>= 1)
        level += pitch;
    real *total = level;
    for (count >>= 1; count; count >>= 1) {
        level += pitch;
        if (count & 1)
            merge_row(v_add, w, level, total);
    }
    return total;
}

/* The results; those of a mean are divided by so many rows, those of a sum by 1. */
struct results {
    real *y;
    ptrdiff_t incy, by;
};

static inline struct results from_column(ptrdiff_t j, const struct results *to)
{
    return (struct results){to->y + j * to->incy, to->incy, to->by};
}

/* They are divided while they are in the cache. */
static void divide(ptrdiff_t w, const struct results *to)
{
    if (to->by != 1)
        DIVIDE_RESULTS(w, (real)to->by, to->y, to->incy);
}

static void put_results(ptrdiff_t w, const real *row, const struct results *to)
{
    put_columns(w, row, to->y, to->incy);
    divide(w, to);
}

/* A block of short rows with gaps between them is no stream that would be fetched ahead.
   One of so many elements asks for the next. With RPI_AHEAD from memory it is 1.1 to 4.2
   times as fast on a Zen 5, larger ones 0.85 to 1.0; without, on a Zen 3, 1.1 to 3.2
   times as fast from memory and 1.05 to 3 from L3, and larger ones 0.85 to 1.1. */
static ptrdiff_t asking_block(enum from from, ptrdiff_t elements)
{
    if (rpi_has_habit(RPI_AHEAD))
        return from == MEMORY ? 32768 / (ptrdiff_t)sizeof(elem) : 0;
    return elements > FROM_LEVEL_3 ? 4096 / (ptrdiff_t)sizeof(elem) : 0;
}

static bool asks_for_next(enum from from, ptrdiff_t m, ptrdiff_t w, ptrdiff_t lda)
{
    return lda > w && BLOCK * lda <= asking_block(from, m * lda);
}

/* A longer one is read first, as one stream or at several places (narrow.h), where memory
   is rising: as one stream on a Zen 3 1.0 to 1.5 times as fast, and 1.1 to 1.4 as fast as
   with prefetches of as much. */
static bool is_touched(enum from from, ptrdiff_t w, ptrdiff_t lda)
{
    return from == MEMORY && lda > w && BLOCK * lda <= AT_HOME &&
           rpi_has_habit(RPI_RISING);
}

static void ask_for(ptrdiff_t n, const elem *a)
{
    for (ptrdiff_t j = 0; j < n; j += LINE)
        PREFETCH(a + j);
}

#if defined(HAS_STREAMS)

/* So many blocks at each place, or one of rows with gaps between them. */
static void sum_places(ptrdiff_t blocks, ptrdiff_t n, const elem *a, ptrdiff_t lda,
                       ptrdiff_t apart, struct places *p)
{
    if (lda == n) {
        sum_places_abreast(blocks, n, a, apart, p);
        return;
    }
    touch_places(n, a, lda, apart);
    for (int k = 0; k < PLACES; k++)
        sum_small(BLOCK, n, a + k * apart, lda, p->row[k], TO_SCRATCH);
}

/* Whole blocks by parts, one at each place, which enter the counter as one sum each.
   Returned is how many blocks are done; none, if there is no scratch. */
static ptrdiff_t sum_in_places(ptrdiff_t whole, ptrdiff_t n, const elem *a, ptrdiff_t lda,
                               real *level, ptrdiff_t pitch)
{
    const ptrdiff_t size = BLOCK * lda;
    const int abreast_log2 = lda == n ? places_abreast_log2(n) : 0;
    int part_log2 = abreast_log2,
        top = 0; /* a part is complete at this level of its own */
    for (; size << (part_log2 + 1) <= PART; part_log2++)
        top++;
    assert(top < PART_LEVELS && pitch <= PLACE_COLUMNS);
    struct places *const p = whole >= PLACES << part_log2 ? rpi_scratch_take() : NULL;
    if (!p)
        return 0;
    ptrdiff_t blocks = 0;
    for (; whole - blocks >= PLACES << part_log2; a += PLACES * size << part_log2) {
        for (ptrdiff_t i = 0; i < 1 << top; i++) {
            sum_places(1 << abreast_log2, n, a + (i * size << abreast_log2), lda,
                       size << part_log2, p);
            for (int k = 0; k < PLACES; k++)
                push_row(i, n, p->row[k], p->level[k], pitch);
        }
        for (int k = 0; k < PLACES; k++, blocks += 1 << part_log2)
            push_row(blocks >> part_log2, n, p->level[k] + top * pitch,
                     level + part_log2 * pitch, pitch);
    }
    rpi_scratch_give(p);
    return blocks;
}

#endif

static void sum_tile(enum from from, ptrdiff_t ahead, ptrdiff_t m, ptrdiff_t w,
                     const elem *a, ptrdiff_t lda, const struct results *to,
                     real *scratch)
{
    const ptrdiff_t pitch = whole_vectors(w);
    real *const partial = scratch;
    real *const level = m > BLOCK ? scratch + PARTIALS * pitch : NULL;
    const real *total = partial;
    const bool asks = asks_for_next(from, m, w, lda);
    const bool touched = !asks && is_touched(from, w, lda);
    ptrdiff_t blocks = 0;
#if defined(HAS_STREAMS)
    if (touched && m > BLOCK && has_narrow_places(lda))
        blocks = sum_in_places(m / BLOCK, w, a, lda, level, pitch);
#endif
    for (ptrdiff_t i = blocks * BLOCK; i < m; i += BLOCK, blocks++) {
        const ptrdiff_t rows = m - i < BLOCK ? m - i : BLOCK;
        if (asks && i + BLOCK < m)
            ask_for(BLOCK * lda, a + (i + BLOCK) * lda);
        else if (touched)
            touch_rows(rows, w, a + i * lda, lda);
        sum_block(from, ahead, rows, w, a + i * lda, lda, partial, pitch);
        if (m > BLOCK)
            push_row(blocks, w, partial, level, pitch);
    }
    if (m > BLOCK)
        total = total_row((m + BLOCK - 1) / BLOCK, w, level, pitch);
    put_results(w, total, to);
}

/* What is left after whole blocks, as one more; and all of them to the results. */
static void end_narrow(ptrdiff_t blocks, ptrdiff_t rest, ptrdiff_t n, const elem *a,
                       const struct results *to, real *row, real *level, ptrdiff_t pitch)
{
    if (rest) {
        sum_small(rest, n, a, n, row, TO_SCRATCH);
        push_row(blocks++, n, row, level, pitch);
    }
    put_results(n, total_row(blocks, n, level, pitch), to);
}

/* So many blocks at once, fewer towards the end: sums of 2^k enter the counter at k. From
   memory parts may come first. A frame of its own: its runs and what sum_tiles needs are
   never there together. */
static NOINLINE void sum_narrow(bool far, ptrdiff_t m, ptrdiff_t n, const elem *a,
                                const struct results *to, real *scratch)
{
    const ptrdiff_t pitch = whole_vectors(n), whole = m / BLOCK, rest = m % BLOCK;
    real *const row = scratch, *const level = scratch + pitch;
    const bool rising = far && rpi_has_habit(RPI_RISING);
    ptrdiff_t blocks = 0;
#if defined(HAS_STREAMS)
    if (far && has_narrow_places(n)) {
        blocks = sum_in_places(whole, n, a, n, level, pitch);
        a += blocks * BLOCK * n;
    }
#endif
#if defined(HAS_LANES)
    const int lanes = lanes_log2(n);
    for (; lanes && whole - blocks >= 1 << lanes; blocks += 1 << lanes, a += VL * BLOCK) {
        sum_lanes(rising, n, a, row);
        push_row(blocks >> lanes, n, row, level + lanes * pitch, pitch);
    }
#endif
    for (int k = abreast_log2(n); k >= 0; k--)
        for (; whole - blocks >= 1 << k; blocks += 1 << k, a += n * BLOCK << k) {
            sum_abreast(rising, 1 << k, n, a, row);
            push_row(blocks >> k, n, row, level + k * pitch, pitch);
        }
    end_narrow(blocks, rest, n, a, to, row, level, pitch);
}

/* The same by groups, if there is a place for one. */
static NOINLINE bool sum_grouped(ptrdiff_t m, ptrdiff_t n, const elem *a,
                                 const struct results *to)
{
    const ptrdiff_t pitch = whole_vectors(n), whole = m / BLOCK, rest = m % BLOCK;
    real *const place = rpi_scratch_take();
    if (!place)
        return false;
    real *const row = place + GROUP_ROOM, *const level = row + pitch;
    ptrdiff_t blocks = 0;
    for (int k = group_log2(n); k >= 0; k--)
        for (; whole - blocks >= 1 << k; blocks += 1 << k, a += n * BLOCK << k) {
            sum_group(1 << k, n, a, row, place);
            push_row(blocks >> k, n, row, level + k * pitch, pitch);
        }
    end_narrow(blocks, rest, n, a, to, row, level, pitch);
    rpi_scratch_give(place);
    return true;
}

/* How wide a tile may be, and then no wider than makes the tiles alike. */
static ptrdiff_t tile_width(enum from from, ptrdiff_t m, ptrdiff_t n, ptrdiff_t lda,
                            ptrdiff_t room)
{
    const ptrdiff_t strip = STRIP * VL;
    ptrdiff_t rows = PARTIALS;
    if (n <= strip) /* divisions take a good part of a small sum */
        return strip;
    if (m <= BLOCK)
        rows = partial_rows(from, m, lda);
    else
        for (ptrdiff_t blocks = (m + BLOCK - 1) / BLOCK; blocks; blocks /= 2)
            rows++;
    const ptrdiff_t row = from == MEMORY ? FAR_ROW : CACHED_ROW;
    const ptrdiff_t most = (room / rows < row ? room / rows : row) / strip * strip;
    const ptrdiff_t tiles = (n + most - 1) / most;
    return ((n + tiles - 1) / tiles + strip - 1) / strip * strip;
}

static void sum_tiles(bool far, ptrdiff_t tile, ptrdiff_t m, ptrdiff_t n, const elem *a,
                      ptrdiff_t lda, const struct results *to, real *scratch)
{
    const ptrdiff_t ahead = block_ahead(far, m, n, tile, lda);
    const enum from from = comes_from(far, m * n);
    for (ptrdiff_t j = 0; j < n; j += tile) {
        const struct results there = from_column(j, to);
        sum_tile(from, ahead, m, n - j < tile ? n - j : tile, a + j, lda, &there,
                 scratch);
    }
}

static ptrdiff_t tile_on_stack(bool far, ptrdiff_t m, ptrdiff_t n, ptrdiff_t lda)
{
    return tile_width(comes_from(far, m * n), m, n, lda, SCRATCH);
}

static NOINLINE void sum_on_stack(bool far, ptrdiff_t m, ptrdiff_t n, const elem *a,
                                  ptrdiff_t lda, const struct results *to)
{
    _Alignas(64) real scratch[SCRATCH];
    if (lda == n && m > BLOCK && has_narrow_rows(far, n))
        sum_narrow(far, m, n, a, to, scratch);
    else
        sum_tiles(far, tile_on_stack(far, m, n, lda), m, n, a, lda, to, scratch);
}

/* Where the stack would cut a row, and there is a place to be had. */
static bool sum_wide(bool far, ptrdiff_t m, ptrdiff_t n, const elem *a, ptrdiff_t lda,
                     const struct results *to)
{
    const ptrdiff_t tile = tile_width(comes_from(far, m * n), m, n, lda, WIDE_SCRATCH);
    real *const scratch =
        tile <= tile_on_stack(far, m, n, lda) ? NULL : rpi_scratch_take();
    if (!scratch)
        return false;
    sum_tiles(far, tile, m, n, a, lda, to, scratch);
    rpi_scratch_give(scratch);
    return true;
}

static bool fits_registers(bool far, ptrdiff_t m, ptrdiff_t n, ptrdiff_t lda)
{
    return m <= BLOCK &&
           (m * n <= LEVEL_1 || is_small(comes_from(far, m * n), m, n, lda));
}

/* Anything: results that lie apart come from a row of scratch. */
static NOINLINE void sum_many(bool far, ptrdiff_t m, ptrdiff_t n, const elem *a,
                              ptrdiff_t lda, const struct results *to)
{
    if (fits_registers(far, m, n, lda) && to->incy == 1) {
        const ptrdiff_t piece = to->by == 1 ? n : CACHED_ROW;
        for (ptrdiff_t j = 0; j < n; j += piece) {
            const struct results there = from_column(j, to);
            const ptrdiff_t w = n - j < piece ? n - j : piece;
            sum_small(m, w, a + j, lda, there.y, TO_RESULTS);
            divide(w, &there);
        }
    } else if (far && lda == n && goes_in_groups(m, n) && sum_grouped(m, n, a, to)) {
        return;
    } else if (!sum_wide(far, m, n, a, lda, to)) {
        sum_on_stack(far, m, n, a, lda, to);
    }
}

ALWAYS_INLINE void sum_columns(bool far, ptrdiff_t m, ptrdiff_t n, const elem *a,
                               ptrdiff_t lda, const struct results *to)
{
    if (m == 1) {
        copy_each(n, a, 1, to->y, to->incy);
    } else if (n == 1 && lda != 1) {
        *to->y = sum_strided(m, a, lda);
        divide(1, to);
#if defined(HAS_SEVERAL)
    } else if (m <= GROUP && to->incy == 1 && takes_halves(far, m, n, lda)) {
        for (ptrdiff_t j = 0; j < n; j += HALVES) {
            const struct results there = from_column(j, to);
            const ptrdiff_t w = n - j < HALVES ? n - j : HALVES;
            sum_halves(m, w, a + j, lda, there.y);
            divide(w, &there);
        }
#endif
    } else if (m <= GROUP && to->incy == 1) {
        sum_few(m, n, a, lda, to->y, to->by == 1 ? TO_RESULTS : TO_MEANS);
    } else {
        const ptrdiff_t ragged = ragged_columns(m, n, a, lda);
        const struct results others = from_column(ragged, to);
        if (ragged)
            sum_many(far, m, ragged, a, lda, to);
        sum_many(far, m, n - ragged, a + ragged, lda, &others);
    }
}

static NOINLINE void sum_near(ptrdiff_t m, ptrdiff_t n, const elem *a, ptrdiff_t lda,
                              const struct results *to)
{
    sum_columns(false, m, n, a, lda, to);
}

/* A few rows from L1 are spared the frame of what else there may be. */
static inline bool are_few(ptrdiff_t m, ptrdiff_t n, ptrdiff_t incy)
{
    return m <= GROUP && incy == 1 && n > 1 && m * n <= LEVEL_1;
}

/* And so are short rows: of one block, or of several, if they fill a vector; packed ones
   that are no whole vectors only of up to three blocks, as narrow.h is faster with more.
   With AVX-512 and Neon it was not measured. */
#define SHORT (16 * VL)

static inline bool are_short(ptrdiff_t m, ptrdiff_t n, ptrdiff_t lda, ptrdiff_t incy)
{
    const bool short_rows = incy == 1 && n > 1 && n < SHORT && m * n <= LEVEL_1;
    return short_rows &&
           (m <= BLOCK || (n >= VL && (lda != n || n % VL == 0 || m <= 3 * BLOCK)));
}

/* Levels for as many blocks as L1 holds of them: for all but one of 2^k. */
#define SHORT_LEVELS 6
_Static_assert(LEVEL_1 / 2 <= (BLOCK << SHORT_LEVELS) - BLOCK, "rows of two elements");

/* A row of scratch that was computed in vectors of columns, divided, to results. */
static inline void put_means(ptrdiff_t m, ptrdiff_t w, const real *row, real *y)
{
    if (w < VL)
        v_store_part(y, mean_of(m, v_load(row)), w);
    else
        for (ptrdiff_t j = 0; j < w; j += VL)
            v_store(y + column(j, w), mean_of(m, v_load(row + j)));
}

/* The means of one block: its sums are not read again from where they have just been
   stored, the last vector overlapping the one before it. */
static NOINLINE void mean_short(ptrdiff_t m, ptrdiff_t n, const elem *a, ptrdiff_t lda,
                                real *y)
{
    _Alignas(64) real row[SHORT];
    sum_small(m, n, a, lda, row, TO_SCRATCH);
    put_means(m, n, row, y);
}

static NOINLINE void sum_few_blocks(ptrdiff_t m, ptrdiff_t n, const elem *a,
                                    ptrdiff_t lda, real *y, enum to to)
{
    _Alignas(64) real row[SHORT], level[SHORT_LEVELS * SHORT];
    const ptrdiff_t pitch = whole_vectors(n);
    ptrdiff_t blocks = 0;
    for (ptrdiff_t i = 0; i < m; i += BLOCK) {
        sum_small(m - i < BLOCK ? m - i : BLOCK, n, a + i * lda, lda, row, TO_SCRATCH);
        push_row(blocks++, n, row, level, pitch);
    }
    const real *const total = total_row(blocks, n, level, pitch);
    if (to == TO_MEANS)
        put_means(m, n, total, y);
    else
        put_columns(n, total, y, 1);
}

void K(sum_across)(ptrdiff_t m, ptrdiff_t n, const elem *a, ptrdiff_t lda, real *y,
                   ptrdiff_t incy)
{
    assert(m >= 1 && n >= 1);
    if (are_few(m, n, incy))
        sum_few(m, n, a, lda, y, TO_RESULTS);
    else if (are_short(m, n, lda, incy))
        (m <= BLOCK ? sum_small : sum_few_blocks)(m, n, a, lda, y, TO_RESULTS);
    else
        sum_near(m, n, a, lda, &(struct results){y, incy, 1});
}

void K(sum_across_far)(ptrdiff_t m, ptrdiff_t n, const elem *a, ptrdiff_t lda, real *y,
                       ptrdiff_t incy)
{
    assert(m >= 1 && n >= 1);
    sum_columns(true, m, n, a, lda, &(struct results){y, incy, 1});
}

void K(mean_across)(ptrdiff_t m, ptrdiff_t n, const elem *a, ptrdiff_t lda, real *y,
                    ptrdiff_t incy)
{
    assert(m >= 1 && n >= 1);
    if (are_few(m, n, incy))
        sum_few(m, n, a, lda, y, TO_MEANS);
    else if (are_short(m, n, lda, incy) && m <= BLOCK)
        mean_short(m, n, a, lda, y);
    else if (are_short(m, n, lda, incy))
        sum_few_blocks(m, n, a, lda, y, TO_MEANS);
    else
        sum_near(m, n, a, lda, &(struct results){y, incy, m});
}

void K(mean_across_far)(ptrdiff_t m, ptrdiff_t n, const elem *a, ptrdiff_t lda, real *y,
                        ptrdiff_t incy)
{
    assert(m >= 1 && n >= 1);
    sum_columns(true, m, n, a, lda, &(struct results){y, incy, m});
}

/* Nothing is stored in parts, and read again at once as a vector. */
void K(sum_all_across)(ptrdiff_t m, ptrdiff_t n, const elem *a, ptrdiff_t lda, real *y,
                       ptrdiff_t incy)
{
    _Alignas(64) real row[BLOCK];
    ptrdiff_t rest = 0;
    assert(m >= 1 && n >= 1 && n <= BLOCK);
    (void)incy;
    if (fits_registers(false, m, n, lda)) {
        (m <= GROUP ? sum_few : sum_small)(m, n, a, lda, row, TO_SCRATCH);
        rest = n % VL;
    } else {
        end_row(n, row);
        K(sum_across)(m, n, a, lda, row, 1);
    }
    *y = sum_row(n, rest, row);
}
