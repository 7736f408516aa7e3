/* SPDX-License-Identifier: BSD-3-Clause */
/* oracle.c -- what every kernel must give: slow, and obviously right.
 *
 * No compiler may reorder these additions, and what adds products takes them from
 * memory, so that none is fused: this file gives the same bits, and raises the same
 * flags, at every optimisation level.
 */

#include "harness/oracle.h"

#include <assert.h>
#include <stdlib.h>

/* A block, or what there is of one: v[l] takes up v[l+h], for h = 64, 32, .. 1. What is
   not there adds nothing. */
static real fold_block(real *v, ptrdiff_t there)
{
    assert(there >= 1 && there <= 128);
    for (ptrdiff_t h = 64; h >= 1; h /= 2) {
        for (ptrdiff_t l = 0; l + h < there; l++)
            v[l] = v[l] + v[l + h];
        if (there > h)
            there = h;
    }
    return v[0];
}

/* The sums of the blocks: neighbours add up; one without goes up as it is. */
static real fold_sums(real *v, ptrdiff_t blocks)
{
    for (; blocks > 1; blocks = (blocks + 1) / 2) {
        for (ptrdiff_t b = 0; b < blocks / 2; b++)
            v[b] = v[2 * b] + v[2 * b + 1];
        if (blocks % 2)
            v[blocks / 2] = v[blocks - 1];
    }
    return v[0];
}

real P(canonical_sum)(ptrdiff_t k, const elem *x, ptrdiff_t inc)
{
    if (k == 0)
        return 0;
    assert(k > 0);
    real block[128], *sums = malloc((size_t)(k / 128 + 1) * sizeof *sums);
    ptrdiff_t blocks = 0;
    if (!sums)
        abort();
    for (ptrdiff_t i = 0; i < k; i += 128) {
        const ptrdiff_t there = k - i < 128 ? k - i : 128;
        for (ptrdiff_t l = 0; l < there; l++)
            block[l] = (real)x[(i + l) * inc];
        sums[blocks++] = fold_block(block, there);
    }
    const real sum = fold_sums(sums, blocks);
    free(sums);
    return sum;
}

real P(weighted_sum)(real alpha, real a, real beta, real x)
{
    const volatile real first = alpha * a, second = beta * x;
    return first + second;
}

real P(product)(real alpha, real a)
{
    return alpha * a;
}

real P(quotient)(real sum, real by)
{
    return sum / by;
}

/* ---- the kernels ------------------------------------------------------------------- */

#define REDUCE                                                                           \
    ptrdiff_t m, ptrdiff_t n, const elem *a, ptrdiff_t lda, real *y, ptrdiff_t incy

typedef real reduction(ptrdiff_t k, const elem *x, ptrdiff_t inc);

static void along(reduction *f, REDUCE)
{
    for (ptrdiff_t i = 0; i < m; i++)
        y[i * incy] = f(n, a + i * lda, 1);
}

static void across(reduction *f, REDUCE)
{
    for (ptrdiff_t j = 0; j < n; j++)
        y[j * incy] = f(m, a + j, lda);
}

static void sum_along(REDUCE)
{
    along(P(canonical_sum), m, n, a, lda, y, incy);
}

static void sum_across(REDUCE)
{
    across(P(canonical_sum), m, n, a, lda, y, incy);
}

static void mean_across(REDUCE)
{
    sum_across(m, n, a, lda, y, incy);
    for (ptrdiff_t j = 0; j < n; j++)
        y[j * incy] = P(quotient)(y[j * incy], (real)m);
}

static void sum_all_along(REDUCE)
{
    real v[128];
    (void)incy;
    sum_along(m, n, a, lda, v, 1);
    *y = fold_block(v, m);
}

static void sum_all_across(REDUCE)
{
    real v[128];
    (void)incy;
    sum_across(m, n, a, lda, v, 1);
    *y = fold_block(v, n);
}

#ifndef RP_PREC_DS

