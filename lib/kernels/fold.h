/* SPDX-License-Identifier: BSD-3-Clause */
/* fold.h -- a block of a line, or what there is of one, folded to one vector.
 *
 * Vector i takes up vector i+h, for h = half a block of vectors, a quarter, .. 1, as the
 * canonical tree has it; what is not there adds nothing.
 */
#ifndef RPI_FOLD_H
#define RPI_FOLD_H

#include "kernels/kernel.h"

#define VECS (BLOCK / VL)

/* Sums in double of floats are bound by the conversion, within the caches too: to ask
   costs nothing there, and from memory they are up to twice as fast. Measured with
   AVX-512 on a Zen 5. */
#if defined(RP_PREC_DS) && defined(RP_ISA_AVX512)
#define ASKS_AHEAD 1
#else
#define ASKS_AHEAD 0
#endif

/* What lies so far ahead of vector i, where that begins a line of the cache. */
ALWAYS_INLINE void ask_at(bool asks, int i, ptrdiff_t ahead, const elem *x)
{
    if (asks && i % (LINE / VL) == 0)
        PREFETCH(x + i * VL + ahead);
}

/* The block at x folded to one vector; loads in rising order. What lies so far ahead may
   be asked for. */
ALWAYS_INLINE vec fold_whole(bool asks, ptrdiff_t ahead, const elem *x)
{
    vec v[VECS / 2];
    UNROLL
    for (int i = 0; i < VECS; i++) {
        const vec one = v_get(x + i * VL);
        ask_at(asks, i, ahead, x);
        v[i % (VECS / 2)] = i < VECS / 2 ? one : v_add(v[i % (VECS / 2)], one);
        KEEP_ORDER();
    }
    return halve(VECS / 4, VECS / 2, v);
}

static inline vec fold_block(ptrdiff_t ahead, const elem *x)
{
    return fold_whole(ASKS_AHEAD, ahead, x);
}

#if VL > 1
/* v, and vector i of n elements, as far as there is one. */
ALWAYS_INLINE vec add_there(vec v, int i, ptrdiff_t n, const elem *x)
{
    if ((i + 1) * VL <= n)
        return v_add(v, v_get(x + i * VL));
    return i * VL < n ? v_add(v, v_get_part(x + i * VL, n - i * VL)) : v;
}

/* n <= 128 elements folded to one vector: `whole` vectors, a multiple of 8, and one to
   eight more, the only ones that need a branch each. Eight sums are under way. */
ALWAYS_INLINE vec fold_some(int whole, ptrdiff_t n, const elem *x)
{
    vec sum[8];
    UNROLL
    for (int i = 0; i < 8; i++) {
        vec v[VECS / 8]; /* i, i + 8, ... */
        UNROLL
        for (int k = 0; 8 * k < whole; k++)
            v[k] = v_get(x + (i + 8 * k) * VL);
        UNROLL
        for (int h = VECS / 16; h >= 1; h /= 2) {
            UNROLL
            for (int k = 0; k < h; k++) {
                if (8 * (k + h) < whole)
                    v[k] = v_add(v[k], v[k + h]);
                else if (8 * (k + h) == whole)
                    v[k] = add_there(v[k], i + whole, n, x);
            }
        }
        sum[i] = v[0];
    }
    return halve(4, 8, sum);
}

/* The same for more than 16 vectors. With a branch for each of them, and sums of what is
   not there, 100x100 in double had 0.6 of the speed, 100x33 with SSE2 0.25. */
ALWAYS_INLINE vec fold_short(ptrdiff_t n, const elem *x)
{
    vec v = v_zero();
    assert(n > 16 * VL && n <= BLOCK);
    UNROLL
    for (int whole = 16; whole < VECS; whole += 8)
        if (n > whole * VL && n <= (whole + 8) * VL)
            v = fold_some(whole, n, x);
    return v;
}
#else
/* The same for more than 16 elements: too many for a branch on their number. */
ALWAYS_INLINE vec fold_short(ptrdiff_t n, const elem *x)
{
    vec v[VECS];
    UNROLL
    for (int i = 0; i < VECS; i++)
        v[i] = i < 16 || i < n ? v_get(x + i) : v_zero();
    return halve(VECS / 2, VECS, v);
}
#endif

/* n < 128 elements in `count` vectors, of which the last is the only one that may not be
   full; loads in their order, or as the compiler likes. */
ALWAYS_INLINE vec fold_ordered(bool ordered, bool asks, int count, ptrdiff_t ahead,
                               ptrdiff_t n, const elem *x)
{
    vec v[16];
    UNROLL
    for (int i = 0; i < count - 1; i++) {
        v[i] = v_get(x + i * VL);
        ask_at(asks, i, ahead, x);
        if (ordered)
            KEEP_ORDER();
    }
    v[count - 1] = get(n - (count - 1) * VL, x + (count - 1) * VL);
    return halve(8, count, v);
}

/* The latter. */
ALWAYS_INLINE vec fold_counted(int count, ptrdiff_t ahead, ptrdiff_t n, const elem *x)
{
    return fold_ordered(false, ASKS_AHEAD, count, ahead, n, x);
}

/* The vectors of n elements, of which the last may not be full. */
static inline ptrdiff_t vectors(ptrdiff_t n)
{
    return (n + VL - 1) / VL;
}

/* The rest of a line, or what there is of it up to a block: a branch on the number of
   vectors, not one at each. 100x100 in double has 0.65 so instead of 0.53 of a load. */
ALWAYS_INLINE vec fold(ptrdiff_t ahead, ptrdiff_t n, const elem *x)
{
    if (n >= BLOCK)
        return fold_block(ahead, x);
    switch (vectors(n)) {
    case 1: return fold_counted(1, ahead, n, x);
    case 2: return fold_counted(2, ahead, n, x);
    case 3: return fold_counted(3, ahead, n, x);
    case 4: return fold_counted(4, ahead, n, x);
    case 5: return fold_counted(5, ahead, n, x);
    case 6: return fold_counted(6, ahead, n, x);
    case 7: return fold_counted(7, ahead, n, x);
#if VL < 16
    case 8: return fold_counted(8, ahead, n, x);
    case 9: return fold_counted(9, ahead, n, x);
    case 10: return fold_counted(10, ahead, n, x);
    case 11: return fold_counted(11, ahead, n, x);
    case 12: return fold_counted(12, ahead, n, x);
    case 13: return fold_counted(13, ahead, n, x);
    case 14: return fold_counted(14, ahead, n, x);
    case 15: return fold_counted(15, ahead, n, x);
#endif
#if VL < 8
    case 16: return fold_counted(16, ahead, n, x);
#endif
    default: return VL < 8 ? fold_short(n, x) : fold_counted(VECS, ahead, n, x);
    }
}

#endif
