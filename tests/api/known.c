/* SPDX-License-Identifier: BSD-3-Clause */
/* known.c -- results that owe the oracle nothing: by hand, or by the manual's Python. */

#include <stdio.h>
#include <stdlib.h>

#include "api/cases.h"
#include "harness/api.h"
#include "harness/oracle.h"
#include "harness/session.h"

static const char *wrong(const char *what, ptrdiff_t at, real got, real want)
{
    static char text[200];
    snprintf(text, sizeof text, PREFIX " %s, number %td: is %a, should be %a", what, at,
             (double)got, (double)want);
    return text;
}

/* The Python's sum of (i%3 == 0 ? -1 : 1)/(i+1), i < k. */
static const struct known {
    ptrdiff_t k;
    double sum;
} known[] = {
#if defined RP_PREC_S
    {1, -0x1p+0},          {2, -0x1p-1},         {3, -0x1.55555p-3},
    {5, -0x1.bbbbbcp-3},   {17, 0x1.666248p-3},  {100, 0x1.80decap-1},
    {128, 0x1.ae32dap-1},  {129, 0x1.b22aeap-1}, {1000, 0x1.861056p+0},
    {5000, 0x1.07c4fcp+1},
#elif defined RP_PREC_DS /* of the floats */
    {1, -0x1p+0},
    {2, -0x1p-1},
    {3, -0x1.555554p-3},
    {5, -0x1.bbbbbap-3},
    {17, 0x1.6662428p-3},
    {100, 0x1.80deca9p-1},
    {128, 0x1.ae32da58p-1},
    {129, 0x1.b22aea38p-1},
    {1000, 0x1.861057f9p+0},
    {5000, 0x1.07c4fceb18p+1},
#else
    {1, -0x1p+0},
    {2, -0x1p-1},
    {3, -0x1.5555555555558p-3},
    {5, -0x1.bbbbbbbbbbbbep-3},
    {17, 0x1.66623fcf1c6e2p-3},
    {100, 0x1.80dec96a78c9p-1},
    {128, 0x1.ae32d91aef95p-1},
    {129, 0x1.b22ae8fb2f16p-1},
    {1000, 0x1.861057592e871p+0},
    {5000, 0x1.07c4fc9a16e1ap+1},
#endif
};

/* The sum across one line is the line, whatever its leading dimension: none is too
   large. */
static const char *check_one_line(ptrdiff_t n, ptrdiff_t incy)
{
    static elem x[20001];
    static real y[2 * 20001];
    for (ptrdiff_t j = 0; j < n; j++) {
        x[j] = (elem)(j % 1000);
        y[j * incy] = -1;
    }
    session_count();
    RP(axis0sum)(RP_ROW_MAJOR, 1, n, x, PTRDIFF_MAX, y, incy);
    for (ptrdiff_t j = 0; j < n; j++)
        if (y[j * incy] != (real)(j % 1000))
            return wrong("sum across one line", j, y[j * incy], (real)(j % 1000));
    return NULL;
}

const char *P(api_known_sums)(void)
{
    static elem x[5000];
    for (int i = 0; i < 5000; i++)
        x[i] = (elem)(i % 3 ? 1 : -1) / (elem)(i + 1);
    for (size_t t = 0; t < sizeof known / sizeof *known; t++) {
        real got = 0, want = (real)known[t].sum;
        session_count();
        RP(sum)(known[t].k, x, 1, &got);
        if (to_bits(got) != to_bits(want))
            return wrong("known sum", known[t].k, got, want);
        if (to_bits(P(canonical_sum)(known[t].k, x, 1)) != to_bits(want))
            return wrong("known sum by the oracle", known[t].k, got, want);
    }
    const char *verdict = NULL;
    for (ptrdiff_t incy = 1; !verdict && incy <= 2; incy++)
        for (ptrdiff_t n = 1; !verdict && n <= 20001; n += 5000)
            verdict = check_one_line(n, incy);
    return verdict;
}

#ifndef RP_PREC_DS

/* Of one line no leading dimension is too large. */
static ptrdiff_t leading(ptrdiff_t n)
{
    return n % 2 ? PTRDIFF_MAX : n;
}

/* A row, a column, a number or a line of a matrix is added: all look the same here. */
enum { MATRIX = RP_BCAST_SCALAR + 1 };

static void add_line(int bcast, ptrdiff_t n, real alpha, const real *a, real beta,
                     const real *x, real *c)
{
    const int rows = RP_ROW_MAJOR;
    const ptrdiff_t ld = leading(n);
    if (bcast == MATRIX)
        RP(geadd)(rows, 1, n, alpha, a, ld, beta, x, ld, c, ld);
    else
        RP(geadd_bcast)(rows, bcast, 1, n, alpha, a, ld, beta, x, 1, c, ld);
}

/* alpha*a + beta*x as written. u is half an ulp of 1: (1+2u)^2 rounds to 1+4u, so that
   with -1 times 1+4u nothing is left, while a fused multiply would leave 4u^2. */
