/* SPDX-License-Identifier: BSD-3-Clause */
/* sum_along.c -- y[i] = the canonical sum of line i, along the contiguous direction; or
 * the sum of those.
 */
#include "kernels/long_lines.h"
#include "kernels/short_lines.h"

/* One line of a block or less, and one of n < VL * BLOCK: without the frame of others,
   which was 90 of the 240 instructions of a sum of 256 floats. */
static NOINLINE void sum_one_block(ptrdiff_t n, const elem *x, real *y)
{
    *y = v_first(v_fold(v_add, fold(FAR_AHEAD, n, x), 1));
}

static NOINLINE void sum_one_short(ptrdiff_t n, const elem *x, real *y)
{
    *y = sum_some_blocks(n, x);
}

void K(sum_along)(ptrdiff_t m, ptrdiff_t n, const elem *a, ptrdiff_t lda, real *y,
                  ptrdiff_t incy)
{
    assert(m >= 1 && n >= 1);
    if (m == 1 && n <= BLOCK)
        sum_one_block(n, a, y);
    else if (m == 1 && n < VL * BLOCK)
        sum_one_short(n, a, y);
    else if (n == 1)
        copy_each(m, a, lda, y, incy);
    else if (n > BLOCK)
        sum_long_lines(m, n, a, lda, y, incy);
    else if (has_packed_lines(m, n, lda))
        sum_packed_lines(m, n, a, y, incy, false);
    else
        sum_lines(m, n, a, lda, y, incy, false);
}

/* ---- From memory ------------------------------------------------------------------- */

/* Lines of several vectors one by one, where loads that jump are not fetched ahead. */
static void sum_rising(ptrdiff_t m, ptrdiff_t n, const elem *a, ptrdiff_t lda, real *y,
                       ptrdiff_t incy)
{
    const bool several = vectors(n) > 1 && n > 4 && n <= BLOCK;
    if (m > 1 && several && rpi_has_habit(RPI_RISING))
        sum_counted_lines(m, n, a, lda, y, incy, false);
    else
        K(sum_along)(m, n, a, lda, y, incy);
}

#if defined(HAS_ASKING_LINES)

/* Lines of three vectors and more that ask far ahead. Returned is whether they are done,
   which those of a block, or of as many vectors, are not, nor shorter ones: blocks had
   0.87 to 1.02 of the speed so, two vectors 0.73 to 0.96. */
static NOINLINE bool sum_asking(ptrdiff_t m, ptrdiff_t n, const elem *a, ptrdiff_t lda,
                                real *y, ptrdiff_t incy)
{
    switch (vectors(n)) {
    case 3: sum_middle_of(true, 3, m, n, a, lda, y, incy, false); return true;
    case 4: sum_middle_of(true, 4, m, n, a, lda, y, incy, false); return true;
    default: break;
    }
    if (n < BLOCK)
        return sum_middle(true, m, n, a, lda, y, incy, false);
    if (n > BLOCK)
        sum_asking_lines(m, n, a, lda, y, incy);
    return n > BLOCK;
}

/* Not where much lies between lines, nor long ones, which take few instructions a cache
   line, nor, in double, where up to three vectors lack to a whole block: 50000x500 had
   0.88 of the speed so. */
static bool likes_asking(ptrdiff_t m, ptrdiff_t n, ptrdiff_t lda)
{
    const bool rest = n > BLOCK && vectors(n % BLOCK) > 12;
    return m > 1 && n < VL * BLOCK && lda - n <= n / 4 && !rest &&
           rpi_has_habit(RPI_AHEAD);
}

#endif

#if defined(HAS_STREAMS)

/* Lines of n elements at PLACES places, a block of each after the other. */
static void sum_places(ptrdiff_t n, const elem *a, ptrdiff_t apart, real sum[PLACES])
{
    struct counter c[PLACES];
    for (int k = 0; k < PLACES; k++)
        counter_begin(&c[k]);
    for (; n > 0; n -= VL * BLOCK, a += VL * BLOCK) {
        vec slot[PLACES][VL];
        UNROLL
        for (int b = 0; b < VL; b++)
            for (int k = 0; k < PLACES; k++)
                slot[k][reversed(b)] = fold_block_of(b, FAR_AHEAD, n, a + k * apart);
        for (int k = 0; k < PLACES; k++)
            counter_push(&c[k], v_first(v_fold(v_add, v_fold_each(v_add, slot[k]), 1)));
    }
    for (int k = 0; k < PLACES; k++)
        sum[k] = counter_total(&c[k]);
}

/* One line, part by part. */
static real sum_long_line(ptrdiff_t n, const elem *a)
{
    struct counter c;
    ptrdiff_t i = 0;
    counter_begin(&c);
    for (; i + PLACES * PART <= n; i += PLACES * PART) {
        real sum[PLACES];
        sum_places(PART, a + i, PART, sum);
        for (int k = 0; k < PLACES; k++)
            counter_push(&c, sum[k]);
    }
    for (; i < n; i += PART)
        counter_push(&c, sum_line(n, n - i < PART ? n - i : PART, a + i));
    return counter_total(&c);
}

/* Lines of no more than a block, VL at a time, from all places. Returned is how many are
   done. */
