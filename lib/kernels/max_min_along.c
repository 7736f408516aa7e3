/* SPDX-License-Identifier: BSD-3-Clause */
/* max_min_along.c -- y[i] = the maximum or the minimum of line i. */
#include <math.h>

#include "kernels/best.h"

/* Pairs of vectors that are taken independently: they hide the latency. */
#define CHAINS 4
#define BITE (2 * CHAINS * VL)

/* One line of no more than `vecs` vectors, 1, 2 or 4, but of more than half of them; for
   one, of less than it. */
ALWAYS_INLINE struct best short_line(int how, int vecs, ptrdiff_t n, const real *x)
{
    const vec first = vecs == 1 ? load_rest(x, n) : v_load(x);
    if (vecs <= 2)
        return v_best(how, first, vecs == 1 ? first : v_load(x + n - VL));
    struct best s = v_best(how, first, v_load(x + VL));
    v_take(how, &s, v_load(x + n - 2 * VL), v_load(x + n - VL));
    return s;
}

/* 2*VL <= n, few of them: one chain, and nothing else to set up. */
ALWAYS_INLINE struct best line_of_few(int how, ptrdiff_t n, const real *x)
{
    struct best s = v_best(how, v_load(x), v_load(x + VL));
    ptrdiff_t j = 2 * VL;
    for (; j + 2 * VL <= n; j += 2 * VL)
        v_take(how, &s, v_load(x + j), v_load(x + j + VL));
    if (j < n)
        v_take(how, &s, v_load(x + n - 2 * VL), v_load(x + n - VL));
    return s;
}

ALWAYS_INLINE void take_bite(int how, struct best s[CHAINS], const real *x)
{
#if defined(RP_ISA_AVX512) /* lines from L1 have 1.1 of the speed so */
    UNROLL
    for (int k = 0; k < CHAINS / 2; k++, x += 4 * VL)
        take_both(how, true, &s[k], v_load(x), v_load(x + VL), v_load(x + 2 * VL),
                  v_load(x + 3 * VL));
#else
    UNROLL
    for (int k = 0; k < CHAINS; k++)
        v_take(how, &s[k], v_load(x + 2 * k * VL), v_load(x + (2 * k + 1) * VL));
#endif
}

ALWAYS_INLINE struct best line_of_many(int how, ptrdiff_t n, const real *x)
{
    struct best s[CHAINS];
    UNROLL
    for (int k = 0; k < CHAINS; k++)
        s[k] = v_best(how, v_load(x + 2 * k * VL), v_load(x + (2 * k + 1) * VL));
    ptrdiff_t j = BITE - past_vector(x); /* aligned from here on, as L2 likes it */
    for (; j + BITE <= n; j += BITE)
        take_bite(how, s, x + j);
    if (j + BITE / 2 <= n) {
        UNROLL
        for (int k = 0; k < CHAINS / 2; k++, j += 2 * VL)
            v_take(how, &s[k], v_load(x + j), v_load(x + j + VL));
    }
    if (j < n) { /* what is left, and some before it once more */
        UNROLL
        for (int k = CHAINS / 2; k > 0; k--)
            v_take(how, &s[CHAINS - k], v_load(x + n - 2 * k * VL),
                   v_load(x + n - (2 * k - 1) * VL));
    }
    UNROLL
    for (int h = CHAINS / 2; h >= 1; h /= 2) {
        UNROLL
        for (int k = 0; k < h; k++)
            v_merge(how, &s[k], s[k + h]);
    }
    return s[0];
}

/* The longest line of few. On a Zen 3, lines of one to two bites have 1.0 to 1.6 of the
   speed so with AVX2 and SSE2; with others it was not measured. */
#if defined(RP_ISA_AVX2) || defined(RP_ISA_GENERIC)
#define FEW (2 * BITE)
#else
#define FEW (BITE - 1)
#endif

ALWAYS_INLINE struct best long_line(int how, ptrdiff_t n, const real *x)
{
    return n <= FEW ? line_of_few(how, n, x) : line_of_many(how, n, x);
}

/* VL short lines. Without a NaN, as nearly always, order alone decides. False if they are
   in doubt. */
