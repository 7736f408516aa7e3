/* SPDX-License-Identifier: BSD-3-Clause */
/* reduce.c -- cutting reductions into kernel calls. */

#include <math.h>
#include <stdbool.h>

#include "plan/decide.h"
#include "plan/plan.h"
#include "plan/reduce.h"
#include "threads/threads.h"
#include "util/counter.h"
#include "util/scratch.h"

/* isa->P reduces elements, isa->R results. */
#if defined(RP_PREC_DS)
#define R d
#else
#define R P
#endif

/* Results are merged from pieces of this many, or more: a power of two of blocks. */
#define PIECE RPI_RESULTS

/* No more results than these, a block, are reduced on the spot: a call of 4x16 takes
   15 ns so instead of 16. */
#define FEW 128

/* Across long lines, so that the memory's streams go on from line to line: in pieces of
   1024 results gesum of 3000x3000 had 0.60 of a load instead of 0.83. */
#define LONG_PIECE (65536 / (ptrdiff_t)sizeof(real))

/* The results of the pieces, in their order. */
struct merge {
    struct counter sums;
    real best;
    bool started; /* has best a value? */
};

typedef RP_PASTE(rpi_, P, reduce) elem_reduce;
typedef RP_PASTE(rpi_, R, reduce) real_reduce;

static elem_reduce *summer(const struct rpi_isa *isa, enum rpi_walk walk)
{
    return walk == RPI_ALONG ? isa->P.sum_along : isa->P.sum_across;
}

#if defined(RP_PREC_DS)

static elem_reduce *reducer(const struct rpi_isa *isa, enum rpi_op op, enum rpi_walk walk)
{
    (void)op;
    return summer(isa, walk);
}

static real_reduce *merger(const struct rpi_isa *isa, enum rpi_op op)
{
    (void)op;
    return isa->R.sum_along;
}

static real_reduce *across_merger(const struct rpi_isa *isa, enum rpi_op op)
{
    (void)op;
    return isa->R.sum_across;
}

#else

static elem_reduce *reducer(const struct rpi_isa *isa, enum rpi_op op, enum rpi_walk walk)
{
    switch (op) {
    case RPI_MAX: return walk == RPI_ALONG ? isa->P.max_along : isa->P.max_across;
    case RPI_MIN: return walk == RPI_ALONG ? isa->P.min_along : isa->P.min_across;
    default: return summer(isa, walk);
    }
}

static real_reduce *merger(const struct rpi_isa *isa, enum rpi_op op)
{
    return reducer(isa, op, RPI_ALONG);
}

static real_reduce *across_merger(const struct rpi_isa *isa, enum rpi_op op)
{
    return reducer(isa, op, RPI_ACROSS);
}

#endif

static bool is_sum(enum rpi_op op)
{
    return op == RPI_SUM || op == RPI_MEAN;
}

static void merge_push(struct merge *t, const struct rpi_isa *isa, enum rpi_op op, real x)
{
    if (is_sum(op)) {
        counter_push(&t->sums, x);
        return;
    }
    const real two[2] = {t->best, x};
    if (t->started)
        merger(isa, op)(1, 2, two, 2, &t->best, 1);
    else
        t->best = x;
    t->started = true;
}

static real merge_total(const struct merge *t, enum rpi_op op)
{
    return is_sum(op) ? counter_total(&t->sums) : t->best;
}

/* The maximum or minimum of a vector with an increment: copied together piece by piece.
   Sums have a kernel for that. */
static __attribute__((noinline)) real reduce_strided(const struct rpi_isa *isa,
                                                     enum rpi_op op, ptrdiff_t n,
                                                     const elem *x, ptrdiff_t incx)
{
    struct merge t = {.sums.count = 0};
    for (ptrdiff_t i = 0; i < n; i += PIECE) {
        elem piece[PIECE];
        real result;
        const ptrdiff_t w = n - i < PIECE ? n - i : PIECE;
        for (ptrdiff_t j = 0; j < w; j++)
            piece[j] = x[(i + j) * incx];
        reducer(isa, op, RPI_ALONG)(1, w, piece, w, &result, 1);
        merge_push(&t, isa, op, result);
    }
    return merge_total(&t, op);
}

