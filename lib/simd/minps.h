/* SPDX-License-Identifier: BSD-3-Clause */
/* minps.h -- maximum and minimum for the sets of x86 that have them from MINPS.
 *
 * The instruction gives its second operand where either is NaN, or both are zeros, and
 * raises an exception for a quiet NaN. The set brings v_unordered, all bits set where
 * either lane is NaN, and v_instead_of_zero(v, z), z where v is a zero.
 */
#ifndef RPI_MINPS_H
#define RPI_MINPS_H

#include <xmmintrin.h>

#define V_HOLDS

/* All exceptions masked; rounding, FTZ and DAZ stay the caller's. */
static inline unsigned v_hold(void)
{
    const unsigned state = _mm_getcsr();
    _mm_setcsr(state | _MM_MASK_MASK);
    return state;
}

static inline void v_release(unsigned state)
{
    _mm_setcsr(state);
}

/* One of the two is the NaN, or the -0, if there is one, and OR keeps it. */
static inline vec v_min(vec a, vec b)
{
    return MM(or)(MM(min)(a, b), MM(min)(b, a));
}

/* Three instructions a vector, as v_min, but its chain has only one of them. Which of two
   zeros it keeps is left open until the end: -0 is there if any sign is set. */
#define V_BEST
struct best {
    vec v, signs, nans;
};

static inline vec v_greater(vec a, vec b)
{
    return MM(max)(a, b);
}

static inline vec v_smaller(vec a, vec b)
{
    return MM(min)(a, b);
}

static inline vec v_better(bool max, vec a, vec b)
{
    return max ? v_greater(a, b) : v_smaller(a, b);
}

static inline vec v_and(vec a, vec b)
{
    return MM(and)(a, b);
}

static inline vec v_or(vec a, vec b)
{
    return MM(or)(a, b);
}

static inline vec v_join(bool max, vec a, vec b)
{
    return max ? v_and(a, b) : v_or(a, b);
}

static inline struct best v_best(bool max, vec a, vec b)
{
    return (struct best){v_better(max, a, b), v_join(max, a, b), v_unordered(a, b)};
}

static inline void v_take(bool max, struct best *s, vec a, vec b)
{
    s->v = v_better(max, s->v, v_better(max, a, b));
    s->signs = v_join(max, s->signs, v_join(max, a, b));
    s->nans = v_or(s->nans, v_unordered(a, b));
}

static inline void v_merge(bool max, struct best *s, struct best t)
{
    s->v = v_better(max, s->v, t.v);
    s->signs = v_join(max, s->signs, t.signs);
    s->nans = v_or(s->nans, t.nans);
}

static inline bool v_ordered(struct best s)
{
    return MM(movemask)(s.nans) == 0;
}

struct sure {
    vec v, signs;
};

static inline struct sure v_sure(struct best s)
{
    return (struct sure){s.v, s.signs};
}

ALWAYS_INLINE struct sure v_sure_pair(bool max, struct sure a, struct sure b, int h)
{
    return (struct sure){v_pair(max ? v_greater : v_smaller, a.v, b.v, h),
                         v_pair(max ? v_and : v_or, a.signs, b.signs, h)};
}

static inline vec v_sure_end(bool max, struct sure s)
{
    (void)max;
    return v_instead_of_zero(s.v, v_and(s.signs, v_set1(-0.0f)));
}

static inline vec v_end(bool max, struct best s)
{
    return v_or(v_sure_end(max, v_sure(s)), s.nans);
}

/* In the lanes of one vector the chain decides: it has the order only. */
ALWAYS_INLINE real v_end_all(bool max, struct best s)
{
    const int signs = MM(movemask)(s.signs);
    UNROLL
    for (int h = VL / 2; h >= 1; h /= 2)
        s.v = v_better(max, s.v, v_swap(s.v, h));
    if (!v_ordered(s))
        return (real)__builtin_nanf("");
    const real x = v_first(s.v);
    return x != 0 ? x : (max ? signs == (1 << VL) - 1 : signs != 0) ? (real)-0.0 : 0;
}

#endif
