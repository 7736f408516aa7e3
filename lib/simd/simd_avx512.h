/* SPDX-License-Identifier: BSD-3-Clause */
/* simd_avx512.h -- AVX-512 F, DQ, BW and VL: 512-bit vectors and masks. */

#include <immintrin.h>

#define ISA avx512

#if defined(RP_PREC_S)
#define VL 16
typedef __m512 vec;
typedef __mmask16 lane_mask;
#define MM(op) _mm512_##op##_ps
#define MM_MASK(op) _mm512_##op##_ps_mask
#else
#define VL 8
typedef __m512d vec;
typedef __mmask8 lane_mask;
#define MM(op) _mm512_##op##_pd
#define MM_MASK(op) _mm512_##op##_pd_mask
#endif

#define v_load MM(loadu)
#define v_store MM(storeu)
#define V_STREAMS
#define v_stream MM(stream)
#define v_stream_end _mm_sfence
#define v_set1 MM(set1)

static inline vec v_add(vec a, vec b)
{
    return MM(add)(a, b);
}

static inline vec v_mul(vec a, vec b)
{
    return MM(mul)(a, b);
}

static inline vec v_div(vec a, vec b)
{
    return MM(div)(a, b);
}

static inline vec v_neg(vec v)
{
    return MM(xor)(v, v_set1(-0.0f));
}

/* VRANGE orders the zeros but passes over a NaN, which the masked add brings back.
   Neither it nor the comparison raises an exception for a quiet NaN, as VMIN would. */
static inline vec v_min(vec a, vec b)
{
    const lane_mask nan = MM_MASK(cmp)(a, b, _CMP_UNORD_Q);
    return MM(mask_add)(MM(range)(a, b, 4), nan, a, b);
}

#define V_MAX
static inline vec v_max(vec a, vec b)
{
    const lane_mask nan = MM_MASK(cmp)(a, b, _CMP_UNORD_Q);
    return MM(mask_add)(MM(range)(a, b, 5), nan, a, b);
}

/* The comparison masked by the lanes so far is one instruction for two vectors, and no
   part of the chain. */
#define V_BEST
struct best {
    vec v;
    lane_mask ordered; /* lanes without a NaN */
};

static inline vec v_better(bool max, vec a, vec b)
{
    return max ? MM(range)(a, b, 5) : MM(range)(a, b, 4);
}

/* A load into a register: gcc loads operands in memory once for each instruction. */
static inline vec v_once(vec v)
{
    __asm__("" : "+v"(v));
    return v;
}

static inline struct best v_best(bool max, vec a, vec b)
{
    b = v_once(b);
    return (struct best){v_better(max, a, b), MM_MASK(cmp)(a, b, _CMP_ORD_Q)};
}

static inline void v_take(bool max, struct best *s, vec a, vec b)
{
    b = v_once(b);
    s->v = v_better(max, s->v, v_better(max, a, b));
    s->ordered = MM_MASK(mask_cmp)(s->ordered, a, b, _CMP_ORD_Q);
}

static inline void v_merge(bool max, struct best *s, struct best t)
{
    s->v = v_better(max, s->v, t.v);
    s->ordered = (lane_mask)(s->ordered & t.ordered);
}

static inline vec v_end(bool max, struct best s)
{
    (void)max;
    return MM(mask_mov)(v_set1(__builtin_nanf("")), s.ordered, s.v);
}

#define V_ORDERED
static inline bool v_ordered(struct best s)
{
    return s.ordered == (lane_mask)-1;
}

static inline vec v_sure_max(vec a, vec b)
{
    return v_better(true, a, b);
}

static inline vec v_sure_min(vec a, vec b)
{
    return v_better(false, a, b);
}

static inline lane_mask v_lanes(ptrdiff_t n)
{
    return (lane_mask)((1u << n) - 1);
}

static inline vec v_load_fill(const real *p, ptrdiff_t n, vec fill)
{
    return MM(mask_loadu)(fill, v_lanes(n), p);
}

static inline void v_store_part(real *p, vec v, ptrdiff_t n)
{
    MM(mask_storeu)(p, v_lanes(n), v);
}