/* Inlined where a call is small: the way down is a good part of its time. */
static inline __attribute__((always_inline)) void
alone(const struct rpi_isa *isa, enum rpi_op op, enum rpi_walk walk, ptrdiff_t m,
      ptrdiff_t n, const elem *a, ptrdiff_t lda, real *y, ptrdiff_t incy)
{
    if (walk == RPI_ALONG || n > 1 || (lda != 1 && is_sum(op)))
        reducer(isa, op, walk)(m, n, a, lda, y, incy);
    else if (lda == 1)
        reducer(isa, op, RPI_ALONG)(1, m, a, m, y, 1);
    else
        *y = reduce_strided(isa, op, m, a, lda);
}

void RPI(reduce_alone)(const struct rpi_isa *isa, enum rpi_op op, enum rpi_walk walk,
                       ptrdiff_t m, ptrdiff_t n, const elem *a, ptrdiff_t lda, real *y,
                       ptrdiff_t incy)
{
    alone(isa, op, walk, m, n, a, lda, y, incy);
}

void RPI(merge_alone)(const struct rpi_isa *isa, enum rpi_op op, enum rpi_walk walk,
                      ptrdiff_t m, ptrdiff_t n, const real *a, ptrdiff_t lda, real *y,
                      ptrdiff_t incy)
{
    if (walk == RPI_ALONG)
        merger(isa, op)(m, n, a, lda, y, incy);
    else
        across_merger(isa, op)(m, n, a, lda, y, incy);
}

static inline int row_of(enum rpi_op op, enum rpi_walk walk, int all, ptrdiff_t n)
{
    return rpi_row(RP_PASTE(rpi_dtype_, P, ), rpi_kind_of(op, walk) + all,
                   (size_t)n * sizeof(elem));
}

static inline size_t bytes_of(ptrdiff_t m, ptrdiff_t n)
{
    return (size_t)m * (size_t)n * sizeof(elem);
}

static __attribute__((noinline)) void large(int row, const struct rpi_isa *isa,
                                            enum rpi_op op, enum rpi_walk walk,
                                            ptrdiff_t m, ptrdiff_t n, const elem *a,
                                            ptrdiff_t lda, real *y, ptrdiff_t incy)
{
    const struct rpi_call call = rpi_call_begin(row, bytes_of(m, n));
    const enum rpi_way way =
        RPI(reduce_by_team)(call.width, isa, op, walk, m, n, a, lda, y, incy);
    if (way == RPI_ALONE)
        alone(isa, op, walk, m, n, a, lda, y, incy);
    rpi_call_end(&call, way);
}

/* No empty extents, and a sum for a mean. */
static inline __attribute__((always_inline)) void
reduce(int row, const struct rpi_isa *isa, enum rpi_op op, enum rpi_walk walk,
       ptrdiff_t m, ptrdiff_t n, const elem *a, ptrdiff_t lda, real *y, ptrdiff_t incy)
{
    if (rpi_is_small(row, bytes_of(m, n)))
        alone(isa, op, walk, m, n, a, lda, y, incy);
    else
        large(row, isa, op, walk, m, n, a, lda, y, incy);
}

/* Alone, each piece is divided while it is in the cache. */
static void means_along(const struct rpi_isa *isa, ptrdiff_t m, ptrdiff_t n,
                        const elem *a, ptrdiff_t lda, real *y, ptrdiff_t incy)
{
    for (ptrdiff_t i = 0; i < m; i += PIECE) {
        const ptrdiff_t w = m - i < PIECE ? m - i : PIECE;
        alone(isa, RPI_SUM, RPI_ALONG, w, n, a + i * lda, lda, y + i * incy, incy);
        isa->R.divide(w, (real)n, y + i * incy, incy);
    }
}

