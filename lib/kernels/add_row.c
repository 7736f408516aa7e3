/* SPDX-License-Identifier: BSD-3-Clause */
/* add_row.c -- c[i,j] = alpha*a[i,j] + beta*x[j], one vector x for every line.
 *
 * beta*x is rounded anew for every line, which costs nothing beside the memory. An x with
 * an increment is put together first, tile by tile. Narrow packed rows are taken several
 * at a time, with as many copies of x.
 */
#include "kernels/line.h"

/* So much of x stays in L2 while its columns are done: from L3 and memory it would be a
   third stream. 16x250000 takes 0.7 of the time of whole lines, in double and in place
   half of it. */
#define TILE (262144 / (ptrdiff_t)sizeof(real))

/* What is put together stays in L1. */
#define GATHERED (8192 / (ptrdiff_t)sizeof(real))

/* Rows of several vectors and a bit still gain by it, as all that is stored is aligned:
   256x66 in double takes 0.88 of the time. The pattern must pay for itself. */
static inline ptrdiff_t narrow(ptrdiff_t m)
{
    return m < 4 * VL ? 4 * VL : m < 64 ? 8 * VL : 128;
}

/* Rows of one to four whole vectors are faster one by one. */
static inline bool has_pattern(ptrdiff_t m, ptrdiff_t n)
{
    const bool few = n % VL == 0 && n <= SHORT;
    return !few && has_narrow_lines(narrow(m), m, n);
}

/* By vectors, in order: gcc would take an instruction for it that is slow to begin. */
static inline void copy_x(ptrdiff_t n, const real *x, real *pattern)
{
    ptrdiff_t j = 0;
    for (; j + VL <= n; j += VL) {
        v_store(pattern + j, v_load(x + j));
        KEEP_ORDER();
    }
    if (j < n)
        v_store(pattern + j, v_load_part(x + j, n - j));
}

ALWAYS_INLINE void add_narrow(line_map *map, ptrdiff_t m, ptrdiff_t n, real alpha,
                              const real *a, real beta, const real *x, ptrdiff_t incx,
                              real *c)
{
    _Alignas(64) real pattern[PATTERN + VL]; /* no vector of it in two lines */
    assert(n >= 1);
    const ptrdiff_t most = pattern_rows(m / 8, m, n); /* more would not pay */
    assert(most * n <= PATTERN);
    if (incx == 1)
        copy_x(n, x, pattern);
    else
        for (ptrdiff_t j = 0; j < n; j++)
            pattern[j] = x[j * incx];
    repeat(n, most * n, pattern);
    const real *rows_of_x = pattern;
    OPAQUE(rows_of_x);
    const vec va = v_set1(alpha), vb = v_set1(beta);
    for (ptrdiff_t rows; m > 0; m -= rows, a += rows * n, c += rows * n) {
        rows = m < most ? m : most;
        map(sum_at, (struct line){.alpha = va, .beta = vb, .a = a, .b = rows_of_x},
            rows * n, c);
    }
}

ALWAYS_INLINE void add_tile(line_map *map, ptrdiff_t ahead, ptrdiff_t m, ptrdiff_t w,
                            real alpha, const real *a, ptrdiff_t lda, real beta,
                            const real *x, real *c, ptrdiff_t ldc)
{
    const vec va = v_set1(alpha), vb = v_set1(beta);
    for (ptrdiff_t i = 0; i < m; i++)
        map(sum_at,
            (struct line){va, vb, a + i * lda, x, ahead,
                          last_asked(ahead, m, w, c, ldc, i), ldc},
            w, c + i * ldc);
}

static inline struct line row_of(const struct rows *r, ptrdiff_t i)
{
    return (struct line){
        .alpha = r->alpha, .beta = r->beta, .a = r->a + i * r->lda, .b = r->x};
}

static inline struct rows rows_of(real alpha, const real *a, ptrdiff_t lda, real beta,
                                  const real *x)
{
    return (struct rows){
        .alpha = v_set1(alpha), .beta = v_set1(beta), .a = a, .x = x, .lda = lda};
}

/* In the room lies the end of x, and then its beginning. */
static inline struct line seam_of(struct rows *r, ptrdiff_t i, ptrdiff_t k)
{
    return (struct line){.alpha = r->alpha,
                         .beta = r->beta,
                         .a = r->a + (i + 1) * r->lda - k,
                         .b = r->room + VL - k};
}

static NOINLINE void add_ragged(ptrdiff_t m, ptrdiff_t n, real alpha, const real *a,
                                real beta, const real *x, real *c)
{
    struct rows r = rows_of(alpha, a, n, beta, x);
    v_store(r.room, v_load(x + n - VL));
    v_store(r.room + VL, v_load(x));
    stream_rows(row_of, seam_of, sum_at, &r, m, c);
}

