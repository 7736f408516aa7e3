/* SPDX-License-Identifier: BSD-3-Clause */
/* simd.h -- the vector vocabulary in which every kernel is written once.
 *
 * simd_<isa>.h defines, for the precision in force:
 *
 *   ISA                    the name that ends the kernels' names
 *   vec, VL                a vector of VL reals; VL is a power of two
 *   v_load(p)              VL reals, any alignment
 *   v_load_fill(p, n, f)   the first n, 0 < n < VL, and the other lanes of f; beyond
 *                          p[n-1] nothing is read
 *   v_store(p, v)
 *   v_store_part(p, v, n)  the first n lanes, 0 < n < VL; the rest is not written
 *   v_stream(p, v)         v_store past the caches, p aligned to the vector, where the
 *                          set has such stores
 *   v_stream_end()         other threads see those before this as they see other stores
 *   v_set1(x)              x in every lane
 *   v_first(v)             lane 0
 *   v_add(a, b), v_mul(a, b), v_div(a, b)
 *   v_min(a, b)            the smaller; -0 is smaller than +0; NaN if either is NaN
 *   v_max(a, b)            -v_min(-a, -b)
 *   v_best(how, a, b)      v_min, or with MOST v_max, of two vectors, and
 *                          (v_take(how, &s, a, b)) of two more or (v_merge(how, &s, t))
 *                          of those of t; v_end(how, s) gives it, v_end_all(how, s) that
 *                          of all lanes. Cheaper, where the end comes seldom; how is a
 *                          constant
 *   v_ordered(how, s)      true, but with a NaN in what s was made of, if the set minds
 *                          that. Order alone decides then: v_sure(s), a struct sure, has
 *                          what that takes, and v_sure_pair(how, a, b, h) and
 *                          v_sure_end(how, a) are v_pair of v_max or v_min, and v_end
 *   v_note(how, &s, t)     v_ordered of s is false from now on, if that of t is; its end
 *                          means nothing any more
 *   QUICK                  for how, where V_QUICK is 1: cheaper still, but it does not
 *                          tell zeros from each other, nor infinities from NaN. v_ordered
 *                          is false with those two. Where it is true, v_end and
 *                          v_sure_end are right, but for the sign of a zero:
 *                          v_settled(how, the end) is false with one in a lane. v_end_all
 *                          is right where is_settled(how, it) is true. These go with it:
 *   v_once(v), v_better(how, a, b), v_or(a, b)
 *                          v, in a register, if it is loaded; what v_max or v_min is
 *                          without NaN and zeros; of all bits
 *   v_unordered(a, b), v_is_zero(v), v_none(lanes)
 *                          lanes with all bits set where either is NaN, or where v is a
 *                          zero; and true, if there are none
 *   v_hold(), v_release(s, quiet)
 *                          MINPS raises an exception for a quiet NaN, which the minimum
 *                          does not have: where v_min does so, and QUICK for an infinity,
 *                          these put off exceptions and put the caller's state back. If
 *                          quiet, none was raised: only his traps need to come back
 *   v_neg(v)               the sign turned, that of NaN too
 *   v_swap(v, h)           lane i gets lane i^h; h is a power of two below VL
 *   v_pair(op, a, b, h)    lane i: op(a[i], a[i^h]) where bit h of i is clear, else
 *                          op(b[i], b[i^h]); op is one of the commutative words above
 *   v_pick(v, at)          lane i gets lane at[i] of v; V_PICK is 1 where the set does
 *                          it in a few instructions, else 0
 *   v_shift(a, b, v_from(n))
 *                          where V_SHIFTS is 1, as that is better than to load a vector
 *                          that lies in two lines of the cache: VL lanes from lane n of a
 *                          on, which go on with those of b; 0 <= n < VL
 *   v_lanes(n), v_load_lanes(p, on, o), v_select(on, a, b)
 *                          where V_SHIFTS: a lane_mask of the first n lanes,
 *                          0 <= n <= VL, of which ~ and & make others; lane i is p[i]
 *                          where it is on, and nothing else is read, else that of o; and
 *                          that of b, else that of a
 *   v_columns(n, v)        v[k] gets lanes k, k+n, .. of the n vectors at v, counted
 *                          through; n, a constant, is 2, 3 or 4. A set whose loads do
 *                          this (V_GET_COLUMNS) has v_get_columns(p, n, v) instead: v[k]
 *                          gets elems k, k+n, .. from p on
 *   v_spread(v, n), v_fold_lines(op, a, b, n)
 *                          for lines no longer than half a vector of more than eight
 *                          lanes (V_LINES): the first n of v, and the next n, each at the
 *                          head of half a vector, with -0.0 behind; and lines of n, a
 *                          power of two, in the lanes of a and then of b, each folded in
 *                          half, one after the other. n is a constant
 *   v_get(p), v_get_fill(p, n, f)
 *                          v_load and v_load_fill of elems, which ds widens to reals
 *   v_load_some(p, n), v_get_some(p, n)
 *                          the first n, 0 < n < VL, and zeros of either sign in the other
 *                          lanes; v_clear(v, n) makes those -0.0
 *   v_load_last(p, n)      the last n of the vector at p, 0 < n < VL, in the first lanes,
 *                          and -0.0 in the others
 *
 * simd.h adds what follows from these. Tests hold each word against its line here. May
 * be called from: lib/kernels and the tests. Calls nothing.
 */
