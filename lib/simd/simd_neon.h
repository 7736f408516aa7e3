/* SPDX-License-Identifier: BSD-3-Clause */
/* simd_neon.h -- AArch64 Advanced SIMD: 128-bit vectors. */

#include <arm_neon.h>

#define ISA neon

/* Clang computes with anything in a lane that is stored nowhere, and that may raise an
   exception: here every lane counts. */
#define ALL_LANES(v) __asm__("" : "+w"(v))

#if defined(RP_PREC_S)

#define VL 4
typedef float32x4_t vec;

#define v_load vld1q_f32
#define v_store vst1q_f32
#define v_set1 vdupq_n_f32
#define NEON(op) v##op##q_f32

static inline real v_first(vec v)
{
    return vgetq_lane_f32(v, 0);
}

static inline vec v_load_fill(const real *p, ptrdiff_t n, vec fill)
{
    vec v = vld1q_lane_f32(p, fill, 0);
    if (n > 1)
        v = vld1q_lane_f32(p + 1, v, 1);
    if (n > 2)
        v = vld1q_lane_f32(p + 2, v, 2);
    return v;
}

static inline void v_store_part(real *p, vec v, ptrdiff_t n)
{
    ALL_LANES(v);
    vst1q_lane_f32(p, v, 0);
    if (n > 1)
        vst1q_lane_f32(p + 1, v, 1);
    if (n > 2)
        vst1q_lane_f32(p + 2, v, 2);
}

static inline vec v_swap(vec v, int h)
{
    return h == 2 ? vextq_f32(v, v, 2) : vrev64q_f32(v);
}

ALWAYS_INLINE vec v_pair(vec (*op)(vec, vec), vec a, vec b, int h)
{
    const float64x2_t a2 = vreinterpretq_f64_f32(a), b2 = vreinterpretq_f64_f32(b);
    return h == 2 ? op(vreinterpretq_f32_f64(vtrn1q_f64(a2, b2)),
                       vreinterpretq_f32_f64(vtrn2q_f64(a2, b2)))
                  : op(vtrn1q_f32(a, b), vtrn2q_f32(a, b));
}

#else

#define VL 2
typedef float64x2_t vec;

#define v_load vld1q_f64
#define v_store vst1q_f64
#define v_set1 vdupq_n_f64
#define NEON(op) v##op##q_f64

static inline real v_first(vec v)
{
    return vgetq_lane_f64(v, 0);
}

static inline vec v_load_fill(const real *p, ptrdiff_t n, vec fill)
{
    (void)n;
    return vld1q_lane_f64(p, fill, 0);
}

static inline void v_store_part(real *p, vec v, ptrdiff_t n)
{
    (void)n;
    ALL_LANES(v);
    vst1q_lane_f64(p, v, 0);
}

static inline vec v_swap(vec v, int h)
{
    (void)h;
    return vextq_f64(v, v, 1);
}

ALWAYS_INLINE vec v_pair(vec (*op)(vec, vec), vec a, vec b, int h)
{
    (void)h;
    return op(vtrn1q_f64(a, b), vtrn2q_f64(a, b));
}

#endif

#define V_GET_COLUMNS
#if defined(RP_PREC_S)
#define LOAD_LINES(n, p) vld##n##q_f32(p)
#define TO_REAL(v) (v)
#elif defined(RP_PREC_D)
#define LOAD_LINES(n, p) vld##n##q_f64(p)
#define TO_REAL(v) (v)
#else
#define LOAD_LINES(n, p) vld##n##_f32(p)
#define TO_REAL(v) vcvt_f64_f32(v)
#endif

ALWAYS_INLINE void v_get_columns(const elem *p, int n, vec v[])
{
    if (n == 2) {
        const __auto_type t = LOAD_LINES(2, p);
        v[0] = TO_REAL(t.val[0]);
        v[1] = TO_REAL(t.val[1]);
    } else if (n == 3) {
        const __auto_type t = LOAD_LINES(3, p);
        v[0] = TO_REAL(t.val[0]);
        v[1] = TO_REAL(t.val[1]);
        v[2] = TO_REAL(t.val[2]);
    } else {
        const __auto_type t = LOAD_LINES(4, p);
        v[0] = TO_REAL(t.val[0]);
        v[1] = TO_REAL(t.val[1]);
        v[2] = TO_REAL(t.val[2]);
        v[3] = TO_REAL(t.val[3]);
    }
}

#if defined(RP_PREC_DS)

static inline vec v_get(const elem *p)
{
    return vcvt_f64_f32(vld1_f32(p));
}

static inline vec v_get_fill(const elem *p, ptrdiff_t n, vec fill)
{
    (void)n;
    return vsetq_lane_f64(*p, fill, 0);
}

#endif

static inline vec v_add(vec a, vec b)
{
    return NEON(add)(a, b);
}

static inline vec v_mul(vec a, vec b)
{
    return NEON(mul)(a, b);
}

static inline vec v_div(vec a, vec b)
{
    return NEON(div)(a, b);
}

/* FMIN, and not FMINNM, is just this. */
static inline vec v_min(vec a, vec b)
{
    return NEON(min)(a, b);
}

#define V_MAX
static inline vec v_max(vec a, vec b)
{
    return NEON(max)(a, b);
}

static inline vec v_neg(vec v)
{
    return NEON(neg)(v);
}
