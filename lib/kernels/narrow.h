/* SPDX-License-Identifier: BSD-3-Clause */
/* narrow.h -- the canonical sum across packed rows of a few vectors, or from memory some.
 *
 * Sixteen rows of n are one run of 16*n neighbours and a block is eight such runs: they
 * fold with whole vectors, whatever n is. The run then folds from 16*n down to n, column
 * by column, or in half, the first times in registers if its halves are whole vectors
 * until one is left. A fold waits for the stores of the one before it, so several blocks
 * go through it together, side by side in a buffer; at its end they are neighbours that
 * fold likewise. Rows of which a vector holds several fold in lanes of their own.
 */
#ifndef RPI_NARROW_H
#define RPI_NARROW_H

#include "kernels/block.h"
#include "util/scratch.h"

/* Packed rows shorter than this are narrow; from memory, twice as long ones: 100000x96
   has 0.61 so instead of 0.49 of a load, but 30000x64, in L3, would have 0.75 instead of
   0.81. */
#define NARROW (4 * VL)

static inline bool has_narrow_rows(bool far, ptrdiff_t n)
{
    return n < (far ? 2 * NARROW : NARROW);
}

/* The runs of the blocks side by side; more of them would be driven out of L1. */
#define RUNS 1024

/* The longest run alone, if it is longer. */
#define ROOM (2 * GROUP * NARROW > RUNS ? 2 * GROUP * NARROW : RUNS)

/* Those of a group of blocks from memory: while they fold no load of the next ones is
   under way, so that the less often that is, the better. 16 KB have most of it
   (doc/perf/kernels.md). */
#define FAR_RUNS (65536 / (ptrdiff_t)sizeof(real))

/* Does a vector hold a whole number of rows? */
static inline bool fills_vectors(ptrdiff_t n)
{
    return n <= VL && (n & (n - 1)) == 0;
}

/* What is left of a block after fold_run: sixteen rows, or as many as make a vector. */
static inline ptrdiff_t run_length(ptrdiff_t n)
{
    return fills_vectors(n) ? VL : GROUP * n;
}

/* So many blocks go side by side, as a power of two, but no more than 2^most or than
   there is room for. */
static inline int blocks_log2(int most, ptrdiff_t room, ptrdiff_t n)
{
    int k = most;
    while (k && run_length(n) << k > room)
        k--;
    return k;
}

static inline int abreast_log2(ptrdiff_t n)
{
    return blocks_log2(4, RUNS, n);
}

/* Of a group as many as there is room for. */
static inline int group_log2(ptrdiff_t n)
{
    return blocks_log2(14, FAR_RUNS, n);
}

/* A block of GROUP/parts rows to a vector: of its partial rows, so many lie in one. What
   is so far ahead is asked for; if that is 0, the streams rise together, as what fetches
   them ahead likes it. */
ALWAYS_INLINE vec fold_vectors(int parts, ptrdiff_t ahead, const elem *a)
{
    vec part[GROUP];
    UNROLL
    for (int l = 0; l < parts; l++) {
        vec v[STREAMS];
        UNROLL
        for (int k = 0; k < STREAMS; k++) {
            v[k] = v_get(a + (l + k * parts) * VL);
            if (ahead && k * VL % LINE == 0)
                PREFETCH(a + (l * STREAMS + k) * VL + ahead);
        }
        part[l] = halve(GROUP / 2, STREAMS, v);
        if (!ahead)
            KEEP_ORDER();
    }
    return halve(GROUP / 2, parts, part);
}

/* A run of so many vectors goes in strips, as rows do; shorter ones by single vectors. */
#define LONG_RUN (16 * VL)

