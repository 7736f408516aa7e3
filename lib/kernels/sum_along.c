/* SPDX-License-Identifier: BSD-3-Clause */
/* sum_along.c -- y[i] = the canonical sum of line i, along the contiguous direction; or
 * the sum of those.
 *
 * A block of 128 folds to one vector with plain adds. VL such vectors, of one line or
 * of several, fold together to VL block sums through v_fold_each, under two shuffles a
 * block. The slots of the blocks of one line are taken in bit-reversed order: then the
 * halves that v_fold adds are neighbouring blocks, as in the tree.
 */
#include "kernels/fold.h"
#include "kernels/rows.h"
#include "util/counter.h"

/* Slots for VL blocks; those that stay empty add nothing. */
static inline void clear(vec slot[VL])
{
    UNROLL
    for (int i = 0; i < VL; i++)
        slot[i] = v_zero();
}

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
ALWAYS_INLINE void sum_middle_of(int count, ptrdiff_t m, ptrdiff_t n, const elem *a,
                                 ptrdiff_t lda, real *y, ptrdiff_t incy, bool scratch)
{
    const ptrdiff_t ahead = far_ahead(n, lda);
    for (; m > 0; m -= VL, y += VL * incy) {
        const int lines = m < VL ? (int)m : VL;
        vec slot[VL];
        for (int k = 0; k < lines; k++, a += lda) {
            FROM_HERE(a);
            slot[k] = fold_ordered(true, count, ahead, n, a);
        }
        for (int k = lines; k < VL; k++)
            slot[k] = v_zero();
        put(y, incy, v_fold_each(v_add, slot), scratch ? VL : lines);
    }
}

/* Those of five vectors and more, but of no whole block. A loop for each number instead
   of a branch on it at each line: 64x64 in float has 1.2 of the speed with AVX2, 100x100
   with AVX-512; in double it gains less, and with narrower vectors nothing. */
