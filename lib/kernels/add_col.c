/* SPDX-License-Identifier: BSD-3-Clause */
/* add_col.c -- c[i,j] = alpha*a[i,j] + beta*x[i], one number for each line.
 *
 * incx = 0 gives every line the same number: the scalar broadcast. Many narrow packed
 * rows are one line, whose numbers are laid out first: VL rows at a time where a vector
 * can pick its lanes. Where it cannot, row by row, and only for what is streamed.
 */
#include <stdint.h>

#include "kernels/line.h"

/* Here every row is laid out anew: longer ones go one by one, 3000x50 in 0.8 of the time
   that it took laid out. */
#define NARROW (2 * VL)

/* The rows from which on a table of lanes pays for itself: 500x3 to 500x20 in float are
   1.5 to 2.7 times faster than row after row, but 33x17 and 100x20 were 1.7 times
   slower. */
#define MANY (16 * VL)

/* Lane i of vector k, of n that hold VL rows, is of row (k*VL + i) / n. */
static void fill_table(ptrdiff_t n, uint8_t table[])
{
    for (int row = 0; row < VL; row++)
        for (ptrdiff_t j = 0; j < n; j++)
            *table++ = (uint8_t)row;
}

static inline vec load_apart(const real *x, ptrdiff_t incx)
{
    real lane[VL];
    if (incx == 1)
        return v_load(x);
    for (int i = 0; i < VL; i++)
        lane[i] = x[i * incx];
    return v_load(lane);
}

/* From so many elements on, 4 MiB, what the numbers will be added to is asked for while
   they are laid out: 1000000x3 takes 0.85 to 0.92 of the time so, 300000x11 in double
   0.9, but 1000x20 in float 1.14. */
#define FAR (4194304 / (ptrdiff_t)sizeof(real))

/* As many of the rows as are whole vectors of numbers. */
ALWAYS_INLINE ptrdiff_t lay_many(bool far, ptrdiff_t rows, ptrdiff_t n, real beta,
                                 const real *x, ptrdiff_t incx, const uint8_t table[],
                                 const real *a, real *pattern)
{
    ptrdiff_t i = 0;
    for (; i + VL <= rows; i += VL) {
        const vec number = v_mul(v_set1(beta), load_apart(x + i * incx, incx));
        for (ptrdiff_t j = 0; j < VL * n; j += VL) {
            v_store(pattern + i * n + j, v_pick(number, table + j));
            if (far)
                PREFETCH(a + i * n + j);
        }
    }
    return i;
}

ALWAYS_INLINE void add_narrow(line_map *map, ptrdiff_t m, ptrdiff_t n, real alpha,
                              const real *a, real beta, const real *x, ptrdiff_t incx,
                              real *c)
{
    _Alignas(64) real pattern[PATTERN + VL]; /* no vector of it in two lines */
    uint8_t table[NARROW * VL];
    assert(n >= 1 && n < NARROW);
    const ptrdiff_t most = pattern_rows(m < MANY ? VL : m, m, n);
    const bool far = V_PICK && m * n > FAR;
    const real *numbers = pattern;
    OPAQUE(numbers);
    assert(most * n <= PATTERN);
    if (V_PICK)
        fill_table(n, table);
    for (ptrdiff_t rows; m > 0;
         m -= rows, a += rows * n, c += rows * n, x += rows * incx) {
        rows = m < most ? m : most;
        ptrdiff_t i = !V_PICK ? 0
                      : far   ? lay_many(true, rows, n, beta, x, incx, table, a, pattern)
                            : lay_many(false, rows, n, beta, x, incx, table, a, pattern);
        for (; i < rows; i++)
            lay(v_set1(beta * x[i * incx]), n, pattern + i * n);
        KEEP_ORDER();
        map(plus_at, (struct line){.alpha = v_set1(alpha), .a = a, .b = numbers},
            rows * n, c);
    }
}

ALWAYS_INLINE void add_lines(line_map *map, ptrdiff_t ahead, ptrdiff_t m, ptrdiff_t n,
                             real alpha, const real *a, ptrdiff_t lda, real beta,
                             const real *x, ptrdiff_t incx, real *c, ptrdiff_t ldc)
{
    const vec va = v_set1(alpha);
    for (ptrdiff_t i = 0; i < m; i++)
        map(shifted_at,
            (struct line){va, v_set1(beta * x[i * incx]), .a = a + i * lda,
                          .ahead = ahead, .last = last_asked(ahead, m, n, c, ldc, i),
                          .apart = ldc},
            n, c + i * ldc);
}