/* The run of a whole block, a multiple of every vector. */
ALWAYS_INLINE void fold_run(ptrdiff_t ahead, ptrdiff_t n, const elem *a, real *run)
{
    assert(n >= 1);
    const ptrdiff_t wide = GROUP * n;
    switch (fills_vectors(n) ? wide / VL : 0) {
    case 1: v_store(run, fold_vectors(1, ahead, a)); return;
    case 2: v_store(run, fold_vectors(2, ahead, a)); return;
    case 4: v_store(run, fold_vectors(4, ahead, a)); return;
    case 8: v_store(run, fold_vectors(8, ahead, a)); return;
    case 16: v_store(run, fold_vectors(16, ahead, a)); return;
    default: break;
    }
    if (wide >= LONG_RUN) {
        fold_strips(STREAMS, 0, 0, wide,
                    (struct partial){.a = a, .stride = wide, .out = run});
        return;
    }
    for (ptrdiff_t j = 0; j < wide; j += VL) {
        vec v[STREAMS];
        UNROLL
        for (int k = 0; k < STREAMS; k++) {
            v[k] = v_get(a + j + k * wide);
            if (ahead && k * VL % LINE == 0)
                PREFETCH(a + j * STREAMS + k * VL + ahead);
        }
        v_store(run + j, halve(GROUP / 2, STREAMS, v));
    }
}

/* AHEAD is a constant, which saves 3 to 10 % within the caches. */
static NOINLINE void fold_near(ptrdiff_t n, const elem *a, real *run)
{
    fold_run(AHEAD, n, a, run);
}

/* A block that is there already, or is not asked for. */
static NOINLINE void fold_here(ptrdiff_t n, const elem *a, real *run)
{
    fold_run(0, n, a, run);
}

/* A block that L1 holds is read as one stream first, where memory is rising. A longer one
   is a long row: its streams go line by line, or it asks for the next. */
static NOINLINE void fold_rising(ptrdiff_t n, const elem *a, real *run)
{
    if (BLOCK * n <= AT_HOME) {
        touch(BLOCK * n, a);
        fold_here(n, a, run);
        return;
    }
    const struct partial all = {.a = a, .stride = GROUP * n, .out = run};
    if (goes_as_one_stream())
        fold_and_ask(0, BLOCK * n, GROUP * n, all);
    else
        fold_streams(0, GROUP * n, all);
}

/* Is a run folded column by column? Where a vector would be less than half full, halving
   is faster. */
static inline bool folds_by_columns(ptrdiff_t n)
{
    return n >= VL / 2 && !fills_vectors(n);
}

/* The sixteen rows of each of so many runs fold to one, in registers. */
static void fold_columns(ptrdiff_t runs, ptrdiff_t n, const real *run, real *row)
{
    for (; runs > 0; runs--, run += GROUP * n, row += n) {
        vec v[GROUP];
        if (n < VL) {
            UNROLL
            for (int l = 0; l < GROUP; l++)
                v[l] = v_load_some(run + l * n, n);
            v_store(row, halve(GROUP / 2, GROUP, v));
            continue;
        }
        for (ptrdiff_t j = 0; j < n; j += VL) {
            const ptrdiff_t c = column(j, n);
            UNROLL
            for (int l = 0; l < GROUP; l++)
                v[l] = v_load(run + l * n + c);
            v_store(row + c, halve(GROUP / 2, GROUP, v));
        }
    }
}

/* Each of count pieces of 2*half at x folds to one of half at y. Lanes beyond a short one
   become zeros, and its neighbour is stored over them. */
static void halve_pieces(ptrdiff_t count, ptrdiff_t half, const real *x, real *y)
{
    assert(count >= 1 && half >= 1);
    for (; count > 0; count--, x += 2 * half, y += half) {
        if (half < VL) {
            v_store(y, v_add(v_load_some(x, half), v_load_some(x + half, half)));
            continue;
        }
        for (ptrdiff_t j = 0; j < half; j += VL) {
            const ptrdiff_t c = column(j, half);
            v_store(y + c, v_add(v_load(x + c), v_load(x + half + c)));
        }
    }
}

/* So many runs, a power of two, side by side fold until `rows` of n are left, which go to
   as many rows of scratch. The runs are lost; `other` has room for half of them. */
