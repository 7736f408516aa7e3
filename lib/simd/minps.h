/* SPDX-License-Identifier: BSD-3-Clause */
/* minps.h -- maximum and minimum for the sets of x86 that have them from MINPS.
 *
 * The instruction gives its second operand where either is NaN, or both are zeros, and
 * raises an exception for a quiet NaN. The set brings v_unordered, all bits set where
 * either lane is NaN, v_is_zero, all set where v is a zero, and v_instead_of_zero(v, z),
 * z where it is.
 */
#ifndef RPI_MINPS_H
#define RPI_MINPS_H

#include <xmmintrin.h>

#define V_HOLDS

static inline bool is_masked(unsigned state)
{
    return (state & _MM_MASK_MASK) == _MM_MASK_MASK;
}

/* All exceptions masked; rounding, FTZ and DAZ stay the caller's. To write that state
   costs a good part of a small call, to read it little (doc/perf/kernels/max_min.md). */
static inline unsigned v_hold(void)
{
    const unsigned state = _mm_getcsr();
    if (__builtin_expect(!is_masked(state), 0))
        _mm_setcsr(state | _MM_MASK_MASK);
    return state;
}

/* If quiet, the flag of subnormal operands may stay, which is none of IEEE 754. */
static inline void v_release(unsigned state, bool quiet)
{
    if (!quiet || __builtin_expect(!is_masked(state), 0))
        _mm_setcsr(state);
}

/* One of the two is the NaN, or the -0, if there is one, and OR keeps it. */
static inline vec v_min(vec a, vec b)
{
    return MM(or)(MM(min)(a, b), MM(min)(b, a));
}

/* Three instructions a vector, as v_min, but its chain has only one of them. Which of two
   zeros it keeps is left open until the end: -0 is there if any sign is set.
   QUICK, two: the order, and zeros times all that was taken; these are NaN after a NaN
   and after an infinity. On a Zen 3 the two are as fast as the loads from L1, if enough
   products are under way. */
#define V_BEST
#define V_QUICK 1
struct best {
    vec v, signs, nans; /* QUICK: signs and nans are two of those products */
};

static inline vec v_greater(vec a, vec b)
{
    return MM(max)(a, b);
}

static inline vec v_smaller(vec a, vec b)
{
    return MM(min)(a, b);
}

static inline vec v_better(int how, vec a, vec b)
{
    return how & MOST ? v_greater(a, b) : v_smaller(a, b);
}

static inline vec v_and(vec a, vec b)
{
    return MM(and)(a, b);
}

static inline vec v_or(vec a, vec b)
{
    return MM(or)(a, b);
}

static inline vec v_join(int how, vec a, vec b)
{
    return how & MOST ? v_and(a, b) : v_or(a, b);
}

/* A load into a register: gcc loads operands in memory once for each instruction. */
static inline vec v_once(vec v)
{
    __asm__("" : "+x"(v));
    return v;
}

static inline struct best v_best(int how, vec a, vec b)
{
    if (how & QUICK) {
        const vec zero = v_set1(0);
        a = v_once(a);
        b = v_once(b);
        return (struct best){v_better(how, a, b), v_mul(zero, a), v_mul(zero, b)};
    }
    return (struct best){v_better(how, a, b), v_join(how, a, b), v_unordered(a, b)};
}

static inline void v_take(int how, struct best *s, vec a, vec b)
{
    if (how & QUICK) {
        a = v_once(a);
        b = v_once(b);
        s->v = v_better(how, s->v, v_better(how, a, b));
        s->signs = v_mul(s->signs, a);
        s->nans = v_mul(s->nans, b);
        return;
    }
    s->v = v_better(how, s->v, v_better(how, a, b));
    s->signs = v_join(how, s->signs, v_join(how, a, b));
    s->nans = v_or(s->nans, v_unordered(a, b));
}

/* QUICK: of a zero and a NaN, OR makes a NaN. */
static inline void v_note(int how, struct best *s, struct best t)
{
    s->signs = how & QUICK ? v_or(s->signs, t.signs) : v_join(how, s->signs, t.signs);
    s->nans = v_or(s->nans, t.nans);
}

static inline void v_merge(int how, struct best *s, struct best t)
{
    s->v = v_better(how, s->v, t.v);
    v_note(how, s, t);
}

static inline bool v_ordered(int how, struct best s)
{
    if (how & QUICK)
        s.nans = v_unordered(s.signs, s.nans);
    return MM(movemask)(s.nans) == 0;
}

struct sure {
    vec v, signs;
};

static inline struct sure v_sure(struct best s)
{
    return (struct sure){s.v, s.signs};
}

ALWAYS_INLINE struct sure v_sure_pair(int how, struct sure a, struct sure b, int h)
{
    const vec v = v_pair(how & MOST ? v_greater : v_smaller, a.v, b.v, h);
    if (how & QUICK)
        return (struct sure){v, v};
    return (struct sure){v, v_pair(how & MOST ? v_and : v_or, a.signs, b.signs, h)};
}

static inline vec v_sure_end(int how, struct sure s)
{
    if (how & QUICK)
        return s.v;
    return v_instead_of_zero(s.v, v_and(s.signs, v_set1(-0.0f)));
}

/* Is no bit that leads a lane set? */
static inline bool v_none(vec lanes)
{
    return MM(movemask)(lanes) == 0;
}

static inline bool v_settled(int how, vec v)
{
    return !(how & QUICK) || v_none(v_is_zero(v));
}

static inline vec v_end(int how, struct best s)
{
    const vec v = v_sure_end(how, v_sure(s));
    return how & QUICK ? v : v_or(v, s.nans);
}

/* In the lanes of one vector the chain decides: it has the order only. */
ALWAYS_INLINE real v_end_all(int how, struct best s)
{
    const int signs = MM(movemask)(s.signs);
    UNROLL
    for (int h = VL / 2; h >= 1; h /= 2)
        s.v = v_better(how, s.v, v_swap(s.v, h));
    if (!v_ordered(how, s))
        return (real)__builtin_nanf("");
    const real x = v_first(s.v);
    if (how & QUICK || x != 0)
        return x;
    return (how & MOST ? signs == (1 << VL) - 1 : signs != 0) ? (real)-0.0 : 0;
}

#endif