ALWAYS_INLINE bool fold_short_lines(int how, int vecs, ptrdiff_t n, const real *x,
                                    ptrdiff_t lda, vec *best)
{
    const ptrdiff_t ahead = lines_ahead(lda);
    struct best s = short_line(how, vecs, n, x), all = s;
    struct sure slot[VL];
    slot[0] = v_sure(s);
    PREFETCH(x + ahead);
    UNROLL
    for (int k = 1; k < VL; k++) {
        s = short_line(how, vecs, n, x + k * lda);
        slot[k] = v_sure(s);
        PREFETCH(x + k * lda + ahead);
        v_note(how, &all, s);
    }
    if (v_ordered(how, all)) {
        *best = v_sure_each(how, slot);
        return v_settled(how, *best);
    }
    if (how & QUICK)
        return false;
    vec end[VL];
    for (int k = 0; k < VL; k++)
        end[k] = v_end(how, short_line(how, vecs, n, x + k * lda));
    *best = v_fold_each(how & MOST ? v_max : v_min, end);
    return true;
}

/* These and those below return how many lines are done: m, or those before the first that
   are in doubt. */
ALWAYS_INLINE ptrdiff_t short_lines(int how, int vecs, ptrdiff_t m, ptrdiff_t n,
                                    const real *a, ptrdiff_t lda, real *y, ptrdiff_t incy)
{
    ptrdiff_t i = 0;
    for (; i + VL <= m; i += VL) {
        vec best;
        if (!fold_short_lines(how, vecs, n, a + i * lda, lda, &best))
            return i;
        put(y + i * incy, incy, best, VL);
    }
    for (; i < m; i++) {
        const real best = v_end_all(how, short_line(how, vecs, n, a + i * lda));
        if (!is_settled(how, best))
            return i;
        y[i * incy] = best;
    }
    return m;
}

ALWAYS_INLINE ptrdiff_t long_lines(int how, ptrdiff_t m, ptrdiff_t n, const real *a,
                                   ptrdiff_t lda, real *y, ptrdiff_t incy)
{
    for (ptrdiff_t i = 0; i < m; i++, a += lda) {
        const real best =
            v_end_all(how, n <= 2 * VL ? short_line(how, 2, n, a) : long_line(how, n, a));
        if (!is_settled(how, best))
            return i;
        y[i * incy] = best;
    }
    return m;
}

/* A call, which is the end of what takes several lines together. */
static NOINLINE ptrdiff_t single_lines(int how, ptrdiff_t m, ptrdiff_t n, const real *a,
                                       ptrdiff_t lda, real *y, ptrdiff_t incy)
{
    return MADE_FOR(how, long_lines, m, n, a, lda, y, incy);
}

#if V_QUICK ? VL >= 4 : defined(V_BEST) && VL == 8
#define MIDDLE ((VL < 8 ? 12 : 16) * VL)

/* One line in so many pairs of vectors, of which the last overlaps the one before; loads
   in their order. */
ALWAYS_INLINE struct best counted_line(int how, int pairs, ptrdiff_t n, const real *x)
{
    struct best s = v_best(how, v_load(x), v_load(x + VL));
    UNROLL
    for (int p = 1; p < pairs - 1; p++) {
        KEEP_ORDER();
        v_take(how, &s, v_load(x + 2 * p * VL), v_load(x + (2 * p + 1) * VL));
    }
    KEEP_ORDER();
    v_take(how, &s, v_load(x + n - 2 * VL), v_load(x + n - VL));
    return s;
}

/* VL of them end together, as short ones do. */
ALWAYS_INLINE ptrdiff_t middle_lines_of(int how, int pairs, ptrdiff_t m, ptrdiff_t n,
                                        const real *a, ptrdiff_t lda, real *y,
                                        ptrdiff_t incy)
{
    ptrdiff_t i = 0;
    for (; i + VL <= m; i += VL) {
        const real *line = a + i * lda;
        struct best s = counted_line(how, pairs, n, line), all = s;
        struct sure slot[VL];
        slot[0] = v_sure(s);
        for (int k = 1; k < VL; k++) {
            line += lda;
            FROM_HERE(line);
            s = counted_line(how, pairs, n, line);
            slot[k] = v_sure(s);
            v_note(how, &all, s);
        }
        if (v_ordered(how, all)) {
            const vec best = v_sure_each(how, slot);
            if (!v_settled(how, best))
                return i;
            put(y + i * incy, incy, best, VL);
        } else if (how & QUICK)
            return i;
        else
            single_lines(how, VL, n, a + i * lda, lda, y + i * incy, incy);
    }
    return i + single_lines(how, m - i, n, a + i * lda, lda, y + i * incy, incy);
}

