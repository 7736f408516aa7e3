/* SPDX-License-Identifier: BSD-3-Clause */
/* simd_generic.h -- 128-bit vectors of the compiler: SSE2, VSX, z13, or plain code. */

#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#define ISA generic

#if defined(RP_PREC_S)
#define VL 4
#define LANE_MAX 0x7fffffff
#define LANE_INF 0x7f800000
typedef int lanes_int;
#else
#define VL 2
#define LANE_MAX 0x7fffffffffffffff
#define LANE_INF 0x7ff0000000000000
typedef long long lanes_int;
#endif
typedef real vec __attribute__((vector_size(16)));
typedef lanes_int ivec __attribute__((vector_size(16)));

/* gcc before 12 has the same shuffle under another name. */
#if defined(__has_builtin)
#if __has_builtin(__builtin_shufflevector)
#define SHUFFLE(a, b, ...) __builtin_shufflevector(a, b, __VA_ARGS__)
#endif
#endif
#if !defined(SHUFFLE)
#define SHUFFLE(a, b, ...) __builtin_shuffle(a, b, (ivec){__VA_ARGS__})
#endif

static inline vec v_load(const real *p)
{
    vec v;
    memcpy(&v, p, sizeof v);
    return v;
}

static inline void v_store(real *p, vec v)
{
    memcpy(p, &v, sizeof v);
}

static inline real v_first(vec v)
{
    return v[0];
}

static inline vec v_add(vec a, vec b)
{
    return a + b;
}

static inline vec v_mul(vec a, vec b)
{
    return a * b;
}

static inline vec v_div(vec a, vec b)
{
    return a / b;
}

static inline vec v_neg(vec v)
{
    return -v;
}

static inline vec v_set1(real x);

/* Clang computes with anything in a lane that is stored nowhere, and that may raise an
   exception: here every lane counts. */
#if defined(__SSE2__)
#define ALL_LANES(v) __asm__("" : "+x"(v))
#else
#define ALL_LANES(v) ((void)0)
#endif

#if defined(__SSE2__)

#define V_STREAMS
#define v_stream_end _mm_sfence
static inline void v_stream(real *p, vec v)
{
#if defined(RP_PREC_S)
    _mm_stream_ps(p, v);
#else
    _mm_stream_pd(p, v);
#endif
}

#if defined(RP_PREC_S)
#define MM(op) _mm_##op##_ps
#else
#define MM(op) _mm_##op##_pd
#endif

/* The compiler does not find MINPS by itself: minps.h, below. */
static inline vec v_unordered(vec a, vec b)
{
    return MM(cmpunord)(a, b);
}

static inline vec v_is_zero(vec v)
{
    return MM(cmpeq)(v, MM(setzero)());
}

static inline vec v_instead_of_zero(vec v, vec instead)
{
    const vec zero = v_is_zero(v);
    return MM(or)(MM(andnot)(zero, v), MM(and)(zero, instead));
}

#else

static inline ivec v_choose(ivec which, ivec a, ivec b)
{
    return (which & a) | (~which & b);
}

/* Integers in the order of the numbers, -0 below +0. */
static inline ivec v_key(ivec v)
{
    return v ^ ((ivec)(v < 0) & LANE_MAX);
}

/* By integers, since the compiler's comparison of numbers raises invalid for NaN. */
static inline vec v_min(vec a, vec b)
{
    const ivec i = (ivec)a, j = (ivec)b;
    ivec least = v_choose((ivec)(v_key(i) < v_key(j)), i, j);
    least = v_choose((ivec)((i & LANE_MAX) > LANE_INF), i, least);
    return (vec)v_choose((ivec)((j & LANE_MAX) > LANE_INF), j, least);
}

#endif

#if defined(RP_PREC_S)

static inline vec v_set1(real x)
{
    return (vec){x, x, x, x};
}

static inline vec v_load_fill(const real *p, ptrdiff_t n, vec fill)
{
    return (vec){p[0], n > 1 ? p[1] : fill[1], n > 2 ? p[2] : fill[2], fill[3]};
}

