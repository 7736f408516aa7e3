/* SPDX-License-Identifier: BSD-3-Clause */
/* long_lines.h -- the canonical sums of lines of more than one block.
 *
 * A block of 128 folds to one vector with plain adds. VL such vectors, of one line or of
 * several, fold together to VL block sums through v_fold_each. The slots of the blocks of
 * one line are taken in bit-reversed order: then the halves that v_fold adds are
 * neighbouring blocks, as in the tree.
 */
#ifndef RPI_LONG_LINES_H
#define RPI_LONG_LINES_H

#include "kernels/fold.h"
#include "kernels/rows.h"
#include "kernels/turned.h"
#include "util/counter.h"

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
ALWAYS_INLINE real sum_blocks(bool loop, const elem *a)
{
    vec slot[VL];
    if (loop) {
        for (int b = 0; b < VL; b++)
            slot[reversed(b)] = fold_block(FAR_AHEAD, a + b * BLOCK);
    } else {
        UNROLL
        for (int b = 0; b < VL; b++)
            slot[reversed(b)] = fold_block(FAR_AHEAD, a + b * BLOCK);
    }
    return v_first(v_fold(v_add, v_fold_each(v_add, slot), 1));
}

/* Slots for VL blocks; those that stay empty add nothing. */
static inline void clear(vec slot[VL])
{
    UNROLL
    for (int i = 0; i < VL; i++)
        slot[i] = v_zero();
}

/* Are the blocks of a line faster in a loop? Where the conversion to double bounds them
   anyway, and those of a long line from L2 on a machine with that habit; in L1, and with
   few of them, a loop takes up to twice as long. */
static inline bool likes_loops(ptrdiff_t all, ptrdiff_t n)
{
#if defined(RP_ISA_AVX512)
    return ASKS_AHEAD || (n >= 8 * VL * BLOCK && goes_serially(all));
#else
    (void)all, (void)n;
    return false;
#endif
}

#if V_SHIFTS

/* What is left of a turned line, n elements, to slots. */
ALWAYS_INLINE void fill_turned(ptrdiff_t n, struct turned t, vec *slot)
{
    int b = 0;
    for (; n >= BLOCK; n -= BLOCK, b++)
        slot[reversed(b)] = fold_turned(&t, true, n - BLOCK);
    if (n > 0)
        slot[reversed(b)] = fold_turned_end(n, t.past, t.first, t.x);
}

/* The sum of no more than `places` blocks. */
ALWAYS_INLINE real sum_turned_few(int places, ptrdiff_t n, const struct turned t)
{
    vec slot[VL], v[VL];
    clear(slot);
    fill_turned(n, t, slot);
    UNROLL
    for (int i = 0; i < VL; i++)
        v[i] = slot[i];
    return total_of(places, v);
}

/* Of n < VL * BLOCK elements. */
static NOINLINE real sum_turned_rest(ptrdiff_t n, const struct turned t)
{
    return n <= 4 * BLOCK ? sum_turned_few(4, n, t) : sum_turned_few(VL, n, t);
}

/* Of VL whole blocks, with so many elements after them. */
ALWAYS_INLINE real sum_turned_blocks(bool loop, struct turned *t, ptrdiff_t left)
{
    vec slot[VL];
    FROM_HERE(t->x);
    if (loop) {
        for (int b = 0; b < VL; b++)
            slot[reversed(b)] = fold_turned(t, true, left + (VL - 1 - b) * BLOCK);
    } else {
        UNROLL
        for (int b = 0; b < VL; b++)
            slot[reversed(b)] = fold_turned(t, b == VL - 1, left);
    }
    return v_first(v_fold(v_add, v_fold_each(v_add, slot), 1));
}

/* Of one line, in a matrix of `all` elements. */
static NOINLINE real sum_turned_line(ptrdiff_t all, ptrdiff_t n, const elem *a)
{
    struct turned t = turn(a);
    struct counter c;
    counter_begin(&c);
    if (likes_loops(all, n))
        for (; n >= VL * BLOCK; n -= VL * BLOCK)
            counter_push(&c, sum_turned_blocks(true, &t, n - VL * BLOCK));
    for (; n >= VL * BLOCK; n -= VL * BLOCK)
        counter_push(&c, sum_turned_blocks(false, &t, n - VL * BLOCK));
    if (n > 0)
        counter_push(&c, sum_turned_rest(n, t));
    return counter_total(&c);
}

#endif

/* Of fewer than VL blocks; with few of them, turning costs more than it gains. */
static inline real sum_some_blocks(ptrdiff_t n, const elem *a)
{
#if V_SHIFTS
    if (lane_of(a) && n >= VL / 2 * BLOCK)
        return sum_turned_rest(n, turn(a));
#endif
    return sum_rest(n, a);
}