static inline struct line row_of(const struct rows *r, ptrdiff_t i)
{
    return (struct line){.alpha = r->alpha,
                         .beta = v_mul(r->beta, v_set1(r->x[i * r->incx])),
                         .a = r->a + i * r->lda};
}

static inline struct rows rows_of(real alpha, const real *a, ptrdiff_t lda, real beta,
                                  const real *x, ptrdiff_t incx)
{
    return (struct rows){.alpha = v_set1(alpha),
                         .beta = v_set1(beta),
                         .a = a,
                         .x = x,
                         .lda = lda,
                         .incx = incx};
}

static inline struct line seam_of(struct rows *r, ptrdiff_t i, ptrdiff_t k)
{
    const struct line row = row_of(r, i), next = row_of(r, i + 1);
    v_store(r->room, row.beta);
    return (struct line){
        .alpha = r->alpha, .beta = v_load_fill(r->room, k, next.beta), .a = next.a - k};
}

static NOINLINE void add_ragged(ptrdiff_t m, ptrdiff_t n, real alpha, const real *a,
                                real beta, const real *x, ptrdiff_t incx, real *c)
{
    struct rows r = rows_of(alpha, a, n, beta, x, incx);
    stream_rows(row_of, seam_of, shifted_at, &r, m, c);
}

static NOINLINE void add_parts(ptrdiff_t m, ptrdiff_t n, real alpha, const real *a,
                               ptrdiff_t lda, real beta, const real *x, ptrdiff_t incx,
                               real *c, ptrdiff_t ldc)
{
    const struct rows r = rows_of(alpha, a, lda, beta, x, incx);
    map_parts(row_of, shifted_at, &r, m, n, c, ldc);
}

#if defined(HAS_STREAMS)
static NOINLINE void add_streams(ptrdiff_t m, ptrdiff_t n, real alpha, const real *a,
                                 ptrdiff_t lda, real beta, const real *x, ptrdiff_t incx,
                                 real *c, ptrdiff_t ldc)
{
    const struct rows r = rows_of(alpha, a, lda, beta, x, incx);
    map_streams(c != a, row_of, shifted_at, &r, m, n, c, ldc);
}
#endif

void K(add_col)(ptrdiff_t m, ptrdiff_t n, real alpha, const real *a, ptrdiff_t lda,
                real beta, const real *x, ptrdiff_t incx, real *c, ptrdiff_t ldc)
{
    const ptrdiff_t ahead = c == a ? 0 : ask_ahead(1, m, n, ldc, false);
    assert(m >= 1 && n >= 1);
    if (V_PICK && m >= MANY && is_narrow(NARROW, m, n) && lda == n && ldc == n)
        add_narrow(map_line, m, n, alpha, a, beta, x, incx, c);
    else if (goes_by_parts(n, c == a))
        add_parts(m, n, alpha, a, lda, beta, x, incx, c, ldc);
    else if (n <= SHORT)
        add_lines(map_short, 0, m, n, alpha, a, lda, beta, x, incx, c, ldc);
    else if (ahead)
        add_lines(ask_line, ahead, m, n, alpha, a, lda, beta, x, incx, c, ldc);
    else
        add_lines(map_line, 0, m, n, alpha, a, lda, beta, x, incx, c, ldc);
}

void K(add_col_stream)(ptrdiff_t m, ptrdiff_t n, real alpha, const real *a, ptrdiff_t lda,
                       real beta, const real *x, ptrdiff_t incx, real *c, ptrdiff_t ldc)
{
    assert(m >= 1 && n >= 1);
#if defined(HAS_STREAMS)
    if (has_places(n, c == a)) {
        add_streams(m, n, alpha, a, lda, beta, x, incx, c, ldc);
        v_stream_end();
        return;
    }
#endif
    if (c == a) {
        K(add_col)(m, n, alpha, a, lda, beta, x, incx, c, ldc);
        return;
    }
    if (is_narrow(NARROW, m, n) && lda == n && ldc == n)
        add_narrow(stream_line, m, n, alpha, a, beta, x, incx, c);
    else if (are_ragged(n, lda, ldc, c))
        add_ragged(m, n, alpha, a, beta, x, incx, c);
    else if (goes_by_parts(n, false))
        add_parts(m, n, alpha, a, lda, beta, x, incx, c, ldc);
    else
        add_lines(stream_line, 0, m, n, alpha, a, lda, beta, x, incx, c, ldc);
    v_stream_end();
}
