/* SPDX-License-Identifier: BSD-3-Clause */
/* turned.h -- blocks of a line that does not begin with a vector, by aligned vectors.
 *
 * A block folds by adding lanes that lie half of it apart, then a quarter, and so on.
 * When all are turned round by some lanes, the same ones meet. So a block may be read as
 * it lies in aligned vectors: it begins some lanes after the first of them, and its end,
 * in the first lanes of one more, takes the place of what comes before it. Nothing is
 * shifted, and no load lies in two lines of the cache.
 */
#ifndef RPI_TURNED_H
#define RPI_TURNED_H

#include "kernels/fold.h"

#if V_SHIFTS

/* Where a line goes on: `past` lanes after x, as all its blocks do. */
struct turned {
    int past;
    vec first; /* the vector at x; -0.0 in its lanes beyond the line */
    const elem *x;
};

/* A line of at least a vector. What lies before it is not read. */
ALWAYS_INLINE struct turned turn(const elem *a)
{
    struct turned t = {.past = lane_of(a)};
    t.x = a - t.past;
    FROM_HERE(t.x);
    t.first = v_load_lanes(t.x, (lane_mask)~v_lanes(t.past), v_zero());
    return t;
}

/* A whole block; if it may be the last, with so many elements after it. */
ALWAYS_INLINE vec fold_turned(struct turned *t, bool ends, ptrdiff_t left)
{
    const vec first = t->first;
    vec v[VECS / 2];
    UNROLL
    for (int i = 1; i < VECS; i++) {
        const vec one = v_get(t->x + i * VL);
        v[i % (VECS / 2)] = i <= VECS / 2 ? one : v_add(v[i % (VECS / 2)], one);
        KEEP_ORDER();
    }
    t->x += BLOCK;
    t->first =
        ends ? v_load_lanes(t->x, lanes_before(left < VL ? t->past + left : VL), v_zero())
             : v_get(t->x);
    KEEP_ORDER();
    v[0] = v_add(v_select(v_lanes(t->past), first, t->first), v[0]);
    return halve(VECS / 4, VECS / 2, v);
}

/* n < BLOCK elements, a line, in `count` vectors. */
ALWAYS_INLINE vec fold_turned_of(int count, ptrdiff_t n, int past, vec first,
                                 const elem *x)
{
    const ptrdiff_t end = past + n - (count - 1) * VL;
    vec v[VECS + 1] = {first};
    assert(end > 0 && end <= VL);
    UNROLL
    for (int i = 1; i < count - 1; i++) {
        v[i] = v_get(x + i * VL);
        KEEP_ORDER();
    }
    if (count > 1)
        v[count - 1] = v_load_lanes(x + (count - 1) * VL, v_lanes(end), v_zero());
    if (count > VECS)
        v[0] = v_select(v_lanes(end), v[0], v[VECS]);
    return halve(VECS / 2, count < VECS ? count : VECS, v);
}

/* The last n < BLOCK elements of a line, after whole blocks. */
static NOINLINE vec fold_turned_end(ptrdiff_t n, int past, vec first, const elem *x)
{
    first = v_select(v_lanes(past), first, v_zero());
    switch (vectors(past + n)) {
    case 1: return fold_turned_of(1, n, past, first, x);
    case 2: return fold_turned_of(2, n, past, first, x);
    case 3: return fold_turned_of(3, n, past, first, x);
    case 4: return fold_turned_of(4, n, past, first, x);
    case 5: return fold_turned_of(5, n, past, first, x);
    case 6: return fold_turned_of(6, n, past, first, x);
    case 7: return fold_turned_of(7, n, past, first, x);
    case 8: return fold_turned_of(8, n, past, first, x);
#if VL < 16
    case 9: return fold_turned_of(9, n, past, first, x);
    case 10: return fold_turned_of(10, n, past, first, x);
    case 11: return fold_turned_of(11, n, past, first, x);
    case 12: return fold_turned_of(12, n, past, first, x);
    case 13: return fold_turned_of(13, n, past, first, x);
    case 14: return fold_turned_of(14, n, past, first, x);
    case 15: return fold_turned_of(15, n, past, first, x);
    case 16: return fold_turned_of(16, n, past, first, x);
#endif
    default: return fold_turned_of(VECS + 1, n, past, first, x);
    }
}

#endif

#endif
