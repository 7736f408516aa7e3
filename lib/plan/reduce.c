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

/* Results are merged from pieces of this many: a power of two of blocks, and no more than
   L1 holds. Across, the memory's streams go on from line to line, so that they are not
   smaller (doc/perf/kernels.md). */
#define PIECE (16384 / (ptrdiff_t)sizeof(real))

/* A team is called for each piece, and for no smaller ones; from memory tiles may be as
   wide. */
#define LONG_PIECE (65536 / (ptrdiff_t)sizeof(real))

/* The results of the pieces, in their order. */
struct merge {
    struct counter sums;
    real best;
    bool started; /* has best a value? */
};

#if defined(RP_PREC_DS)

static real_reduce *merger(const struct rpi_isa *isa, enum rpi_op op, enum rpi_walk walk)
{
    (void)op;
    return walk == RPI_ALONG ? isa->R.sum_along : isa->R.sum_across;
}

#else

static real_reduce *merger(const struct rpi_isa *isa, enum rpi_op op, enum rpi_walk walk)
{
    return reducer(isa, op, walk);
}

#endif

/* Levels are written before they are read. */
static inline void merge_begin(struct merge *t)
{
    counter_begin(&t->sums);
    t->best = 0;
    t->started = false;
}

static void merge_push(struct merge *t, const struct rpi_isa *isa, enum rpi_op op, real x)
{
    if (is_sum(op)) {
        counter_push(&t->sums, x);
        return;
    }
    const real two[2] = {t->best, x};
    if (t->started)
        merger(isa, op, RPI_ALONG)(1, 2, two, 2, &t->best, 1);
    else
        t->best = x;
    t->started = true;
}

static real merge_total(const struct merge *t, enum rpi_op op)
{
    return is_sum(op) ? counter_total(&t->sums) : t->best;
}

