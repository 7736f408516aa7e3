/* SPDX-License-Identifier: BSD-3-Clause */
/* best.h -- what the maximum and the minimum along and across have in common.
 *
 * Any order gives the same bits, and what is taken twice changes nothing: the last
 * vector may overlap the one before it, and the last rows those before them.
 *
 * What comes from the caches goes QUICK first, where the set has that. A strip, line or
 * piece of one in which a NaN or an infinity is read, or whose best is a zero, is in
 * doubt: it is taken again, exactly, and so are those that come after it at once. A tile
 * is too, but the next one is tried again. So data with many zeros lose little more than
 * the first try.
 */
#ifndef RPI_BEST_H
#define RPI_BEST_H

#include "kernels/rows.h"

/* The kernel that is made for each `how`, which v_best and its like want as a constant:
   exact, QUICK, or as it says. */
#define EXACTLY(how, kernel, ...)                                                        \
    ((how)&MOST ? kernel(MOST, __VA_ARGS__) : kernel(0, __VA_ARGS__))
#if V_QUICK
#define QUICKLY(how, kernel, ...)                                                        \
    ((how)&MOST ? kernel(MOST | QUICK, __VA_ARGS__) : kernel(QUICK, __VA_ARGS__))
#define MADE_FOR(how, kernel, ...)                                                       \
    ((how)&QUICK ? QUICKLY(how, kernel, __VA_ARGS__) : EXACTLY(how, kernel, __VA_ARGS__))
#else
#define MADE_FOR EXACTLY
#endif

/* v_max or v_min of two. */
ALWAYS_INLINE vec better(int how, vec a, vec b)
{
    return how & MOST ? v_max(a, b) : v_min(a, b);
}

ALWAYS_INLINE vec get_best(ptrdiff_t n, const real *a)
{
    return n == VL ? v_load(a) : load_rest(a, n);
}

/* Two pairs; if deep, they meet each other first. With AVX-512 a comparison masked by the
   one before it takes longer than the vectors of a strip or a bite, and of four vectors
   only one step is in the chain then: across 64x64 1.3 times as fast, 128x32 1.7. With
   AVX2 that is as fast, with SSE2 0.98, and so it is not done there. */
ALWAYS_INLINE void take_both(int how, bool deep, struct best *s, vec a, vec b, vec c,
                             vec d)
{
#if defined(RP_ISA_AVX512)
    if (deep) {
        struct best t = v_best(how, a, b);
        v_take(how, &t, c, d);
        v_merge(how, s, t);
        return;
    }
#endif
    (void)deep;
    v_take(how, s, a, b);
    v_take(how, s, c, d);
}

#endif
