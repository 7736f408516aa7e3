/* SPDX-License-Identifier: BSD-3-Clause */
/* axis0.c -- rp_?axis0sum, mean, max, min: each column of a matrix to one number. */

#include "interface/check.h"
#include "interface/routines.h"
#include "plan/plan.h"

RP_BODY int RPI(axis0)(enum rpi_op op, int layout, rp_int m, rp_int n, const elem *a,
                       rp_int lda, real *y, rp_int incy)
{
    const rp_int least = least_extent(op, n);
    int k = check_matrix(layout, m, least, n, 0, a, lda);
    if (k || (k = check_vector(n, y, incy, 6)))
        return -k;
    if (n == 0)
        return 0;
    y += first_element(n, incy);
    if (layout == RP_ROW_MAJOR)
        RPI(plan_reduce)(op, RPI_ACROSS, m, n, a, lda, y, incy);
    else
        RPI(plan_reduce)(op, RPI_ALONG, n, m, a, lda, y, incy);
    return 0;
}

/*
 * rp_?axis0sum -- the sum of every column of a matrix
 *
 * Formula   y[j] = sum_{i<m} A[i,j],  0 <= j < n
 * Shapes    A: m x n, leading dimension lda; y: n, increment incy
 * Args      1 layout  in   RP_ROW_MAJOR or RP_COL_MAJOR
 *           2 m       in   rows, >= 0
 *           3 n       in   columns, >= 0
 *           4 a       in   the matrix
 *           5 lda     in   >= max(1, n) row-major, >= max(1, m) column-major
 *           6 y       out  the results
 *           7 incy    in   not 0; negative as in BLAS: y is the lowest address, and
 *                          element j lies at (j-(n-1))*incy
 * Units     lda and incy count elements; y has the unit of A
 * Errors    returns 0; or -k when argument k is the first illegal one: the handler
 *           has then been called with the routine's name and k, and y is not touched
 * Empty     n = 0: nothing to do; m = 0: y is set to +0
 * Aliasing  A and y may not overlap
 * Numerics  the canonical sum: a balanced tree of blocks of 128, the same bits whatever
 *           the ISA, threads, layout, lda and increment; |error| <= h*u*sum|A[i,j]| to
 *           first order, h = 7 + ceil(log2(ceil(m/128))), u = 2^-24 (s) or 2^-53 (d,
 *           ds); ds converts to double first; NaN and Inf propagate
 * Traffic   reads m*n elements, writes n
 * Threads   safe in any thread; helper threads may share a large call, see raptors(3)
 * Source    numpy.add.reduce(A, axis=0); N. J. Higham, The accuracy of floating point
 *           summation, SIAM J. Sci. Comput. 14 (1993), for the bound of pairwise sums
 */
int RP(axis0sum)(int layout, rp_int m, rp_int n, const elem *a, rp_int lda, real *y,
                 rp_int incy)
{
    RP_ENTRY("axis0sum", RPI(axis0)(RPI_SUM, layout, m, n, a, lda, y, incy));
}

/*
 * rp_?axis0mean -- the mean of every column of a matrix
 *
 * Formula   y[j] = sum_{i<m} A[i,j] / m,  0 <= j < n
 * Shapes    A: m x n, leading dimension lda; y: n, increment incy
 * Args      1 layout  in   RP_ROW_MAJOR or RP_COL_MAJOR
 *           2 m       in   rows, >= 0
 *           3 n       in   columns, >= 0
 *           4 a       in   the matrix
 *           5 lda     in   >= max(1, n) row-major, >= max(1, m) column-major
 *           6 y       out  the results
 *           7 incy    in   not 0; negative as in BLAS: y is the lowest address, and
 *                          element j lies at (j-(n-1))*incy
 * Units     lda and incy count elements; y has the unit of A
 * Errors    returns 0; or -k when argument k is the first illegal one: the handler
 *           has then been called with the routine's name and k, and y is not touched
 * Empty     n = 0: nothing to do; m = 0: y is set to NaN
 * Aliasing  A and y may not overlap
 * Numerics  rp_?axis0sum divided by m, each rounded once: the same bits whatever the
 *           ISA, threads, layout, lda and increment; |error| <= (h+1)*u*sum|A[i,j]|/m
 *           to first order, h and u as for the sum (h+2 for s and m > 2^24, which float
 *           rounds); ds converts to double first and gives double; NaN and Inf propagate
 * Traffic   reads m*n elements, writes n
 * Threads   safe in any thread; helper threads may share a large call, see raptors(3)
 * Source    numpy.mean(A, axis=0)
 * Example   examples/centre.c, centre_f77.f, centre_module.f90, accuracy.c,
 *           numpy_ctypes.py
 */
