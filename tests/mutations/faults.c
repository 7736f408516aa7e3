/* SPDX-License-Identifier: BSD-3-Clause */
/* faults.c -- kernels with one fault each, which their names say.
 *
 * Each does the oracle's work first (or instead), so that nothing else can be caught.
 * The list grows with the kernels; it stays one, so that no fault is without its row.
 */

#include "mutations/faults.h"

#include <fenv.h>
#include <tgmath.h>

#include "harness/oracle.h"

/* Stores and loads that the compiler must not remove. */
static void poke(real *p, real value)
{
    *(volatile real *)p = value;
}

static void peek(const real *p)
{
    (void)*(const volatile real *)p;
}

/* ---- reductions -------------------------------------------------------------------- */

#define REDUCE                                                                           \
    ptrdiff_t m, ptrdiff_t n, const real *a, ptrdiff_t lda, real *y, ptrdiff_t incy

static void right_along(REDUCE)
{
    P(oracle_kernels).sum_along(m, n, a, lda, y, incy);
}

static void writes_one_after(REDUCE)
{
    right_along(m, n, a, lda, y, incy);
    poke(y + (incy > 0 ? (m - 1) * incy : 0) + 1, 1);
}

static void writes_one_before(REDUCE)
{
    right_along(m, n, a, lda, y, incy);
    poke(y + (incy < 0 ? (m - 1) * incy : 0) - 1, 1);
}

static void reads_one_after(REDUCE)
{
    right_along(m, n, a, lda, y, incy);
    peek(a + (lda > 0 ? (m - 1) * lda : 0) + n);
}

static void reads_one_before(REDUCE)
{
    right_along(m, n, a, lda, y, incy);
    peek(a + (lda < 0 ? (m - 1) * lda : 0) - 1);
}

/* A vector's idle lanes take part in the arithmetic and are dropped afterwards. */
static void adds_idle_lanes(REDUCE)
{
    right_along(m, n, a, lda, y, incy);
    if (m > 1 && lda > n) {
        volatile real idle = a[n];
        idle = idle + idle;
    }
}

/* A scratch whose tail nobody set takes part in the arithmetic. */
static void adds_unset_scratch(REDUCE)
{
    volatile real scratch[8192];
    right_along(m, n, a, lda, y, incy);
    scratch[0] = 0;
    for (int i = 1; i < 8192; i++)
        scratch[0] = scratch[0] + scratch[i]; /* NOLINT: this is the fault */
}

static void writes_its_input(REDUCE)
{
    right_along(m, n, a, lda, y, incy);
    poke((real *)(uintptr_t)a, a[0]);
}

static void forgets_last_output(REDUCE)
{
    const bits canary = CANARY;
    right_along(m, n, a, lda, y, incy);
    memcpy(&y[(m - 1) * incy], &canary, sizeof canary);
}

static void forgets_last_input(REDUCE)
{
    right_along(m, n > 1 ? n - 1 : n, a, lda, y, incy);
}

static void swaps_two_lanes(REDUCE)
{
    right_along(m, n, a, lda, y, incy);
    if (m > 1) {
        real first = y[0];
        y[0] = y[incy];
        y[incy] = first;
    }
}

static void ignores_sign_of_incy(REDUCE)
{
    real *lowest = incy < 0 ? y + (m - 1) * incy : y;
    right_along(m, n, a, lda, lowest, incy < 0 ? -incy : incy);
}

static void sums_left_to_right(REDUCE)
{
    for (ptrdiff_t i = 0; i < m; i++) {
        real sum = from_bits(SIGN_BIT);
        for (ptrdiff_t j = 0; j < n; j++)
            sum += a[i * lda + j];
        y[i * incy] = sum;
    }
}

/* A balanced tree too, and as accurate; but not the canonical one. */
static real neighbours(ptrdiff_t n, const real *x)
{
    if (n == 1)
        return x[0];
    ptrdiff_t half = 1;
    while (half * 2 < n)
        half *= 2;
    return neighbours(half, x) + neighbours(n - half, x + half);
}

static void folds_neighbours(REDUCE)
{
    for (ptrdiff_t i = 0; i < m; i++)
        y[i * incy] = neighbours(n, a + i * lda);
}

static void pads_with_plus_zero(REDUCE)
{
    right_along(m, n, a, lda, y, incy);
    for (ptrdiff_t i = 0; i < m; i++)
        if (n % 128)
            y[i * incy] += 0;
}

static void divides_zero_by_zero(REDUCE)
{
    volatile real zero = 0;
    right_along(m, n, a, lda, y, incy);
    zero = zero / zero;
}

static void rounds_once_too_often(REDUCE)
{
    volatile real third = 3;
    right_along(m, n, a, lda, y, incy);
    third = 1 / third;
}