#ifndef RPI_SIMD_H
#define RPI_SIMD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/precision.h"

/* What v_best and its like look for: the least or the greatest. */
enum { MOST = 1, QUICK = 2 };

/* Constants that are handed down make the kernels what they are. Without optimisation
   they mean nothing, and a body inlined a hundredfold is 20 s of work for a sanitizer. */
#if defined(__OPTIMIZE__)
#define ALWAYS_INLINE static inline __attribute__((always_inline))
#else
#define ALWAYS_INLINE static inline
#endif

/* A loop over an array of vectors must be unrolled to keep it in registers; the
   distributions' -O2 does not do it by itself and was up to four times slower. With gcc's
   pragma, clang leaves a loop as it is whose limit comes from a loop around it. With its
   own it does not, and warns of those few that it cannot unroll. */
#if defined(__clang__)
#define UNROLL _Pragma("clang loop unroll(full)")
#pragma clang diagnostic ignored "-Wpass-failed"
#else
#define UNROLL _Pragma("GCC unroll 128")
#endif

/* Four turns at a time of a short loop: where it lies in the code no longer matters. */
#if defined(__clang__)
#define UNROLL_4 _Pragma("clang loop unroll_count(4)")
#else
#define UNROLL_4 _Pragma("GCC unroll 4")
#endif

#if defined(RP_ISA_SCALAR)
#include "simd/simd_scalar.h"
#elif defined(RP_ISA_GENERIC)
#include "simd/simd_generic.h"
#elif defined(RP_ISA_AVX2)
#include "simd/simd_avx2.h"
#elif defined(RP_ISA_AVX512)
#include "simd/simd_avx512.h"
#elif defined(RP_ISA_NEON)
#include "simd/simd_neon.h"
#else
#error "compile with -DRP_ISA_<name>"
#endif

#if !defined(RP_PREC_DS)
#define v_get v_load
#define v_get_fill v_load_fill
#endif

#if !defined(V_STREAMS)
#define v_stream v_store
static inline void v_stream_end(void) {}
#endif

#if !defined(V_MAX)
static inline vec v_max(vec a, vec b)
{
    return v_neg(v_min(v_neg(a), v_neg(b)));
}
#endif

#if !defined(V_BEST)
struct best {
    vec v;
};

static inline vec v_better(int how, vec a, vec b)
{
    return how & MOST ? v_max(a, b) : v_min(a, b);
}

static inline struct best v_best(int how, vec a, vec b)
{
    return (struct best){v_better(how, a, b)};
}

static inline void v_take(int how, struct best *s, vec a, vec b)
{
    s->v = v_better(how, s->v, v_better(how, a, b));
}

static inline void v_merge(int how, struct best *s, struct best t)
{
    s->v = v_better(how, s->v, t.v);
}

static inline void v_note(int how, struct best *s, struct best t)
{
    (void)how, (void)s, (void)t;
}

