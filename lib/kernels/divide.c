/* SPDX-License-Identifier: BSD-3-Clause */
/* divide.c -- y[i] = y[i] / by: sums become means. */
#include <string.h>

#include "kernels/kernel.h"

/* The bits of a real, and of 1; the fraction of a power of two has none. */
#if defined(RP_PREC_S)
typedef uint32_t bits;
#define FRACTION 23
#define ONE 0x3f800000u
#else
typedef uint64_t bits;
#define FRACTION 52
#define ONE 0x3ff0000000000000u
#endif

/* From 1 to 2^62. A comparison of reals could raise an exception. */
static bool is_power_of_two(real x)
{
    bits b;
    memcpy(&b, &x, sizeof b);
    return b >= ONE && b <= ONE + ((bits)62 << FRACTION) &&
           (b & (((bits)1 << FRACTION) - 1)) == 0;
}

/* y = op(y, by) for neighbours. */
ALWAYS_INLINE void map(v_op *op, ptrdiff_t n, real by, real *y)
{
    ptrdiff_t i = 0;
    for (; i + VL <= n; i += VL)
        v_store(y + i, op(v_load(y + i), v_set1(by)));
    if (i < n)
        v_store_part(y + i, op(load_rest(y + i, n - i), v_set1(by)), n - i);
}

static void divide_apart(ptrdiff_t n, real by, real *y, ptrdiff_t incy)
{
    for (ptrdiff_t i = 0; i < n; i++)
        y[i * incy] /= by;
}

/* The inverse of a power of two is exact, so that its product is the quotient: the means
   of the columns of 4x1000000 doubles took 1.5 times as long with quotients, of which a
   core has one in two cycles. */
void K(divide)(ptrdiff_t n, real by, real *y, ptrdiff_t incy)
{
    assert(n >= 1);
    if (incy != 1)
        divide_apart(n, by, y, incy);
    else if (is_power_of_two(by))
        map(v_mul, n, 1 / by, y);
    else
        map(v_div, n, by, y);
}