/* The lanes of a where bit h of the lane number is clear, else those of b. */
static inline vec v_blend(vec a, vec b, int h)
{
    unsigned lanes = h == 8 ? 0xff00 : h == 4 ? 0xf0f0 : h == 2 ? 0xcccc : 0xaaaa;
    return MM(mask_mov)(a, (lane_mask)lanes, b);
}

#if defined(RP_PREC_S)

static inline __m512i v_every(int n)
{
    const __m512i lane =
        _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    return _mm512_mullo_epi32(lane, _mm512_set1_epi32(n));
}

static inline real v_first(vec v)
{
    return _mm512_cvtss_f32(v);
}

static inline vec v_swap(vec v, int h)
{
    return h == 8   ? _mm512_shuffle_f32x4(v, v, 0x4e)
           : h == 4 ? _mm512_shuffle_f32x4(v, v, 0xb1)
           : h == 2 ? _mm512_permute_ps(v, 0x4e)
                    : _mm512_permute_ps(v, 0xb1);
}

#else

static inline __m512i v_every(int n)
{
    const __m512i lane = _mm512_setr_epi64(0, 1, 2, 3, 4, 5, 6, 7);
    return _mm512_mullo_epi32(lane, _mm512_set1_epi64(n));
}

static inline real v_first(vec v)
{
    return _mm512_cvtsd_f64(v);
}

static inline vec v_swap(vec v, int h)
{
    return h == 4   ? _mm512_shuffle_f64x2(v, v, 0x4e)
           : h == 2 ? _mm512_shuffle_f64x2(v, v, 0xb1)
                    : _mm512_permute_pd(v, 0x55);
}

#endif

/* In the lanes of one vector the chain decides: it has no comparisons. */
ALWAYS_INLINE real v_end_all(bool max, struct best s)
{
    UNROLL
    for (int h = VL / 2; h >= 1; h /= 2)
        s.v = v_better(max, s.v, v_swap(s.v, h));
    return v_ordered(s) ? v_first(s.v) : (real)__builtin_nanf("");
}

/* v_swap(v_blend(b, a, h), h): one shuffle, where two neighbours in a quarter or the two
   halves of the vector are swapped. */
ALWAYS_INLINE vec v_cross(vec a, vec b, int h)
{
#if defined(RP_PREC_S)
    if (h == 8)
        return _mm512_shuffle_f32x4(a, b, 0x4e);
    if (h == 2)
        return _mm512_castpd_ps(
            _mm512_shuffle_pd(_mm512_castps_pd(a), _mm512_castps_pd(b), 0x55));
#else
    if (h == 4)
        return _mm512_shuffle_f64x2(a, b, 0x4e);
    if (h == 1)
        return _mm512_shuffle_pd(a, b, 0x55);
#endif
    return v_swap(v_blend(b, a, h), h);
}

ALWAYS_INLINE vec v_pair(vec (*op)(vec, vec), vec a, vec b, int h)
{
    return op(v_blend(a, b, h), v_cross(a, b, h));
}

/* Two vectors give the lanes below 2*VL, the other two those from there on. */
#define V_STORE_EVERY
ALWAYS_INLINE void v_store_every(real *p, int n, const vec *v)
{
    const __m512i at = v_every(n);
    vec t = MM(permutex2var)(v[0], at, v[1]);
    if (n > 2) {
        const vec upper = MM(permutex2var)(v[2], at, v[n - 1]);
        t = MM(mask_mov)(t, (lane_mask)(~0u << (2 * VL + n - 1) / n), upper);
    }
    v_store(p, t);
}

#if defined(RP_PREC_DS)

static inline vec v_get(const elem *p)
{
    return _mm512_cvtps_pd(_mm256_loadu_ps(p));
}

static inline vec v_get_fill(const elem *p, ptrdiff_t n, vec fill)
{
    const lane_mask on = v_lanes(n);
    return _mm512_mask_cvtps_pd(fill, on, _mm256_maskz_loadu_ps(on, p));
}

#endif
