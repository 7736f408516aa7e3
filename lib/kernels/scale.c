/* SPDX-License-Identifier: BSD-3-Clause */
/* scale.c -- b[i,j] = alpha*a[i,j]. */
#include "kernels/kernel.h"

static inline void scale_line(ptrdiff_t n, vec alpha, const real *a, real *b)
{
    ptrdiff_t j = 0;
    for (; j + 4 * VL <= n; j += 4 * VL) {
        UNROLL
        for (int k = 0; k < 4; k++)
            v_store(b + j + k * VL, v_mul(alpha, v_load(a + j + k * VL)));
    }
    for (; j + VL <= n; j += VL)
        v_store(b + j, v_mul(alpha, v_load(a + j)));
    if (j < n)
        v_store_part(b + j, v_mul(alpha, load_rest(a + j, n - j)), n - j);
}

void K(scale)(ptrdiff_t m, ptrdiff_t n, real alpha, const real *a, ptrdiff_t lda, real *b,
              ptrdiff_t ldb)
{
    assert(m >= 1 && n >= 1);
    for (ptrdiff_t i = 0; i < m; i++)
        scale_line(n, v_set1(alpha), a + i * lda, b + i * ldb);
}
