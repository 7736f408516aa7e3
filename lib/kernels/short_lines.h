/* SPDX-License-Identifier: BSD-3-Clause */
/* short_lines.h -- the canonical sums of lines of up to one block.
 *
 * A line folds to one vector with plain adds, and VL of these together to VL sums through
 * v_fold_each, under two shuffles a line. How many vectors a line has is asked once,
 * ahead of the loop over lines. Packed lines of a few elements go several in a vector.
 */
#ifndef RPI_SHORT_LINES_H
#define RPI_SHORT_LINES_H

#include "kernels/fold.h"
#include "kernels/rows.h"

/* VL lines to the slots. Where they are short, there is little to do for each: the loop
   is unrolled. Each of its loads goes on VL lines further, which the prefetcher of the
   memory does not follow: 10000x20 in double has 0.81 so instead of 0.62 of a load, and
   600000x11 in float, which had 0.10 with no prefetch here, 0.45. */
ALWAYS_INLINE void fill_slots(int count, ptrdiff_t n, const elem *a, ptrdiff_t lda,
                              vec slot[VL])
{
    const ptrdiff_t ahead = lines_ahead(lda);
    UNROLL
    for (int k = 0; k < VL; k++, a += lda) {
        FROM_HERE(a);
        slot[k] = fold_counted(count, ahead, n, a);
        if (!ASKS_AHEAD || count == 1)
            PREFETCH(a + ahead);
    }
}

/* Lines of so many vectors, VL of them at a time; to results, or to a row of scratch,
   which has room for whole vectors. */
ALWAYS_INLINE void sum_short_lines(int count, ptrdiff_t m, ptrdiff_t n, const elem *a,
                                   ptrdiff_t lda, real *y, ptrdiff_t incy, bool scratch)
{
    vec slot[VL];
    for (; m >= VL; m -= VL, a += VL * lda, y += VL * incy) {
        fill_slots(count, n, a, lda, slot);
        put(y, incy, v_fold_each(v_add, slot), VL);
    }
    if (m == 0)
        return;
    UNROLL
    for (int k = 0; k < VL; k++)
        slot[k] = k < m ? fold_counted(count, FAR_AHEAD, n, a + k * lda) : v_zero();
    put(y, incy, v_fold_each(v_add, slot), scratch ? VL : m);
}

/* The same for more vectors, one line after the other. */
ALWAYS_INLINE void sum_middle_of(bool asks, int count, ptrdiff_t m, ptrdiff_t n,
                                 const elem *a, ptrdiff_t lda, real *y, ptrdiff_t incy,
                                 bool scratch)
{
    const ptrdiff_t ahead = far_ahead(n, lda);
    for (; m > 0; m -= VL, y += VL * incy) {
        const int lines = m < VL ? (int)m : VL;
        vec slot[VL];
        for (int k = 0; k < lines; k++, a += lda) {
            FROM_HERE(a);
            slot[k] = fold_ordered(true, asks, count, ahead, n, a);
        }
        for (int k = lines; k < VL; k++)
            slot[k] = v_zero();
        put(y, incy, v_fold_each(v_add, slot), scratch ? VL : lines);
    }
}

/* Those of five to fifteen vectors, but of fewer than a block has. A loop for each number
   instead of a branch on it at each line: 64x64 in float has 1.2 of the speed with AVX2,
   100x100 with AVX-512; in double with AVX2 1.3 in the mean, with SSE2 1.2, and 1.1 in
   float. */
ALWAYS_INLINE bool sum_middle(bool asks, ptrdiff_t m, ptrdiff_t n, const elem *a,
                              ptrdiff_t lda, real *y, ptrdiff_t incy, bool scratch)
{
    switch (vectors(n)) {
    case 5: sum_middle_of(asks, 5, m, n, a, lda, y, incy, scratch); return true;
    case 6: sum_middle_of(asks, 6, m, n, a, lda, y, incy, scratch); return true;
    case 7: sum_middle_of(asks, 7, m, n, a, lda, y, incy, scratch); return true;
#if VL < 16
    case 8: sum_middle_of(asks, 8, m, n, a, lda, y, incy, scratch); return true;
    case 9: sum_middle_of(asks, 9, m, n, a, lda, y, incy, scratch); return true;
    case 10: sum_middle_of(asks, 10, m, n, a, lda, y, incy, scratch); return true;
    case 11: sum_middle_of(asks, 11, m, n, a, lda, y, incy, scratch); return true;
    case 12: sum_middle_of(asks, 12, m, n, a, lda, y, incy, scratch); return true;
    case 13: sum_middle_of(asks, 13, m, n, a, lda, y, incy, scratch); return true;
    case 14: sum_middle_of(asks, 14, m, n, a, lda, y, incy, scratch); return true;
    case 15: sum_middle_of(asks, 15, m, n, a, lda, y, incy, scratch); return true;
#endif
    default: return false;
    }
}

static NOINLINE bool sum_middle_lines(ptrdiff_t m, ptrdiff_t n, const elem *a,
                                      ptrdiff_t lda, real *y, ptrdiff_t incy,
                                      bool scratch)
{
    return sum_middle(ASKS_AHEAD, m, n, a, lda, y, incy, scratch);
}

/* The same for lines of any number of vectors, or, where memory is rising, of two and
   more: each by its own. */
static void sum_counted_lines(ptrdiff_t m, ptrdiff_t n, const elem *a, ptrdiff_t lda,
                              real *y, ptrdiff_t incy, bool scratch)
{
    const ptrdiff_t ahead = far_ahead(n, lda);
    for (; m > 0; m -= VL, a += VL * lda, y += VL * incy) {
        vec slot[VL];
        for (int k = 0; k < VL; k++)
            slot[k] = k < m ? fold(ahead, n, a + k * lda) : v_zero();
        put(y, incy, v_fold_each(v_add, slot), scratch || m > VL ? VL : m);
    }
}

