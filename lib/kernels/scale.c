/* SPDX-License-Identifier: BSD-3-Clause */
/* scale.c -- b[i,j] = alpha*a[i,j]. */
#include "kernels/line.h"

ALWAYS_INLINE void scale(line_map *map, ptrdiff_t ahead, ptrdiff_t m, ptrdiff_t n,
                         real alpha, const real *a, ptrdiff_t lda, real *b, ptrdiff_t ldb)
{
    assert(m >= 1 && n >= 1);
    for (ptrdiff_t i = 0; i < m; i++)
        map(scaled_at,
            (struct line){.alpha = v_set1(alpha),
                          .a = a + i * lda,
                          .ahead = ahead,
                          .last = last_asked(ahead, m, n, b, ldb, i),
                          .apart = ldb},
            n, b + i * ldb);
}

static inline struct line row_of(const struct rows *r, ptrdiff_t i)
{
    return (struct line){.alpha = r->alpha, .a = r->a + i * r->lda};
}

static inline struct rows rows_of(real alpha, const real *a, ptrdiff_t lda)
{
    return (struct rows){.alpha = v_set1(alpha), .a = a, .lda = lda};
}

static NOINLINE void scale_parts(ptrdiff_t m, ptrdiff_t n, real alpha, const real *a,
                                 ptrdiff_t lda, real *b, ptrdiff_t ldb)
{
    const struct rows r = rows_of(alpha, a, lda);
    map_parts(row_of, scaled_at, &r, m, n, b, ldb);
}

#if defined(HAS_STREAMS)
static NOINLINE void scale_streams(ptrdiff_t m, ptrdiff_t n, real alpha, const real *a,
                                   ptrdiff_t lda, real *b, ptrdiff_t ldb)
{
    const struct rows r = rows_of(alpha, a, lda);
    map_streams(b != a, row_of, scaled_at, &r, m, n, b, ldb);
}
#endif

void K(scale)(ptrdiff_t m, ptrdiff_t n, real alpha, const real *a, ptrdiff_t lda, real *b,
              ptrdiff_t ldb)
{
    const ptrdiff_t ahead = ask_ahead(1, m, n, ldb, b == a);
    if (goes_by_parts(n, b == a))
        scale_parts(m, n, alpha, a, lda, b, ldb);
    else if (n <= SHORT)
        scale(map_short, 0, m, n, alpha, a, lda, b, ldb);
    else if (ahead)
        scale(ask_line, ahead, m, n, alpha, a, lda, b, ldb);
    else
        scale(map_line, 0, m, n, alpha, a, lda, b, ldb);
}

void K(scale_stream)(ptrdiff_t m, ptrdiff_t n, real alpha, const real *a, ptrdiff_t lda,
                     real *b, ptrdiff_t ldb)
{
#if defined(HAS_STREAMS)
    if (has_places(n, b == a)) {
        scale_streams(m, n, alpha, a, lda, b, ldb);
        v_stream_end();
        return;
    }
#endif
    if (goes_by_parts(n, b == a)) {
        scale_parts(m, n, alpha, a, lda, b, ldb);
    } else if (b == a) {
        scale(map_line, 0, m, n, alpha, a, lda, b, ldb);
    } else {
        scale(stream_line, 0, m, n, alpha, a, lda, b, ldb);
        v_stream_end();
    }
}
