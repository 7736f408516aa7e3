/* SPDX-License-Identifier: BSD-3-Clause */
/* max_min_along.c -- y[i] = the maximum or the minimum of line i.
 *
 * Any order gives the same bits, so a line runs in independent chains, and its last
 * vector may overlap the one before. The maximum is the minimum of the numbers with
 * their signs turned, turned back: that orders the zeros and keeps NaN for both with
 * one v_min.
 */
#include "kernels/kernel.h"

/* Hides the latency of v_min, three instructions on x86. */
#define CHAINS 8

ALWAYS_INLINE vec turned(bool max, vec v)
{
    return max ? v_neg(v) : v;
}

ALWAYS_INLINE vec fold_short(bool max, ptrdiff_t n, const real *x)
{
    if (n < VL)
        return turned(max, v_load_fill(x, n, v_set1(*x)));
    vec t = turned(max, v_load(x + n - VL));
    for (ptrdiff_t j = 0; j + VL < n; j += VL)
        t = v_min(t, turned(max, v_load(x + j)));
    return t;
}

ALWAYS_INLINE vec fold_long(bool max, ptrdiff_t n, const real *x)
{
    vec v[CHAINS];
    UNROLL
    for (int k = 0; k < CHAINS; k++)
        v[k] = turned(max, v_load(x + k * VL));
    ptrdiff_t j = CHAINS * VL;
    for (; j + CHAINS * VL <= n; j += CHAINS * VL) {
        UNROLL
        for (int k = 0; k < CHAINS; k++)
            v[k] = v_min(v[k], turned(max, v_load(x + j + k * VL)));
    }
    UNROLL
    for (int h = CHAINS / 2; h >= 1; h /= 2) {
        UNROLL
        for (int k = 0; k < h; k++)
            v[k] = v_min(v[k], v[k + h]);
    }
    return j < n ? v_min(v[0], fold_short(max, n - j + VL, x + j - VL)) : v[0];
}

ALWAYS_INLINE vec fold_line(bool max, ptrdiff_t n, const real *x)
{
    return n < CHAINS * VL ? fold_short(max, n, x) : fold_long(max, n, x);
}

ALWAYS_INLINE void fold_lines(bool max, ptrdiff_t m, ptrdiff_t n, const real *a,
                              ptrdiff_t lda, real *y, ptrdiff_t incy)
{
    for (ptrdiff_t i = 0; i < m; i += VL) {
        const int there = m - i < VL ? (int)(m - i) : VL;
        vec slot[VL] = {fold_line(max, n, a + i * lda)};
        for (int k = 1; k < VL; k++)
            slot[k] = k < there ? fold_line(max, n, a + (i + k) * lda) : slot[0];
        const vec t = there == 1 ? v_fold(v_min, slot[0], 1) : v_fold_each(v_min, slot);
        put(y + i * incy, incy, turned(max, t), there);
    }
}

/* Between v_hold and v_release stands a call: no arithmetic is moved past it. */
static NOINLINE void max_lines(ptrdiff_t m, ptrdiff_t n, const real *a, ptrdiff_t lda,
                               real *y, ptrdiff_t incy)
{
    fold_lines(true, m, n, a, lda, y, incy);
}

static NOINLINE void min_lines(ptrdiff_t m, ptrdiff_t n, const real *a, ptrdiff_t lda,
                               real *y, ptrdiff_t incy)
{
    fold_lines(false, m, n, a, lda, y, incy);
}

void K(max_along)(ptrdiff_t m, ptrdiff_t n, const real *a, ptrdiff_t lda, real *y,
                  ptrdiff_t incy)
{
    assert(m >= 1 && n >= 1);
    const unsigned state = v_hold();
    max_lines(m, n, a, lda, y, incy);
    v_release(state);
}

void K(min_along)(ptrdiff_t m, ptrdiff_t n, const real *a, ptrdiff_t lda, real *y,
                  ptrdiff_t incy)
{
    assert(m >= 1 && n >= 1);
    const unsigned state = v_hold();
    min_lines(m, n, a, lda, y, incy);
    v_release(state);
}