/* 4*VL < n <= MIDDLE: one branch, on the number of pairs. With AVX-512 64x64 in double is
   1.3 times as fast so, 100x100 1.1, but with 16 lanes 300x100 had 0.7; with AVX2 64x64
   and 100x26 in float 1.1, but 100000x50 as rising streams 0.9. Four lanes gain with
   QUICK, 100x30 in double 1.2, but 64x64 has 0.8. */
ALWAYS_INLINE ptrdiff_t middle_lines(int how, ptrdiff_t m, ptrdiff_t n, const real *a,
                                     ptrdiff_t lda, real *y, ptrdiff_t incy)
{
    switch ((n - 1) / (2 * VL)) {
    case 2: return middle_lines_of(how, 3, m, n, a, lda, y, incy);
    case 3: return middle_lines_of(how, 4, m, n, a, lda, y, incy);
    case 4: return middle_lines_of(how, 5, m, n, a, lda, y, incy);
    case 5: return middle_lines_of(how, 6, m, n, a, lda, y, incy);
    case 6: return middle_lines_of(how, 7, m, n, a, lda, y, incy);
    default: return middle_lines_of(how, 8, m, n, a, lda, y, incy);
    }
}
#endif

/* One line of any length. */
ALWAYS_INLINE real any_line(int how, ptrdiff_t n, const real *x)
{
    return v_end_all(how, n < VL        ? short_line(how, 1, n, x)
                          : n <= 2 * VL ? short_line(how, 2, n, x)
                                        : long_line(how, n, x));
}

/* Up to four lines of no more than four elements: their ends meet in four lanes. */
#define FOUR 4

ALWAYS_INLINE vec fold_four_lines(int how, ptrdiff_t m, ptrdiff_t n, const real *x,
                                  ptrdiff_t lda)
{
    struct best s[FOUR];
    UNROLL
    for (int k = 0; k < FOUR; k++)
        s[k] = short_line(how, 1, n, k < m ? x + k * lda : x);
    struct best all = s[0];
    UNROLL
    for (int k = 1; k < FOUR; k++)
        v_merge(how, &all, s[k]);
    if (v_ordered(how, all))
        return v_sure_end(
            how, v_sure_pair(how, v_sure_pair(how, v_sure(s[0]), v_sure(s[2]), 2),
                             v_sure_pair(how, v_sure(s[1]), v_sure(s[3]), 2), 1));
    vec end[FOUR];
    UNROLL
    for (int k = 0; k < FOUR; k++)
        end[k] = v_end(how, s[k]);
    v_op *const op = how & MOST ? v_max : v_min;
    return v_pair(op, v_pair(op, end[0], end[2], 2), v_pair(op, end[1], end[3], 2), 1);
}

ALWAYS_INLINE void tiny_lines(int how, ptrdiff_t m, ptrdiff_t n, const real *a,
                              ptrdiff_t lda, real *y)
{
    for (; m > 0; m -= FOUR, a += FOUR * lda, y += FOUR)
        v_store_part(y, fold_four_lines(how, m, n, a, lda), m < FOUR ? m : FOUR);
}

/* Packed lines of n = 2, 3 or 4, by columns. Returned is how many are done. */
ALWAYS_INLINE ptrdiff_t columns_of(int how, int n, ptrdiff_t m, const real *a, real *y,
                                   ptrdiff_t incy)
{
    const bool asks = m * n > LEVEL_1;
    ptrdiff_t i = 0;
    assert(n >= 2 && n <= 4);
    for (; i + VL <= m; i += VL, a += n * VL) {
        vec v[4];
        if (asks)
            ask_run(n * VL, a + AHEAD);
        v_get_columns(a, n, v);
        struct best s = v_best(how, v[0], v[1]);
        if (n > 2)
            v_take(how, &s, v[2], v[n - 1]);
        put(y + i * incy, incy, v_end(how, s), VL);
    }
    return i;
}

