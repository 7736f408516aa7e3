/* SPDX-License-Identifier: BSD-3-Clause */
/* add.c -- c[i,j] = alpha*a[i,j] + beta*b[i,j]. */
#include "kernels/line.h"

ALWAYS_INLINE void add(line_map *map, ptrdiff_t ahead, ptrdiff_t m, ptrdiff_t n,
                       real alpha, const real *a, ptrdiff_t lda, real beta, const real *b,
                       ptrdiff_t ldb, real *c, ptrdiff_t ldc)
{
    assert(m >= 1 && n >= 1);
    const vec va = v_set1(alpha), vb = v_set1(beta);
    for (ptrdiff_t i = 0; i < m; i++)
        map(sum_at,
            (struct line){va, vb, a + i * lda, b + i * ldb, ahead,
                          last_asked(ahead, m, n, c, ldc, i), ldc},
            n, c + i * ldc);
}

static inline struct line row_of(const struct rows *r, ptrdiff_t i)
{
    return (struct line){.alpha = r->alpha,
                         .beta = r->beta,
                         .a = r->a + i * r->lda,
                         .b = r->x + i * r->incx};
}

static NOINLINE void add_parts(ptrdiff_t m, ptrdiff_t n, real alpha, const real *a,
                               ptrdiff_t lda, real beta, const real *b, ptrdiff_t ldb,
                               real *c, ptrdiff_t ldc)
{
    const struct rows r = {.alpha = v_set1(alpha),
                           .beta = v_set1(beta),
                           .a = a,
                           .x = b,
                           .lda = lda,
                           .incx = ldb};
    map_parts(row_of, sum_at, &r, m, n, c, ldc);
}

void K(add)(ptrdiff_t m, ptrdiff_t n, real alpha, const real *a, ptrdiff_t lda, real beta,
            const real *b, ptrdiff_t ldb, real *c, ptrdiff_t ldc)
{
    const ptrdiff_t ahead = ask_ahead(2, m, n, ldc, c == a || c == b);
    if (goes_by_parts(n, c == a || c == b))
        add_parts(m, n, alpha, a, lda, beta, b, ldb, c, ldc);
    else if (n <= SHORT)
        add(map_short, 0, m, n, alpha, a, lda, beta, b, ldb, c, ldc);
    else if (ahead)
        add(ask_line, ahead, m, n, alpha, a, lda, beta, b, ldb, c, ldc);
    else
        add(map_line, 0, m, n, alpha, a, lda, beta, b, ldb, c, ldc);
}

void K(add_stream)(ptrdiff_t m, ptrdiff_t n, real alpha, const real *a, ptrdiff_t lda,
                   real beta, const real *b, ptrdiff_t ldb, real *c, ptrdiff_t ldc)
{
    const bool in_place = c == a || c == b;
    if (goes_by_parts(n, in_place)) {
        add_parts(m, n, alpha, a, lda, beta, b, ldb, c, ldc);
    } else if (in_place) {
        add(map_line, 0, m, n, alpha, a, lda, beta, b, ldb, c, ldc);
    } else {
        add(stream_line, 0, m, n, alpha, a, lda, beta, b, ldb, c, ldc);
        v_stream_end();
    }
}
