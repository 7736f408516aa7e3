/* SPDX-License-Identifier: BSD-3-Clause */
/* vector.c -- rp_?sum, mean, max and min: a vector to one number. */

#include "interface/check.h"
#include "interface/routines.h"
#include "plan/plan.h"

RP_BODY int RPI(vector)(enum rpi_op op, rp_int n, const elem *x, rp_int incx,
                        real *result)
{
    const int k = n < least_extent(op, 1) ? 1 : check_vector(n, x, incx, 2);
    if (k || !result)
        return k ? -k : -4;
    if (n)
        x += first_element(n, incx);
    *result = RPI(plan_reduce_all)(op, RPI_ACROSS, n, 1, x, incx);
    return 0;
}

/*
 * rp_?sum -- the sum of a vector
 *
 * Formula   result = sum_{k<n} x[k]
 * Shapes    x: n, increment incx; result: one number
 * Args      1 n       in   elements, >= 0
 *           2 x       in   the vector
 *           3 incx    in   not 0; negative as in BLAS: x is the lowest address, and
 *                          element k lies at (k-(n-1))*incx
 *           4 result  out  the result
 * Units     incx counts elements; the result has the unit of x
 * Errors    returns 0; or -k when argument k is the first illegal one: the handler
 *           has then been called with the routine's name and k, and result is not touched
 * Empty     n = 0: the result is +0
 * Aliasing  the result may not lie in x
 * Numerics  the canonical sum: a balanced tree of blocks of 128, the same bits whatever
 *           the ISA, threads and increment; |error| <= h*u*sum|x[k]| to first order,
 *           h = 7 + ceil(log2(ceil(n/128))), u = 2^-24 (s) or 2^-53 (d, ds); ds converts
 *           to double first; NaN and Inf propagate
 * Traffic   reads n elements
 * Threads   safe in any thread; helper threads may share a large call, see raptors(3)
 * Source    numpy.sum(x)
 */
int RP(sum)(rp_int n, const elem *x, rp_int incx, real *result)
{
    RP_ENTRY("sum", RPI(vector)(RPI_SUM, n, x, incx, result));
}

/*
 * rp_?mean -- the mean of a vector
 *
 * Formula   result = sum_{k<n} x[k] / n
 * Shapes    x: n, increment incx; result: one number
 * Args      1 n       in   elements, >= 0
 *           2 x       in   the vector
 *           3 incx    in   not 0; negative as in BLAS: x is the lowest address, and
 *                          element k lies at (k-(n-1))*incx
 *           4 result  out  the result
 * Units     incx counts elements; the result has the unit of x
 * Errors    returns 0; or -k when argument k is the first illegal one: the handler
 *           has then been called with the routine's name and k, and result is not touched
 * Empty     n = 0: the result is NaN
 * Aliasing  the result may not lie in x
 * Numerics  rp_?sum divided by n, each rounded once: the same bits whatever the ISA,
 *           threads and increment; |error| <= (h+1)*u*sum|x[k]|/n to first order, h and u
 *           as for the sum (h+2 for s and n > 2^24, which float rounds); ds converts to
 *           double first and gives double; NaN and Inf propagate
 * Traffic   reads n elements
 * Threads   safe in any thread; helper threads may share a large call, see raptors(3)
 * Source    numpy.mean(x)
 */
int RP(mean)(rp_int n, const elem *x, rp_int incx, real *result)
{
    RP_ENTRY("mean", RPI(vector)(RPI_MEAN, n, x, incx, result));
}

#if !defined(RP_PREC_DS)

/*
 * rp_?max -- the maximum of a vector
 *
 * Formula   result = max_{k<n} x[k]
 * Shapes    x: n, increment incx; result: one number
 * Args      1 n       in   elements, >= 1
 *           2 x       in   the vector
 *           3 incx    in   not 0; negative as in BLAS: x is the lowest address, and
 *                          element k lies at (k-(n-1))*incx
 *           4 result  out  the result
 * Units     incx counts elements; the result has the unit of x
 * Errors    returns 0; or -k when argument k is the first illegal one: the handler
 *           has then been called with the routine's name and k, and result is not touched
 * Empty     n = 0 is illegal: there is no maximum
 * Aliasing  the result may not lie in x
 * Numerics  exact; NaN if there is a NaN; -0 is smaller than +0; the same bits whatever
 *           the ISA, threads and increment
 * Traffic   reads n elements
 * Threads   safe in any thread; helper threads may share a large call, see raptors(3)
 * Source    numpy.max(x)
 */
int RP(max)(rp_int n, const elem *x, rp_int incx, real *result)
{
    RP_ENTRY("max", RPI(vector)(RPI_MAX, n, x, incx, result));
}

/*
 * rp_?min -- the minimum of a vector
 *
 * Formula   result = min_{k<n} x[k]
 * Shapes    x: n, increment incx; result: one number
 * Args      1 n       in   elements, >= 1
 *           2 x       in   the vector
 *           3 incx    in   not 0; negative as in BLAS: x is the lowest address, and
 *                          element k lies at (k-(n-1))*incx
 *           4 result  out  the result
 * Units     incx counts elements; the result has the unit of x
 * Errors    returns 0; or -k when argument k is the first illegal one: the handler
 *           has then been called with the routine's name and k, and result is not touched
 * Empty     n = 0 is illegal: there is no minimum
 * Aliasing  the result may not lie in x
 * Numerics  exact; NaN if there is a NaN; -0 is smaller than +0; the same bits whatever
 *           the ISA, threads and increment
 * Traffic   reads n elements
 * Threads   safe in any thread; helper threads may share a large call, see raptors(3)
 * Source    numpy.min(x)
 */
int RP(min)(rp_int n, const elem *x, rp_int incx, real *result)
{
    RP_ENTRY("min", RPI(vector)(RPI_MIN, n, x, incx, result));
}

#endif
