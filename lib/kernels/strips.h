/* SPDX-License-Identifier: BSD-3-Clause */
/* strips.h -- partial rows of a block, a strip of columns at a time.
 *
 * Rows l, l+16, .. l+112 of a block are eight streams whose fold is partial row l. A
 * strip is the part of a row that is read in one go.
 */
#ifndef RPI_STRIPS_H
#define RPI_STRIPS_H

#include <stdint.h>

#include "kernels/rows.h"

#define STREAMS 8
#define GROUP (BLOCK / STREAMS)

/* The most vectors of a strip. Three strips are under way; where they do not fit the
   registers, longer ones still suit the memory, but eight vectors of SSE2 were up to 1.3
   times slower from L2. */
#if defined(RP_ISA_AVX512) || defined(RP_ISA_AVX2) || defined(RP_ISA_NEON)
#define STRIP 8
#else
#define STRIP 4
#endif

/* `count` vectors from an address on, or n elements of a single one. The last begins at
   `end`, if that is not 0, and so may overlap the one before it. In AVX-512 most
   vectors lie in two lines of the cache where rows are no multiple of a line apart, which
   takes two loads. But all rows of a partial row begin alike, as 16 rows are whole lines:
   a shifted strip is count + 1 aligned vectors, and its sum is shifted to its columns.
   Only those lanes are read that have its n columns, from lane `at` of the first on. */
struct strip {
    int count;
    ptrdiff_t n, end;
    bool shifted;
#if V_SHIFTS
    int at;
    lane_mask first, last, beyond; /* of vectors 0, count - 1 and count */
#endif
};

ALWAYS_INLINE int vectors_of(const struct strip s)
{
    return s.shifted ? s.count + 1 : s.count;
}

#if V_SHIFTS

/* The place of a shifted strip in rows that begin like this one. */
ALWAYS_INLINE void place_strip(struct strip *s, const elem *row)
{
    s->at = lane_of(row);
    s->first = (lane_mask)~v_lanes(s->at);
    s->last = lanes_before(s->at + s->n - (s->count - 1) * VL);
    s->beyond = lanes_before(s->at + s->n - s->count * VL);
}

ALWAYS_INLINE void shift_strip(const struct strip s, vec x[])
{
    UNROLL
    for (int c = 0; c < s.count; c++)
        x[c] = v_shift(x[c], x[c + 1], v_from(s.at));
}

#endif

/* Vector c of a row. */
ALWAYS_INLINE vec get_of(int c, const struct strip s, const elem *a)
{
#if V_SHIFTS
    if (s.shifted)
        return c == 0             ? v_load_lanes(a, s.first, v_set1(0))
               : c == s.count     ? v_load_lanes(a + c * VL, s.beyond, v_set1(0))
               : c == s.count - 1 ? v_load_lanes(a + c * VL, s.last, v_set1(0))
                                  : v_load(a + c * VL);
#endif
    return get_some(s.n, s.end && c == s.count - 1 ? a + s.end : a + c * VL);
}

/* A strip of one row, in rising order. */
ALWAYS_INLINE void get_strip(const struct strip s, const elem *a, vec x[])
{
    if (s.shifted) /* the address of each row anew, not of each vector */
        FROM_HERE(a);
    UNROLL
    for (int c = 0; c < vectors_of(s); c++) {
        x[c] = get_of(c, s, a);
        KEEP_ORDER();
    }
}

/* x += a. */
ALWAYS_INLINE void add_strip(const struct strip s, const elem *a, vec x[])
{
    if (s.shifted)
        FROM_HERE(a);
    UNROLL
    for (int c = 0; c < vectors_of(s); c++) {
        x[c] = v_add(x[c], get_of(c, s, a));
        KEEP_ORDER();
    }
}

ALWAYS_INLINE void merge_strips(int count, const vec x[], vec sum[])
{
    UNROLL
    for (int c = 0; c < count; c++)
        sum[c] = v_add(sum[c], x[c]);
}

/* Every other one of `have` rows, from the first on; row have - 1 only if it is there, */
ALWAYS_INLINE void fold_half(const struct strip s, int have, bool there, const elem *a,
                             ptrdiff_t stride, vec sum[])
{
    vec x[STRIP + 1];
    get_strip(s, a, sum);
    if (have > 4 && (have > 5 || there))
        add_strip(s, a + 4 * stride, sum);
    if (have > 6) {
        get_strip(s, a + 2 * stride, x);
        if (have > 7 || there)
            add_strip(s, a + 6 * stride, x);
        merge_strips(vectors_of(s), x, sum);
    } else if (have > 2 && (have > 3 || there)) {
        add_strip(s, a + 2 * stride, sum);
    }
}

/* and all of them, up to eight: a partial row. */
ALWAYS_INLINE void fold_all(const struct strip s, int have, bool there, const elem *a,
                            ptrdiff_t stride, vec sum[])
{
    vec x[STRIP + 1];
    fold_half(s, have, have % 2 == 0 || there, a, stride, sum);
    if (have > 2) {
        fold_half(s, have - 1, have % 2 == 1 || there, a + stride, stride, x);
        merge_strips(vectors_of(s), x, sum);
    } else if (have > 1 && there) {
        add_strip(s, a + stride, sum);
    }
}

#endif
