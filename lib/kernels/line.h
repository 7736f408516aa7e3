/* SPDX-License-Identifier: BSD-3-Clause */
/* line.h -- one line of an elementwise kernel: c[j] = f(a[j], b[j]) for j < n. */
#ifndef RPI_LINE_H
#define RPI_LINE_H

#include <stdint.h>

#include "kernels/kernel.h"

/* The operands; a kernel uses those that its function asks for. */
struct line {
    vec alpha, beta;
    const real *a, *b;
    ptrdiff_t ahead;  /* so far ahead the output is asked for, */
    const real *last; /* up to these four vectors */
    ptrdiff_t apart;  /* the next line of the output; 0 where there are no gaps */
};

/* Many lines, and what makes a line of each. */
struct rows {
    vec alpha, beta;
    const real *a, *x; /* x: a vector, or another matrix */
    ptrdiff_t lda, incx;
    real room[2 * VL]; /* filled as the kernel likes */
};
typedef struct line row_line(const struct rows *rows, ptrdiff_t i);

/* n <= VL results from j on. */
typedef vec line_at(const struct line *line, ptrdiff_t j, ptrdiff_t n);

ALWAYS_INLINE vec take(const real *p, ptrdiff_t n)
{
    const bool one = __builtin_constant_p(n) && n == 1;
    return n == VL ? v_load(p) : one ? v_set1(*p) : load_rest(p, n);
}

ALWAYS_INLINE vec scaled_at(const struct line *line, ptrdiff_t j, ptrdiff_t n)
{
    return v_mul(line->alpha, take(line->a + j, n));
}

/* alpha*a + beta*b: three roundings, never fused. */
ALWAYS_INLINE vec sum_at(const struct line *line, ptrdiff_t j, ptrdiff_t n)
{
    return v_add(scaled_at(line, j, n), v_mul(line->beta, take(line->b + j, n)));
}

/* alpha*a + b. */
ALWAYS_INLINE vec plus_at(const struct line *line, ptrdiff_t j, ptrdiff_t n)
{
    return v_add(scaled_at(line, j, n), take(line->b + j, n));
}

/* alpha*a + beta. */
ALWAYS_INLINE vec shifted_at(const struct line *line, ptrdiff_t j, ptrdiff_t n)
{
    return v_add(scaled_at(line, j, n), line->beta);
}

/* The elements from p to the first that begins a unit of so many, a power of two. */
static inline ptrdiff_t to_next(ptrdiff_t unit, const real *p)
{
    return (ptrdiff_t)((-(uintptr_t)p & ((size_t)unit * sizeof(real) - 1)) /
                       sizeof(real));
}

static inline ptrdiff_t to_vector(const real *p)
{
    return to_next(VL, p);
}

/* Lines of so many elements have no use for what longer ones prepare. */
#define SHORT (4 * VL)

/* May asking for the output before it is written make stores faster, on a machine with
   that habit? Measured with AVX-512 only (doc/perf/kernels.md). */
#if defined(RP_ISA_AVX512)
#define ASKS 1
#else
#define ASKS 0
#endif

/* The operands of a call, of no more elements in all, are at home in L2. */
#define LEVEL_2 (2097152 / (ptrdiff_t)sizeof(real))

/* So far ahead the output is asked for, and in place. */
#define NEAR (1024 / (ptrdiff_t)sizeof(real))
#define IN_PLACE (8192 / (ptrdiff_t)sizeof(real))

/* Where lines are further apart than this, nothing between them is asked for. */
#define GAP (64 / (ptrdiff_t)sizeof(real))

/* Which of the two, for m lines of n and so many operands of them; 0: it is not asked
   for, as lines are short or the caches near. What is written in place comes with its
   first load, in good time but from L3. */
static inline ptrdiff_t ask_ahead(int operands, ptrdiff_t m, ptrdiff_t n, ptrdiff_t ldc,
                                  bool in_place)
{
    if (!ASKS || !rpi_has_habit(RPI_ASKS))
        return 0;
    const ptrdiff_t ahead = in_place ? IN_PLACE : NEAR;
    if (n < (ldc - n < GAP ? ahead : 2 * ahead))
        return 0;
    if (in_place)
        return m * n * operands > LEVEL_2 ? ahead : 0;
    return m * n * (operands + 1) > LEVEL_1 ? ahead : 0;
}

