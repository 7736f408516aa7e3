/* SPDX-License-Identifier: BSD-3-Clause */
/* add.c -- c[i,j] = alpha*a[i,j] + beta*b[i,j]. */
#include "kernels/kernel.h"

ALWAYS_INLINE vec sum_of(vec alpha, vec a, vec beta, vec b)
{
    return v_add(v_mul(alpha, a), v_mul(beta, b));
}

static inline void add_line(ptrdiff_t n, vec alpha, const real *a, vec beta,
                            const real *b, real *c)
{
    ptrdiff_t j = 0;
    for (; j + 4 * VL <= n; j += 4 * VL) {
        UNROLL
        for (int k = 0; k < 4 * VL; k += VL)
            v_store(c + j + k, sum_of(alpha, v_load(a + j + k), beta, v_load(b + j + k)));
    }
    for (; j + VL <= n; j += VL)
        v_store(c + j, sum_of(alpha, v_load(a + j), beta, v_load(b + j)));
    if (j < n) {
        const vec part = load_rest(a + j, n - j);
        v_store_part(c + j, sum_of(alpha, part, beta, load_rest(b + j, n - j)), n - j);
    }
}

void K(add)(ptrdiff_t m, ptrdiff_t n, real alpha, const real *a, ptrdiff_t lda, real beta,
            const real *b, ptrdiff_t ldb, real *c, ptrdiff_t ldc)
{
    assert(m >= 1 && n >= 1);
    for (ptrdiff_t i = 0; i < m; i++)
        add_line(n, v_set1(alpha), a + i * lda, v_set1(beta), b + i * ldb, c + i * ldc);
}