static void drops_nan(REDUCE)
{
    right_along(m, n, a, lda, y, incy);
    for (ptrdiff_t i = 0; i < m; i++)
        if (is_nan(to_bits(y[i * incy])))
            y[i * incy] = 0;
}

/* ---- maxima and minima ------------------------------------------------------------- */

/* As the comparison sees it, +0 and -0 are one. */
static bool below(real x, real y)
{
    return !is_nan(to_bits(x)) && !is_nan(to_bits(y)) && x < y;
}

static void max_passes_over_nan(REDUCE)
{
    for (ptrdiff_t i = 0; i < m; i++) {
        real best = from_bits(INF_BITS | SIGN_BIT);
        for (ptrdiff_t j = 0; j < n; j++)
            if (below(best, a[i * lda + j]) || best == a[i * lda + j])
                best = a[i * lda + j];
        y[i * incy] = best;
    }
}

/* The first of the zeros counts, whatever its sign. */
static void max_confuses_zeros(REDUCE)
{
    P(oracle_kernels).max_along(m, n, a, lda, y, incy);
    for (ptrdiff_t i = 0; i < m; i++)
        for (ptrdiff_t j = n - 1; j >= 0; j--)
            if (y[i * incy] == 0 && a[i * lda + j] == 0)
                y[i * incy] = a[i * lda + j];
}

static void min_confuses_zeros(REDUCE)
{
    P(oracle_kernels).min_across(m, n, a, lda, y, incy);
    for (ptrdiff_t j = 0; j < n; j++)
        for (ptrdiff_t i = m - 1; i >= 0; i--)
            if (y[j * incy] == 0 && a[i * lda + j] == 0)
                y[j * incy] = a[i * lda + j];
}

/* As the instruction MINPS does. */
static void max_compares_nan(REDUCE)
{
    P(oracle_kernels).max_along(m, n, a, lda, y, incy);
    for (ptrdiff_t i = 0; i < m; i++) {
        if (isnan(y[i * incy]))
            feraiseexcept(FE_INVALID);
    }
}

/* One lane of a vector of four is left behind. */
static void max_forgets_a_lane(REDUCE)
{
    P(oracle_kernels).max_along(m, n, a, lda, y, incy);
    for (ptrdiff_t i = 0; n > 3 && i < m; i++) {
        real without[2];
        P(oracle_kernels).max_along(1, 2, a + i * lda, 1, without, 1);
        P(oracle_kernels).max_along(1, n - 3, a + i * lda + 3, 1, without + 1, 1);
        P(oracle_kernels).max_along(1, 2, without, 1, y + i * incy, 1);
    }
}

static void max_takes_another_lane(REDUCE)
{
    P(oracle_kernels).max_across(m, n, a, lda, y, incy);
    if (n > 1)
        P(oracle_kernels).max_across(m, 1, a, lda, y + incy, 1);
}

static void min_starts_from_zero(REDUCE)
{
    P(oracle_kernels).min_across(m, n, a, lda, y, incy);
    for (ptrdiff_t j = 0; j < n; j++)
        y[j * incy] = below(0, y[j * incy]) ? 0 : y[j * incy];
}

/* ---- elementwise ------------------------------------------------------------------- */

#define BCAST                                                                            \
    ptrdiff_t m, ptrdiff_t n, real alpha, const real *a, ptrdiff_t lda, real beta,       \
        const real *x, ptrdiff_t incx, real *c, ptrdiff_t ldc
#define SCALE                                                                            \
    ptrdiff_t m, ptrdiff_t n, real alpha, const real *a, ptrdiff_t lda, real *b,         \
        ptrdiff_t ldb

static void fuses(BCAST)
{
    for (ptrdiff_t i = 0; i < m; i++)
        for (ptrdiff_t j = 0; j < n; j++)
            c[i * ldc + j] = fma(alpha, a[i * lda + j], beta * x[j * incx]);
}

static void skips_alpha_zero(BCAST)
{
    P(oracle_kernels).add_row(m, n, alpha, a, lda, beta, x, incx, c, ldc);
    for (ptrdiff_t k = 0; alpha == 0 && k < m * n; k++)
        c[k / n * ldc + k % n] = beta * x[k % n * incx];
}

static void reads_x_backwards(BCAST)
{
    real *turned = (real *)(uintptr_t)x + (n - 1) * incx;
    P(oracle_kernels).add_row(m, n, alpha, a, lda, beta, turned, -incx, c, ldc);
}

static void writes_the_padding(SCALE)
{
    P(oracle_kernels).scale(m, n, alpha, a, lda, b, ldb);
    if (m > 1 && ldb > n)
        poke(b + n, 0);
}

static void clears_output_first(SCALE)
{
    for (ptrdiff_t i = 0; i < m; i++)
        for (ptrdiff_t j = 0; j < n; j++)
            b[i * ldb + j] = 0;
    P(oracle_kernels).scale(m, n, alpha, a, lda, b, ldb);
}

