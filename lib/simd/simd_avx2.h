/* SPDX-License-Identifier: BSD-3-Clause */
/* simd_avx2.h -- AVX2 without FMA: 256-bit vectors. */

#include <immintrin.h>
#include <stdint.h>
#include <string.h>

#define ISA avx2

#if defined(RP_PREC_S)
#define VL 8
typedef __m256 vec;
typedef int32_t lane_mask;
#define MM(op) _mm256_##op##_ps
#else
#define VL 4
typedef __m256d vec;
typedef int64_t lane_mask;
#define MM(op) _mm256_##op##_pd
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

/* Clang computes with anything in a lane that is stored nowhere, and that may raise an
   exception: here every lane counts. */
#define ALL_LANES(v) __asm__("" : "+x"(v))

/* The window of VL masks that starts VL - n in has its first n lanes set. */
static const lane_mask lanes_on[2 * VL] = {
#if defined(RP_PREC_S)
    -1, -1, -1, -1, -1,
    -1, -1, -1
#else
    -1, -1, -1, -1
#endif
};

static inline __m256i v_lanes(ptrdiff_t n)
{
    return _mm256_loadu_si256((const __m256i *)(const void *)(lanes_on + VL - n));
}

#if defined(RP_PREC_S)

static inline real v_first(vec v)
{
    return _mm256_cvtss_f32(v);
}

static inline vec v_load_fill(const real *p, ptrdiff_t n, vec fill)
{
    const __m256i on = v_lanes(n);
    return _mm256_blendv_ps(fill, _mm256_maskload_ps(p, on), _mm256_castsi256_ps(on));
}

/* A half, a quarter and an element, as there are: a masked store is slow on a Zen 3. On
   an Intel it was not measured. */
static inline void v_store_part(real *p, vec v, ptrdiff_t n)
{
    ALL_LANES(v);
    __m128 x = _mm256_castps256_ps128(v);
    if (n & 4) {
        _mm_storeu_ps(p, x);
        x = _mm256_extractf128_ps(v, 1);
        p += 4;
    }
    if (n & 2) {
        _mm_storel_pi((__m64 *)(void *)p, x);
        x = _mm_movehl_ps(x, x);
        p += 2;
    }
    if (n & 1)
        _mm_store_ss(p, x);
}

static inline vec v_swap(vec v, int h)
{
    return h == 4   ? _mm256_permute2f128_ps(v, v, 0x01)
           : h == 2 ? _mm256_permute_ps(v, 0x4e)
                    : _mm256_permute_ps(v, 0xb1);
}

/* The lanes of a where bit h of the lane number is clear, else those of b. */
static inline vec v_blend(vec a, vec b, int h)
{
    return h == 4   ? _mm256_blend_ps(a, b, 0xf0)
           : h == 2 ? _mm256_blend_ps(a, b, 0xcc)
                    : _mm256_blend_ps(a, b, 0xaa);
}

#else

static inline real v_first(vec v)
{
    return _mm256_cvtsd_f64(v);
}

static inline vec v_load_fill(const real *p, ptrdiff_t n, vec fill)
{
    const __m256i on = v_lanes(n);
    return _mm256_blendv_pd(fill, _mm256_maskload_pd(p, on), _mm256_castsi256_pd(on));
}

static inline void v_store_part(real *p, vec v, ptrdiff_t n)
{
    ALL_LANES(v);
    __m128d x = _mm256_castpd256_pd128(v);
    if (n & 2) {
        _mm_storeu_pd(p, x);
        x = _mm256_extractf128_pd(v, 1);
        p += 2;
    }
    if (n & 1)
        _mm_store_sd(p, x);
}

static inline vec v_swap(vec v, int h)
{
    return h == 2 ? _mm256_permute2f128_pd(v, v, 0x01) : _mm256_permute_pd(v, 0x5);
}

static inline vec v_blend(vec a, vec b, int h)
{
    return h == 2 ? _mm256_blend_pd(a, b, 0xc) : _mm256_blend_pd(a, b, 0xa);
}