/* Packed lines, VL at a time, which ask ahead where L1 does not hold them. Returned is
   how many are done. First, lines of two to four elements, by columns. */
ALWAYS_INLINE ptrdiff_t sum_columns(bool asks, int n, ptrdiff_t m, const elem *a, real *y,
                                    ptrdiff_t incy)
{
    ptrdiff_t i = 0;
    assert(n >= 2 && n <= 4);
    for (; i + VL <= m; i += VL, a += n * VL) {
        vec v[4];
        if (asks)
            ask_run(n * VL, a + AHEAD);
        v_get_columns(a, n, v);
        if (n > 2)
            v[0] = v_add(v[0], v[2]);
        if (n > 3)
            v[1] = v_add(v[1], v[3]);
        put(y + i * incy, incy, v_add(v[0], v[1]), VL);
    }
    return i;
}

#if defined(V_LINES)
/* Five to eight elements: two lines in a vector, of which a load may take in two more. */
ALWAYS_INLINE ptrdiff_t sum_twins(bool asks, int n, ptrdiff_t m, const elem *a, real *y,
                                  ptrdiff_t incy)
{
    ptrdiff_t i = 0;
    for (; i + VL + 2 <= m; i += VL, a += n * VL) {
        vec v[VL / 2];
        if (asks)
            ask_run(n * VL, a + AHEAD);
        UNROLL
        for (int k = 0; k < VL / 2; k++)
            v[k] = v_spread(v_get(a + 2 * k * n), n);
        UNROLL
        for (int h = VL / 4; h >= 1; h /= 2) {
            UNROLL
            for (int k = 0; k < h; k++)
                v[k] = v_fold_lines(v_add, v[2 * k], v[2 * k + 1], 2 * h);
        }
        put(y + i * incy, incy, v[0], VL);
    }
    return i;
}
#endif

ALWAYS_INLINE ptrdiff_t sum_packed_of(bool asks, ptrdiff_t m, ptrdiff_t n, const elem *a,
                                      real *y, ptrdiff_t incy)
{
    switch (n) {
    case 2: return sum_columns(asks, 2, m, a, y, incy);
    case 3: return sum_columns(asks, 3, m, a, y, incy);
    case 4: return sum_columns(asks, 4, m, a, y, incy);
#if defined(V_LINES)
    case 5: return sum_twins(asks, 5, m, a, y, incy);
    case 6: return sum_twins(asks, 6, m, a, y, incy);
    case 7: return sum_twins(asks, 7, m, a, y, incy);
    case 8: return sum_twins(asks, 8, m, a, y, incy);
#endif
    default: return 0;
    }
}

static NOINLINE ptrdiff_t sum_packed(ptrdiff_t m, ptrdiff_t n, const elem *a, real *y,
                                     ptrdiff_t incy)
{
    return m * n > LEVEL_1 ? sum_packed_of(true, m, n, a, y, incy)
                           : sum_packed_of(false, m, n, a, y, incy);
}

/* Lines of up to four elements are fewer instructions one by one. With a turn for each,
   the same code was twice as fast or slow, from one build to another. */
ALWAYS_INLINE void sum_tiny_lines(int n, ptrdiff_t m, const elem *a, ptrdiff_t lda,
                                  real *y, ptrdiff_t incy)
{
    UNROLL_4
    for (ptrdiff_t i = 0; i < m; i++, a += lda, y += incy) {
        const real x0 = a[0];
        const real x1 = n > 1 ? a[1] : -0.0f;
        const real x2 = n > 2 ? a[2] : -0.0f;
        const real x3 = n > 3 ? a[3] : -0.0f;
        *y = (x0 + x2) + (x1 + x3);
    }
}

/* Lines of up to one block. */
static NOINLINE void sum_lines(ptrdiff_t m, ptrdiff_t n, const elem *a, ptrdiff_t lda,
                               real *y, ptrdiff_t incy, bool scratch)
{
    switch (n) {
    case 1: sum_tiny_lines(1, m, a, lda, y, incy); return;
    case 2: sum_tiny_lines(2, m, a, lda, y, incy); return;
    case 3: sum_tiny_lines(3, m, a, lda, y, incy); return;
    case 4: sum_tiny_lines(4, m, a, lda, y, incy); return;
    default: break;
    }
    switch (vectors(n)) {
    case 1: sum_short_lines(1, m, n, a, lda, y, incy, scratch); return;
    case 2: sum_short_lines(2, m, n, a, lda, y, incy, scratch); return;
    case 3: sum_short_lines(3, m, n, a, lda, y, incy, scratch); return;
    case 4: sum_short_lines(4, m, n, a, lda, y, incy, scratch); return;
    default:
        if (VL == 1 || !sum_middle_lines(m, n, a, lda, y, incy, scratch))
            sum_counted_lines(m, n, a, lda, y, incy, scratch);
    }
}

static NOINLINE void sum_packed_lines(ptrdiff_t m, ptrdiff_t n, const elem *a, real *y,
                                      ptrdiff_t incy, bool scratch)
{
    const ptrdiff_t done = sum_packed(m, n, a, y, incy);
    if (done < m)
        sum_lines(m - done, n, a + done * n, n, y + done * incy, incy, scratch);
}

static inline bool has_packed_lines(ptrdiff_t m, ptrdiff_t n, ptrdiff_t lda)
{
#if defined(V_LINES)
    const ptrdiff_t longest = 8;
#else
    const ptrdiff_t longest = 4;
#endif
    return lda == n && m >= VL && n <= longest;
}

#endif