/* What is exact in the normal range is not among the subnormals. */
static void flushes_denormals(SCALE)
{
    P(oracle_kernels).scale(m, n, alpha, a, lda, b, ldb);
    for (ptrdiff_t i = 0; i < m; i++)
        for (ptrdiff_t j = 0; j < n; j++)
            if (!(to_bits(b[i * ldb + j]) & INF_BITS))
                b[i * ldb + j] = 0;
}

static void adds_with_one_ld(BCAST)
{
    (void)incx;
    P(oracle_kernels).add(m, n, alpha, a, lda, beta, x, lda, c, ldc);
}

/* Right for any operands that do not overlap. */
static void adds_in_two_steps(BCAST)
{
    P(oracle_kernels).scale(m, n, alpha, a, lda, c, ldc);
    P(oracle_kernels).add(m, n, 1, c, ldc, beta, x, incx, c, ldc);
}

static void multiplies_by_reciprocal(ptrdiff_t n, real by, real *y, ptrdiff_t incy)
{
    for (ptrdiff_t i = 0; i < n; i++)
        y[i * incy] *= 1 / by;
}

/* The kernel it stands in for, the fault, and words of the verdicts that must occur. */
const struct fault P(faults)[] = {
    {"writes_one_after", {.sum_along = writes_one_after}, {"crashed", "outside"}},
    {"writes_one_before", {.sum_along = writes_one_before}, {"crashed", "outside"}},
    {"reads_one_after", {.sum_along = reads_one_after}, {"at or beyond a"}},
    {"reads_one_before", {.sum_along = reads_one_before}, {"at or beyond a"}},
    {"adds_idle_lanes", {.sum_along = adds_idle_lanes}, {"raised invalid"}},
    {"adds_unset_scratch", {.sum_along = adds_unset_scratch}, {"raised invalid"}},
    {"writes_its_input", {.sum_along = writes_its_input}, {"at or beyond a"}},
    {"forgets_last_output", {.sum_along = forgets_last_output}, {"did not write"}},
    {"forgets_last_input", {.sum_along = forgets_last_input}, {"ulp off"}},
    {"swaps_two_lanes", {.sum_along = swaps_two_lanes}, {"ulp off"}},
    {"ignores_sign_of_incy", {.sum_along = ignores_sign_of_incy}, {"ulp off"}},
    {"sums_left_to_right", {.sum_along = sums_left_to_right}, {"ulp off"}},
    {"folds_neighbours", {.sum_along = folds_neighbours}, {"ulp off"}},
    {"pads_with_plus_zero", {.sum_along = pads_with_plus_zero}, {"be -0x0p+0"}},
    {"divides_zero_by_zero", {.sum_along = divides_zero_by_zero}, {"raised invalid"}},
    {"rounds_once_too_often", {.sum_along = rounds_once_too_often}, {"raised inexact"}},
    {"drops_nan", {.sum_along = drops_nan}, {"should be nan", "profile=one-nan"}},
    {"max_passes_over_nan", {.max_along = max_passes_over_nan}, {"should be nan"}},
    {"max_confuses_zeros", {.max_along = max_confuses_zeros}, {"should be 0x0p+0"}},
    {"min_confuses_zeros", {.min_across = min_confuses_zeros}, {"should be -0x0p+0"}},
    {"max_compares_nan", {.max_along = max_compares_nan}, {"raised invalid", TRAPPED}},
    {"max_forgets_a_lane", {.max_along = max_forgets_a_lane}, {"ulp off"}},
    {"max_takes_another_lane", {.max_across = max_takes_another_lane}, {"ulp off"}},
    {"min_starts_from_zero", {.min_across = min_starts_from_zero}, {"ulp off"}},
    {"fuses", {.add_row = fuses}, {"ulp off"}},
    {"skips_alpha_zero", {.add_row = skips_alpha_zero}, {"should be nan"}},
    {"reads_x_backwards", {.add_row = reads_x_backwards}, {"ulp off"}},
    {"adds_with_one_ld", {.add = adds_with_one_ld}, {"ulp off"}},
    {"adds_in_two_steps", {.add = adds_in_two_steps}, {" in-place-of-x", " all-one"}},
    {"multiplies_by_reciprocal", {.divide = multiplies_by_reciprocal}, {"ulp off"}},
    {"writes_the_padding", {.scale = writes_the_padding}, {"outside"}},
    {"clears_output_first", {.scale = clears_output_first}, {" in-place"}},
    {"flushes_denormals", {.scale = flushes_denormals}, {"profile=denormal"}},
    {"nothing", {.sum_along = NULL}, {NULL}},
};

int P(mutations)(void)
{
    return (int)(sizeof P(faults) / sizeof *P(faults));
}
