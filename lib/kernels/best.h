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

/* Two pairs; if deep, they meet each other first. With AVX-512 a comparison masked by the
   one before it takes longer than the vectors of a strip or a bite, and of four vectors
   only one step is in the chain then: across 64x64 1.3 times as fast, 128x32 1.7. With
   AVX2 that is as fast, with SSE2 0.98, and so it is not done there. */
ALWAYS_INLINE void take_both(bool max, bool deep, struct best *s, vec a, vec b, vec c,
                             vec d)
{
#if defined(RP_ISA_AVX512)
    if (deep) {
        struct best t = v_best(max, a, b);
        v_take(max, &t, c, d);
        v_merge(max, s, t);
        return;
    }
#endif
    (void)deep;
    v_take(max, s, a, b);
    v_take(max, s, c, d);
}

#endif
