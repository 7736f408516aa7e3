/* SPDX-License-Identifier: BSD-3-Clause */
/* add.c -- c[i,j] = alpha*a[i,j] + beta*b[i,j]. */
#include "kernels/line.h"

ALWAYS_INLINE void add(line_map *map, ptrdiff_t m, ptrdiff_t n, real alpha, const real *a,
                       ptrdiff_t lda, real beta, const real *b, ptrdiff_t ldb, real *c,
                       ptrdiff_t ldc)
{
    assert(m >= 1 && n >= 1);
    const vec va = v_set1(alpha), vb = v_set1(beta);
    for (ptrdiff_t i = 0; i < m; i++)
        map(sum_at,
            (struct line){va, vb, a + i * lda, b + i * ldb,
                          ask_ahead(3, m, n, c == a || c == b),
                          last_asked(m, n, c, ldc, i)},
            n, c + i * ldc);
}

void K(add)(ptrdiff_t m, ptrdiff_t n, real alpha, const real *a, ptrdiff_t lda, real beta,
            const real *b, ptrdiff_t ldb, real *c, ptrdiff_t ldc)
{
    if (n <= SHORT)
        add(map_short, m, n, alpha, a, lda, beta, b, ldb, c, ldc);
    else if (ask_ahead(3, m, n, c == a || c == b))
        add(ask_line, m, n, alpha, a, lda, beta, b, ldb, c, ldc);
    else
        add(map_line, m, n, alpha, a, lda, beta, b, ldb, c, ldc);
}

void K(add_stream)(ptrdiff_t m, ptrdiff_t n, real alpha, const real *a, ptrdiff_t lda,
                   real beta, const real *b, ptrdiff_t ldb, real *c, ptrdiff_t ldc)
{
    add(stream_line, m, n, alpha, a, lda, beta, b, ldb, c, ldc);
    v_stream_end();
}