#endif

ALWAYS_INLINE vec v_pair(vec (*op)(vec, vec), vec a, vec b, int h)
{
    return op(v_blend(a, b, h), v_swap(v_blend(b, a, h), h));
}

static inline vec v_unordered(vec a, vec b)
{
    return MM(cmp)(a, b, _CMP_UNORD_Q);
}

static inline vec v_is_zero(vec v)
{
    return MM(cmp)(v, MM(setzero)(), _CMP_EQ_OQ);
}

static inline vec v_instead_of_zero(vec v, vec zero)
{
    return MM(blendv)(v, zero, v_is_zero(v));
}

#include "simd/minps.h"

#define V_PICK 1
static inline vec v_pick(vec v, const uint8_t at[VL])
{
#if defined(RP_PREC_S)
    const __m128i bytes = _mm_loadl_epi64((const __m128i *)(const void *)at);
    return _mm256_permutevar8x32_ps(v, _mm256_cvtepu8_epi32(bytes));
#else
    int four;
    memcpy(&four, at, sizeof four); /* early versions of gcc 11 load it elsewhere */
    const __m128i bytes = _mm_cvtsi32_si128(four);
    const __m256i low = _mm256_slli_epi64(_mm256_cvtepu8_epi64(bytes), 1);
    const __m256i high =
        _mm256_slli_epi64(_mm256_add_epi64(low, _mm256_set1_epi64x(1)), 32);
    return _mm256_castps_pd(
        _mm256_permutevar8x32_ps(_mm256_castpd_ps(v), _mm256_or_si256(low, high)));
#endif
}

#if defined(RP_PREC_S)

static inline __m256 v_low(__m256 a, __m256 b)
{
    return _mm256_castpd_ps(_mm256_unpacklo_pd(_mm256_castps_pd(a), _mm256_castps_pd(b)));
}

static inline __m256 v_high(__m256 a, __m256 b)
{
    return _mm256_castpd_ps(_mm256_unpackhi_pd(_mm256_castps_pd(a), _mm256_castps_pd(b)));
}

/* The middle quarters change places. */
static inline __m256 v_across(__m256 v)
{
    return _mm256_castpd_ps(_mm256_permute4x64_pd(_mm256_castps_pd(v), 0xd8));
}

/* Three columns lie in different lanes of the vectors: blended and put in order. */
ALWAYS_INLINE void v_columns(int n, vec v[])
{
    const vec a = v[0], b = v[1], c = v[n - 2], d = v[n - 1];
    if (n == 2) {
        v[0] = v_across(_mm256_shuffle_ps(a, b, 0x88));
        v[1] = v_across(_mm256_shuffle_ps(a, b, 0xdd));
    } else if (n == 3) {
        const __m256i at = _mm256_setr_epi32(0, 3, 6, 1, 4, 7, 2, 5);
        const __m256i next = _mm256_setr_epi32(1, 4, 7, 2, 5, 0, 3, 6);
        const __m256i last = _mm256_setr_epi32(2, 5, 0, 3, 6, 1, 4, 7);
        v[0] = _mm256_permutevar8x32_ps(
            _mm256_blend_ps(_mm256_blend_ps(a, b, 0x92), d, 0x24), at);
        v[1] = _mm256_permutevar8x32_ps(
            _mm256_blend_ps(_mm256_blend_ps(a, b, 0x24), d, 0x49), next);
        v[2] = _mm256_permutevar8x32_ps(
            _mm256_blend_ps(_mm256_blend_ps(a, b, 0x49), d, 0x92), last);
    } else {
        const vec ac = _mm256_permute2f128_ps(a, c, 0x20);
        const vec ac1 = _mm256_permute2f128_ps(a, c, 0x31);
        const vec bd = _mm256_permute2f128_ps(b, d, 0x20);
        const vec bd1 = _mm256_permute2f128_ps(b, d, 0x31);
        const vec low = _mm256_unpacklo_ps(ac, ac1), low1 = _mm256_unpacklo_ps(bd, bd1);
        const vec high = _mm256_unpackhi_ps(ac, ac1), high1 = _mm256_unpackhi_ps(bd, bd1);
        v[0] = v_low(low, low1);
        v[1] = v_high(low, low1);
        v[2] = v_low(high, high1);
        v[3] = v_high(high, high1);
    }
}

