/* SPDX-License-Identifier: BSD-3-Clause */
/* block.h -- the canonical sum across the rows of one block of 128 or less.
 *
 * Rows l, l+16, .. l+112 are eight streams whose fold is partial row l; the sixteen
 * partial rows fold in half four times. A block that L1 holds is taken column by column,
 * in registers. A larger one is taken row by row, as the streams of the memory like it:
 * the partial rows come in the natural order l = 0..15, so that every stream rises row by
 * row, and meet as soon as the tree allows in eight rows of the scratch.
 */
#ifndef RPI_BLOCK_H
#define RPI_BLOCK_H

#include <stdint.h>

#include "kernels/rows.h"

#define STREAMS 8
#define GROUP (BLOCK / STREAMS)

/* Rows of scratch in which the sum of a block comes about. */
#define PARTIALS (GROUP / 4)

/* A whole matrix of no more elements is at home in L1, */
#define LEVEL_1 (40960 / (ptrdiff_t)sizeof(elem))

/* and a block of no more elements of a larger one is worth being brought there. */
#define SMALL (16384 / (ptrdiff_t)sizeof(elem))

ALWAYS_INLINE vec get(ptrdiff_t n, const elem *a)
{
    return n == VL ? v_get(a) : v_get_part(a, n);
}

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

/* One vector of columns over up to `most` rows; -0.0 stands for the missing ones. */
ALWAYS_INLINE vec few_column(int most, ptrdiff_t rows, ptrdiff_t n, const elem *a,
                             ptrdiff_t lda)
{
    vec v[GROUP];
    UNROLL
    for (int i = 0; i < most; i++)
        v[i] = i < rows ? get(n, a + i * lda) : v_zero();
    return halve(most, v);
}

/* One vector of columns: partial row l of a block of s streams, of which the last has
   `last` rows, 1 to 16. */
ALWAYS_INLINE vec partial_column(int s, ptrdiff_t last, ptrdiff_t l, ptrdiff_t n,
                                 const elem *a, ptrdiff_t lda)
{
    vec v[STREAMS];
    UNROLL
    for (int k = 0; k < s - 1; k++)
        v[k] = get(n, a + (l + k * GROUP) * lda);
    v[s - 1] = l < last ? get(n, a + (l + (s - 1) * GROUP) * lda) : v_zero();
    return halve(s, v);
}

/* One vector of columns over a block of s streams. The loop over a quarter of the partial
   rows is rolled: unrolled, it is four times the code and no faster. */
ALWAYS_INLINE vec sum_column(int s, ptrdiff_t last, ptrdiff_t n, const elem *a,
                             ptrdiff_t lda)
{
    vec quarter[4];
    for (int l = 0; l < 4; l++) {
        vec v[4];
        UNROLL
        for (int i = 0; i < 4; i++)
            v[i] = partial_column(s, last, l + 4 * i, n, a, lda);
        quarter[l] = halve(4, v);
    }
    return halve(4, quarter);
}

/* A block of up to `most` rows, or else of s streams. */
ALWAYS_INLINE vec small_column(int most, int s, ptrdiff_t rows, ptrdiff_t n,
                               const elem *a, ptrdiff_t lda)
{
    return most ? few_column(most, rows, n, a, lda)
                : sum_column(s, rows - (s - 1) * GROUP, n, a, lda);
}

/* Every column of the block. The result goes to y, or (incy = 0) to a row of scratch. */
ALWAYS_INLINE void small_columns(int most, int s, ptrdiff_t rows, ptrdiff_t w,
                                 const elem *a, ptrdiff_t lda, real *y, ptrdiff_t incy)
{
    if (w < VL) {
        const vec t = small_column(most, s, rows, w, a, lda);
        if (incy)
            put(y, incy, t, w);
        else
            v_store(y, t);
        return;
    }
    for (ptrdiff_t j = 0; j < w; j += VL) {
        const ptrdiff_t c = column(j, w);
        const vec t = small_column(most, s, rows, VL, a + c, lda);
        if (incy)
            put(y + c * incy, incy, t, VL);
        else
            v_store(y + j, t);
    }
}

