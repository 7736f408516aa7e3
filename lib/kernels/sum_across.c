/* SPDX-License-Identifier: BSD-3-Clause */
/* sum_across.c -- y[j] = the canonical sum over i of a[i*lda + j].
 *
 * Rows l, l+16, .. l+112 of a block of 128 are eight streams whose fold is partial row l.
 * The partial rows come in the natural order l = 0..15, so that every stream rises row by
 * row, and meet as soon as the tree allows in eight buffers; finished block rows merge
 * through a binary counter of rows. These share a scratch of fixed size on the stack, and
 * the tile of columns is as wide as that lets it be.
 *
 * A packed matrix narrower than a few vectors is walked as one of 16*n columns: sixteen
 * rows are one long row, eight of those a block, and the fold goes on from 16*n to n.
 */
#include "kernels/rows.h"

#define STREAMS 8
#define GROUP (BLOCK / STREAMS)

/* All rows of the scratch together: at home in every L2, small on every stack. */
#define SCRATCH (49152 / (ptrdiff_t)sizeof(real))

/* One row of it. Eight are in use at a time and should leave half of L1 to the streams;
   but streams shorter than 2 KiB lose up to half of their speed from memory. */
#define ROW (2048 / (ptrdiff_t)sizeof(real))

/* A block of no more elements is small: half of L1. */
#define SMALL (16384 / (ptrdiff_t)sizeof(elem))

/* Packed rows shorter than this are narrow. */
#define NARROW (2 * VL)

/* One vector of columns: the fold of 1 <= s <= 8 streams, ((0+4)+(2+6))+((1+5)+(3+7)). */
ALWAYS_INLINE vec fold_at(int s, ptrdiff_t n, const elem *a, ptrdiff_t stride)
{
    vec v[STREAMS];
    UNROLL
    for (int k = 0; k < s; k++)
        v[k] = n == VL ? v_get(a + k * stride) : v_get_part(a + k * stride, n);
    UNROLL
    for (int h = STREAMS / 2; h >= 1; h /= 2) {
        UNROLL
        for (int k = 0; k < h; k++)
            if (k + h < s)
                v[k] = v_add(v[k], v[k + h]);
    }
    return v[0];
}

/* The same, added to the rows that wait for it. */
ALWAYS_INLINE void fold_column(int s, int merges, ptrdiff_t n, const elem *a,
                               ptrdiff_t stride, const real *const waiting[4], real *out,
                               ptrdiff_t j)
{
    vec t = fold_at(s, n, a + j, stride);
    for (int k = 0; k < merges; k++)
        t = v_add(v_load(waiting[k] + j), t);
    v_store(out + j, t);
}