/* The cache lines of four vectors. */
ALWAYS_INLINE void ask(const struct line *line, const real *c)
{
    const bool ends = line->last - c < line->ahead;
    const real *const ahead = ends ? line->last : c + line->ahead;
    UNROLL
    for (int k = 0; k < 4 * VL; k += LINE)
        PREFETCH_TO_WRITE(ahead + k);
}

/* What takes branches is a call: it is seldom needed here, and inlined it slowed down
   what stands beside it, 100x13 scaled to 0.72. */
#if defined(RP_ISA_AVX512)
#define store_few v_store_part
#else
static NOINLINE void store_few(real *c, vec v, ptrdiff_t n)
{
    v_store_part(c, v, n);
}
#endif

/* The last vector overlaps the one before. It is computed before anything is stored,
   because c may be an operand. */
ALWAYS_INLINE void map_short(line_at *at, const struct line line, ptrdiff_t n, real *c)
{
    if (n < VL) {
        store_few(c, at(&line, 0, n), n);
        return;
    }
    const vec last = at(&line, n - VL, VL);
    UNROLL
    for (ptrdiff_t j = 0; j < SHORT - VL; j += VL) {
        if (j + VL >= n)
            break;
        v_store(c + j, at(&line, j, VL));
    }
    v_store(c + n - VL, last);
}

/* So does the first one the second, from which on they are aligned in c. The last one is
   computed before anything is stored that it overlaps, and no sooner, as a line is faster
   read in its order. By an index: with two pointers that step, a column added in double
   had 0.8 of the speed with SSE2. */
ALWAYS_INLINE void map_long(bool asks, line_at *at, const struct line line, ptrdiff_t n,
                            real *c)
{
    if (n <= SHORT) {
        map_short(at, line, n, c);
        return;
    }
    const vec first = at(&line, 0, VL);
    const ptrdiff_t end = n - VL;
    ptrdiff_t j = to_vector(c);
    const bool ragged = j > 0;
    for (; j + 4 * VL <= end; j += 4 * VL) {
        FROM_HERE(j);
        if (asks)
            ask(&line, c + j);
        UNROLL
        for (int k = 0; k < 4; k++)
            v_store(c + j + k * VL, at(&line, j + k * VL, VL));
    }
    const vec last = at(&line, end, VL);
    for (; j < end; j += VL)
        v_store(c + j, at(&line, j, VL));
    if (ragged)
        v_store(c, first);
    v_store(c + end, last);
}

ALWAYS_INLINE void map_line(line_at *at, const struct line line, ptrdiff_t n, real *c)
{
    map_long(false, at, line, n, c);
}

/* The same for an output that is asked for. */
ALWAYS_INLINE void ask_line(line_at *at, const struct line line, ptrdiff_t n, real *c)
{
    map_long(true, at, line, n, c);
}

/* Lines shorter than a vector, so many at a time: in place a masked load that covers what
   a masked store is still about waits for its end. Elsewhere it does not, and with masks
   eight at a time had 0.82 to 1.15. */
#define PARTS 8

static inline bool goes_by_parts(ptrdiff_t n, bool in_place)
{
#if defined(RP_ISA_AVX512)
    return n < VL && in_place;
#else
    (void)in_place;
    return n < VL;
#endif
}

ALWAYS_INLINE void map_parts_of(ptrdiff_t n, row_line *row, line_at *at,
                                const struct rows *rows, ptrdiff_t m, real *c,
                                ptrdiff_t ldc)
{
    ptrdiff_t i = 0;
    for (; i + PARTS <= m; i += PARTS) {
        vec v[PARTS];
        UNROLL
        for (int k = 0; k < PARTS; k++) {
            const struct line line = row(rows, i + k);
            v[k] = at(&line, 0, n);
        }
        UNROLL
        for (int k = 0; k < PARTS; k++)
            v_store_part(c + (i + k) * ldc, v[k], n);
    }
    for (; i < m; i++) {
        const struct line line = row(rows, i);
        v_store_part(c + i * ldc, at(&line, 0, n), n);
    }
}

/* Their length is asked for once: with a branch or three in each store, lines of two
   floats had 0.3 of the speed. With masks they are all alike. */