/* A block in L1: there the order of the loads does not matter, and nothing but one vector
   is stored. */
static void sum_small(ptrdiff_t rows, ptrdiff_t w, const elem *a, ptrdiff_t lda, real *y,
                      ptrdiff_t incy)
{
    if (rows <= 4) {
        small_columns(4, 0, rows, w, a, lda, y, incy);
        return;
    }
    if (rows <= 8) {
        small_columns(8, 0, rows, w, a, lda, y, incy);
        return;
    }
    switch ((rows + GROUP - 1) / GROUP) {
    case 1: small_columns(GROUP, 1, rows, w, a, lda, y, incy); break;
    case 2: small_columns(0, 2, rows, w, a, lda, y, incy); break;
    case 3: small_columns(0, 3, rows, w, a, lda, y, incy); break;
    case 4: small_columns(0, 4, rows, w, a, lda, y, incy); break;
    case 5: small_columns(0, 5, rows, w, a, lda, y, incy); break;
    case 6: small_columns(0, 6, rows, w, a, lda, y, incy); break;
    case 7: small_columns(0, 7, rows, w, a, lda, y, incy); break;
    default: small_columns(0, 8, rows, w, a, lda, y, incy); break;
    }
}

static bool is_small(ptrdiff_t rows, ptrdiff_t w)
{
    return rows <= GROUP || rows * w <= SMALL;
}

/* ---- A block in strips ------------------------------------------------------------- */

/* Vectors of a strip: long enough for the streams of the memory. The partial sums stay in
   the registers of AVX-512 and AVX2 (with 512 bytes there 1000x1000 was 4 % slower), else
   in L1 (with 128 bytes SSE2 had 46 instead of 60 GB/s at 256x256). */
#if defined(RP_ISA_AVX2)
#define STRIP (256 / (int)sizeof(vec))
#else
#define STRIP (512 / (int)sizeof(vec))
#endif

#define UNROLL_STRIP _Pragma("GCC unroll 8")

/* What half the streams give to one vector of sums. */
#define BITE (STREAMS / 2 * VL)

/* The next block of a matrix in memory, which is asked for line by line in rising order
   while this one is summed: its own streams arrive out of order. */
struct ahead {
    const elem *row;
    ptrdiff_t lda, w, at;
};

/* Two partial rows on their way to `out`, and what waits there for their sum. */
struct pair {
    const elem *a[2];
    ptrdiff_t stride;
    int have[2]; /* so many streams have the row */
    int merges;
    const real *waiting[3];
    real *out;
    struct ahead *ahead; /* NULL: within the caches */
};

/* How a strip is summed; constants, for a straight loop. Unless the block is whole, the
   upper half of the streams may have ended. */
struct way {
    int streams, merges, count; /* of vectors */
    bool whole, far;
};

ALWAYS_INLINE void ask_ahead(const struct ahead *next, int c)
{
    UNROLL
    for (int k = 0; k < BITE; k += LINE)
        PREFETCH_L2(next->row + next->at + c * BITE + k);
}

ALWAYS_INLINE void step_ahead(struct ahead *next, int count)
{
    next->at += count * BITE;
    if (next->at >= next->w) {
        next->at -= next->w;
        next->row += next->lda;
    }
}

/* One vector of every other stream of a partial row, from number `odd` on. */
ALWAYS_INLINE vec fold_half(struct way way, int row, int odd, const struct pair *p,
                            ptrdiff_t j, int c)
{
    const elem *a = p->a[row] + j + c * VL;
    vec v[STREAMS / 2];
    if (way.far)
        ask_ahead(p->ahead, c);
    UNROLL
    for (int k = odd; k < way.streams; k += 2)
        v[k / 2] = way.whole || k < way.streams / 2 || k < p->have[row]
                       ? v_get(a + k * p->stride)
                       : v_zero();
    return halve((way.streams + 1 - odd) / 2, v);
}

ALWAYS_INLINE void end_pass(struct way way, const struct pair *p)
{
    KEEP_ORDER();
    if (way.far)
        step_ahead(p->ahead, way.count);
}

