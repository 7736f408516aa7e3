/* SPDX-License-Identifier: BSD-3-Clause */
/* geadd_bcast.c -- rp_?geadd_bcast. */

#include "interface/check.h"
#include "interface/routines.h"
#include "plan/plan.h"

static RP_BODY int check(int layout, int bcast, rp_int m, rp_int n, const real *a,
                         rp_int lda, const real *x, rp_int incx, const real *c,
                         rp_int ldc)
{
    const bool some = m > 0 && n > 0;
    return !legal_layout(layout)                             ? 1
           : bcast < RP_BCAST_ROW || bcast > RP_BCAST_SCALAR ? 2
           : m < 0                                           ? 3
           : n < 0                                           ? 4
           : some && !a                                      ? 6
           : !legal_ld(layout, m, n, lda)                    ? 7
           : some && !x                                      ? 9
           : incx == 0                                       ? 10
           : some && !c                                      ? 11
           : !legal_ld(layout, m, n, ldc)                    ? 12
                                                             : 0;
}

RP_BODY int RPI(geadd_bcast)(int layout, int bcast, rp_int m, rp_int n, real alpha,
                             const real *a, rp_int lda, real beta, const real *x,
                             rp_int incx, real *c, rp_int ldc)
{
    const int k = check(layout, bcast, m, n, a, lda, x, incx, c, ldc);
    if (k)
        return -k;
    if (m == 0 || n == 0)
        return 0;
    const bool rows = layout == RP_ROW_MAJOR;
    const rp_int lines = rows ? m : n, length = rows ? n : m;
    if (bcast == RP_BCAST_SCALAR) {
        RPI(plan_add_col)(lines, length, alpha, a, lda, beta, x, 0, c, ldc);
        return 0;
    }
    x += first_element(bcast == RP_BCAST_ROW ? n : m, incx);
    if (rows == (bcast == RP_BCAST_ROW))
        RPI(plan_add_row)(lines, length, alpha, a, lda, beta, x, incx, c, ldc);
    else
        RPI(plan_add_col)(lines, length, alpha, a, lda, beta, x, incx, c, ldc);
    return 0;
}

/*
 * rp_?geadd_bcast -- add a vector to every row or column, or one number to all
 *
 * Formula   C = alpha*A + beta*bcast(x), where bcast(x)[i,j] is
 *           x[j] (ROW), x[i] (COL) or x[0] (SCALAR)
 * Shapes    A, C: m x n, leading dimensions lda, ldc; x: n (ROW), m (COL) or 1 (SCALAR),
 *           increment incx
 * Args      1 layout  in   RP_ROW_MAJOR or RP_COL_MAJOR, of A and C
 *           2 bcast   in   RP_BCAST_ROW, RP_BCAST_COL or RP_BCAST_SCALAR
 *           3 m       in   rows, >= 0
 *           4 n       in   columns, >= 0
 *           5 alpha   in   factor of A
 *           6 a       in   the matrix
 *           7 lda     in   >= max(1, n) row-major, >= max(1, m) column-major
 *           8 beta    in   factor of x
 *           9 x       in   the vector
 *          10 incx    in   not 0; negative as in BLAS: x is the lowest address, and
 *                          element k of N lies at (k-(N-1))*incx
 *          11 c       out  the result
 *          12 ldc     in   as lda
 * Units     leading dimensions and increment count elements
 * Errors    returns 0; or -k when argument k is the first illegal one: the handler
 *           has then been called with the routine's name and k, and C is not touched
 * Empty     m = 0 or n = 0: nothing to do
 * Aliasing  C may be A when ldc = lda (in place); else C may overlap neither A nor x
 * Numerics  alpha*A and beta*x are rounded, then their sum; never fused, no special case
 *           for 0 or 1 (0*NaN is NaN); the same bits whatever the ISA, threads, layout,
 *           leading dimensions and increment
 * Traffic   reads m*n elements and x, writes m*n; m*n additions, m*n multiplications
 * Threads   safe in any thread; helper threads may share a large call, see raptors(3)
 * Source    numpy.add(alpha*A, beta*x[None, :]), beta*x[:, None]
 * Example   examples/centre.c, softmax.c, centre_f77.f, centre_module.f90
 */
int RP(geadd_bcast)(int layout, int bcast, rp_int m, rp_int n, real alpha, const real *a,
                    rp_int lda, real beta, const real *x, rp_int incx, real *c,
                    rp_int ldc)
{
    RP_ENTRY("geadd_bcast",
             RPI(geadd_bcast)(layout, bcast, m, n, alpha, a, lda, beta, x, incx, c, ldc));
}