/* Functions of their own: few lines are spared what others prepare. */
static NOINLINE ptrdiff_t by_short_lines(int how, ptrdiff_t m, ptrdiff_t n, const real *a,
                                         ptrdiff_t lda, real *y, ptrdiff_t incy)
{
    if (n < VL)
        return MADE_FOR(how, short_lines, 1, m, n, a, lda, y, incy);
    if (n <= 2 * VL)
        return MADE_FOR(how, short_lines, 2, m, n, a, lda, y, incy);
    return MADE_FOR(how, short_lines, 4, m, n, a, lda, y, incy);
}

ALWAYS_INLINE ptrdiff_t by_columns(int how, ptrdiff_t m, ptrdiff_t n, const real *a,
                                   real *y, ptrdiff_t incy)
{
    switch (n) {
    case 2: return columns_of(how, 2, m, a, y, incy);
    case 3: return columns_of(how, 3, m, a, y, incy);
    default: return columns_of(how, 4, m, a, y, incy);
    }
}

static NOINLINE ptrdiff_t by_packed_lines(int how, ptrdiff_t m, ptrdiff_t n,
                                          const real *a, real *y, ptrdiff_t incy)
{
    const ptrdiff_t done = EXACTLY(how, by_columns, m, n, a, y, incy);
    if (done == m)
        return m;
    return done +
           by_short_lines(how, m - done, n, a + done * n, n, y + done * incy, incy);
}

static NOINLINE ptrdiff_t by_tiny_lines(ptrdiff_t m, ptrdiff_t n, const real *a,
                                        ptrdiff_t lda, real *y, int how)
{
    EXACTLY(how, tiny_lines, m, n, a, lda, y);
    return m;
}

#if defined(MIDDLE)
static NOINLINE ptrdiff_t by_middle_lines(int how, ptrdiff_t m, ptrdiff_t n,
                                          const real *a, ptrdiff_t lda, real *y,
                                          ptrdiff_t incy)
{
    return MADE_FOR(how, middle_lines, m, n, a, lda, y, incy);
}
#endif

static NOINLINE real by_line_exactly(ptrdiff_t n, const real *x, int how)
{
    return EXACTLY(how, any_line, n, x);
}

#if V_QUICK
static NOINLINE real by_line_quickly(ptrdiff_t n, const real *x, int how)
{
    return QUICKLY(how, any_line, n, x);
}

/* What of a line is taken before it can be in doubt. */
#define PIECE (32768 / (ptrdiff_t)sizeof(real))

static NOINLINE real by_pieces(ptrdiff_t n, const real *x, int how)
{
    real best = how & MOST ? (real)-INFINITY : (real)INFINITY;
    for (ptrdiff_t count; n > 0; n -= count, x += count) {
        count = n < PIECE ? n : PIECE;
        const real next = by_line_quickly(count, x, how);
        if (!is_settled(QUICK, next)) {
            const real rest = by_line_exactly(n, x, how);
            return (how & MOST ? best > rest : best < rest) ? best : rest;
        }
        if (how & MOST ? next > best : next < best)
            best = next;
    }
    return best;
}
#endif

/* Returned is whether there is no NaN, as far as that is known. */
static inline bool fold_line(int how, ptrdiff_t n, const real *x, real *y)
{
#if V_QUICK
    if (n > PIECE) {
        *y = by_pieces(n, x, how);
        return false;
    }
    *y = by_line_quickly(n, x, how);
    if (is_settled(QUICK, *y))
        return true;
#endif
    *y = by_line_exactly(n, x, how);
    return false;
}

static inline ptrdiff_t fold_lines(int how, bool rising, ptrdiff_t m, ptrdiff_t n,
                                   const real *a, ptrdiff_t lda, real *y, ptrdiff_t incy)
{
    if (lda == n && n >= 2 && n <= 4 && m >= VL)
        return by_packed_lines(how, m, n, a, y, incy);
    if (VL > FOUR && n <= FOUR && incy == 1)
        return by_tiny_lines(m, n, a, lda, y, how);
    if (n <= VL || (n <= 4 * VL && !rising))
        return by_short_lines(how, m, n, a, lda, y, incy);
#if defined(MIDDLE)
    if (n > 4 * VL && n <= MIDDLE && m >= VL && !rising)
        return by_middle_lines(how, m, n, a, lda, y, incy);
#endif
    return single_lines(how, m, n, a, lda, y, incy);
}

