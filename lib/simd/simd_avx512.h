/* SPDX-License-Identifier: BSD-3-Clause */
/* simd_avx512.h -- AVX-512 F, DQ, BW and VL: 512-bit vectors and masks. */

#include <immintrin.h>
#include <stdint.h>

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

static inline vec v_better(int how, vec a, vec b)
{
    return how & MOST ? MM(range)(a, b, 5) : MM(range)(a, b, 4);
}

/* A load into a register: gcc loads operands in memory once for each instruction. */
static inline vec v_once(vec v)
{
    __asm__("" : "+v"(v));
    return v;
}

static inline struct best v_best(int how, vec a, vec b)
{
    a = v_once(a);
    b = v_once(b);
    return (struct best){v_better(how, a, b), MM_MASK(cmp)(a, b, _CMP_ORD_Q)};
}

static inline void v_take(int how, struct best *s, vec a, vec b)
{
    a = v_once(a);
    b = v_once(b);
    s->v = v_better(how, s->v, v_better(how, a, b));
    s->ordered = MM_MASK(mask_cmp)(s->ordered, a, b, _CMP_ORD_Q);
}

static inline void v_note(int how, struct best *s, struct best t)
{
    (void)how;
    s->ordered = (lane_mask)(s->ordered & t.ordered);
}

static inline void v_merge(int how, struct best *s, struct best t)
{
    s->v = v_better(how, s->v, t.v);
    v_note(how, s, t);
}

static inline vec v_end(int how, struct best s)
{
    (void)how;
    return MM(mask_mov)(v_set1(__builtin_nanf("")), s.ordered, s.v);
}

static inline bool v_ordered(int how, struct best s)
{
    (void)how;
    return s.ordered == (lane_mask)-1;
}

struct sure {
    vec v;
};

static inline struct sure v_sure(struct best s)
{
    return (struct sure){s.v};
}

static inline vec v_sure_end(int how, struct sure s)
{
    (void)how;
    return s.v;
}

static inline lane_mask v_lanes(ptrdiff_t n)
{
    return (lane_mask)((1u << n) - 1);
}

static inline vec v_load_fill(const real *p, ptrdiff_t n, vec fill)
{
    return MM(mask_loadu)(fill, v_lanes(n), p);
}

static inline vec v_load_lanes(const real *p, lane_mask on, vec others)
{
    return MM(mask_loadu)(others, on, p);
}

static inline vec v_select(lane_mask on, vec a, vec b)
{
    return MM(mask_mov)(a, on, b);
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
ALWAYS_INLINE real v_end_all(int how, struct best s)
{
    UNROLL
    for (int h = VL / 2; h >= 1; h /= 2)
        s.v = v_better(how, s.v, v_swap(s.v, h));
    return v_ordered(how, s) ? v_first(s.v) : (real)__builtin_nanf("");
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

ALWAYS_INLINE struct sure v_sure_pair(int how, struct sure a, struct sure b, int h)
{
    return (struct sure){v_better(how, v_blend(a.v, b.v, h), v_cross(a.v, b.v, h))};
}

#define V_PICK 1
static inline vec v_pick(vec v, const uint8_t at[VL])
{
#if defined(RP_PREC_S)
    const __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at);
    return _mm512_permutexvar_ps(_mm512_cvtepu8_epi32(bytes), v);
#else
    const __m128i bytes = _mm_loadl_epi64((const __m128i *)(const void *)at);
    return _mm512_permutexvar_pd(_mm512_cvtepu8_epi64(bytes), v);
#endif
}

/* f(0), f(1), .. as the selector of a permutation. */
#if defined(RP_PREC_S)
#define V_LANES(f)                                                                       \
    _mm512_setr_epi32(f(0), f(1), f(2), f(3), f(4), f(5), f(6), f(7), f(8), f(9), f(10), \
                      f(11), f(12), f(13), f(14), f(15))
#define V_QUARTERS(a, b, which) _mm512_shuffle_f32x4(a, b, which)
#else
#define V_LANES(f) _mm512_setr_epi64(f(0), f(1), f(2), f(3), f(4), f(5), f(6), f(7))
#define V_QUARTERS(a, b, which) _mm512_shuffle_f64x2(a, b, which)
#endif

/* A load of elems that widens them has half the vector's length. */
#if defined(RP_PREC_DS)
#define V_SHIFTS 0
#else
#define V_SHIFTS 1
#endif

static inline __m512i v_from(int n)
{
#define LANE(i) (i)
#if defined(RP_PREC_S)
    return _mm512_add_epi32(V_LANES(LANE), _mm512_set1_epi32(n));
#else
    return _mm512_add_epi64(V_LANES(LANE), _mm512_set1_epi64(n));
#endif
#undef LANE
}

static inline vec v_shift(vec a, vec b, __m512i from)
{
    return MM(permutex2var)(a, from, b);
}

ALWAYS_INLINE void v_columns(int n, vec v[])
{
/* Column k of two or three vectors: what the first two have of it, and the rest. */
#define V_FIRST(i) (n * (i) + k < 2 * VL ? n * (i) + k : 0)
#define V_THEN(i) (n * (i) + k < 2 * VL ? (i) : n * (i) + k - VL)
/* Columns k and k+2 of the lines of two vectors of four columns. */
#define BOTH(i) ((i) < VL / 2 ? 4 * (i) + k : 4 * (i) + k + 2 - 2 * VL)
    vec t[4];
    if (n == 4) {
        UNROLL
        for (int k = 0; k < 2; k++) {
            t[k] = MM(permutex2var)(v[0], V_LANES(BOTH), v[1]);
            t[k + 2] = MM(permutex2var)(v[2], V_LANES(BOTH), v[3]);
        }
        UNROLL
        for (int k = 0; k < 2; k++) {
            v[k] = V_QUARTERS(t[k], t[k + 2], 0x44);
            v[k + 2] = V_QUARTERS(t[k], t[k + 2], 0xee);
        }
        return;
    }
    UNROLL
    for (int k = 0; k < n; k++) {
        t[k] = MM(permutex2var)(v[0], V_LANES(V_FIRST), v[1]);
        if (n == 3)
            t[k] = MM(permutex2var)(t[k], V_LANES(V_THEN), v[2]);
    }
    UNROLL
    for (int k = 0; k < n; k++)
        v[k] = t[k];
#undef V_FIRST
#undef V_THEN
#undef BOTH
}

#if defined(RP_PREC_S)

#define V_LINES
ALWAYS_INLINE vec v_spread(vec v, int n)
{
#define FROM(i) ((i) < 8 ? (i) : (i)-8 + n)
    const lane_mask on = (lane_mask)(0x101 * ((1 << n) - 1));
    return _mm512_mask_permutexvar_ps(v_set1(-0.0f), on, V_LANES(FROM), v);
#undef FROM
}

ALWAYS_INLINE vec v_fold_lines(vec (*op)(vec, vec), vec a, vec b, int n)
{
#define FIRST_HALF(i) ((i) / (n / 2) * n + (i) % (n / 2))
#define SECOND_HALF(i) (FIRST_HALF(i) + n / 2)
    return op(_mm512_permutex2var_ps(a, V_LANES(FIRST_HALF), b),
              _mm512_permutex2var_ps(a, V_LANES(SECOND_HALF), b));
#undef FIRST_HALF
#undef SECOND_HALF
}

#endif

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