ALWAYS_INLINE void map_parts(row_line *row, line_at *at, const struct rows *rows,
                             ptrdiff_t m, ptrdiff_t n, real *c, ptrdiff_t ldc)
{
#if defined(RP_ISA_AVX512)
    map_parts_of(n, row, at, rows, m, c, ldc);
#else
    switch (n) {
    case 1: map_parts_of(1, row, at, rows, m, c, ldc); break;
#if VL > 2
    case 2: map_parts_of(2, row, at, rows, m, c, ldc); break;
    case 3: map_parts_of(3, row, at, rows, m, c, ldc); break;
#endif
#if VL > 4
    case 4: map_parts_of(4, row, at, rows, m, c, ldc); break;
    case 5: map_parts_of(5, row, at, rows, m, c, ldc); break;
    case 6: map_parts_of(6, row, at, rows, m, c, ldc); break;
    case 7: map_parts_of(7, row, at, rows, m, c, ldc); break;
#endif
    default: break;
    }
#endif
}

/* Shorter lines are streamed only where they fill cache lines, as a partial one at either
   end costs more than streaming the others saves. */
#define LONG (4096 / (ptrdiff_t)sizeof(real))

/* Can c be streamed to, from the first whole vector on? Nobody promises that elements are
   aligned to their own size. */
static inline bool takes_streams(const real *c)
{
    return (uintptr_t)(c + to_vector(c)) % sizeof(vec) == 0;
}

typedef void put_vector(real *c, vec v);

ALWAYS_INLINE void stream_vector(real *c, vec v)
{
    v_stream(c, v);
}

/* So many vectors at a time: the fewer instructions a cache line takes, the further ahead
   are the loads of those to come. */
#if defined(HAS_STREAMS)
#define AT_A_TIME 8
#else
#define AT_A_TIME 4
#endif

/* Elements from..to-1 of a line, as ever. */
ALWAYS_INLINE void store_part(line_at *at, const struct line *line, ptrdiff_t from,
                              ptrdiff_t to, real *c)
{
    for (; from + VL <= to; from += VL)
        v_store(c + from, at(line, from, VL));
    if (from < to)
        store_few(c + from, at(line, from, to - from), to - from);
}

/* AT_A_TIME vectors from j on. */
ALWAYS_INLINE void put_some(put_vector *put_at, line_at *at, const struct line *line,
                            ptrdiff_t j, real *c)
{
    UNROLL
    for (int k = 0; k < AT_A_TIME; k++)
        put_at(c + j + k * VL, at(line, j + k * VL, VL));
}

/* A line in aligned vectors, past the caches or not, but for what lies beside its whole
   units. */
ALWAYS_INLINE void put_line(put_vector *put_at, ptrdiff_t unit, line_at *at,
                            const struct line line, ptrdiff_t n, real *c)
{
    const ptrdiff_t to = to_next(unit, c), head = to < n ? to : n,
                    end = n - ((n - head) & (unit - 1));
    store_part(at, &line, 0, head, c);
    ptrdiff_t j = head;
    for (; j + AT_A_TIME * VL <= end; j += AT_A_TIME * VL)
        put_some(put_at, at, &line, j, c);
    for (; j < end; j += VL)
        put_at(c + j, at(&line, j, VL));
    store_part(at, &line, end, n, c);
}

/* Does a line begin or end within a vector, or the next one? */
static inline bool is_ragged(ptrdiff_t apart, ptrdiff_t n, const real *c)
{
    return n % VL != 0 || apart % VL != 0 || to_vector(c) != 0;
}

/* What is streamed of it: whole vectors, where another line may fill up the rest of their
   cache lines. Where it cannot, nothing of a cache line whose other part is stored: that
   is written twice, and read in between, which takes up to eleven times as long. */
static inline ptrdiff_t unit_of(ptrdiff_t apart, ptrdiff_t n, const real *c)
{
    return is_ragged(apart, n, c) ? LINE : VL;
}

/* Lines with gaps between them, in whole vectors, save more by it from here on than the
   parts of cache lines at their ends cost. */
#define SPARSE (320 / (ptrdiff_t)sizeof(real))

static inline bool is_streamed(ptrdiff_t apart, ptrdiff_t n, const real *c)
{
    const bool whole = n % LINE == 0 && to_next(LINE, c) == 0;
    const bool vectors = !is_ragged(apart, n, c) && (apart <= n || n >= SPARSE);
    return takes_streams(c) && (n >= LONG || whole || vectors);
}

