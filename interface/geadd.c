/* SPDX-License-Identifier: BSD-3-Clause */
/* geadd.c -- rp_?geadd. */

#include "interface/check.h"
#include "interface/routines.h"
#include "plan/plan.h"

static RP_BODY int check(int layout, rp_int m, rp_int n, const real *a, rp_int lda,
                         const real *b, rp_int ldb, const real *c, rp_int ldc)
{
    const bool some = m > 0 && n > 0;
    return !legal_layout(layout)          ? 1
           : m < 0                        ? 2
           : n < 0                        ? 3
           : some && !a                   ? 5
           : !legal_ld(layout, m, n, lda) ? 6
           : some && !b                   ? 8
           : !legal_ld(layout, m, n, ldb) ? 9
           : some && !c                   ? 10
           : !legal_ld(layout, m, n, ldc) ? 11
                                          : 0;
}

RP_BODY int RPI(geadd)(int layout, rp_int m, rp_int n, real alpha, const real *a,
                       rp_int lda, real beta, const real *b, rp_int ldb, real *c,
                       rp_int ldc)
{
    const int k = check(layout, m, n, a, lda, b, ldb, c, ldc);
    if (k)
        return -k;
    if (layout == RP_ROW_MAJOR)
        RPI(plan_add)(m, n, alpha, a, lda, beta, b, ldb, c, ldc);
    else
        RPI(plan_add)(n, m, alpha, a, lda, beta, b, ldb, c, ldc);
    return 0;
}

/*
 * rp_?geadd -- add two matrices
 *
 * Formula   C = alpha*A + beta*B
 * Shapes    A, B, C: m x n, leading dimensions lda, ldb, ldc
 * Args      1 layout  in   RP_ROW_MAJOR or RP_COL_MAJOR, of all three
 *           2 m       in   rows, >= 0
 *           3 n       in   columns, >= 0
 *           4 alpha   in   factor of A
 *           5 a       in   the first matrix
 *           6 lda     in   >= max(1, n) row-major, >= max(1, m) column-major
 *           7 beta    in   factor of B
 *           8 b       in   the second matrix
 *           9 ldb     in   as lda
 *          10 c       out  the result
 *          11 ldc     in   as lda
 * Units     leading dimensions count elements
 * Errors    returns 0; or -k when argument k is the first illegal one: the handler
 *           has then been called with the routine's name and k, and C is not touched
 * Empty     m = 0 or n = 0: nothing to do
 * Aliasing  C may be A when ldc = lda, or B when ldc = ldb, or both (in place); else it
 *           may overlap neither
 * Numerics  alpha*A and beta*B are rounded, then their sum; never fused, no special case
 *           for 0 or 1 (0*NaN is NaN); the same bits whatever the ISA, threads, layout
 *           and leading dimensions
 * Traffic   reads 2*m*n elements, writes m*n
 * Threads   safe in any thread; helper threads may share a large call, see raptors(3)
 * Source    numpy.add(alpha*A, beta*B, out=C); ?geadd of OpenBLAS, which has C for B
 */
int RP(geadd)(int layout, rp_int m, rp_int n, real alpha, const real *a, rp_int lda,
              real beta, const real *b, rp_int ldb, real *c, rp_int ldc)
{
    RP_ENTRY("geadd", RPI(geadd)(layout, m, n, alpha, a, lda, beta, b, ldb, c, ldc));
}