int RP(axis0mean)(int layout, rp_int m, rp_int n, const elem *a, rp_int lda, real *y,
                  rp_int incy)
{
    RP_ENTRY("axis0mean", RPI(axis0)(RPI_MEAN, layout, m, n, a, lda, y, incy));
}

#if !defined(RP_PREC_DS)

/*
 * rp_?axis0max -- the maximum of every column of a matrix
 *
 * Formula   y[j] = max_{i<m} A[i,j],  0 <= j < n
 * Shapes    A: m x n, leading dimension lda; y: n, increment incy
 * Args      1 layout  in   RP_ROW_MAJOR or RP_COL_MAJOR
 *           2 m       in   rows, >= 0
 *           3 n       in   columns, >= 0
 *           4 a       in   the matrix
 *           5 lda     in   >= max(1, n) row-major, >= max(1, m) column-major
 *           6 y       out  the results
 *           7 incy    in   not 0; negative as in BLAS: y is the lowest address, and
 *                          element j lies at (j-(n-1))*incy
 * Units     lda and incy count elements; y has the unit of A
 * Errors    returns 0; or -k when argument k is the first illegal one: the handler
 *           has then been called with the routine's name and k, and y is not touched
 * Empty     n = 0: nothing to do; m = 0 is illegal while n > 0: there is no maximum
 * Aliasing  A and y may not overlap
 * Numerics  exact; NaN if there is a NaN; -0 is smaller than +0; the same bits whatever
 *           the ISA, threads, layout, lda and increment
 * Traffic   reads m*n elements, writes n
 * Threads   safe in any thread; helper threads may share a large call, see raptors(3)
 * Source    numpy.maximum.reduce(A, axis=0)
 */
int RP(axis0max)(int layout, rp_int m, rp_int n, const elem *a, rp_int lda, real *y,
                 rp_int incy)
{
    RP_ENTRY("axis0max", RPI(axis0)(RPI_MAX, layout, m, n, a, lda, y, incy));
}

/*
 * rp_?axis0min -- the minimum of every column of a matrix
 *
 * Formula   y[j] = min_{i<m} A[i,j],  0 <= j < n
 * Shapes    A: m x n, leading dimension lda; y: n, increment incy
 * Args      1 layout  in   RP_ROW_MAJOR or RP_COL_MAJOR
 *           2 m       in   rows, >= 0
 *           3 n       in   columns, >= 0
 *           4 a       in   the matrix
 *           5 lda     in   >= max(1, n) row-major, >= max(1, m) column-major
 *           6 y       out  the results
 *           7 incy    in   not 0; negative as in BLAS: y is the lowest address, and
 *                          element j lies at (j-(n-1))*incy
 * Units     lda and incy count elements; y has the unit of A
 * Errors    returns 0; or -k when argument k is the first illegal one: the handler
 *           has then been called with the routine's name and k, and y is not touched
 * Empty     n = 0: nothing to do; m = 0 is illegal while n > 0: there is no minimum
 * Aliasing  A and y may not overlap
 * Numerics  exact; NaN if there is a NaN; -0 is smaller than +0; the same bits whatever
 *           the ISA, threads, layout, lda and increment
 * Traffic   reads m*n elements, writes n
 * Threads   safe in any thread; helper threads may share a large call, see raptors(3)
 * Source    numpy.minimum.reduce(A, axis=0)
 */
int RP(axis0min)(int layout, rp_int m, rp_int n, const elem *a, rp_int lda, real *y,
                 rp_int incy)
{
    RP_ENTRY("axis0min", RPI(axis0)(RPI_MIN, layout, m, n, a, lda, y, incy));
}

#endif
