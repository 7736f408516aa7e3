/* SPDX-License-Identifier: BSD-3-Clause */
/* gescal.c -- rp_?gescal. */

#include "interface/check.h"
#include "interface/routines.h"
#include "plan/plan.h"

static RP_BODY int check(int layout, rp_int m, rp_int n, const real *a, rp_int lda,
                         const real *b, rp_int ldb)
{
    const bool some = m > 0 && n > 0;
    return !legal_layout(layout)          ? 1
           : m < 0                        ? 2
           : n < 0                        ? 3
           : some && !a                   ? 5
           : !legal_ld(layout, m, n, lda) ? 6
           : some && !b                   ? 7
           : !legal_ld(layout, m, n, ldb) ? 8
                                          : 0;
}

RP_BODY int RPI(gescal)(int layout, rp_int m, rp_int n, real alpha, const real *a,
                        rp_int lda, real *b, rp_int ldb)
{
    const int k = check(layout, m, n, a, lda, b, ldb);
    if (k)
        return -k;
    if (layout == RP_ROW_MAJOR)
        RPI(plan_scale)(m, n, alpha, a, lda, b, ldb);
    else
        RPI(plan_scale)(n, m, alpha, a, lda, b, ldb);
    return 0;
}

/*
 * rp_?gescal -- scale a matrix into another, or in place
 *
 * Formula   B = alpha*A
 * Shapes    A, B: m x n, leading dimensions lda, ldb
 * Args      1 layout  in   RP_ROW_MAJOR or RP_COL_MAJOR, of A and B
 *           2 m       in   rows, >= 0
 *           3 n       in   columns, >= 0
 *           4 alpha   in   the factor
 *           5 a       in   the matrix
 *           6 lda     in   >= max(1, n) row-major, >= max(1, m) column-major
 *           7 b       out  the result
 *           8 ldb     in   as lda
 * Units     leading dimensions count elements
 * Errors    returns 0; or -k when argument k is the first illegal one: the handler
 *           has then been called with the routine's name and k, and B is not touched
 * Empty     m = 0 or n = 0: nothing to do
 * Aliasing  B may be A when ldb = lda (in place); else they may not overlap
 * Numerics  one rounding an element, no special case for 0 or 1 (0*NaN is NaN); the same
 *           bits whatever the ISA, threads, layout and leading dimensions
 * Traffic   reads m*n elements, writes m*n; m*n multiplications
 * Threads   safe in any thread; helper threads may share a large call, see raptors(3)
 * Source    numpy.multiply(alpha, A, out=B); xSCAL of BLAS for a matrix
 * Example   examples/blocks.cc
 */
int RP(gescal)(int layout, rp_int m, rp_int n, real alpha, const real *a, rp_int lda,
               real *b, rp_int ldb)
{
    RP_ENTRY("gescal", RPI(gescal)(layout, m, n, alpha, a, lda, b, ldb));
}
