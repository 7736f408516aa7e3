/* SPDX-License-Identifier: BSD-3-Clause */
/* add_col.c -- c[i,j] = alpha*a[i,j] + beta*x[i], one number for each line.
 *
 * incx = 0 gives every line the same number: the scalar broadcast.
 */
#include "kernels/kernel.h"

static inline void add_line(ptrdiff_t n, vec alpha, const real *a, vec bx, real *c)
{
    ptrdiff_t j = 0;
    for (; j + 4 * VL <= n; j += 4 * VL) {
        UNROLL
        for (int k = 0; k < 4; k++)
            v_store(c + j + k * VL, v_add(v_mul(alpha, v_load(a + j + k * VL)), bx));
    }
    for (; j + VL <= n; j += VL)
        v_store(c + j, v_add(v_mul(alpha, v_load(a + j)), bx));
    if (j < n)
        v_store_part(c + j, v_add(v_mul(alpha, load_rest(a + j, n - j)), bx), n - j);
}

void K(add_col)(ptrdiff_t m, ptrdiff_t n, real alpha, const real *a, ptrdiff_t lda,
                real beta, const real *x, ptrdiff_t incx, real *c, ptrdiff_t ldc)
{
    assert(m >= 1 && n >= 1);
    for (ptrdiff_t i = 0; i < m; i++)
        add_line(n, v_set1(alpha), a + i * lda, v_set1(beta * x[i * incx]), c + i * ldc);
}