static inline vec v_end(int how, struct best s)
{
    (void)how;
    return s.v;
}

ALWAYS_INLINE real v_end_all(int how, struct best s)
{
    UNROLL
    for (int h = VL / 2; h >= 1; h /= 2)
        s.v = v_better(how, s.v, v_swap(s.v, h));
    return v_first(s.v);
}

static inline bool v_ordered(int how, struct best s)
{
    (void)how, (void)s;
    return true; /* as v_max and v_min are exact */
}

#define sure best
static inline struct best v_sure(struct best s)
{
    return s;
}

ALWAYS_INLINE struct best v_sure_pair(int how, struct best a, struct best b, int h)
{
    return (struct best){v_pair(how & MOST ? v_max : v_min, a.v, b.v, h)};
}

#define v_sure_end v_end
#endif

#if !defined(V_QUICK)
#define V_QUICK 0
static inline bool v_settled(int how, vec v)
{
    (void)how, (void)v;
    return true;
}
#endif

static inline bool is_settled(int how, real x)
{
    return !(how & QUICK) || x < 0 || x > 0;
}

#if !defined(V_PICK)
#define V_PICK 0
static inline vec v_pick(vec v, const uint8_t at[VL])
{
    real from[VL], to[VL];
    v_store(from, v);
    for (int i = 0; i < VL; i++)
        to[i] = from[at[i]];
    return v_load(to);
}
#endif

#if !defined(V_SHIFTS)
#define V_SHIFTS 0
#endif

#if !defined(V_GET_COLUMNS)
ALWAYS_INLINE void v_get_columns(const elem *p, int n, vec v[])
{
    UNROLL
    for (int k = 0; k < n; k++)
        v[k] = v_get(p + k * VL);
    v_columns(n, v);
}
#endif

#if !defined(V_HOLDS)
static inline unsigned v_hold(void)
{
    return 0;
}

static inline void v_release(unsigned state, bool quiet)
{
    (void)state, (void)quiet;
}
#endif

/* A word on two vectors, such as v_add; handed on as a constant, it is inlined. */
typedef vec v_op(vec, vec);

/* -0.0 adds nothing: what stands for missing lanes, rows and blocks of a sum. */
static inline vec v_zero(void)
{
    return v_set1(-0.0f);
}

static inline vec v_load_part(const real *p, ptrdiff_t n)
{
    return v_load_fill(p, n, v_zero());
}

static inline vec v_get_part(const elem *p, ptrdiff_t n)
{
    return v_get_fill(p, n, v_zero());
}

#if !defined(V_LOAD_SOME)
#define v_load_some v_load_part
#define v_get_some v_get_part
static inline vec v_clear(vec v, ptrdiff_t n)
{
    (void)n;
    return v;
}
#elif !defined(RP_PREC_DS)
#define v_get_some v_load_some
#endif

#if !defined(V_LOAD_LAST)
static inline vec v_load_last(const real *p, ptrdiff_t n)
{
    return v_load_part(p + VL - n, n);
}
#endif

/* Lane i gets v[i] folded in half again and again. v is used up. */
ALWAYS_INLINE vec v_fold_each(v_op *op, vec v[VL])
{
    UNROLL
    for (int h = VL / 2; h >= 1; h /= 2) {
        UNROLL
        for (int i = 0; i < h; i++)
            v[i] = v_pair(op, v[i], v[i + h], h);
    }
    return v[0];
}

/* Lane i gets the best of all lanes of s[i]. s is used up. */
ALWAYS_INLINE vec v_sure_each(int how, struct sure s[VL])
{
    UNROLL
    for (int h = VL / 2; h >= 1; h /= 2) {
        UNROLL
        for (int i = 0; i < h; i++)
            s[i] = v_sure_pair(how, s[i], s[i + h], h);
    }
    return v_sure_end(how, s[0]);
}

/* Fold v in half until `lanes` lanes are left. */
ALWAYS_INLINE vec v_fold(v_op *op, vec v, int lanes)
{
    UNROLL
    for (int h = VL / 2; h >= 1; h /= 2)
        if (h >= lanes)
            v = op(v, v_swap(v, h));
    return v;
}

#endif
