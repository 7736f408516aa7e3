/* SPDX-License-Identifier: BSD-3-Clause */
/* simd_scalar.h -- vectors of one lane: the reference, never auto-vectorised. */

#include <math.h>

#define ISA scalar
#define VL 1
typedef real vec;

static inline vec v_load(const real *p)
{
    return *p;
}

/* There is no part of one lane: these two are never reached. */
static inline vec v_load_fill(const real *p, ptrdiff_t n, vec fill)
{
    return n ? *p : fill;
}

static inline void v_store_part(real *p, vec v, ptrdiff_t n)
{
    if (n)
        *p = v;
}

static inline void v_store(real *p, vec v)
{
    *p = v;
}

static inline void v_columns(int n, vec v[])
{
    (void)n;
    (void)v;
}

#if defined(RP_PREC_DS)

static inline vec v_get(const elem *p)
{
    return *p;
}

static inline vec v_get_fill(const elem *p, ptrdiff_t n, vec fill)
{
    return n ? *p : fill;
}

#endif

static inline vec v_set1(real x)
{
    return x;
}

static inline real v_first(vec v)
{
    return v;
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

/* The quiet comparison raises nothing for NaN. */
static inline vec v_min(vec a, vec b)
{
    if (isunordered(a, b))
        return a + b;
    return a < b || (a == b && signbit(a)) ? a : b;
}

static inline vec v_neg(vec v)
{
    return -v;
}

static inline vec v_swap(vec v, int h)
{
    (void)h;
    return v;
}

ALWAYS_INLINE vec v_pair(vec (*op)(vec, vec), vec a, vec b, int h)
{
    (void)h;
    return op(a, b);
}