/* A part of a vector is stored with a mask by AVX-512, and on a Zen 5 the lines of such
   stores are not fetched before their turn: asked for so far ahead, short lines with gaps
   between them are 1.0 to 2.2 times as fast, 1.4 in the mean. */
#define PART_AHEAD (2048 / (ptrdiff_t)sizeof(real))

ALWAYS_INLINE void stream_line(line_at *at, const struct line line, ptrdiff_t n, real *c)
{
    if (ASKS && n < VL && rpi_has_habit(RPI_AHEAD))
        PREFETCH_TO_WRITE(c + PART_AHEAD);
    if (is_streamed(line.apart, n, c))
        put_line(stream_vector, unit_of(line.apart, n, c), at, line, n, c);
    else
        map_line(at, line, n, c);
}

/* map_line, ask_line or stream_line; of short lines map_short. */
typedef void line_map(line_at *at, struct line line, ptrdiff_t n, real *c);

/* ---- From memory ------------------------------------------------------------------- */

#if defined(HAS_STREAMS)

/* Are lines of n elements to be taken at several places at once? Where they are stored
   elsewhere no shorter ones, which would go through the caches: then the stores are what
   takes the time. */
static inline bool has_places(ptrdiff_t n, bool in_place)
{
    return n >= (in_place ? RUN : LONG) && goes_by_streams();
}

/* n elements of a row, of which c is the output. */
struct part {
    struct line line;
    real *c;
    ptrdiff_t n;
    ptrdiff_t unit;
    bool past; /* the caches */
};

ALWAYS_INLINE struct part part_of(row_line *row, const struct rows *rows, bool past,
                                  ptrdiff_t apart, ptrdiff_t i, ptrdiff_t j, ptrdiff_t n,
                                  real *c)
{
    struct part p = {row(rows, i), c, n, unit_of(apart, n, c), past && takes_streams(c)};
    p.line.a += j;
    if (p.line.b)
        p.line.b += j;
    return p;
}

ALWAYS_INLINE void store_vector(real *c, vec v)
{
    v_store(c, v);
}

/* The first n elements of it are done. */
ALWAYS_INLINE void advance(struct part *p, ptrdiff_t n)
{
    p->line.a += n;
    if (p->line.b)
        p->line.b += n;
    p->c += n;
    p->n -= n;
}

ALWAYS_INLINE void map_part(line_at *at, struct part *p, ptrdiff_t n)
{
    if (p->past)
        put_line(stream_vector, p->unit, at, p->line, n, p->c);
    else
        put_line(store_vector, p->unit, at, p->line, n, p->c);
    advance(p, n);
}

/* A whole run, of aligned vectors. */
ALWAYS_INLINE void map_run(line_at *at, struct part *p)
{
    for (ptrdiff_t j = 0; j < RUN; j += AT_A_TIME * VL) {
        if (p->past)
            put_some(stream_vector, at, &p->line, j, p->c);
        else
            put_some(store_vector, at, &p->line, j, p->c);
    }
    advance(p, RUN);
}

/* Parts at several places: a run of each in turn, which ends with a cache line. */
ALWAYS_INLINE void map_places(line_at *at, struct part part[PLACES])
{
    ptrdiff_t runs = part[0].n / RUN;
    for (int k = 0; k < PLACES; k++) {
        const ptrdiff_t head = to_next(LINE, part[k].c);
        map_part(at, &part[k], head < part[k].n ? head : part[k].n);
        if (part[k].n / RUN < runs)
            runs = part[k].n / RUN;
    }
    for (; runs > 0; runs--)
        for (int k = 0; k < PLACES; k++)
            map_run(at, &part[k]);
    for (int k = 0; k < PLACES; k++)
        map_part(at, &part[k], part[k].n);
}

/* Rows a quarter of all of them apart; and the few that are left by their quarters. */
ALWAYS_INLINE void map_streams(bool past, row_line *row, line_at *at,
                               const struct rows *rows, ptrdiff_t m, ptrdiff_t n, real *c,
                               ptrdiff_t ldc)
{
    const ptrdiff_t apart = m / PLACES, left = apart * (PLACES - 1),
                    quarter = n / PLACES / LINE * LINE;
    for (ptrdiff_t i = 0; i < m - left; i++) {
        const bool whole = i < apart;
        struct part part[PLACES];
        for (int k = 0; k < PLACES; k++) {
            const ptrdiff_t r = i + (whole ? k * apart : left);
            const ptrdiff_t j = whole ? 0 : k * quarter;
            const ptrdiff_t w = whole || k == PLACES - 1 ? n - j : quarter;
            part[k] = part_of(row, rows, past, ldc, r, j, w, c + r * ldc + j);
        }
        map_places(at, part);
    }
}

