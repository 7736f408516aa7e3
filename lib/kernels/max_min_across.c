/* SPDX-License-Identifier: BSD-3-Clause */
/* max_min_across.c -- y[j] = the maximum or the minimum over i of a[i*lda + j].
 *
 * Eight rows at a time are taken into one row of results, which stays in L1. The
 * maximum is the minimum with turned signs, as in max_min_along.c. A packed narrow
 * matrix is walked as one of 16*n columns, as in sum_across.c; the order does not
 * matter here.
 */
#include "kernels/rows.h"

#define ROWS 8

/* Lines of 8 KiB are long enough for the memory's streams (kernel-trials: 2 to 4 KiB). */
#define TILE (8192 / (ptrdiff_t)sizeof(real))

#define GROUP 16
#define NARROW (2 * VL)

ALWAYS_INLINE vec turned(bool max, vec v)
{
    return max ? v_neg(v) : v;
}

/* One vector of columns: the best of it and of `rows` rows. */
ALWAYS_INLINE void take_column(bool max, int rows, ptrdiff_t n, const real *a,
                               ptrdiff_t lda, real *best)
{
    vec t = v_load(best);
    UNROLL
    for (int i = 0; i < rows; i++) {
        /* Lanes beyond the part are taken with themselves: they may hold results. */
        const vec x =
            n == VL ? v_load(a + i * lda) : v_load_fill(a + i * lda, n, turned(max, t));
        t = v_min(t, turned(max, x));
    }
    v_store(best, t);
}

ALWAYS_INLINE void take_rows(bool max, int rows, ptrdiff_t w, const real *a,
                             ptrdiff_t lda, real *best)
{
    ptrdiff_t j = 0;
    for (; j + VL <= w; j += VL)
        take_column(max, rows, VL, a + j, lda, best + j);
    if (j < w)
        take_column(max, rows, w - j, a + j, lda, best + j);
}

/* Begin with the first row: it may be taken twice. */
ALWAYS_INLINE void first_row(bool max, ptrdiff_t w, const real *a, real *best)
{
    for (ptrdiff_t j = 0; j < w; j++)
        best[j] = max ? -a[j] : a[j];
    pad_row(best, w, 0);
}

ALWAYS_INLINE void take_all(bool max, ptrdiff_t m, ptrdiff_t w, const real *a,
                            ptrdiff_t lda, real *best)
{
    ptrdiff_t i = 0;
    for (; i + ROWS <= m; i += ROWS)
        take_rows(max, ROWS, w, a + i * lda, lda, best);
    for (; i < m; i++)
        take_rows(max, 1, w, a + i * lda, lda, best);
}

ALWAYS_INLINE void put_turned(bool max, ptrdiff_t n, real *best, real *y, ptrdiff_t incy)
{
    for (ptrdiff_t j = 0; j < n; j += VL)
        v_store(best + j, turned(max, v_load(best + j)));
    put_row(n, best, y, incy);
}

ALWAYS_INLINE void fold_across(bool max, ptrdiff_t m, ptrdiff_t n, const real *a,
                               ptrdiff_t lda, real *y, ptrdiff_t incy)
{
    _Alignas(64) real best[TILE];
    if (lda == n && n < NARROW && m >= GROUP) {
        const ptrdiff_t wide = GROUP * n, groups = m / GROUP;
        first_row(max, wide, a, best);
        take_all(max, groups, wide, a, wide, best);
        take_rows(max, 1, m % GROUP * n, a + groups * wide, 0, best);
        for (ptrdiff_t half = wide / 2; half >= n; half /= 2)
            halve_row(v_min, half, best);
        put_turned(max, n, best, y, incy);
        return;
    }
    for (ptrdiff_t j = 0; j < n; j += TILE) {
        const ptrdiff_t w = n - j < TILE ? n - j : TILE;
        first_row(max, w, a + j, best);
        take_all(max, m, w, a + j, lda, best);
        put_turned(max, w, best, y + j * incy, incy);
    }
}

/* Between v_hold and v_release stands a call: no arithmetic is moved past it. */
static NOINLINE void max_columns(ptrdiff_t m, ptrdiff_t n, const real *a, ptrdiff_t lda,
                                 real *y, ptrdiff_t incy)
{
    fold_across(true, m, n, a, lda, y, incy);
}

static NOINLINE void min_columns(ptrdiff_t m, ptrdiff_t n, const real *a, ptrdiff_t lda,
                                 real *y, ptrdiff_t incy)
{
    fold_across(false, m, n, a, lda, y, incy);
}

void K(max_across)(ptrdiff_t m, ptrdiff_t n, const real *a, ptrdiff_t lda, real *y,
                   ptrdiff_t incy)
{
    assert(m >= 1 && n >= 1);
    const unsigned state = v_hold();
    max_columns(m, n, a, lda, y, incy);
    v_release(state);
}

void K(min_across)(ptrdiff_t m, ptrdiff_t n, const real *a, ptrdiff_t lda, real *y,
                   ptrdiff_t incy)
{
    assert(m >= 1 && n >= 1);
    const unsigned state = v_hold();
    min_columns(m, n, a, lda, y, incy);
    v_release(state);
}