static NOINLINE void fold_exactly(int how, bool rising, ptrdiff_t m, ptrdiff_t n,
                                  const real *a, ptrdiff_t lda, real *y, ptrdiff_t incy)
{
    fold_lines(how, rising, m, n, a, lda, y, incy);
}

/* Returned is whether there is no NaN, as far as that is known. */
ALWAYS_INLINE bool fold_along(int how, bool rising, ptrdiff_t m, ptrdiff_t n,
                              const real *a, ptrdiff_t lda, real *y, ptrdiff_t incy)
{
    if (n == 1) {
        copy_each(m, a, lda, y, incy);
        return true;
    }
    if (m == 1)
        return fold_line(how, n, a, y);
    const ptrdiff_t done =
        fold_lines(V_QUICK ? how | QUICK : how, rising, m, n, a, lda, y, incy);
    if (done < m)
        fold_exactly(how, rising, m - done, n, a + done * lda, lda, y + done * incy,
                     incy);
    return done == m && n > FOUR;
}

/* ---- From memory ------------------------------------------------------------------- */

/* A line of 2*VL elements and more that asks for what lies far ahead. */
ALWAYS_INLINE struct best asking_line(int how, ptrdiff_t n, const real *x,
                                      ptrdiff_t ahead)
{
    struct best s[2];
    ptrdiff_t j = 0;
    s[0] = s[1] = v_best(how, v_load(x), v_load(x + VL));
    for (; j + 4 * VL <= n; j += 4 * VL) {
        ask_run(4 * VL, x + j + ahead);
        UNROLL
        for (int k = 0; k < 2; k++)
            v_take(how, &s[k], v_load(x + j + 2 * k * VL),
                   v_load(x + j + (2 * k + 1) * VL));
    }
    for (; j < n; j += 2 * VL) {
        const ptrdiff_t at = j + 2 * VL <= n ? j : n - 2 * VL;
        ask_run(2 * VL, x + at + ahead);
        v_take(how, &s[0], v_load(x + at), v_load(x + at + VL));
    }
    PREFETCH(x + n - 1 + ahead);
    v_merge(how, &s[0], s[1]);
    return s[0];
}

ALWAYS_INLINE void asking_lines(int how, ptrdiff_t m, ptrdiff_t n, const real *a,
                                ptrdiff_t lda, real *y, ptrdiff_t incy)
{
    const ptrdiff_t ahead = far_ahead(n, lda);
    for (ptrdiff_t i = 0; i < m; i++, a += lda)
        y[i * incy] = v_end_all(how, asking_line(how, n, a, ahead));
}

static NOINLINE void by_asking_lines(int how, ptrdiff_t m, ptrdiff_t n, const real *a,
                                     ptrdiff_t lda, real *y, ptrdiff_t incy)
{
    EXACTLY(how, asking_lines, m, n, a, lda, y, incy);
}

#if defined(HAS_STREAMS)

/* Lines of n >= BITE elements at PLACES places, a bite of each after the other. */
ALWAYS_INLINE void take_places(int how, ptrdiff_t n, const real *a, ptrdiff_t apart,
                               real *y, ptrdiff_t incy)
{
    struct best s[PLACES];
    UNROLL
    for (int k = 0; k < PLACES; k++)
        s[k] = v_best(how, v_load(a + k * apart), v_load(a + k * apart + VL));
    ptrdiff_t j = 0;
    for (; j + BITE <= n; j += BITE) {
        UNROLL
        for (int k = 0; k < PLACES; k++) {
            const real *const x = a + k * apart + j;
            UNROLL
            for (int i = 0; i < BITE; i += 2 * VL)
                v_take(how, &s[k], v_load(x + i), v_load(x + i + VL));
        }
    }
    for (; j < n; j += 2 * VL) {
        const ptrdiff_t at = j + 2 * VL <= n ? j : n - 2 * VL;
        UNROLL
        for (int k = 0; k < PLACES; k++) {
            const real *const x = a + k * apart + at;
            v_take(how, &s[k], v_load(x), v_load(x + VL));
        }
    }
    UNROLL
    for (int k = 0; k < PLACES; k++)
        y[k * incy] = v_end_all(how, s[k]);
}