static __attribute__((noinline)) void
large_means_along(int row, const struct rpi_isa *isa, ptrdiff_t m, ptrdiff_t n,
                  const elem *a, ptrdiff_t lda, real *y, ptrdiff_t incy)
{
    const struct rpi_call call = rpi_call_begin(row, bytes_of(m, n));
    const enum rpi_way way =
        RPI(reduce_by_team)(call.width, isa, RPI_SUM, RPI_ALONG, m, n, a, lda, y, incy);
    if (way == RPI_ALONE)
        means_along(isa, m, n, a, lda, y, incy);
    else
        isa->R.divide(m, (real)n, y, incy);
    rpi_call_end(&call, way);
}

static void means(int row, const struct rpi_isa *isa, enum rpi_walk walk, ptrdiff_t m,
                  ptrdiff_t n, const elem *a, ptrdiff_t lda, real *y, ptrdiff_t incy)
{
    if (walk != RPI_ALONG) {
        reduce(row, isa, RPI_SUM, walk, m, n, a, lda, y, incy);
        isa->R.divide(n, (real)m, y, incy);
    } else if (rpi_is_small(row, bytes_of(m, n)))
        means_along(isa, m, n, a, lda, y, incy);
    else
        large_means_along(row, isa, m, n, a, lda, y, incy);
}

static void fill(ptrdiff_t n, real value, real *y, ptrdiff_t incy)
{
    for (ptrdiff_t i = 0; i < n; i++)
        y[i * incy] = value;
}

/* The sum or mean of nothing. */
static real of_nothing(enum rpi_op op)
{
    return op == RPI_MEAN ? (real)NAN : 0;
}

void RPI(plan_reduce)(enum rpi_op op, enum rpi_walk walk, ptrdiff_t m, ptrdiff_t n,
                      const elem *a, ptrdiff_t lda, real *y, ptrdiff_t incy)
{
    const struct rpi_isa *isa = rpi_isa_current();
    const ptrdiff_t results = walk == RPI_ALONG ? m : n;
    const int row = row_of(op, walk, 0, n);
    if (results == 0)
        return;
    if (m == 0 || n == 0)
        fill(results, of_nothing(op), y, incy);
    else if (op == RPI_MEAN)
        means(row, isa, walk, m, n, a, lda, y, incy);
    else
        reduce(row, isa, op, walk, m, n, a, lda, y, incy);
}

/* Each result, and then those, in pieces of `room` that go to `piece`; the results by a
   team of `width` threads, if it has more than one: *way tells whether it was free. Who
   does not get it goes on alone. */
static real reduce_pieces(const struct rpi_isa *isa, enum rpi_op op, enum rpi_walk walk,
                          ptrdiff_t m, ptrdiff_t n, const elem *a, ptrdiff_t lda,
                          real *piece, ptrdiff_t room, int width, enum rpi_way *way)
{
    const ptrdiff_t results = walk == RPI_ALONG ? m : n;
    const ptrdiff_t step = walk == RPI_ALONG ? lda : 1;
    struct merge t; /* its levels are written before they are read */
    real result = 0;
    t.sums.count = 0;
    t.started = false;
    t.best = 0;
    for (ptrdiff_t i = 0; i < results; i += room) {
        const ptrdiff_t w = results - i < room ? results - i : room;
        const ptrdiff_t lines = walk == RPI_ALONG ? w : m,
                        columns = walk == RPI_ALONG ? n : w;
        enum rpi_way piece_way = RPI_ALONE;
        if (width > 1)
            piece_way = RPI(reduce_by_team)(width, isa, op, walk, lines, columns,
                                            a + i * step, lda, piece, 1);
        if (piece_way == RPI_ALONE) {
            alone(isa, op, walk, lines, columns, a + i * step, lda, piece, 1);
            width = 1;
        } else if (*way != RPI_HELPED)
            *way = piece_way;
        if (w == 1)
            result = piece[0];
        else
            merger(isa, op)(1, w, piece, w, &result, 1);
        if (results <= room)
            return result;
        merge_push(&t, isa, op, result);
    }
    return merge_total(&t, op);
}

/* In long pieces, where there is a place for them. The team looks up what the machine
   offers: a thread that is cancelled while it reads files must not have a place. */