/* The columns from j on, in four passes of half the streams: eight rows that are a power
   of two apart, and what is fetched ahead of them, do not fit one set of L1. */
ALWAYS_INLINE void fold_strip(struct way way, const struct pair *p, ptrdiff_t j,
                              ptrdiff_t out)
{
    vec sum[STRIP], next[STRIP];
    UNROLL_STRIP
    for (int c = 0; c < way.count; c++)
        sum[c] = fold_half(way, 0, 0, p, j, c);
    end_pass(way, p);
    UNROLL_STRIP
    for (int c = 0; c < way.count; c++)
        sum[c] = v_add(sum[c], fold_half(way, 0, 1, p, j, c));
    end_pass(way, p);
    UNROLL_STRIP
    for (int c = 0; c < way.count; c++)
        next[c] = fold_half(way, 1, 0, p, j, c);
    end_pass(way, p);
    UNROLL_STRIP
    for (int c = 0; c < way.count; c++) {
        vec v = v_add(sum[c], v_add(next[c], fold_half(way, 1, 1, p, j, c)));
        for (int k = 0; k < way.merges; k++)
            v = v_add(v_load(p->waiting[k] + out + c * VL), v);
        v_store(p->out + out + c * VL, v);
    }
    end_pass(way, p);
}

/* Strips, and single vectors at their end. */
ALWAYS_INLINE void fold_strips(struct way way, ptrdiff_t w, const struct pair *p)
{
    ptrdiff_t j = 0;
    for (; j + way.count * VL <= w; j += way.count * VL)
        fold_strip(way, p, j, j);
    way.count = 1;
    for (; j < w; j += VL)
        fold_strip(way, p, column(j, w), j);
}

/* Within the caches a constant number of waiting rows saves 5 to 10 %. */
static void fold_pair(ptrdiff_t rows, ptrdiff_t w, const struct pair *p)
{
    const int merges = p->merges;
    if (rows == BLOCK && p->ahead)
        fold_strips((struct way){8, merges, STRIP, true, true}, w, p);
    else if (rows == BLOCK)
        switch (merges) {
        case 0: fold_strips((struct way){8, 0, STRIP, true, false}, w, p); break;
        case 1: fold_strips((struct way){8, 1, STRIP, true, false}, w, p); break;
        case 2: fold_strips((struct way){8, 2, STRIP, true, false}, w, p); break;
        default: fold_strips((struct way){8, 3, STRIP, true, false}, w, p); break;
        }
    else if (rows > BLOCK / 2)
        fold_strips((struct way){8, merges, STRIP, false, false}, w, p);
    else if (rows > BLOCK / 4)
        fold_strips((struct way){4, merges, 1, false, false}, w, p);
    else
        fold_strips((struct way){2, merges, 1, false, false}, w, p);
}

/* How many streams of a block have partial row l. */
static int streams_at(int l, ptrdiff_t rows)
{
    return (int)((rows - l + GROUP - 1) / GROUP);
}

/* The sum of a block of rows <= 128, left in the first of PARTIALS rows of scratch. Pair
   l, of the partial rows l and l+8, finds others waiting from the fifth on. */
static void sum_block(ptrdiff_t rows, ptrdiff_t w, const elem *a, ptrdiff_t lda,
                      real *partial, ptrdiff_t pitch, struct ahead *ahead)
{
    if (is_small(rows, w)) {
        sum_small(rows, w, a, lda, partial, 0);
        return;
    }
    for (int l = 0; l < GROUP / 2; l++) {
        struct pair p = {.a = {a + l * lda, a + (l + GROUP / 2) * lda},
                         .stride = GROUP * lda,
                         .have = {streams_at(l, rows), streams_at(l + GROUP / 2, rows)},
                         .ahead = ahead};
        int row = l;
        for (int h = PARTIALS; h >= 1 && (l & h); h /= 2) {
            row -= h;
            p.waiting[p.merges++] = partial + row * pitch;
        }
        p.out = partial + row * pitch;
        fold_pair(rows, w, &p);
    }
}

#endif