/* The sum of one line, by VL blocks. From L3 on only long ones gain when turned. */
static inline real sum_line(ptrdiff_t all, ptrdiff_t n, const elem *a)
{
#if V_SHIFTS
    if (lane_of(a) && n >= VL * BLOCK && (all <= FROM_LEVEL_3 || n >= 8 * VL * BLOCK))
        return sum_turned_line(all, n, a);
#endif
    if (n < VL * BLOCK)
        return all <= FROM_LEVEL_3 ? sum_some_blocks(n, a) : sum_rest(n, a);
    struct counter c;
    counter_begin(&c);
    if (likes_loops(all, n))
        for (; n >= VL * BLOCK; n -= VL * BLOCK, a += VL * BLOCK)
            counter_push(&c, sum_blocks(true, a));
    for (; n >= VL * BLOCK; n -= VL * BLOCK, a += VL * BLOCK)
        counter_push(&c, sum_blocks(false, a));
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

/* A line of n elements to slots, block by block: of two places one and a rest. */
typedef void fill_line(int places, ptrdiff_t n, const elem *a, vec *slot);

ALWAYS_INLINE void fill_blocks(bool asks, int places, ptrdiff_t n, const elem *a,
                               vec *slot)
{
    const int whole = places == 2 ? 1 : (int)(n / BLOCK);
    const ptrdiff_t rest = n % BLOCK;
    for (int b = 0; b < whole; b++, a += BLOCK) {
        FROM_HERE(a);
        slot[reversed(b)] = fold_whole(asks, FAR_AHEAD, a);
    }
    for (ptrdiff_t j = 0; asks && j < rest; j += LINE)
        PREFETCH(a + j + FAR_AHEAD);
    if (places == 2 || rest)
        slot[reversed(whole)] = fold_end(FAR_AHEAD, rest, a);
}

ALWAYS_INLINE void fill_by_loop(int places, ptrdiff_t n, const elem *a, vec *slot)
{
    fill_blocks(false, places, n, a, slot);
}

/* Lines that do not fill `places` blocks, but no fewer than half of them; VL/places
   together. Slots that wait in memory, when the end of a line is called for, cost less
   than registers that have to be saved. */
ALWAYS_INLINE void sum_loop_of(fill_line *fill, int places, ptrdiff_t m, ptrdiff_t n,
                               const elem *a, ptrdiff_t lda, real *y, ptrdiff_t incy)
{
    const int lines = VL / places;
    vec slot[VL];
    clear(slot);
    assert(lines >= 1 && n > BLOCK && n < places * BLOCK);
    for (; m >= lines; m -= lines, y += lines * incy) {
        for (int k = 0; k < lines; k++, a += lda)
            fill(places, n, a, slot + k);
        vec v[VL];
        UNROLL
        for (int k = 0; k < VL; k++)
            v[k] = slot[k];
        put(y, incy, v_fold(v_add, v_fold_each(v_add, v), lines), lines);
    }
    for (; m > 0; m--, a += lda, y += incy)
        *y = sum_some_blocks(n, a);
}

ALWAYS_INLINE void sum_loops(fill_line *fill, ptrdiff_t m, ptrdiff_t n, const elem *a,
                             ptrdiff_t lda, real *y, ptrdiff_t incy)
{
    if (n < 2 * BLOCK)
        sum_loop_of(fill, 2, m, n, a, lda, y, incy);
    else if (n < 4 * BLOCK)
        sum_loop_of(fill, 4, m, n, a, lda, y, incy);
#if VL > 4
    else if (n < 8 * BLOCK)
        sum_loop_of(fill, 8, m, n, a, lda, y, incy);
#endif
#if VL > 8
    else
        sum_loop_of(fill, 16, m, n, a, lda, y, incy);
#endif
}

static NOINLINE void sum_loop_of_lines(ptrdiff_t m, ptrdiff_t n, const elem *a,
                                       ptrdiff_t lda, real *y, ptrdiff_t incy)
{
    sum_loops(fill_by_loop, m, n, a, lda, y, incy);
}

/* A block and a rest from L2 on are 1.1 to 1.4 times as fast as unrolled, longer lines
   from L2 1.0 to 1.5, but not those of all blocks that there is room for, or all but one;
   not with SSE2, nor where the conversion to double bounds them. */
static inline bool goes_by_loop(ptrdiff_t m, ptrdiff_t n)
{
    const bool full = n >= (VL - 1) * BLOCK || (n & (n - 1)) == 0;
    return m * n > LEVEL_1 && (n < 2 * BLOCK || (!full && m * n <= FROM_LEVEL_3));
}

#if defined(RP_ISA_AVX512)
#define HAS_ASKING_LINES

ALWAYS_INLINE void fill_asking(int places, ptrdiff_t n, const elem *a, vec *slot)
{
    fill_blocks(true, places, n, a, slot);
}

static NOINLINE void sum_asking_lines(ptrdiff_t m, ptrdiff_t n, const elem *a,
                                      ptrdiff_t lda, real *y, ptrdiff_t incy)
{
    sum_loops(fill_asking, m, n, a, lda, y, incy);
}

#endif

#if V_SHIFTS

ALWAYS_INLINE void fill_turned_line(int places, ptrdiff_t n, const elem *a, vec *slot)
{
    (void)places;
    fill_turned(n, turn(a), slot);
}

static NOINLINE void sum_turned_lines(ptrdiff_t m, ptrdiff_t n, const elem *a,
                                      ptrdiff_t lda, real *y, ptrdiff_t incy)
{
    sum_loops(fill_turned_line, m, n, a, lda, y, incy);
}

/* From L1 and L2 lines of which some begin elsewhere than with a vector, full ones too;
   with fewer elements they gain nothing, and from L3 on they have 0.7 to 1.3 of the speed
   so. */
static inline bool goes_turned(ptrdiff_t m, ptrdiff_t n, const elem *a, ptrdiff_t lda)
{
    return m > 1 && n < VL * BLOCK && m * n >= 2 * VL * BLOCK && m * n <= FROM_LEVEL_3 &&
           (lane_of(a) != 0 || lda % VL != 0);
}

#endif

#endif

/* Lines of more than one block. */
static NOINLINE void sum_long_lines(ptrdiff_t m, ptrdiff_t n, const elem *a,
                                    ptrdiff_t lda, real *y, ptrdiff_t incy)
{
#if V_SHIFTS
    if (goes_turned(m, n, a, lda)) {
        sum_turned_lines(m, n, a, lda, y, incy);
        return;
    }
#endif
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

#endif
