/* SPDX-License-Identifier: BSD-3-Clause */
/* divide.c -- y[i] = y[i] / by: sums become means. */
#include "kernels/kernel.h"

void K(divide)(ptrdiff_t n, real by, real *y, ptrdiff_t incy)
{
    assert(n >= 1);
    ptrdiff_t i = 0;
    if (incy == 1)
        for (; i + VL <= n; i += VL)
            v_store(y + i, v_div(v_load(y + i), v_set1(by)));
    for (; i < n; i++)
        y[i * incy] /= by;
}