static NOINLINE void by_places(int how, ptrdiff_t n, const real *a, ptrdiff_t apart,
                               real *y, ptrdiff_t incy)
{
    EXACTLY(how, take_places, n, a, apart, y, incy);
}

/* One line: its quarters, and what they leave. */
static real by_quarters(int how, ptrdiff_t n, const real *x)
{
    real best[PLACES + 1];
    const ptrdiff_t quarter = n / PLACES, done = PLACES * quarter;
    real all;
    if (quarter < BITE) {
        fold_line(how, n, x, &all);
        return all;
    }
    by_places(how, quarter, x, quarter, best, 1);
    if (done < n)
        fold_line(how, n - done, x + done, &best[PLACES]);
    fold_line(how, done < n ? PLACES + 1 : PLACES, best, &all);
    return all;
}

/* Lines shorter than a bite, a run at a time. Returned is how many are done. */
static ptrdiff_t fold_runs(int how, ptrdiff_t m, ptrdiff_t n, const real *a,
                           ptrdiff_t lda, real *y, ptrdiff_t incy)
{
    const ptrdiff_t run = RUN / n > VL ? RUN / n / VL * VL : VL,
                    apart = m / (PLACES * run) * run;
    for (ptrdiff_t i = 0; i < apart; i += run)
        for (ptrdiff_t k = i; k < PLACES * apart; k += apart)
            fold_along(how, true, run, n, a + k * lda, lda, y + k * incy, incy);
    return PLACES * apart;
}

/* And longer ones. */
static ptrdiff_t fold_long_places(int how, ptrdiff_t m, ptrdiff_t n, const real *a,
                                  ptrdiff_t lda, real *y, ptrdiff_t incy)
{
    const ptrdiff_t apart = m / PLACES;
    for (ptrdiff_t i = 0; i < apart; i++)
        by_places(how, n, a + i * lda, apart * lda, y + i * incy, apart * incy);
    for (ptrdiff_t i = PLACES * apart; i < m; i++)
        y[i * incy] = by_quarters(how, n, a + i * lda);
    return m;
}

#endif

static NOINLINE void fold_far(int how, ptrdiff_t m, ptrdiff_t n, const real *a,
                              ptrdiff_t lda, real *y, ptrdiff_t incy)
{
    ptrdiff_t done = 0;
#if defined(HAS_STREAMS)
    if (goes_by_streams() && n > 1)
        done = (n < BITE ? fold_runs : fold_long_places)(how, m, n, a, lda, y, incy);
#endif
    if (done < m && n >= 2 * VL && rpi_has_habit(RPI_AHEAD))
        by_asking_lines(how, m - done, n, a + done * lda, lda, y + done * incy, incy);
    else if (done < m)
        fold_along(how, rpi_has_habit(RPI_RISING), m - done, n, a + done * lda, lda,
                   y + done * incy, incy);
}

/* Between v_hold and v_release stand calls: no arithmetic is moved past them. */
void K(max_along)(ptrdiff_t m, ptrdiff_t n, const real *a, ptrdiff_t lda, real *y,
                  ptrdiff_t incy)
{
    assert(m >= 1 && n >= 1);
    const unsigned state = v_hold();
    v_release(state, fold_along(MOST, false, m, n, a, lda, y, incy));
}

void K(max_along_far)(ptrdiff_t m, ptrdiff_t n, const real *a, ptrdiff_t lda, real *y,
                      ptrdiff_t incy)
{
    assert(m >= 1 && n >= 1);
    const unsigned state = v_hold();
    fold_far(MOST, m, n, a, lda, y, incy);
    v_release(state, false);
}

void K(min_along)(ptrdiff_t m, ptrdiff_t n, const real *a, ptrdiff_t lda, real *y,
                  ptrdiff_t incy)
{
    assert(m >= 1 && n >= 1);
    const unsigned state = v_hold();
    v_release(state, fold_along(0, false, m, n, a, lda, y, incy));
}

void K(min_along_far)(ptrdiff_t m, ptrdiff_t n, const real *a, ptrdiff_t lda, real *y,
                      ptrdiff_t incy)
{
    assert(m >= 1 && n >= 1);
    const unsigned state = v_hold();
    fold_far(0, m, n, a, lda, y, incy);
    v_release(state, false);
}
