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

/* Slots for VL blocks; those that stay empty add nothing. */
static inline void clear(vec slot[VL])
{
    UNROLL
    for (int i = 0; i < VL; i++)
        slot[i] = v_zero();
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

#endif
