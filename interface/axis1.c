/* SPDX-License-Identifier: BSD-3-Clause */
/* axis1.c -- rp_?axis1sum, mean, max, min: each row of a matrix to one number. */

#include "interface/check.h"
#include "interface/routines.h"
#include "plan/plan.h"

RP_BODY int RPI(axis1)(enum rpi_op op, int layout, rp_int m, rp_int n, const elem *a,
                       rp_int lda, real *y, rp_int incy)
{
    const rp_int least = least_extent(op, m);
    int k = check_matrix(layout, m, 0, n, least, a, lda);
    if (k || (k = check_vector(m, y, incy, 6)))
        return -k;
    if (m == 0)
        return 0;
    y += first_element(m, incy);
    if (layout == RP_COL_MAJOR)
        RPI(plan_reduce)(op, RPI_ACROSS, n, m, a, lda, y, incy);
    else
        RPI(plan_reduce)(op, RPI_ALONG, m, n, a, lda, y, incy);
    return 0;
}

/*
 * rp_?axis1sum -- the sum of every row of a matrix
 *
 * Formula   y[i] = sum_{j<n} A[i,j],  0 <= i < m
 * Shapes    A: m x n, leading dimension lda; y: m, increment incy
 * Args      1 layout  in   RP_ROW_MAJOR or RP_COL_MAJOR
 *           2 m       in   rows, >= 0
 *           3 n       in   columns, >= 0
 *           4 a       in   the matrix
 *           5 lda     in   >= max(1, n) row-major, >= max(1, m) column-major
 *           6 y       out  the results
 *           7 incy    in   not 0; negative as in BLAS: y is the lowest address, and
 *                          element i lies at (i-(m-1))*incy
 * Units     lda and incy count elements; y has the unit of A
 * Errors    returns 0; or -k when argument k is the first illegal one: the handler
 *           has then been called with the routine's name and k, and y is not touched
 * Empty     m = 0: nothing to do; n = 0: y is set to +0
 * Aliasing  A and y may not overlap
 * Numerics  the canonical sum: a balanced tree of blocks of 128, the same bits whatever
 *           the ISA, threads, layout, lda and increment; |error| <= h*u*sum|A[i,j]| to
 *           first order, h = 7 + ceil(log2(ceil(n/128))), u = 2^-24 (s) or 2^-53 (d,
 *           ds); ds converts to double first; NaN and Inf propagate
 * Traffic   reads m*n elements, writes m
 * Threads   safe in any thread; helper threads may share a large call, see raptors(3)
 * Source    numpy.add.reduce(A, axis=1)
 * Example   examples/softmax.c
 */
int RP(axis1sum)(int layout, rp_int m, rp_int n, const elem *a, rp_int lda, real *y,
                 rp_int incy)
{
    RP_ENTRY("axis1sum", RPI(axis1)(RPI_SUM, layout, m, n, a, lda, y, incy));
}

/*
 * rp_?axis1mean -- the mean of every row of a matrix
 *
 * Formula   y[i] = sum_{j<n} A[i,j] / n,  0 <= i < m
 * Shapes    A: m x n, leading dimension lda; y: m, increment incy
 * Args      1 layout  in   RP_ROW_MAJOR or RP_COL_MAJOR
 *           2 m       in   rows, >= 0
 *           3 n       in   columns, >= 0
 *           4 a       in   the matrix
 *           5 lda     in   >= max(1, n) row-major, >= max(1, m) column-major
 *           6 y       out  the results
 *           7 incy    in   not 0; negative as in BLAS: y is the lowest address, and
 *                          element i lies at (i-(m-1))*incy
 * Units     lda and incy count elements; y has the unit of A
 * Errors    returns 0; or -k when argument k is the first illegal one: the handler
 *           has then been called with the routine's name and k, and y is not touched
 * Empty     m = 0: nothing to do; n = 0: y is set to NaN
 * Aliasing  A and y may not overlap
 * Numerics  rp_?axis1sum divided by n, each rounded once: the same bits whatever the
 *           ISA, threads, layout, lda and increment; |error| <= (h+1)*u*sum|A[i,j]|/n
 *           to first order, h and u as for the sum (h+2 for s and n > 2^24, which float
 *           rounds); ds converts to double first and gives double; NaN and Inf propagate
 * Traffic   reads m*n elements, writes m
 * Threads   safe in any thread; helper threads may share a large call, see raptors(3)
 * Source    numpy.mean(A, axis=1)
 */
