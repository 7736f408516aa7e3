/* SPDX-License-Identifier: BSD-3-Clause */
/* elementwise.c -- cutting broadcast add, add and scale into kernel calls. */

#include "dispatch/dispatch.h"
#include "plan/plan.h"

/* Lines without gaps between them, in every operand, are one line. */
static inline void join(ptrdiff_t *m, ptrdiff_t *n, ptrdiff_t lda, ptrdiff_t ldb,
                        ptrdiff_t ldc)
{
    if (lda == *n && ldb == *n && ldc == *n) {
        *n *= *m;
        *m = 1;
    }
}

void RPI(plan_add_row)(ptrdiff_t m, ptrdiff_t n, real alpha, const real *a, ptrdiff_t lda,
                       real beta, const real *x, ptrdiff_t incx, real *c, ptrdiff_t ldc)
{
    if (m && n)
        rpi_isa_current()->P.add_row(m, n, alpha, a, lda, beta, x, incx, c, ldc);
}

void RPI(plan_add_col)(ptrdiff_t m, ptrdiff_t n, real alpha, const real *a, ptrdiff_t lda,
                       real beta, const real *x, ptrdiff_t incx, real *c, ptrdiff_t ldc)
{
    if (incx == 0)
        join(&m, &n, lda, ldc, ldc);
    if (m && n)
        rpi_isa_current()->P.add_col(m, n, alpha, a, lda, beta, x, incx, c, ldc);
}

void RPI(plan_add)(ptrdiff_t m, ptrdiff_t n, real alpha, const real *a, ptrdiff_t lda,
                   real beta, const real *b, ptrdiff_t ldb, real *c, ptrdiff_t ldc)
{
    join(&m, &n, lda, ldb, ldc);
    if (m && n)
        rpi_isa_current()->P.add(m, n, alpha, a, lda, beta, b, ldb, c, ldc);
}

void RPI(plan_scale)(ptrdiff_t m, ptrdiff_t n, real alpha, const real *a, ptrdiff_t lda,
                     real *b, ptrdiff_t ldb)
{
    join(&m, &n, lda, ldb, ldb);
    if (m && n)
        rpi_isa_current()->P.scale(m, n, alpha, a, lda, b, ldb);
}