static NOINLINE ptrdiff_t sum_counted_places(ptrdiff_t m, ptrdiff_t n, const elem *a,
                                             ptrdiff_t lda, real *y, ptrdiff_t incy)
{
    const int lines = VL / PLACES;
    const ptrdiff_t apart = m / VL * lines;
    for (ptrdiff_t i = 0; i < apart; i += lines) {
        vec slot[VL];
        real sum[VL];
        for (int k = 0; k < VL; k++)
            slot[k] = fold(FAR_AHEAD, n, a + (i + k / lines * apart + k % lines) * lda);
        v_store(sum, v_fold_each(v_add, slot));
        for (int k = 0; k < VL; k++)
            y[(i + k / lines * apart + k % lines) * incy] = sum[k];
    }
    return PLACES * apart;
}

/* Shorter ones, a run at a time. */
static NOINLINE ptrdiff_t sum_runs(ptrdiff_t m, ptrdiff_t n, const elem *a, ptrdiff_t lda,
                                   real *y, ptrdiff_t incy)
{
    const ptrdiff_t run = RUN / n / VL * VL, apart = m / (PLACES * run) * run;
    for (ptrdiff_t i = 0; i < apart; i += run)
        for (ptrdiff_t k = i; k < PLACES * apart; k += apart)
            K(sum_along)(run, n, a + k * lda, lda, y + k * incy, incy);
    return PLACES * apart;
}

/* And long ones. */
static NOINLINE ptrdiff_t sum_long_places(ptrdiff_t m, ptrdiff_t n, const elem *a,
                                          ptrdiff_t lda, real *y, ptrdiff_t incy)
{
    const ptrdiff_t apart = m / PLACES;
    for (ptrdiff_t i = 0; i < apart; i++) {
        real sum[PLACES];
        sum_places(n, a + i * lda, apart * lda, sum);
        for (int k = 0; k < PLACES; k++)
            y[(i + k * apart) * incy] = sum[k];
    }
    for (ptrdiff_t i = PLACES * apart; i < m; i++)
        y[i * incy] = sum_long_line(n, a + i * lda);
    return m;
}

static ptrdiff_t sum_streams(ptrdiff_t m, ptrdiff_t n, const elem *a, ptrdiff_t lda,
                             real *y, ptrdiff_t incy)
{
    return n <= VL      ? sum_runs(m, n, a, lda, y, incy)
           : n <= BLOCK ? sum_counted_places(m, n, a, lda, y, incy)
                        : sum_long_places(m, n, a, lda, y, incy);
}

#endif

void K(sum_along_far)(ptrdiff_t m, ptrdiff_t n, const elem *a, ptrdiff_t lda, real *y,
                      ptrdiff_t incy)
{
    ptrdiff_t done = 0;
    assert(m >= 1 && n >= 1);
#if defined(HAS_STREAMS)
    if (goes_by_streams() && n > 1)
        done = sum_streams(m, n, a, lda, y, incy);
#endif
#if defined(HAS_ASKING_LINES)
    if (likes_asking(m, n, lda) && sum_asking(m, n, a, lda, y, incy))
        return;
#endif
    if (done < m)
        sum_rising(m - done, n, a + done * lda, lda, y + done * incy, incy);
}

/* The sum of the sums of m <= places lines of up to a block, or of one vector, in slots
   that total_of adds as the tree does. */
ALWAYS_INLINE real sum_few_lines(bool short_lines, int places, ptrdiff_t m, ptrdiff_t n,
                                 const elem *a, ptrdiff_t lda)
{
    vec slot[VL];
    UNROLL
    for (int k = 0; k < places; k++)
        slot[k * (VL / places)] = k >= m        ? v_zero()
                                  : short_lines ? get(n, a + k * lda)
                                                : fold_end(FAR_AHEAD, n, a + k * lda);
    return total_of(places, slot);
}

/* Nothing is stored in parts, and read again at once as a vector. */
static real sum_up_to_vl_lines(ptrdiff_t m, ptrdiff_t n, const elem *a, ptrdiff_t lda)
{
    if (n > VL)
        return sum_few_lines(false, VL, m, n, a, lda);
#if VL > 4
    if (m <= 4)
        return sum_few_lines(true, 4, m, n, a, lda);
#endif
#if VL > 8
    if (m <= 8)
        return sum_few_lines(true, 8, m, n, a, lda);
#endif
    return sum_few_lines(true, VL, m, n, a, lda);
}

/* In whole vectors where that can be: what is stored in parts is slow to read again. */
static NOINLINE real sum_many_lines(ptrdiff_t m, ptrdiff_t n, const elem *a,
                                    ptrdiff_t lda)
{
    real row[BLOCK];
    end_row(m, row);
    if (n > BLOCK)
        K(sum_along)(m, n, a, lda, row, 1);
    else if (has_packed_lines(m, n, lda))
        sum_packed_lines(m, n, a, row, 1, true);
    else
        sum_lines(m, n, a, lda, row, 1, true);
    return sum_row(m, 0, row);
}

void K(sum_all_along)(ptrdiff_t m, ptrdiff_t n, const elem *a, ptrdiff_t lda, real *y,
                      ptrdiff_t incy)
{
    assert(m >= 1 && m <= BLOCK && n >= 1);
    (void)incy;
    *y = m <= VL && n <= BLOCK ? sum_up_to_vl_lines(m, n, a, lda)
                               : sum_many_lines(m, n, a, lda);
}
