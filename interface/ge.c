/* SPDX-License-Identifier: BSD-3-Clause */
/* ge.c -- rp_?gesum, mean, max and min: a whole matrix to one number. */

#include "interface/check.h"
#include "interface/routines.h"
#include "plan/plan.h"

RP_BODY int RPI(ge)(enum rpi_op op, int layout, rp_int m, rp_int n, const elem *a,
                    rp_int lda, real *result)
{
    const rp_int least = least_extent(op, 1);
    const int k = check_matrix(layout, m, least, n, least, a, lda);
    if (k || !result)
        return k ? -k : -6;
    *result = layout == RP_ROW_MAJOR ? RPI(plan_reduce_all)(op, RPI_ACROSS, m, n, a, lda)
                                     : RPI(plan_reduce_all)(op, RPI_ALONG, n, m, a, lda);
    return 0;
}

/*
 * rp_?gesum -- the sum of all elements of a matrix
 *
 * Formula   result = sum_{j<n} sum_{i<m} A[i,j]
 * Shapes    A: m x n, leading dimension lda; result: one number
 * Args      1 layout  in   RP_ROW_MAJOR or RP_COL_MAJOR
 *           2 m       in   rows, >= 0
 *           3 n       in   columns, >= 0
 *           4 a       in   the matrix
 *           5 lda     in   >= max(1, n) row-major, >= max(1, m) column-major
 *           6 result  out  the result
 * Units     lda counts elements; the result has the unit of A
 * Errors    returns 0; or -k when argument k is the first illegal one: the handler
 *           has then been called with the routine's name and k, and result is not touched
 * Empty     m = 0 or n = 0: the result is +0
 * Aliasing  the result may not lie in A
 * Numerics  two canonical sums, one after the other: the same bits whatever the ISA,
 *           threads, layout and lda, but not those of the transpose, which is summed in
 *           the other order; |error| <= (h(m) + h(n))*u*sum|A[i,j]| to first order,
 *           h(k) = 7 + ceil(log2(ceil(k/128))), u = 2^-24 (s) or 2^-53 (d, ds); ds
 *           converts to double first; NaN and Inf propagate
 * Traffic   reads m*n elements
 * Threads   safe in any thread; helper threads may share a large call, see raptors(3)
 * Source    numpy.sum(A)
 * Example   examples/blocks.cc
 */
int RP(gesum)(int layout, rp_int m, rp_int n, const elem *a, rp_int lda, real *result)
{
    RP_ENTRY("gesum", RPI(ge)(RPI_SUM, layout, m, n, a, lda, result));
}

/*
 * rp_?gemean -- the mean of all elements of a matrix
 *
 * Formula   result = sum_{j<n} sum_{i<m} A[i,j] / (m*n)
 * Shapes    A: m x n, leading dimension lda; result: one number
 * Args      1 layout  in   RP_ROW_MAJOR or RP_COL_MAJOR
 *           2 m       in   rows, >= 0
 *           3 n       in   columns, >= 0
 *           4 a       in   the matrix
 *           5 lda     in   >= max(1, n) row-major, >= max(1, m) column-major
 *           6 result  out  the result
 * Units     lda counts elements; the result has the unit of A
 * Errors    returns 0; or -k when argument k is the first illegal one: the handler
 *           has then been called with the routine's name and k, and result is not touched
 * Empty     m = 0 or n = 0: the result is NaN
 * Aliasing  the result may not lie in A
 * Numerics  rp_?gesum divided by m*n, each rounded once: the same bits whatever the ISA,
 *           threads, layout and lda; |error| <= (h(m)+h(n)+1)*u*sum|A[i,j]|/(m*n) to
 *           first order, h and u as for the sum (one u more for s and m*n > 2^24, which
 *           float rounds); ds converts to double first and gives double; NaN and Inf
 *           propagate
 * Traffic   reads m*n elements
 * Threads   safe in any thread; helper threads may share a large call, see raptors(3)
 * Source    numpy.mean(A)
 */
int RP(gemean)(int layout, rp_int m, rp_int n, const elem *a, rp_int lda, real *result)
{
    RP_ENTRY("gemean", RPI(ge)(RPI_MEAN, layout, m, n, a, lda, result));
}

#if !defined(RP_PREC_DS)

/*
 * rp_?gemax -- the maximum of all elements of a matrix
 *
 * Formula   result = max_{i<m, j<n} A[i,j]
 * Shapes    A: m x n, leading dimension lda; result: one number
 * Args      1 layout  in   RP_ROW_MAJOR or RP_COL_MAJOR
 *           2 m       in   rows, >= 0
 *           3 n       in   columns, >= 0
 *           4 a       in   the matrix
 *           5 lda     in   >= max(1, n) row-major, >= max(1, m) column-major
 *           6 result  out  the result
 * Units     lda counts elements; the result has the unit of A
 * Errors    returns 0; or -k when argument k is the first illegal one: the handler
 *           has then been called with the routine's name and k, and result is not touched
 * Empty     m = 0 or n = 0 is illegal: there is no maximum
 * Aliasing  the result may not lie in A
 * Numerics  exact; NaN if there is a NaN; -0 is smaller than +0; the same bits whatever
 *           the ISA, threads, layout and lda
 * Traffic   reads m*n elements
 * Threads   safe in any thread; helper threads may share a large call, see raptors(3)
 * Source    numpy.max(A)
 * Example   examples/blocks.cc
 */
int RP(gemax)(int layout, rp_int m, rp_int n, const elem *a, rp_int lda, real *result)
{
    RP_ENTRY("gemax", RPI(ge)(RPI_MAX, layout, m, n, a, lda, result));
}

/*
 * rp_?gemin -- the minimum of all elements of a matrix
 *
 * Formula   result = min_{i<m, j<n} A[i,j]
 * Shapes    A: m x n, leading dimension lda; result: one number
 * Args      1 layout  in   RP_ROW_MAJOR or RP_COL_MAJOR
 *           2 m       in   rows, >= 0
 *           3 n       in   columns, >= 0
 *           4 a       in   the matrix
 *           5 lda     in   >= max(1, n) row-major, >= max(1, m) column-major
 *           6 result  out  the result
 * Units     lda counts elements; the result has the unit of A
 * Errors    returns 0; or -k when argument k is the first illegal one: the handler
 *           has then been called with the routine's name and k, and result is not touched
 * Empty     m = 0 or n = 0 is illegal: there is no minimum
 * Aliasing  the result may not lie in A
 * Numerics  exact; NaN if there is a NaN; -0 is smaller than +0; the same bits whatever
 *           the ISA, threads, layout and lda
 * Traffic   reads m*n elements
 * Threads   safe in any thread; helper threads may share a large call, see raptors(3)
 * Source    numpy.min(A)
 */
int RP(gemin)(int layout, rp_int m, rp_int n, const elem *a, rp_int lda, real *result)
{
    RP_ENTRY("gemin", RPI(ge)(RPI_MIN, layout, m, n, a, lda, result));
}

#endif