#else

ALWAYS_INLINE void v_columns(int n, vec v[])
{
    const vec a = v[0], b = v[1], c = v[n - 2], d = v[n - 1];
    if (n == 2) {
        v[0] = _mm256_permute4x64_pd(_mm256_unpacklo_pd(a, b), 0xd8);
        v[1] = _mm256_permute4x64_pd(_mm256_unpackhi_pd(a, b), 0xd8);
    } else if (n == 3) {
        v[0] = _mm256_permute4x64_pd(_mm256_blend_pd(_mm256_blend_pd(a, b, 0x4), d, 0x2),
                                     0x6c);
        v[1] = _mm256_permute4x64_pd(_mm256_blend_pd(_mm256_blend_pd(a, b, 0x9), d, 0x4),
                                     0xb1);
        v[2] = _mm256_permute4x64_pd(_mm256_blend_pd(_mm256_blend_pd(a, b, 0x2), d, 0x9),
                                     0xc6);
    } else {
        const vec ac = _mm256_permute2f128_pd(a, c, 0x20);
        const vec ac1 = _mm256_permute2f128_pd(a, c, 0x31);
        const vec bd = _mm256_permute2f128_pd(b, d, 0x20);
        const vec bd1 = _mm256_permute2f128_pd(b, d, 0x31);
        v[0] = _mm256_unpacklo_pd(ac, bd);
        v[1] = _mm256_unpackhi_pd(ac, bd);
        v[2] = _mm256_unpacklo_pd(ac1, bd1);
        v[3] = _mm256_unpackhi_pd(ac1, bd1);
    }
}

#endif

#define V_LOAD_SOME
static inline vec v_load_some(const real *p, ptrdiff_t n)
{
    return MM(maskload)(p, v_lanes(n));
}

static inline vec v_clear(vec v, ptrdiff_t n)
{
    const __m256i on = v_lanes(n);
#if defined(RP_PREC_S)
    return _mm256_blendv_ps(v_set1(-0.0f), v, _mm256_castsi256_ps(on));
#else
    return _mm256_blendv_pd(v_set1(-0.0f), v, _mm256_castsi256_pd(on));
#endif
}

/* A load that begins within what has just been stored would wait for the store. The lanes
   that come after the last one are cleared: any numbers do. */
#define V_LOAD_LAST
static inline vec v_load_last(const real *p, ptrdiff_t n)
{
    static const int32_t number[16] = {0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7};
    const __m256i at =
        _mm256_loadu_si256((const __m256i *)(const void *)(number + (VL - n) * (8 / VL)));
#if defined(RP_PREC_S)
    const vec v = _mm256_permutevar8x32_ps(_mm256_loadu_ps(p), at);
#else
    const vec v = _mm256_castps_pd(
        _mm256_permutevar8x32_ps(_mm256_castpd_ps(_mm256_loadu_pd(p)), at));
#endif
    return v_clear(v, n);
}

#if defined(RP_PREC_DS)

static inline vec v_get(const elem *p)
{
    return _mm256_cvtps_pd(_mm_loadu_ps(p));
}

/* The low halves of the four 64-bit masks are the masks of four floats. */
static inline vec v_get_some(const elem *p, ptrdiff_t n)
{
    const __m128i halves = _mm256_castsi256_si128(_mm256_permutevar8x32_epi32(
        v_lanes(n), _mm256_setr_epi32(0, 2, 4, 6, 0, 2, 4, 6)));
    return _mm256_cvtps_pd(_mm_maskload_ps(p, halves));
}

static inline vec v_get_fill(const elem *p, ptrdiff_t n, vec fill)
{
    return _mm256_blendv_pd(fill, v_get_some(p, n), _mm256_castsi256_pd(v_lanes(n)));
}

#endif
