/* SPDX-License-Identifier: BSD-3-Clause */
/* best.h -- what the maximum and the minimum along and across have in common.
 *
 * Any order gives the same bits, and what is taken twice changes nothing: the last
 * vector may overlap the one before it, and the last rows those before them.
 */
#ifndef RPI_BEST_H
#define RPI_BEST_H

#include "kernels/rows.h"

/* v_max or v_min of two. */
ALWAYS_INLINE vec better(bool max, vec a, vec b)
{
    return max ? v_max(a, b) : v_min(a, b);
}

ALWAYS_INLINE vec get_best(ptrdiff_t n, const real *a)
{
    return n == VL ? v_load(a) : load_rest(a, n);
}

#endif