static void fold_runs(ptrdiff_t runs, int rows, ptrdiff_t n, real *run, real *other,
                      real *row, ptrdiff_t pitch)
{
    real *from = run, *to = other;
    ptrdiff_t length = run_length(n);
    while (length * runs > n * rows) {
        if (length > n && folds_by_columns(n)) {
            length = n;
            fold_columns(runs, n, from, to);
        } else {
            if (length > n)
                length /= 2;
            else
                runs /= 2;
            halve_pieces(runs, length, from, to);
        }
        from = to;
        to = from == run ? other : run;
    }
    for (int k = 0; k < rows; k++, from += n, row += pitch)
        for (ptrdiff_t j = 0; j < n; j += VL)
            v_store(row + j, n < VL ? v_load_part(from, n) : v_load(from + column(j, n)));
}

/* The sum of so many whole blocks, a power of two, as a row of scratch. */
static void sum_abreast(bool rising, ptrdiff_t blocks, ptrdiff_t n, const elem *a,
                        real *row)
{
    real run[ROOM + VL], other[ROOM / 2 + VL];
    assert(blocks >= 1 && n >= 1);
    for (ptrdiff_t b = 0; b < blocks; b++, a += BLOCK * n)
        (rising ? fold_rising : fold_near)(n, a, run + b * run_length(n));
    fold_runs(blocks, 1, n, run, other, row, 0);
}

/* With AVX-512 and Neon it was not measured. */
#if defined(RP_ISA_AVX2) || (defined(RP_ISA_GENERIC) && VL > 2)
#define HAS_LANES

/* Where rows fill a vector, as many blocks: each folds to the n lanes of one row, and
   these side by side in one vector to their sum. */
ALWAYS_INLINE void sum_in_lanes(int n, ptrdiff_t ahead, const elem *a, real *row)
{
    vec v[VL];
    for (int b = 0; b < VL / n; b++, a += BLOCK * n) {
        FROM_HERE(a);
        v[b] = fold_vectors(GROUP * n / VL, ahead, a);
    }
    UNROLL
    for (int h = VL / 2; h >= n; h /= 2) {
        UNROLL
        for (int b = 0; b < h / n; b++)
            v[b] = v_pair(v_add, v[b], v[b + h / n], h);
    }
    UNROLL
    for (int h = n; h < VL; h *= 2) /* nothing in the other lanes */
        v[0] = v_pair(v_add, v[0], v_zero(), h);
    v_store(row, v[0]);
}

/* How many blocks those are, as a power of two; 0 for rows of which it is one, and for
   single elements, which lie along. */
static inline int lanes_log2(ptrdiff_t n)
{
    int k = 0;
    while (n > 1 && fills_vectors(n) && n << (k + 1) <= VL)
        k++;
    return k;
}

static NOINLINE void sum_lanes_near(ptrdiff_t n, const elem *a, real *row)
{
    if (VL > 4 && n == 4)
        sum_in_lanes(VL / 2, AHEAD, a, row);
    else
        sum_in_lanes(2, AHEAD, a, row);
}

static NOINLINE void sum_lanes_here(ptrdiff_t n, const elem *a, real *row)
{
    if (VL > 4 && n == 4)
        sum_in_lanes(VL / 2, 0, a, row);
    else
        sum_in_lanes(2, 0, a, row);
}

/* As a row of scratch; see fold_rising. */
static void sum_lanes(bool rising, ptrdiff_t n, const elem *a, real *row)
{
    if (rising)
        touch(VL * BLOCK, a);
    (rising ? sum_lanes_here : sum_lanes_near)(n, a, row);
}

#endif

/* Blocks from memory of rows up to so long go in groups, but not where the conversion to
   double bounds them: 1000000x4 had 0.7 of the speed so, 3000000x5 0.83. */
#define GROUPED (8 * NARROW)

static inline bool goes_in_groups(ptrdiff_t m, ptrdiff_t n)
{
    return sizeof(elem) == sizeof(real) && m > BLOCK && n < GROUPED &&
           rpi_has_habit(RPI_AHEAD) && !goes_by_streams();
}

/* The runs of a group, and room to fold them, in a place of util/scratch.h; behind them
   are one row and 55 levels, as more blocks cannot be. */
#define GROUP_ROOM (2 * (FAR_RUNS + VL))
_Static_assert((GROUP_ROOM + 56 * GROUPED) * sizeof(real) <= RPI_SCRATCH,
               "a place is too small");