static const char *check_ieee(ptrdiff_t n)
{
    const real inf = from_bits(INF_BITS), nan = from_bits(INF_BITS | QUIET_BIT);
    const real u = (real)UNIT_ROUNDOFF, minus0 = from_bits(SIGN_BIT);
    const struct ieee_row {
        real alpha, a, beta, x, sum;
    } rows[] = {
        {0, nan, 1, 1, nan},
        {0, inf, 1, 1, nan},
        {1, 1, 0, nan, nan},
        {1, 1, 0, inf, nan},
        {nan, 0, 0, 0, nan},
        {0, 0, nan, 0, nan},
        {1, inf, -1, inf, nan},
        {1, inf, 1, 1, inf},
        {1, minus0, 1, minus0, minus0},
        {1, minus0, 0, 1, 0},
        {0, -1, 1, minus0, minus0},
        {0, -1, 0, -1, minus0},
        {1 + 2 * u, 1 + 2 * u, -1, 1 + 4 * u, 0},
        {-1, 1 + 4 * u, 1 + 2 * u, 1 + 2 * u, 0},
    };
    for (size_t t = 0; t < sizeof rows / sizeof *rows; t++)
        for (int bcast = RP_BCAST_ROW; bcast <= MATRIX; bcast++) {
            const struct ieee_row *w = &rows[t];
            real a[100], x[100], c[100];
            for (ptrdiff_t j = 0; j < n; j++) {
                a[j] = w->a;
                x[j] = w->x;
            }
            session_count();
            add_line(bcast, n, w->alpha, a, w->beta, x, c);
            bits want = to_bits(w->sum);
            for (ptrdiff_t j = 0; j < n; j++)
                if (is_nan(want) ? !is_nan(to_bits(c[j])) : to_bits(c[j]) != want)
                    return wrong("IEEE row", (ptrdiff_t)t, c[j], w->sum);
        }
    return NULL;
}

const char *P(api_ieee)(void)
{
    const char *verdict = NULL;
    for (ptrdiff_t n = 1; !verdict && n <= 100; n++)
        verdict = check_ieee(n);
    return verdict;
}

/* What the maximum and the minimum of two numbers are, wherever they stand. */
static const char *check_extremes(ptrdiff_t n, ptrdiff_t at)
{
    const real inf = from_bits(INF_BITS), nan = from_bits(INF_BITS | QUIET_BIT);
    const real minus0 = from_bits(SIGN_BIT), least = from_bits(1);
    const struct extremes {
        real one, others, max, min;
    } rows[] = {
        {0, minus0, 0, minus0},
        {minus0, 0, 0, minus0},
        {nan, 1, nan, nan},
        {-nan, inf, nan, nan},
        {1, nan, nan, nan},
        {inf, -inf, inf, -inf},
        {-inf, 0, 0, -inf},
        {least, 0, least, 0},
        {-least, minus0, minus0, -least},
        {1, 2, 2, 1},
        {-1, minus0, minus0, -1},
        {3, 3, 3, 3},
    };
    for (size_t t = 0; t < sizeof rows / sizeof *rows; t++) {
        real x[100], got[2];
        for (ptrdiff_t j = 0; j < n; j++)
            x[j] = j == at ? rows[t].one : rows[t].others;
        session_count();
        RP(axis1max)(RP_ROW_MAJOR, 1, n, x, leading(n), &got[0], 1);
        RP(axis0min)(RP_ROW_MAJOR, n, 1, x, 1, &got[1], 1);
        for (int k = 0; k < 2; k++) {
            const real want = k ? rows[t].min : rows[t].max;
            if (is_nan(to_bits(want)) ? !is_nan(to_bits(got[k]))
                                      : to_bits(got[k]) != to_bits(want))
                return wrong(k ? "minimum" : "maximum", (ptrdiff_t)t, got[k], want);
        }
    }
    return NULL;
}

const char *P(api_extremes)(void)
{
    const char *verdict = NULL;
    for (ptrdiff_t n = 2; !verdict && n <= 40; n++)
        for (ptrdiff_t at = 0; !verdict && at < n; at++)
            verdict = check_extremes(n, at);
    return verdict;
}

#endif

#ifdef RP_PREC_S
/* A running float sum of ones stops at 2^24; the canonical one is exact, and NumPy's mean
   of two such columns, 0.8388608, is 1. */
const char *P(api_many_ones)(void)
{
    const ptrdiff_t m = 20000000;
    real *ones = malloc((size_t)(2 * m) * sizeof *ones), got[3] = {0};
    if (!ones)
        return NULL; /* 160 MB are not there: no verdict, and no case counted */
    for (ptrdiff_t i = 0; i < 2 * m; i++)
        ones[i] = 1;
    session_count();
    RP(axis0sum)(RP_ROW_MAJOR, m, 1, ones, 1, &got[0], 1);
    RP(axis0mean)(RP_ROW_MAJOR, m, 2, ones, 2, &got[1], 1);
    free(ones);
    if (got[0] != (real)m)
        return wrong("sum of ones", m, got[0], (real)m);
    return got[1] == 1 && got[2] == 1 ? NULL : wrong("mean of ones", m, got[1], 1);
}
#endif
