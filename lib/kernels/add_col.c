/* SPDX-License-Identifier: BSD-3-Clause */
/* add_col.c -- c[i,j] = alpha*a[i,j] + beta*x[i], one number for each line.
 *
 * incx = 0 gives every line the same number: the scalar broadcast. Narrow packed rows are
 * one line, whose numbers are laid out first.
 */
#include "kernels/line.h"

ALWAYS_INLINE void add_narrow(line_map *map, ptrdiff_t m, ptrdiff_t n, real alpha,
                              const real *a, real beta, const real *x, ptrdiff_t incx,
                              real *c)
{
    real pattern[PATTERN + VL];
    const ptrdiff_t most = pattern_rows(m, n);
    assert(n >= 1 && most >= 1);
    for (ptrdiff_t rows; m > 0; m -= rows, a += rows * n, c += rows * n) {
        rows = m < most ? m : most;
        for (ptrdiff_t i = 0; i < rows; i++, x += incx)
            lay(v_set1(beta * *x), n, pattern + i * n);
        map(plus_at, (struct line){.alpha = v_set1(alpha), .a = a, .b = pattern},
            rows * n, c);
    }
}

ALWAYS_INLINE void add_col(line_map *map, ptrdiff_t m, ptrdiff_t n, real alpha,
                           const real *a, ptrdiff_t lda, real beta, const real *x,
                           ptrdiff_t incx, real *c, ptrdiff_t ldc)
{
    assert(m >= 1 && n >= 1);
    if (is_narrow(m, n) && lda == n && ldc == n) {
        add_narrow(map, m, n, alpha, a, beta, x, incx, c);
        return;
    }
    const vec va = v_set1(alpha);
    for (ptrdiff_t i = 0; i < m; i++)
        map(shifted_at, (struct line){va, v_set1(beta * x[i * incx]), .a = a + i * lda},
            n, c + i * ldc);
}

void K(add_col)(ptrdiff_t m, ptrdiff_t n, real alpha, const real *a, ptrdiff_t lda,
                real beta, const real *x, ptrdiff_t incx, real *c, ptrdiff_t ldc)
{
    add_col(map_line, m, n, alpha, a, lda, beta, x, incx, c, ldc);
}

void K(add_col_stream)(ptrdiff_t m, ptrdiff_t n, real alpha, const real *a, ptrdiff_t lda,
                       real beta, const real *x, ptrdiff_t incx, real *c, ptrdiff_t ldc)
{
    add_col(stream_line, m, n, alpha, a, lda, beta, x, incx, c, ldc);
    v_stream_end();
}
