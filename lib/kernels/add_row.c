/* SPDX-License-Identifier: BSD-3-Clause */
/* add_row.c -- c[i,j] = alpha*a[i,j] + beta*x[j], one vector x for every line.
 *
 * beta*x is rounded anew for every line, which costs nothing beside the memory. An x with
 * an increment is put together first, tile by tile. Narrow packed rows are taken several
 * at a time, with as many copies of x.
 */
#include "kernels/line.h"

/* So much of x stays in L2 while its columns are done; a line of the matrix is that long
   at least, for the streams of the memory. */
#define TILE (131072 / (ptrdiff_t)sizeof(real))

/* What is put together stays in L1. */
#define GATHERED (8192 / (ptrdiff_t)sizeof(real))

static void add_narrow(ptrdiff_t m, ptrdiff_t n, real alpha, const real *a, real beta,
                       const real *x, ptrdiff_t incx, real *c)
{
    real pattern[PATTERN + VL];
    const ptrdiff_t most = m < PATTERN / n ? m : PATTERN / n;
    for (ptrdiff_t j = 0; j < n; j++)
        pattern[j] = x[j * incx];
    for (ptrdiff_t i = 1; i < most; i++)
        for (ptrdiff_t j = 0; j < n; j++)
            pattern[i * n + j] = pattern[j];
    const vec va = v_set1(alpha), vb = v_set1(beta);
    for (ptrdiff_t rows; m > 0; m -= rows, a += rows * n, c += rows * n) {
        rows = m < most ? m : most;
        map_line(sum_at, (struct line){va, vb, a, pattern}, rows * n, c);
    }
}

static void add_tile(ptrdiff_t m, ptrdiff_t w, real alpha, const real *a, ptrdiff_t lda,
                     real beta, const real *x, real *c, ptrdiff_t ldc)
{
    const vec va = v_set1(alpha), vb = v_set1(beta);
    for (ptrdiff_t i = 0; i < m; i++)
        map_line(sum_at, (struct line){va, vb, a + i * lda, x}, w, c + i * ldc);
}

static void add_gathered(ptrdiff_t m, ptrdiff_t n, real alpha, const real *a,
                         ptrdiff_t lda, real beta, const real *x, ptrdiff_t incx, real *c,
                         ptrdiff_t ldc)
{
    _Alignas(64) real gathered[GATHERED];
    for (ptrdiff_t j = 0; j < n; j += GATHERED) {
        const ptrdiff_t w = n - j < GATHERED ? n - j : GATHERED;
        for (ptrdiff_t k = 0; k < w; k++)
            gathered[k] = x[(j + k) * incx];
        add_tile(m, w, alpha, a + j, lda, beta, gathered, c + j, ldc);
    }
}

void K(add_row)(ptrdiff_t m, ptrdiff_t n, real alpha, const real *a, ptrdiff_t lda,
                real beta, const real *x, ptrdiff_t incx, real *c, ptrdiff_t ldc)
{
    assert(m >= 1 && n >= 1);
    if (is_narrow(m, n) && lda == n && ldc == n) {
        add_narrow(m, n, alpha, a, beta, x, incx, c);
        return;
    }
    if (incx != 1) {
        add_gathered(m, n, alpha, a, lda, beta, x, incx, c, ldc);
        return;
    }
    for (ptrdiff_t j = 0; j < n; j += TILE)
        add_tile(m, n - j < TILE ? n - j : TILE, alpha, a + j, lda, beta, x + j, c + j,
                 ldc);
}