ALWAYS_INLINE void fold_group(int s, int merges, ptrdiff_t w, const elem *a,
                              ptrdiff_t stride, const real *const waiting[4], real *out)
{
    ptrdiff_t j = 0;
    for (; j + VL <= w; j += VL)
        fold_column(s, merges, VL, a, stride, waiting, out, j);
    if (j < w)
        fold_column(s, merges, w - j, a, stride, waiting, out, j);
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

/* One vector of columns over up to `most` rows; -0.0 stands for the missing ones. */
ALWAYS_INLINE vec few_column(int most, ptrdiff_t rows, ptrdiff_t n, const elem *a,
                             ptrdiff_t lda)
{
    vec v[GROUP];
    UNROLL
    for (int i = 0; i < most; i++)
        v[i] = i >= rows ? v_zero()
               : n == VL ? v_get(a + i * lda)
                         : v_get_part(a + i * lda, n);
    UNROLL
    for (int h = most / 2; h >= 1; h /= 2) {
        UNROLL
        for (int i = 0; i < h; i++)
            v[i] = v_add(v[i], v[i + h]);
    }
    return v[0];
}

ALWAYS_INLINE void few_rows(int most, ptrdiff_t rows, ptrdiff_t w, const elem *a,
                            ptrdiff_t lda, real *y, ptrdiff_t incy)
{
    ptrdiff_t j = 0;
    for (; j + VL <= w; j += VL)
        put(y + j * incy, incy, few_column(most, rows, VL, a + j, lda), VL);
    if (j < w)
        put(y + j * incy, incy, few_column(most, rows, w - j, a + j, lda), w - j);
}

/* The sums of up to 16 rows in registers. */
static void sum_few(ptrdiff_t rows, ptrdiff_t w, const elem *a, ptrdiff_t lda, real *y,
                    ptrdiff_t incy)
{
    if (rows <= 4)
        few_rows(4, rows, w, a, lda, y, incy);
    else if (rows <= 8)
        few_rows(8, rows, w, a, lda, y, incy);
    else
        few_rows(GROUP, rows, w, a, lda, y, incy);
}

/* Partial rows l of a block have full+1 streams for l < rest, and full from there on. */
ALWAYS_INLINE vec sum_column(int full, int rest, ptrdiff_t n, const elem *a,
                             ptrdiff_t lda)
{
    vec part[GROUP];
    for (int l = 0; l < rest; l++)
        part[l] = fold_at(full + 1, n, a + l * lda, GROUP * lda);
    for (int l = rest; l < GROUP; l++)
        part[l] = fold_at(full, n, a + l * lda, GROUP * lda);
    UNROLL
    for (int h = GROUP / 2; h >= 1; h /= 2) {
        UNROLL
        for (int i = 0; i < h; i++)
            part[i] = v_add(part[i], part[i + h]);
    }
    return part[0];
}

ALWAYS_INLINE void sum_columns(int full, int rest, ptrdiff_t w, const elem *a,
                               ptrdiff_t lda, real *out)
{
    ptrdiff_t j = 0;
    for (; j + VL <= w; j += VL)
        v_store(out + j, sum_column(full, rest, VL, a + j, lda));
    if (j < w)
        v_store(out + j, sum_column(full, rest, w - j, a + j, lda));
}

/* A block of 16 rows or more that L1 holds is taken column by column: there the order of
   the loads does not matter, and nothing but one vector is stored. */
static void sum_small_block(ptrdiff_t rows, ptrdiff_t w, const elem *a, ptrdiff_t lda,
                            real *out)
{
    const int rest = (int)(rows % GROUP);
    switch (rows / GROUP) {
    case 1: sum_columns(1, rest, w, a, lda, out); break;
    case 2: sum_columns(2, rest, w, a, lda, out); break;
    case 3: sum_columns(3, rest, w, a, lda, out); break;
    case 4: sum_columns(4, rest, w, a, lda, out); break;
    case 5: sum_columns(5, rest, w, a, lda, out); break;
    case 6: sum_columns(6, rest, w, a, lda, out); break;
    case 7: sum_columns(7, rest, w, a, lda, out); break;
    default: sum_columns(8, 0, w, a, lda, out); break;
    }
}

/* The sum of a block of rows <= 128 rows, left in the first of eight rows of w. */
static void sum_block(ptrdiff_t rows, ptrdiff_t w, const elem *a, ptrdiff_t lda,
                      real *partial, ptrdiff_t pitch)
{
    if (rows < GROUP) {
        sum_few(rows, w, a, lda, partial, 1);
        pad_row(partial, w, -0.0f);
        return;
    }
    if (rows * w <= SMALL) {
        sum_small_block(rows, w, a, lda, partial);
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

/* The sum of a block of rows <= 128 packed rows of n, left in the first n of `row`. */
static void sum_narrow_block(ptrdiff_t rows, ptrdiff_t n, const elem *a, real *row)
{
    const ptrdiff_t wide = GROUP * n, rest = rows % GROUP * n;
    const int full = (int)(rows / GROUP);
    if (rest)
        fold_rows(full + 1, 0, rest, a, wide, NULL, row);
    if (full)
        fold_rows(full, 0, wide - rest, a + rest, wide, NULL, row + rest);
    else
        for (ptrdiff_t j = rest; j < wide; j++)
            row[j] = -0.0f;
    for (ptrdiff_t half = wide / 2; half >= n; half /= 2)
        halve_row(v_add, half, row);
    pad_row(row, n, -0.0f);
}

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

static void sum_tile(ptrdiff_t m, ptrdiff_t w, const elem *a, ptrdiff_t lda, real *y,
                     ptrdiff_t incy, real *scratch)
{
    const ptrdiff_t pitch = whole_vectors(w);
    real *const partial = scratch, *const level = scratch + STREAMS * pitch;
    const real *total = partial;
    for (ptrdiff_t i = 0, blocks = 0; i < m; i += BLOCK, blocks++) {
        sum_block(m - i < BLOCK ? m - i : BLOCK, w, a + i * lda, lda, partial, pitch);
        if (m > BLOCK)
            push_row(blocks, w, partial, level, pitch);
    }
    if (m > BLOCK)
        total = total_row((m + BLOCK - 1) / BLOCK, w, level, pitch);
    put_row(w, total, y, incy);
}

static void sum_narrow(ptrdiff_t m, ptrdiff_t n, const elem *a, real *y, ptrdiff_t incy,
                       real *scratch)
{
    const ptrdiff_t pitch = whole_vectors(n);
    real *const row = scratch, *const level = scratch + GROUP * pitch + VL;
    ptrdiff_t blocks = 0;
    for (ptrdiff_t i = 0; i < m; i += BLOCK, blocks++) {
        sum_narrow_block(m - i < BLOCK ? m - i : BLOCK, n, a + i * n, row);
        push_row(blocks, n, row, level, pitch);
    }
    put_row(n, total_row(blocks, n, level, pitch), y, incy);
}

/* How wide a tile may be, and then no wider than makes the tiles alike. */
static ptrdiff_t tile_width(ptrdiff_t m, ptrdiff_t n)
{
    ptrdiff_t rows = STREAMS;
    for (ptrdiff_t blocks = (m + BLOCK - 1) / BLOCK; blocks; blocks /= 2)
        rows++;
    const ptrdiff_t most = (SCRATCH / rows < ROW ? SCRATCH / rows : ROW) / VL * VL;
    const ptrdiff_t tiles = (n + most - 1) / most;
    return whole_vectors((n + tiles - 1) / tiles);
}

static void sum_many(ptrdiff_t m, ptrdiff_t n, const elem *a, ptrdiff_t lda, real *y,
                     ptrdiff_t incy)
{
    _Alignas(64) real scratch[SCRATCH];
    if (lda == n && n < NARROW) {
        sum_narrow(m, n, a, y, incy, scratch);
        return;
    }
    const ptrdiff_t tile = tile_width(m, n);
    for (ptrdiff_t j = 0; j < n; j += tile)
        sum_tile(m, n - j < tile ? n - j : tile, a + j, lda, y + j * incy, incy, scratch);
}

void K(sum_across)(ptrdiff_t m, ptrdiff_t n, const elem *a, ptrdiff_t lda, real *y,
                   ptrdiff_t incy)
{
    assert(m >= 1 && n >= 1);
    if (m <= GROUP)
        sum_few(m, n, a, lda, y, incy);
    else
        sum_many(m, n, a, lda, y, incy);
}