#endif

/* Ragged rows to be streamed, packed. */
static inline bool are_ragged(ptrdiff_t n, ptrdiff_t lda, ptrdiff_t ldc, const real *c)
{
    return is_ragged(n, n, c) && n >= 2 * VL && lda == n && ldc == n && takes_streams(c);
}

/* The line whose vector 0 begins with the last k elements of row i and goes on with the
   next one. */
typedef struct line seam_line(struct rows *rows, ptrdiff_t i, ptrdiff_t k);

/* m ragged rows as one line: each alone would end in parts of cache lines. The first
   vector and the last overlap others, as ever. */
ALWAYS_INLINE void stream_rows(row_line *row, seam_line *seam, line_at *at,
                               struct rows *rows, ptrdiff_t m, real *c)
{
    const ptrdiff_t n = rows->lda;
    real *const first = c, *const last = c + m * n - VL;
    struct line line = row(rows, m - 1);
    const vec at_last = at(&line, n - VL, VL);
    line = row(rows, 0);
    const vec at_first = at(&line, 0, VL);
    ptrdiff_t j = to_vector(c);
    for (ptrdiff_t i = 0;; c += n) {
        for (; j + 4 * VL <= n; j += 4 * VL) {
            UNROLL
            for (int k = 0; k < 4 * VL; k += VL)
                v_stream(c + j + k, at(&line, j + k, VL));
        }
        for (; j + VL <= n; j += VL)
            v_stream(c + j, at(&line, j, VL));
        if (++i == m)
            break;
        if (j < n) {
            line = seam(rows, i - 1, n - j);
            v_stream(c + j, at(&line, 0, VL));
            j += VL;
        }
        j -= n;
        line = row(rows, i);
    }
    v_store(first, at_first);
    v_store(last, at_last);
}

/* Where asking ends for line i, for those who ask. */
static inline const real *last_asked(ptrdiff_t ahead, ptrdiff_t m, ptrdiff_t n,
                                     const real *c, ptrdiff_t ldc, ptrdiff_t i)
{
    if (!ahead)
        return NULL;
    return c + (ldc - n < GAP ? m - 1 : i) * ldc + n - 4 * VL;
}

/* Rows shorter than `most`, and enough of them to pay for a pattern: packed, several make
   one line. */
static inline bool has_narrow_lines(ptrdiff_t most, ptrdiff_t m, ptrdiff_t n)
{
    return n < most && m >= 16;
}

/* The same where that saves vectors. */
static inline bool is_narrow(ptrdiff_t most, ptrdiff_t m, ptrdiff_t n)
{
    return n % VL != 0 && has_narrow_lines(most, m, n);
}

/* So long a line, at most, and room for a vector that begins in it. */
#define PATTERN (2 * LONG)

/* `some` of m rows at a time, if there is room, but no fewer than VL: with whole vectors
   of them, every piece is aligned like c. */
static inline ptrdiff_t pattern_rows(ptrdiff_t some, ptrdiff_t m, ptrdiff_t n)
{
    const ptrdiff_t room = PATTERN / n, most = some < room ? some : room;
    return m <= most || m <= VL ? m : most < VL ? VL : most / VL * VL;
}

/* pattern[0..all-1] = its first n elements again and again. By doubling: few loads meet
   stores that are still under way. */
static inline void repeat(ptrdiff_t n, ptrdiff_t all, real *pattern)
{
    for (; n < VL && n < all; n *= 2)
        for (ptrdiff_t j = 0; j < n; j++)
            pattern[n + j] = pattern[j];
    for (; n < all; n *= 2)
        for (ptrdiff_t j = 0; j < n && n + j < all; j += VL)
            v_store(pattern + n + j, v_load(pattern + j));
}

/* pattern[0..n-1] = x, and more. */
ALWAYS_INLINE void lay(vec x, ptrdiff_t n, real *pattern)
{
    for (ptrdiff_t j = 0; j < n; j += VL)
        v_store(pattern + j, x);
}

#endif
