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

#include "kernels/rows.h"

#define STREAMS 8
#define GROUP (BLOCK / STREAMS)

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

/* One vector of columns: the fold of s streams, added to the rows that wait for it. */
ALWAYS_INLINE void fold_column(int s, int merges, ptrdiff_t n, const elem *a,
                               ptrdiff_t stride, const real *const waiting[4], real *out,
                               ptrdiff_t j)
{
    vec v[STREAMS];
    UNROLL
    for (int k = 0; k < s; k++)
        v[k] = get(n, a + k * stride);
    vec t = halve(s, v);
    for (int k = 0; k < merges; k++)
        t = v_add(v_load(waiting[k] + j), t);
    v_store(out + j, t);
}

ALWAYS_INLINE void fold_group(int s, int merges, ptrdiff_t w, const elem *a,
                              ptrdiff_t stride, const real *const waiting[4], real *out)
{
    if (w < VL)
        fold_column(s, merges, w, a, stride, waiting, out, 0);
    else
        for (ptrdiff_t j = 0; j < w; j += VL)
            fold_column(s, merges, VL, a + column(j, w), stride, waiting, out, j);
}

/* A constant number of streams makes a straight loop. In the full block, which decides in
   long matrices, so does that of the waiting rows: 15 to 20 % within the caches. */
static void fold_rows(int s, int merges, ptrdiff_t w, const elem *a, ptrdiff_t stride,
                      const real *const waiting[4], real *out)
{
    switch (s) {
    case 1: fold_group(1, merges, w, a, stride, waiting, out); break;
    case 2: fold_group(2, merges, w, a, stride, waiting, out); break;
    case 3: fold_group(3, merges, w, a, stride, waiting, out); break;
    case 4: fold_group(4, merges, w, a, stride, waiting, out); break;
    case 5: fold_group(5, merges, w, a, stride, waiting, out); break;
    case 6: fold_group(6, merges, w, a, stride, waiting, out); break;
    case 7: fold_group(7, merges, w, a, stride, waiting, out); break;
    default:
        switch (merges) {
        case 0: fold_group(8, 0, w, a, stride, waiting, out); break;
        case 1: fold_group(8, 1, w, a, stride, waiting, out); break;
        case 2: fold_group(8, 2, w, a, stride, waiting, out); break;
        case 3: fold_group(8, 3, w, a, stride, waiting, out); break;
        default: fold_group(8, 4, w, a, stride, waiting, out); break;
        }
    }
}

/* The sum of a block of rows <= 128, left in the first of eight rows of scratch. */
static void sum_block(ptrdiff_t rows, ptrdiff_t w, const elem *a, ptrdiff_t lda,
                      real *partial, ptrdiff_t pitch)
{
    if (is_small(rows, w)) {
        sum_small(rows, w, a, lda, partial, 0);
        return;
    }
    for (int l = 0; l < GROUP; l++) {
        const real *waiting[4];
        int merges = 0, row = l;
        for (int h = GROUP / 2; h >= 1 && (l & h); h /= 2) {
            row -= h;
            waiting[merges++] = partial + row * pitch;
        }
        fold_rows((int)(rows - l + GROUP - 1) / GROUP, merges, w, a + l * lda,
                  GROUP * lda, waiting, partial + row * pitch);
    }
}

#endif
