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

ALWAYS_INLINE vec v_pair(vec (*op)(vec, vec), vec a, vec b, int h)
{
    return op(v_blend(a, b, h), v_swap(v_blend(b, a, h), h));
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
