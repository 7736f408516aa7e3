/* SPDX-License-Identifier: BSD-3-Clause */
/* rows.h -- rows of reals in the scratch of a kernel, padded to whole vectors.
 *
 * The lanes of the padding take part; what is in them must be fit for it (pad_row).
 */
#ifndef RPI_ROWS_H
#define RPI_ROWS_H

#include <string.h>

#include "kernels/kernel.h"

static inline ptrdiff_t whole_vectors(ptrdiff_t n)
{
    return (n + VL - 1) / VL * VL;
}

/* Vectors of w >= VL columns: the last one is no shorter, but overlaps the one before. A
   row of scratch that is computed so has at j the columns from column(j, w) on. */
static inline ptrdiff_t column(ptrdiff_t j, ptrdiff_t w)
{
    return j + VL <= w ? j : w - VL;
}

/* n elements of which each is a result. */
static inline void copy_each(ptrdiff_t n, const elem *a, ptrdiff_t lda, real *y,
                             ptrdiff_t incy)
{
#if !defined(RP_PREC_DS)
    if (lda == 1 && incy == 1) {
        memcpy(y, a, (size_t)n * sizeof *y);
        return;
    }
#endif
    for (ptrdiff_t i = 0; i < n; i++)
        y[i * incy] = a[i * lda];
}

/* Fill the lanes between n and the end of its last vector. */
static inline void pad_row(real *row, ptrdiff_t n, real pad)
{
    for (ptrdiff_t j = n; j < whole_vectors(n); j++)
        row[j] = pad;
}

static inline void copy_row(ptrdiff_t n, const real *x, real *y)
{
    for (ptrdiff_t j = 0; j < n; j += VL)
        v_store(y + j, v_load(x + j));
}

/* y = op(x, y). */
ALWAYS_INLINE void merge_row(v_op *op, ptrdiff_t n, const real *x, real *y)
{
    for (ptrdiff_t j = 0; j < n; j += VL)
        v_store(y + j, op(v_load(x + j), v_load(y + j)));
}

/* x[j] = op(x[j], x[n+j]) for j < n, whatever the alignment: no padding takes part. */
ALWAYS_INLINE void halve_row(v_op *op, ptrdiff_t n, real *x)
{
    ptrdiff_t j = 0;
    for (; j + VL <= n; j += VL)
        v_store(x + j, op(v_load(x + j), v_load(x + n + j)));
    if (j < n) {
        const vec upper = v_load_part(x + n + j, n - j);
        v_store_part(x + j, op(v_load_part(x + j, n - j), upper), n - j);
    }
}

/* A row of scratch that was computed in vectors of columns to w results. */
static inline void put_columns(ptrdiff_t w, const real *row, real *y, ptrdiff_t incy)
{
    if (w < VL)
        put(y, incy, v_load(row), w);
    else
        for (ptrdiff_t j = 0; j < w; j += VL)
            put(y + column(j, w) * incy, incy, v_load(row + j), VL);
}

/* The last vector of a row that was computed in vectors of columns comes to its place. */
static inline void end_columns(ptrdiff_t n, real *row)
{
    const ptrdiff_t rest = n % VL;
    if (n > VL && rest)
        v_store(row + n - rest, v_load_last(row + n - rest, rest));
}

/* Nothing, where the last vector of a row of n goes on beyond them. */
static inline void end_row(ptrdiff_t n, real *row)
{
    if (n % VL)
        v_store(row + n / VL * VL, v_zero());
}

/* So many vectors of a row are added up as they come from it, which makes a small sum 1.1
   to 1.5 times as fast as to fold it where it is. */
#define FEW_VECTORS 8

/* The sum of those. If `rest` is not 0 the last of several overlaps the one before, and
   so many of its lanes count. */
ALWAYS_INLINE real sum_vectors(int count, ptrdiff_t rest, const real *row)
{
    vec v[FEW_VECTORS];
    const real *const last = row + (count - 1) * VL;
    UNROLL
    for (int i = 0; i < count - 1; i++)
        v[i] = v_load(row + i * VL);
    v[count - 1] = count > 1 && rest ? v_load_last(last, rest) : v_load(last);
    return v_first(v_fold(v_add, halve(FEW_VECTORS / 2, count, v), 1));
}

/* The canonical sum of a row of n <= BLOCK; the row is lost. It was computed in vectors
   of columns, and `rest` is n % VL, or it ends as end_row has it, and that is 0. */
static inline real sum_row(ptrdiff_t n, ptrdiff_t rest, real *row)
{
    switch (whole_vectors(n) / VL) {
    case 1: return sum_vectors(1, rest, row);
    case 2: return sum_vectors(2, rest, row);
    case 3: return sum_vectors(3, rest, row);
    case 4: return sum_vectors(4, rest, row);
    case 5: return sum_vectors(5, rest, row);
    case 6: return sum_vectors(6, rest, row);
    case 7: return sum_vectors(7, rest, row);
    case 8: return sum_vectors(8, rest, row);
    default: break;
    }
    /* More of them fold where they are, until so many are left, all of them whole. */
    if (rest)
        end_columns(n, row);
    for (ptrdiff_t h = BLOCK / 2; h >= FEW_VECTORS * VL; h /= 2)
        for (ptrdiff_t j = 0; j < h && j + h < n; j += VL)
            v_store(row + j, v_add(v_load(row + j), v_load(row + j + h)));
    return sum_vectors(FEW_VECTORS, 0, row);
}

/* The first n of a row to n results. */
static inline void put_row(ptrdiff_t n, const real *row, real *y, ptrdiff_t incy)
{
    for (ptrdiff_t j = 0; j < n; j += VL)
        put(y + j * incy, incy, v_load(row + j), n - j < VL ? n - j : VL);
}

#endif