static NOINLINE void add_parts(ptrdiff_t m, ptrdiff_t n, real alpha, const real *a,
                               ptrdiff_t lda, real beta, const real *x, real *c,
                               ptrdiff_t ldc)
{
    const struct rows r = rows_of(alpha, a, lda, beta, x);
    map_parts(row_of, sum_at, &r, m, n, c, ldc);
}

ALWAYS_INLINE void add_gathered(line_map *map, ptrdiff_t m, ptrdiff_t n, real alpha,
                                const real *a, ptrdiff_t lda, real beta, const real *x,
                                ptrdiff_t incx, real *c, ptrdiff_t ldc)
{
    _Alignas(64) real gathered[GATHERED];
    const real *tile = gathered;
    OPAQUE(tile);
    for (ptrdiff_t j = 0; j < n; j += GATHERED) {
        const ptrdiff_t w = n - j < GATHERED ? n - j : GATHERED;
        for (ptrdiff_t k = 0; k < w; k++)
            gathered[k] = x[(j + k) * incx];
        KEEP_ORDER();
        add_tile(map, 0, m, w, alpha, a + j, lda, beta, tile, c + j, ldc);
    }
}

ALWAYS_INLINE void add_tiles(line_map *map, ptrdiff_t ahead, ptrdiff_t m, ptrdiff_t n,
                             real alpha, const real *a, ptrdiff_t lda, real beta,
                             const real *x, real *c, ptrdiff_t ldc)
{
    for (ptrdiff_t j = 0; j < n; j += TILE)
        add_tile(map, ahead, m, n - j < TILE ? n - j : TILE, alpha, a + j, lda, beta,
                 x + j, c + j, ldc);
}

#if defined(HAS_STREAMS)
/* Tile by tile too. */
static NOINLINE void add_streams(ptrdiff_t m, ptrdiff_t n, real alpha, const real *a,
                                 ptrdiff_t lda, real beta, const real *x, real *c,
                                 ptrdiff_t ldc)
{
    for (ptrdiff_t j = 0; j < n; j += TILE) {
        const struct rows r = rows_of(alpha, a + j, lda, beta, x + j);
        map_streams(c != a, row_of, sum_at, &r, m, n - j < TILE ? n - j : TILE, c + j,
                    ldc);
    }
}
#endif

void K(add_row)(ptrdiff_t m, ptrdiff_t n, real alpha, const real *a, ptrdiff_t lda,
                real beta, const real *x, ptrdiff_t incx, real *c, ptrdiff_t ldc)
{
    const ptrdiff_t ahead = c == a ? 0 : ask_ahead(1, m, n, ldc, false);
    assert(m >= 1 && n >= 1);
    if (has_pattern(m, n) && lda == n && ldc == n)
        add_narrow(map_line, m, n, alpha, a, beta, x, incx, c);
    else if (incx != 1)
        add_gathered(map_line, m, n, alpha, a, lda, beta, x, incx, c, ldc);
    else if (goes_by_parts(n, c == a))
        add_parts(m, n, alpha, a, lda, beta, x, c, ldc);
    else if (n <= SHORT)
        add_tile(map_short, 0, m, n, alpha, a, lda, beta, x, c, ldc);
    else if (ahead)
        add_tiles(ask_line, ahead, m, n, alpha, a, lda, beta, x, c, ldc);
    else
        add_tiles(map_line, 0, m, n, alpha, a, lda, beta, x, c, ldc);
}

/* Each line that is streamed takes preparation: AVX2 does 1000000x4 in 0.8 of the time as
   one, which saves no vector. */
void K(add_row_stream)(ptrdiff_t m, ptrdiff_t n, real alpha, const real *a, ptrdiff_t lda,
                       real beta, const real *x, ptrdiff_t incx, real *c, ptrdiff_t ldc)
{
    assert(m >= 1 && n >= 1);
#if defined(HAS_STREAMS)
    if (incx == 1 && has_places(n, c == a)) {
        add_streams(m, n, alpha, a, lda, beta, x, c, ldc);
        v_stream_end();
        return;
    }
#endif
    if (c == a) {
        K(add_row)(m, n, alpha, a, lda, beta, x, incx, c, ldc);
        return;
    }
    if (has_narrow_lines(incx == 1 ? 4 * VL : 8 * VL, m, n) && lda == n && ldc == n)
        add_narrow(stream_line, m, n, alpha, a, beta, x, incx, c);
    else if (are_ragged(n, lda, ldc, c) && n < TILE && incx == 1)
        add_ragged(m, n, alpha, a, beta, x, c);
    else if (incx == 1 && goes_by_parts(n, false))
        add_parts(m, n, alpha, a, lda, beta, x, c, ldc);
    else if (incx != 1)
        add_gathered(stream_line, m, n, alpha, a, lda, beta, x, incx, c, ldc);
    else
        add_tiles(stream_line, 0, m, n, alpha, a, lda, beta, x, c, ldc);
    v_stream_end();
}