static NOINLINE bool sum_middle_lines(ptrdiff_t m, ptrdiff_t n, const elem *a,
                                      ptrdiff_t lda, real *y, ptrdiff_t incy,
                                      bool scratch)
{
    switch (vectors(n)) {
    case 5: sum_middle_of(5, m, n, a, lda, y, incy, scratch); return true;
    case 6: sum_middle_of(6, m, n, a, lda, y, incy, scratch); return true;
    case 7: sum_middle_of(7, m, n, a, lda, y, incy, scratch); return true;
#if VL < 16
    case 8: sum_middle_of(8, m, n, a, lda, y, incy, scratch); return true;
    case 9: sum_middle_of(9, m, n, a, lda, y, incy, scratch); return true;
    case 10: sum_middle_of(10, m, n, a, lda, y, incy, scratch); return true;
    case 11: sum_middle_of(11, m, n, a, lda, y, incy, scratch); return true;
    case 12: sum_middle_of(12, m, n, a, lda, y, incy, scratch); return true;
    case 13: sum_middle_of(13, m, n, a, lda, y, incy, scratch); return true;
    case 14: sum_middle_of(14, m, n, a, lda, y, incy, scratch); return true;
    case 15: sum_middle_of(15, m, n, a, lda, y, incy, scratch); return true;
#endif
    default: return false;
    }
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

/* Lines of up to four elements are fewer instructions one by one. */
ALWAYS_INLINE void sum_tiny_lines(int n, ptrdiff_t m, const elem *a, ptrdiff_t lda,
                                  real *y, ptrdiff_t incy)
{
    for (ptrdiff_t i = 0; i < m; i++, a += lda, y += incy) {
        const real x0 = a[0];
        const real x1 = n > 1 ? a[1] : -0.0f;
        const real x2 = n > 2 ? a[2] : -0.0f;
        const real x3 = n > 3 ? a[3] : -0.0f;
        *y = (x0 + x2) + (x1 + x3);
    }
}

/* The bits of b < VL <= 16 in reverse: those of four, from a table, less the last. */
static inline int reversed(int b)
{
    return (int)(0xf7b3d591e6a2c480u >> 4 * b & 15) / (16 / VL);
}

/* A call, as inlined for each place it is ten times the code. */
static NOINLINE vec fold_end(ptrdiff_t ahead, ptrdiff_t n, const elem *x)
{
    return fold(ahead, n, x);
}

/* Block b of a line of n, as far as there is one. */
ALWAYS_INLINE vec fold_block_of(int b, ptrdiff_t ahead, ptrdiff_t n, const elem *a)
{
    return (b + 1) * BLOCK <= n ? fold_block(ahead, a + b * BLOCK)
           : b * BLOCK < n      ? fold_end(ahead, n - b * BLOCK, a + b * BLOCK)
                                : v_zero();
}

/* The sum of the sums of `places` slots, a power of two: the multiples of VL/places, as
   the others would add nothing. */
ALWAYS_INLINE real total_of(int places, vec slot[VL])
{
    const int apart = VL / places;
    UNROLL
    for (int h = VL / 2; h >= apart; h /= 2) {
        UNROLL
        for (int i = 0; i < h; i += apart)
            slot[i] = v_pair(v_add, slot[i], slot[i + h], h);
    }
    UNROLL
    for (int h = apart / 2; h >= 1; h /= 2)
        slot[0] = v_add(slot[0], v_swap(slot[0], h));
    return v_first(v_fold(v_add, slot[0], apart));
}

/* What is left of a line: more than one block, but no more than `places`. */
ALWAYS_INLINE real sum_few(int places, ptrdiff_t n, const elem *a)
{
    vec slot[VL] = {fold_block(FAR_AHEAD, a)};
    UNROLL
    for (int b = 1; b < places; b++)
        slot[reversed(b)] = fold_block_of(b, FAR_AHEAD, n, a);
    return total_of(places, slot);
}

/* The same for n < VL * BLOCK elements. */
static real sum_rest(ptrdiff_t n, const elem *a)
{
    if (n <= BLOCK)
        return v_first(v_fold(v_add, fold_end(FAR_AHEAD, n, a), 1));
#if VL > 1
    if (n <= 2 * BLOCK)
        return sum_few(2, n, a);
#endif
#if VL > 2
    if (n <= 4 * BLOCK)
        return sum_few(4, n, a);
#endif
#if VL > 4
    if (n <= 8 * BLOCK)
        return sum_few(8, n, a);
#endif
    return sum_few(VL, n, a);
}

/* The sum of VL whole blocks. From memory few instructions a line of the cache count: the
   fewer there are, the further ahead the loads of those to come. In a loop each load goes
   on by a block instead of VL of them. */
ALWAYS_INLINE real sum_blocks(bool loop, int past, const elem *a)
{
    vec slot[VL];
    if (loop) {
        for (int b = 0; b < VL; b++)
            slot[reversed(b)] = fold_block(FAR_AHEAD, a + b * BLOCK);
    } else {
        UNROLL
        for (int b = 0; b < VL; b++)
            slot[reversed(b)] = fold_block_past(past, FAR_AHEAD, a + b * BLOCK);
    }
    return v_first(v_fold(v_add, v_fold_each(v_add, slot), 1));
}

/* How far a line lies past a vector, if that is to be evened out: a load that lies in two
   lines of the cache takes both from L2, where the `all` elements of its matrix are. */
static inline int uneven(ptrdiff_t all, ptrdiff_t n, const elem *a)
{
    const bool near = all > LEVEL_1 && all <= FROM_LEVEL_3;
    return near && n > 2 * VL * BLOCK ? past_vector(a) : 0;
}

/* Are the blocks of an aligned line faster in a loop? Where the conversion to double
   bounds them anyway, and those of a long line from L2 on a machine with that habit; in
   L1, and with few of them, a loop takes up to twice as long. */
static inline bool likes_loops(ptrdiff_t all, ptrdiff_t n)
{
#if defined(RP_ISA_AVX512)
    return ASKS_AHEAD || (n >= 8 * VL * BLOCK && goes_serially(all));
#else
    (void)all, (void)n;
    return false;
#endif
}

/* The sum of one line, by VL blocks. One that is not aligned goes by aligned vectors, but
   for its ends, where they would leave it. */
static inline real sum_line(ptrdiff_t all, ptrdiff_t n, const elem *a)
{
    if (n < VL * BLOCK)
        return sum_rest(n, a);
    struct counter c;
    counter_begin(&c);
    const int past = V_SHIFTS ? uneven(all, n, a) : 0;
    if (past) {
        counter_push(&c, sum_blocks(false, 0, a));
        n -= VL * BLOCK;
        a += VL * BLOCK;
        for (; n >= VL * BLOCK + VL; n -= VL * BLOCK, a += VL * BLOCK)
            counter_push(&c, sum_blocks(false, past, a - past));
    }
    if (likes_loops(all, n))
        for (; n >= VL * BLOCK; n -= VL * BLOCK, a += VL * BLOCK)
            counter_push(&c, sum_blocks(true, 0, a));
    for (; n >= VL * BLOCK; n -= VL * BLOCK, a += VL * BLOCK)
        counter_push(&c, sum_blocks(false, 0, a));
    if (n > 0)
        counter_push(&c, sum_rest(n, a));
    return counter_total(&c);
}

/* Lines of more than one block, but no more than `places`: VL/places of them together, in
   slots that one line leaves empty. One by one 256x256 in double had 136 instead of 175
   GB/s, 512x512 in float 0.74 instead of 0.92 of a load. */
ALWAYS_INLINE void sum_lines_of_few(int places, ptrdiff_t m, ptrdiff_t n, const elem *a,
                                    ptrdiff_t lda, real *y, ptrdiff_t incy)
{
    const int lines = VL / places;
    const ptrdiff_t ahead = far_ahead(n, lda);
    assert(lines >= 1 && lines <= VL);
    ptrdiff_t i = 0;
    for (; i + lines <= m; i += lines) {
        vec slot[VL];
        clear(slot);
        UNROLL
        for (int k = 0; k < lines; k++) {
            UNROLL
            for (int b = 0; b < places; b++)
                slot[k + reversed(b)] = fold_block_of(b, ahead, n, a + (i + k) * lda);
        }
        put(y + i * incy, incy, v_fold(v_add, v_fold_each(v_add, slot), lines), lines);
    }
    for (; i < m; i++)
        y[i * incy] = sum_line(m * n, n, a + i * lda);
}

#if (defined(RP_ISA_AVX512) || defined(RP_ISA_AVX2)) && !defined(RP_PREC_DS)
#define HAS_LOOP_OF_LINES

/* Lines that do not fill `places` blocks, but more than half of them; VL/places together,
   block by block in a loop. Slots that wait in memory, when the end of a line is called
   for, cost less than registers that have to be saved. */
ALWAYS_INLINE void sum_loop_of(int places, ptrdiff_t m, ptrdiff_t n, const elem *a,
                               ptrdiff_t lda, real *y, ptrdiff_t incy)
{
    const int lines = VL / places, whole = places == 2 ? 1 : (int)(n / BLOCK);
    const ptrdiff_t rest = n % BLOCK;
    vec slot[VL];
    clear(slot);
    assert(lines >= 1 && n > BLOCK && n < places * BLOCK);
    for (; m >= lines; m -= lines, y += lines * incy) {
        for (int k = 0; k < lines; k++, a += lda) {
            const elem *x = a;
            for (int b = 0; b < whole; b++, x += BLOCK) {
                FROM_HERE(x);
                slot[k + reversed(b)] = fold_block(FAR_AHEAD, x);
            }
            if (places == 2 || rest)
                slot[k + reversed(whole)] = fold_end(FAR_AHEAD, rest, x);
        }
        vec v[VL];
        UNROLL
        for (int k = 0; k < VL; k++)
            v[k] = slot[k];
        put(y, incy, v_fold(v_add, v_fold_each(v_add, v), lines), lines);
    }
    for (; m > 0; m--, a += lda, y += incy)
        *y = sum_rest(n, a);
}

static NOINLINE void sum_loop_of_lines(ptrdiff_t m, ptrdiff_t n, const elem *a,
                                       ptrdiff_t lda, real *y, ptrdiff_t incy)
{
    if (n < 2 * BLOCK)
        sum_loop_of(2, m, n, a, lda, y, incy);
    else if (n < 4 * BLOCK)
        sum_loop_of(4, m, n, a, lda, y, incy);
#if VL > 4
    else if (n < 8 * BLOCK)
        sum_loop_of(8, m, n, a, lda, y, incy);
#endif
#if VL > 8
    else
        sum_loop_of(16, m, n, a, lda, y, incy);
#endif
}

/* A block and a rest from L2 on are 1.1 to 1.4 times as fast as unrolled, longer lines
   from L2 1.0 to 1.5, but not those of all blocks that there is room for, or all but one;
   not with SSE2, nor where the conversion to double bounds them. */
static inline bool goes_by_loop(ptrdiff_t m, ptrdiff_t n)
{
    const bool full = n >= (VL - 1) * BLOCK || (n & (n - 1)) == 0;
    return m * n > LEVEL_1 && (n < 2 * BLOCK || (!full && m * n <= FROM_LEVEL_3));
}

#endif

/* Lines of more than one block. */
static NOINLINE void sum_long_lines(ptrdiff_t m, ptrdiff_t n, const elem *a,
                                    ptrdiff_t lda, real *y, ptrdiff_t incy)
{
#if defined(HAS_LOOP_OF_LINES)
    if (goes_by_loop(m, n)) {
        sum_loop_of_lines(m, n, a, lda, y, incy);
        return;
    }
#endif
    if (VL > 2 && m > 1 && n <= 2 * BLOCK) {
        sum_lines_of_few(VL > 2 ? 2 : 1, m, n, a, lda, y, incy);
        return;
    }
    if (VL > 4 && m > 1 && n <= 4 * BLOCK) {
        sum_lines_of_few(VL > 4 ? 4 : 1, m, n, a, lda, y, incy);
        return;
    }
    if (VL > 8 && m > 1 && n <= 8 * BLOCK) {
        sum_lines_of_few(VL > 8 ? 8 : 1, m, n, a, lda, y, incy);
        return;
    }
    for (ptrdiff_t i = 0; i < m; i++)
        y[i * incy] = sum_line(m * n, n, a + i * lda);
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
        if (VL < 8 || !sum_middle_lines(m, n, a, lda, y, incy, scratch))
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
    return lda == n && m >= VL && n <= 8;
}

/* One line of a block or less, and one of n < VL * BLOCK: without the frame of others,
   which was 90 of the 240 instructions of a sum of 256 floats. */
static NOINLINE void sum_one_block(ptrdiff_t n, const elem *x, real *y)
{
    *y = v_first(v_fold(v_add, fold(FAR_AHEAD, n, x), 1));
}

static NOINLINE void sum_one_short(ptrdiff_t n, const elem *x, real *y)
{
    *y = sum_rest(n, x);
}

void K(sum_along)(ptrdiff_t m, ptrdiff_t n, const elem *a, ptrdiff_t lda, real *y,
                  ptrdiff_t incy)
{
    assert(m >= 1 && n >= 1);
    if (m == 1 && n <= BLOCK)
        sum_one_block(n, a, y);
    else if (m == 1 && n < VL * BLOCK)
        sum_one_short(n, a, y);
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
    if (goes_by_streams())
        done = sum_streams(m, n, a, lda, y, incy);
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
    return sum_row(m, row);
}

void K(sum_all_along)(ptrdiff_t m, ptrdiff_t n, const elem *a, ptrdiff_t lda, real *y,
                      ptrdiff_t incy)
{
    assert(m >= 1 && m <= BLOCK && n >= 1);
    (void)incy;
    *y = m <= VL && n <= BLOCK ? sum_up_to_vl_lines(m, n, a, lda)
                               : sum_many_lines(m, n, a, lda);
}