/* Shorter rows of a group are asked for: they take many instructions a line. */
#if defined(RP_ISA_AVX512)
#define UNASKED (VL / 4)
#else
#define UNASKED (VL + 1)
#endif

/* The sum of a group of blocks, a power of two, as a row of scratch. */
static void sum_group(ptrdiff_t blocks, ptrdiff_t n, const elem *a, real *row,
                      real *place)
{
    for (ptrdiff_t b = 0; b < blocks; b++, a += BLOCK * n)
        (n < UNASKED ? fold_near : fold_here)(n, a, place + b * run_length(n));
    fold_runs(blocks, 1, n, place, place + GROUP_ROOM / 2, row, 0);
}

/* All lines of the cache in which rows lie; the gaps between them may be others' to
   write. */
static void touch_rows(ptrdiff_t rows, ptrdiff_t n, const elem *a, ptrdiff_t lda)
{
    for (; rows > 0; rows--, a += lda) {
        touch(lda > LINE ? n : 1, a);
        if (lda > LINE)
            touch(1, a + n - 1);
    }
}

#if defined(HAS_STREAMS)

/* The blocks at all places are read before they are summed. Those of no more columns are
   1.2 to 1.9 times as fast on a Zen 3, from 32 bytes a row on; of more, 0.9 to 1.1. */
#define PLACE_COLUMNS (PART / (PLACES * BLOCK))

static inline bool has_narrow_places(ptrdiff_t n)
{
    return n <= PLACE_COLUMNS && goes_by_streams();
}

/* So many blocks of each place, as a power of two. */
static inline int places_abreast_log2(ptrdiff_t n)
{
    const int k = abreast_log2(n);
    return k < 2 ? 0 : k - 2;
}
_Static_assert(PLACES == 4, "so many blocks make 2^2 times as many runs");

/* A block of rows with gaps between them at each of PLACES places. */
static void touch_places(ptrdiff_t n, const elem *a, ptrdiff_t lda, ptrdiff_t apart)
{
    assert(lda > 0 && lda <= RUN);
    const ptrdiff_t run = RUN / lda;
    for (ptrdiff_t i = 0; i < BLOCK; i += run)
        for (int k = 0; k < PLACES; k++)
            touch_rows(BLOCK - i < run ? BLOCK - i : run, n, a + k * apart + i * lda,
                       lda);
}

/* What they need, in util/scratch.h: the runs of blocks, and room to fold them; for each
   place a row, and the levels of a part, which has no more than 2^7 blocks. */
#define PLACES_ROOM (PLACES * GROUP * PLACE_COLUMNS)
#define PART_LEVELS 8

struct places {
    real run[PLACES_ROOM + VL], other[PLACES_ROOM / 2 + VL];
    real row[PLACES][PLACE_COLUMNS], level[PLACES][PART_LEVELS * PLACE_COLUMNS];
};
_Static_assert(PLACES_ROOM >= RUNS && PLACE_COLUMNS % VL == 0 &&
                   sizeof(struct places) <= RPI_SCRATCH,
               "a place is too small");

/* The sums of so many blocks at each of PLACES places, as a row for each: the blocks that
   come next are read together first, as streams that rise in turn. */
static void sum_places_abreast(ptrdiff_t blocks, ptrdiff_t n, const elem *a,
                               ptrdiff_t apart, struct places *p)
{
    const ptrdiff_t size = BLOCK * n, length = run_length(n);
    assert(blocks >= 1 && PLACES * blocks * length <= PLACES_ROOM);
    for (ptrdiff_t b = 0; b < blocks; b++, a += size) {
        for (ptrdiff_t j = 0; j < size; j += RUN)
            for (int k = 0; k < PLACES; k++)
                touch(size - j < RUN ? size - j : RUN, a + k * apart + j);
        for (int k = 0; k < PLACES; k++)
            fold_here(n, a + k * apart, p->run + (k * blocks + b) * length);
    }
    fold_runs(PLACES * blocks, PLACES, n, p->run, p->other, p->row[0], PLACE_COLUMNS);
}

#endif

#endif