static inline void v_store_part(real *p, vec v, ptrdiff_t n)
{
    ALL_LANES(v);
    p[0] = v[0];
    if (n > 1)
        p[1] = v[1];
    if (n > 2)
        p[2] = v[2];
}

static inline vec v_swap(vec v, int h)
{
    return h == 2 ? SHUFFLE(v, v, 2, 3, 0, 1) : SHUFFLE(v, v, 1, 0, 3, 2);
}

ALWAYS_INLINE vec v_pair(vec (*op)(vec, vec), vec a, vec b, int h)
{
    return h == 2 ? op(SHUFFLE(a, b, 0, 1, 4, 5), SHUFFLE(a, b, 2, 3, 6, 7))
                  : op(SHUFFLE(a, b, 0, 4, 2, 6), SHUFFLE(a, b, 1, 5, 3, 7));
}

ALWAYS_INLINE void v_columns(int n, vec v[])
{
    const vec a = v[0], b = v[1], c = v[n - 2], d = v[n - 1];
    if (n == 2) {
        v[0] = SHUFFLE(a, b, 0, 2, 4, 6);
        v[1] = SHUFFLE(a, b, 1, 3, 5, 7);
    } else if (n == 3) {
        v[0] = SHUFFLE(SHUFFLE(a, b, 0, 3, 6, 6), d, 0, 1, 2, 5);
        v[1] = SHUFFLE(SHUFFLE(a, b, 1, 4, 7, 7), d, 0, 1, 2, 6);
        v[2] = SHUFFLE(SHUFFLE(a, b, 2, 5, 5, 5), d, 0, 1, 4, 7);
    } else {
        const vec ab = SHUFFLE(a, b, 0, 4, 1, 5), ab1 = SHUFFLE(a, b, 2, 6, 3, 7);
        const vec cd = SHUFFLE(c, d, 0, 4, 1, 5), cd1 = SHUFFLE(c, d, 2, 6, 3, 7);
        v[0] = SHUFFLE(ab, cd, 0, 1, 4, 5);
        v[1] = SHUFFLE(ab, cd, 2, 3, 6, 7);
        v[2] = SHUFFLE(ab1, cd1, 0, 1, 4, 5);
        v[3] = SHUFFLE(ab1, cd1, 2, 3, 6, 7);
    }
}

#else

static inline vec v_set1(real x)
{
    return (vec){x, x};
}

static inline vec v_load_fill(const real *p, ptrdiff_t n, vec fill)
{
    (void)n;
    return (vec){p[0], fill[1]};
}

static inline void v_store_part(real *p, vec v, ptrdiff_t n)
{
    (void)n;
    p[0] = v[0];
}

static inline vec v_swap(vec v, int h)
{
    (void)h;
    return SHUFFLE(v, v, 1, 0);
}

ALWAYS_INLINE vec v_pair(vec (*op)(vec, vec), vec a, vec b, int h)
{
    (void)h;
    return op(SHUFFLE(a, b, 0, 2), SHUFFLE(a, b, 1, 3));
}

ALWAYS_INLINE void v_columns(int n, vec v[])
{
    const vec a = v[0], b = v[1], next = v[n / 2], d = v[n - 1];
    if (n == 3) {
        v[0] = SHUFFLE(a, b, 0, 3);
        v[1] = SHUFFLE(a, d, 1, 2);
        v[2] = SHUFFLE(b, d, 0, 3);
        return;
    }
    v[0] = SHUFFLE(a, next, 0, 2);
    v[1] = SHUFFLE(a, next, 1, 3);
    if (n == 4) {
        v[2] = SHUFFLE(b, d, 0, 2);
        v[3] = SHUFFLE(b, d, 1, 3);
    }
}

#endif

#if defined(__SSE2__)
#include "simd/minps.h"
#endif

#if defined(RP_PREC_DS)

static inline vec v_get(const elem *p)
{
    return (vec){p[0], p[1]};
}

static inline vec v_get_fill(const elem *p, ptrdiff_t n, vec fill)
{
    (void)n;
    return (vec){p[0], fill[1]};
}

#endif