/* Copied together piece by piece. Sums have a kernel for that. */
real RPI(reduce_strided)(const struct rpi_isa *isa, enum rpi_op op, ptrdiff_t n,
                         const elem *x, ptrdiff_t incx)
{
    struct merge t;
    merge_begin(&t);
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

void RPI(merge_alone)(const struct rpi_isa *isa, enum rpi_op op, enum rpi_walk walk,
                      ptrdiff_t m, ptrdiff_t n, const real *a, ptrdiff_t lda, real *y,
                      ptrdiff_t incy)
{
    merger(isa, op, walk)(m, n, a, lda, y, incy);
}

void RPI(reduce_or_mean)(const struct rpi_isa *isa, enum rpi_op op, enum rpi_walk walk,
                         ptrdiff_t m, ptrdiff_t n, const elem *a, ptrdiff_t lda, real *y,
                         ptrdiff_t incy)
{
    if (op != RPI_MEAN) {
        RPI(reduce_alone)(isa, op, walk, m, n, a, lda, y, incy);
        return;
    }
    if (walk == RPI_ACROSS) {
        RPI(mean_alone)(isa, walk, m, n, a, lda, y, incy);
        return;
    }
    /* Piece by piece: each is divided while it is in the cache. */
    for (ptrdiff_t i = 0; i < m; i += RPI_RESULTS) {
        const ptrdiff_t w = m - i < RPI_RESULTS ? m - i : RPI_RESULTS;
        RPI(mean_alone)(isa, walk, w, n, a + i * lda, lda, y + i * incy, incy);
    }
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

void RPI(plan_large_reduce)(int row, enum rpi_op op, enum rpi_walk walk, ptrdiff_t m,
                            ptrdiff_t n, const elem *a, ptrdiff_t lda, real *y,
                            ptrdiff_t incy)
{
    if (m == 0 || n == 0) {
        fill(walk == RPI_ALONG ? m : n, of_nothing(op), y, incy);
        return;
    }
    const struct rpi_isa *isa = isa_for(m, n, lda);
    const struct rpi_call call = rpi_call_begin(row, bytes_of(m, n));
    const enum rpi_way way =
        RPI(reduce_by_team)(call.width, isa, op, walk, m, n, a, lda, y, incy);
    if (way == RPI_ALONE)
        RPI(reduce_or_mean)(isa, op, walk, m, n, a, lda, y, incy);
    rpi_call_end(&call, way);
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
    struct merge t;
    real result = 0;
    merge_begin(&t);
    for (ptrdiff_t i = 0; i < results; i += room) {
        const ptrdiff_t w = results - i < room ? results - i : room;
        const ptrdiff_t lines = walk == RPI_ALONG ? w : m,
                        columns = walk == RPI_ALONG ? n : w;
        enum rpi_way piece_way = RPI_ALONE;
        if (width > 1)
            piece_way = RPI(reduce_by_team)(width, isa, op, walk, lines, columns,
                                            a + i * step, lda, piece, 1);
        if (piece_way == RPI_ALONE) {
            RPI(reduce_alone)
            (isa, op, walk, lines, columns, a + i * step, lda, piece, 1);
            width = 1;
        } else if (*way != RPI_HELPED)
            *way = piece_way;
        if (w == 1)
            result = piece[0];
        else
            merger(isa, op, RPI_ALONG)(1, w, piece, w, &result, 1);
        if (results <= room)
            return result;
        merge_push(&t, isa, op, result);
    }
    return merge_total(&t, op);
}

/* By a team, or from memory, in long pieces, where there is a place for them. What the
   machine offers to a team is looked up before: a thread that is cancelled while it reads
   files must not have one. */
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
    _Alignas(64) real piece[PIECE];
    const bool from_memory = isa == isa->far;
    if ((width > 1 || from_memory) && walk == RPI_ACROSS && n > PIECE)
        return reduce_long(isa, op, m, n, a, lda, piece, width, way);
    return reduce_pieces(isa, op, walk, m, n, a, lda, piece, PIECE, width, way);
}

real RPI(reduce_all_alone)(const struct rpi_isa *isa, enum rpi_op op, enum rpi_walk walk,
                           ptrdiff_t m, ptrdiff_t n, const elem *a, ptrdiff_t lda)
{
    return reduce_all(isa, op, walk, m, n, a, lda, 1, NULL);
}

/* A frame of its own: large calls are spared the results on their stack. */
real RPI(reduce_all_small)(const struct rpi_isa *isa, enum rpi_op op, enum rpi_walk walk,
                           ptrdiff_t m, ptrdiff_t n, const elem *a, ptrdiff_t lda)
{
    const ptrdiff_t results = walk == RPI_ALONG ? m : n;
    real few[RPI_BLOCK], total;
    if (results > RPI_BLOCK)
        return RPI(reduce_all_alone)(isa, op, walk, m, n, a, lda);
    reducer(isa, op, walk)(m, n, a, lda, few, 1);
    merger(isa, op, RPI_ALONG)(1, results, few, results, &total, 1);
    return total;
}

real RPI(plan_large_reduce_all)(int row, enum rpi_op op, enum rpi_walk walk, ptrdiff_t m,
                                ptrdiff_t n, const elem *a, ptrdiff_t lda)
{
    if (m == 0 || n == 0)
        return of_nothing(op);
    const struct rpi_isa *isa = isa_for(m, n, lda);
    const enum rpi_op of = reduced_by(op);
    const struct rpi_call call = rpi_call_begin(row, bytes_of(m, n));
    const bool many = rpi_many_results(call.width, walk == RPI_ALONG ? m : n);
    enum rpi_way way = RPI_ALONE;
    real total;
    if (many)
        way = RPI(reduce_all_by_team)(call.width, isa, of, walk, m, n, a, lda, &total);
    if (way == RPI_ALONE)
        total = reduce_all(isa, of, walk, m, n, a, lda, many ? 1 : call.width, &way);
    rpi_call_end(&call, way);
    return op == RPI_MEAN ? total / (real)(m * n) : total;
}