int RP(axis1mean)(int layout, rp_int m, rp_int n, const elem *a, rp_int lda, real *y,
                  rp_int incy)
{
    RP_ENTRY("axis1mean", RPI(axis1)(RPI_MEAN, layout, m, n, a, lda, y, incy));
}

#if !defined(RP_PREC_DS)

/*
 * rp_?axis1max -- the maximum of every row of a matrix
 *
 * Formula   y[i] = max_{j<n} A[i,j],  0 <= i < m
 * Shapes    A: m x n, leading dimension lda; y: m, increment incy
 * Args      1 layout  in   RP_ROW_MAJOR or RP_COL_MAJOR
 *           2 m       in   rows, >= 0
 *           3 n       in   columns, >= 0
 *           4 a       in   the matrix
 *           5 lda     in   >= max(1, n) row-major, >= max(1, m) column-major
 *           6 y       out  the results
 *           7 incy    in   not 0; negative as in BLAS: y is the lowest address, and
 *                          element i lies at (i-(m-1))*incy
 * Units     lda and incy count elements; y has the unit of A
 * Errors    returns 0; or -k when argument k is the first illegal one: the handler
 *           has then been called with the routine's name and k, and y is not touched
 * Empty     m = 0: nothing to do; n = 0 is illegal while m > 0: there is no maximum
 * Aliasing  A and y may not overlap
 * Numerics  exact; NaN if there is a NaN; -0 is smaller than +0; the same bits whatever
 *           the ISA, threads, layout, lda and increment
 * Traffic   reads m*n elements, writes m
 * Threads   safe in any thread; helper threads may share a large call, see raptors(3)
 * Source    numpy.maximum.reduce(A, axis=1)
 * Example   examples/softmax.c
 */
int RP(axis1max)(int layout, rp_int m, rp_int n, const elem *a, rp_int lda, real *y,
                 rp_int incy)
{
    RP_ENTRY("axis1max", RPI(axis1)(RPI_MAX, layout, m, n, a, lda, y, incy));
}

/*
 * rp_?axis1min -- the minimum of every row of a matrix
 *
 * Formula   y[i] = min_{j<n} A[i,j],  0 <= i < m
 * Shapes    A: m x n, leading dimension lda; y: m, increment incy
 * Args      1 layout  in   RP_ROW_MAJOR or RP_COL_MAJOR
 *           2 m       in   rows, >= 0
 *           3 n       in   columns, >= 0
 *           4 a       in   the matrix
 *           5 lda     in   >= max(1, n) row-major, >= max(1, m) column-major
 *           6 y       out  the results
 *           7 incy    in   not 0; negative as in BLAS: y is the lowest address, and
 *                          element i lies at (i-(m-1))*incy
 * Units     lda and incy count elements; y has the unit of A
 * Errors    returns 0; or -k when argument k is the first illegal one: the handler
 *           has then been called with the routine's name and k, and y is not touched
 * Empty     m = 0: nothing to do; n = 0 is illegal while m > 0: there is no minimum
 * Aliasing  A and y may not overlap
 * Numerics  exact; NaN if there is a NaN; -0 is smaller than +0; the same bits whatever
 *           the ISA, threads, layout, lda and increment
 * Traffic   reads m*n elements, writes m
 * Threads   safe in any thread; helper threads may share a large call, see raptors(3)
 * Source    numpy.minimum.reduce(A, axis=1)
 */
int RP(axis1min)(int layout, rp_int m, rp_int n, const elem *a, rp_int lda, real *y,
                 rp_int incy)
{
    RP_ENTRY("axis1min", RPI(axis1)(RPI_MIN, layout, m, n, a, lda, y, incy));
}

#endif