/* In bits, which raises nothing: -inf .. -0, +0 .. +inf become rising integers. */
static bits rank(real x)
{
    const bits b = to_bits(x);
    return b & SIGN_BIT ? ~b : b | SIGN_BIT;
}

/* The first NaN, else the one that ranks highest, or lowest. */
static real extreme(bool highest, ptrdiff_t k, const real *x, ptrdiff_t inc)
{
    real best = x[0];
    for (ptrdiff_t i = 0; i < k; i++) {
        if (is_nan(to_bits(x[i * inc])))
            return x[i * inc];
        if (highest ? rank(x[i * inc]) > rank(best) : rank(x[i * inc]) < rank(best))
            best = x[i * inc];
    }
    return best;
}

real P(maximum)(ptrdiff_t k, const real *x, ptrdiff_t inc)
{
    return extreme(true, k, x, inc);
}

real P(minimum)(ptrdiff_t k, const real *x, ptrdiff_t inc)
{
    return extreme(false, k, x, inc);
}

static void max_along(REDUCE)
{
    along(P(maximum), m, n, a, lda, y, incy);
}

static void max_across(REDUCE)
{
    across(P(maximum), m, n, a, lda, y, incy);
}

static void min_along(REDUCE)
{
    along(P(minimum), m, n, a, lda, y, incy);
}

static void min_across(REDUCE)
{
    across(P(minimum), m, n, a, lda, y, incy);
}

static void max_all(REDUCE)
{
    real v[128] = {0};
    (void)incy;
    max_across(m, n, a, lda, v, 1);
    *y = P(maximum)(n, v, 1);
}

static void min_all(REDUCE)
{
    real v[128] = {0};
    (void)incy;
    min_across(m, n, a, lda, v, 1);
    *y = P(minimum)(n, v, 1);
}

static void add_row(ptrdiff_t m, ptrdiff_t n, real alpha, const real *a, ptrdiff_t lda,
                    real beta, const real *x, ptrdiff_t incx, real *c, ptrdiff_t ldc)
{
    for (ptrdiff_t i = 0; i < m; i++)
        for (ptrdiff_t j = 0; j < n; j++)
            c[i * ldc + j] = P(weighted_sum)(alpha, a[i * lda + j], beta, x[j * incx]);
}

static void add_col(ptrdiff_t m, ptrdiff_t n, real alpha, const real *a, ptrdiff_t lda,
                    real beta, const real *x, ptrdiff_t incx, real *c, ptrdiff_t ldc)
{
    for (ptrdiff_t i = 0; i < m; i++)
        for (ptrdiff_t j = 0; j < n; j++)
            c[i * ldc + j] = P(weighted_sum)(alpha, a[i * lda + j], beta, x[i * incx]);
}

static void add(ptrdiff_t m, ptrdiff_t n, real alpha, const real *a, ptrdiff_t lda,
                real beta, const real *b, ptrdiff_t ldb, real *c, ptrdiff_t ldc)
{
    for (ptrdiff_t i = 0; i < m; i++)
        for (ptrdiff_t j = 0; j < n; j++)
            c[i * ldc + j] = P(weighted_sum)(alpha, a[i * lda + j], beta, b[i * ldb + j]);
}

static void scale(ptrdiff_t m, ptrdiff_t n, real alpha, const real *a, ptrdiff_t lda,
                  real *b, ptrdiff_t ldb)
{
    for (ptrdiff_t i = 0; i < m; i++)
        for (ptrdiff_t j = 0; j < n; j++)
            b[i * ldb + j] = alpha * a[i * lda + j];
}

static void divide(ptrdiff_t n, real by, real *y, ptrdiff_t incy)
{
    for (ptrdiff_t i = 0; i < n; i++)
        y[i * incy] = y[i * incy] / by;
}

#endif

const struct KERNELS P(oracle_kernels) = {
#define ROW(name, class) .name = name,
#define ROW_SECOND(name, second, class) .second = name,
#include "harness/kernel_rows.def"
};