static __attribute__((noinline)) real
reduce_long(const struct rpi_isa *isa, enum rpi_op op, ptrdiff_t m, ptrdiff_t n,
            const elem *a, ptrdiff_t lda, real *piece, int width, enum rpi_way *way)
{
    if (width > 1)
        rpi_threads_max();
    real *const scratch = rpi_scratch_take();
    const ptrdiff_t room = scratch ? LONG_PIECE : PIECE;
    const real total = reduce_pieces(isa, op, RPI_ACROSS, m, n, a, lda,
                                     scratch ? scratch : piece, room, width, way);
    if (scratch)
        rpi_scratch_give(scratch);
    return total;
}

static real reduce_all(const struct rpi_isa *isa, enum rpi_op op, enum rpi_walk walk,
                       ptrdiff_t m, ptrdiff_t n, const elem *a, ptrdiff_t lda, int width,
                       enum rpi_way *way)
{
    real piece[PIECE];
    if (walk == RPI_ACROSS && n > PIECE)
        return reduce_long(isa, op, m, n, a, lda, piece, width, way);
    return reduce_pieces(isa, op, walk, m, n, a, lda, piece, PIECE, width, way);
}

real RPI(reduce_all_alone)(const struct rpi_isa *isa, enum rpi_op op, enum rpi_walk walk,
                           ptrdiff_t m, ptrdiff_t n, const elem *a, ptrdiff_t lda)
{
    return reduce_all(isa, op, walk, m, n, a, lda, 1, NULL);
}

static __attribute__((noinline)) real large_all(int row, const struct rpi_isa *isa,
                                                enum rpi_op op, enum rpi_walk walk,
                                                ptrdiff_t m, ptrdiff_t n, const elem *a,
                                                ptrdiff_t lda)
{
    const struct rpi_call call = rpi_call_begin(row, bytes_of(m, n));
    const bool many = rpi_many_results(call.width, walk == RPI_ALONG ? m : n);
    enum rpi_way way = RPI_ALONE;
    real total;
    if (many)
        way = RPI(reduce_all_by_team)(call.width, isa, op, walk, m, n, a, lda, &total);
    if (way == RPI_ALONE)
        total = reduce_all(isa, op, walk, m, n, a, lda, many ? 1 : call.width, &way);
    rpi_call_end(&call, way);
    return total;
}

/* A call of its own: large ones are spared the results on their stack. */
static __attribute__((noinline)) real reduce_few(const struct rpi_isa *isa,
                                                 enum rpi_op op, enum rpi_walk walk,
                                                 ptrdiff_t m, ptrdiff_t n, const elem *a,
                                                 ptrdiff_t lda, ptrdiff_t results)
{
    real few[FEW], total;
    alone(isa, op, walk, m, n, a, lda, few, 1);
    merger(isa, op)(1, results, few, results, &total, 1);
    return total;
}

real RPI(plan_reduce_all)(enum rpi_op op, enum rpi_walk walk, ptrdiff_t m, ptrdiff_t n,
                          const elem *a, ptrdiff_t lda)
{
    if (m == 0 || n == 0)
        return of_nothing(op);
    const struct rpi_isa *isa = rpi_isa_current();
    const enum rpi_op of = op == RPI_MEAN ? RPI_SUM : op;
    const int row = row_of(op, walk, RPI_KIND_ALL, n);
    const ptrdiff_t results = walk == RPI_ALONG ? m : n;
    real total;
    if (!rpi_is_small(row, bytes_of(m, n)))
        total = large_all(row, isa, of, walk, m, n, a, lda);
    else if (walk == RPI_ACROSS && n == 1) /* a vector */
        alone(isa, of, walk, m, n, a, lda, &total, 1);
    else if (results <= FEW)
        total = reduce_few(isa, of, walk, m, n, a, lda, results);
    else
        total = reduce_all(isa, of, walk, m, n, a, lda, 1, NULL);
    return op == RPI_MEAN ? total / (real)(m * n) : total;
}
