/* SPDX-License-Identifier: BSD-3-Clause */
/* add_row.c -- c[i,j] = alpha*a[i,j] + beta*x[j], one vector x for every line.
 *
 * beta*x is rounded once, into a tile that stays in L1, whatever the increment of x.
 */
#include "kernels/kernel.h"

/* Lines of 8 KiB are long enough for the memory's streams (kernel-trials: 2 to 4 KiB). */
#define TILE (8192 / (ptrdiff_t)sizeof(real))

ALWAYS_INLINE vec add(vec alpha, const real *a, const real *bx)
{
    return v_add(v_mul(alpha, v_load(a)), v_load(bx));
}

static inline void add_line(ptrdiff_t n, vec alpha, const real *a, const real *bx,
                            real *c)
{
    ptrdiff_t j = 0;
    for (; j + 4 * VL <= n; j += 4 * VL) {
        UNROLL
        for (int k = 0; k < 4; k++)
            v_store(c + j + k * VL, add(alpha, a + j + k * VL, bx + j + k * VL));
    }
    for (; j + VL <= n; j += VL)
        v_store(c + j, add(alpha, a + j, bx + j));
    if (j < n) {
        const vec ax = v_mul(alpha, load_rest(a + j, n - j));
        v_store_part(c + j, v_add(ax, v_load(bx + j)), n - j);
    }
}

/* bx = beta*x for w elements; the rest of the last vector stays quiet. */
static inline void scaled(ptrdiff_t w, real beta, const real *x, ptrdiff_t incx, real *bx)
{
    ptrdiff_t j = 0;
    if (incx == 1)
        for (; j + VL <= w; j += VL)
            v_store(bx + j, v_mul(v_set1(beta), v_load(x + j)));
    for (; j < w; j++)
        bx[j] = beta * x[j * incx];
    for (; j % VL; j++)
        bx[j] = -0.0f;
}

void K(add_row)(ptrdiff_t m, ptrdiff_t n, real alpha, const real *a, ptrdiff_t lda,
                real beta, const real *x, ptrdiff_t incx, real *c, ptrdiff_t ldc)
{
    assert(m >= 1 && n >= 1);
    _Alignas(64) real bx[TILE];
    for (ptrdiff_t j = 0; j < n; j += TILE) {
        const ptrdiff_t w = n - j < TILE ? n - j : TILE;
        scaled(w, beta, x + j * incx, incx, bx);
        for (ptrdiff_t i = 0; i < m; i++)
            add_line(w, v_set1(alpha), a + i * lda + j, bx, c + i * ldc + j);
    }
}
