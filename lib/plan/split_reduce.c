/* SPDX-License-Identifier: BSD-3-Clause */
/* split_reduce.c -- reductions by the team, with the bits of the canonical tree.
 *
 * The matrix is cut into a grid. Along the reduced direction pieces are aligned powers of
 * two of blocks, so that each gives an inner node of the tree; their results lie side by
 * side in the workspace and are reduced in their turn.
 */

#include "plan/reduce.h"
#include "plan/split.h"
#include "threads/threads.h"

/* Shorter runs lose the memory's streams (2 to 4 KiB were). */
#define RUN (2048 / (ptrdiff_t)sizeof(elem))

/* Results by cache lines, and tiles of whole vectors. */
#define LINE (64 / (ptrdiff_t)sizeof(real))

struct job {
    const struct rpi_isa *isa;
    enum rpi_op op;
    enum rpi_walk walk;
    const elem *a;
    ptrdiff_t lda, incy;
    real *y;
    struct rpi_cut lines, columns;
    /* Where there are partial results: their number for one result, and what lies between
       those of neighbouring lines. */
    int slots;
    ptrdiff_t pitch;
    real *partial;
};

static void reduce_piece(void *context, int piece)
{
    const struct job *job = context;
    const int row = piece / job->columns.pieces, column = piece % job->columns.pieces;
    const ptrdiff_t i = row * job->lines.step, j = column * job->columns.step;
    const ptrdiff_t m = rpi_cut_size(&job->lines, row);
    const ptrdiff_t n = rpi_cut_size(&job->columns, column);
    const bool along = job->walk == RPI_ALONG;
    real *y = job->y + (along ? i : j) * job->incy;
    ptrdiff_t incy = job->incy;
    if (job->partial && along) {
        y = job->partial + i * job->pitch + rpi_slot(column, job->slots);
        incy = job->pitch;
    } else if (job->partial) {
        y = job->partial + rpi_slot(row, job->slots) * job->pitch + j;
        incy = 1;
    }
    RPI(reduce_or_mean)
    (job->isa, job->partial ? reduced_by(job->op) : job->op, job->walk, m, n,
     job->a + i * job->lda + j, job->lda, y, incy);
}

/* Slots without a piece hold what changes nothing: -0.0 in a sum, else another result. */
static void fill_slots(const struct job *job, int pieces)
{
    const bool along = job->walk == RPI_ALONG;
    const ptrdiff_t results = along ? job->lines.total : job->columns.total;
    const ptrdiff_t to_next = along ? job->pitch : 1, apart = along ? 1 : job->pitch;
    for (int piece = pieces; piece < job->slots; piece++) {
        real *slot = job->partial + rpi_slot(piece, job->slots) * apart;
        for (ptrdiff_t k = 0; k < results; k++)
            slot[k * to_next] = is_sum(job->op) ? -0.0f : job->partial[k * to_next];
    }
}

static void merge(const struct job *job)
{
    const bool along = job->walk == RPI_ALONG;
    fill_slots(job, along ? job->columns.pieces : job->lines.pieces);
    RPI(merge_alone)
    (job->isa, reduced_by(job->op), job->walk, along ? job->lines.total : job->slots,
     along ? job->slots : job->columns.total, job->partial, job->pitch, job->y,
     job->incy);
    if (job->op == RPI_MEAN)
        divide_results(job->isa, job->walk, job->lines.total, job->columns.total, job->y,
                       job->incy);
}

static int at_most(ptrdiff_t n, int most)
{
    return n < 1 ? 1 : n < most ? (int)n : most;
}

static ptrdiff_t whole_lines(ptrdiff_t n)
{
    return (n + LINE - 1) / LINE * LINE;
}

/* One line comes to between half as many and as many pieces as asked for. Five between
   two threads are uneven: 10000000 floats had 0.85 of the ceiling of two, and have 0.93.
   A long line has four times as many. */
static int of_one_line(ptrdiff_t n, int wanted)
{
    const ptrdiff_t most = n / (ptrdiff_t)(RPI_PIECE_BYTES / sizeof(elem));
    const int fine = at_most(4 * (ptrdiff_t)wanted, RPI_THREADS_MOST);
    return most < wanted ? wanted : at_most(most, fine);
}

/* Lines first; what is missing then, by cutting lines. */
static void cut_along(struct job *job, ptrdiff_t m, ptrdiff_t n, int wanted)
{
    job->lines = rpi_cut_units(m, m >= wanted * LINE ? LINE : 1, wanted);
    int columns = m == 1 ? of_one_line(n, wanted)
                         : at_most(wanted / job->lines.pieces, RPI_THREADS_MOST);
    if (2 * job->lines.pieces > wanted) /* else the partial results of 32 lines */
        columns = 1;
    job->columns = rpi_cut_blocks(n, columns);
    job->slots = rpi_slots(job->columns.pieces);
    job->pitch = whole_lines(job->slots);
}

/* Rows of blocks first, whose lines stay whole; what is missing then, by columns. */
static void cut_across(struct job *job, ptrdiff_t m, ptrdiff_t n, int wanted)
{
    job->pitch = whole_lines(n);
    const ptrdiff_t room = RPI_WORKSPACE / (ptrdiff_t)sizeof(real) / job->pitch;
    int slots = 1;
    while (2 * slots <= wanted && 2 * slots <= room)
        slots *= 2;
    job->lines = rpi_cut_blocks(m, slots);
    job->slots = rpi_slots(job->lines.pieces);
    const int columns = at_most(wanted / job->lines.pieces, at_most(n / RUN, wanted));
    job->columns = rpi_cut_units(n, LINE, columns);
}

static enum rpi_way run(struct job *job, int width)
{
    const bool along = job->walk == RPI_ALONG;
    const int merged = along ? job->columns.pieces : job->lines.pieces;
    if (merged > 1)
        job->partial = rpi_threads_workspace();
    const int pieces = job->lines.pieces * job->columns.pieces;
    const enum rpi_way way = rpi_threads_run(width, pieces, reduce_piece, job);
    if (merged > 1)
        merge(job);
    return way;
}

enum rpi_way RPI(reduce_by_team)(int width, const struct rpi_isa *isa, enum rpi_op op,
                                 enum rpi_walk walk, ptrdiff_t m, ptrdiff_t n,
                                 const elem *a, ptrdiff_t lda, real *y, ptrdiff_t incy)
{
    if (width < 2)
        return RPI_ALONE;
    struct job job = {
        .isa = isa, .op = op, .walk = walk, .a = a, .lda = lda, .y = y, .incy = incy};
    const int wanted = rpi_pieces(width);
    if (walk != RPI_ALONG && n == 1 && lda == 1) {
        job.walk = RPI_ALONG;
        cut_along(&job, 1, m, wanted);
    } else if (walk == RPI_ALONG)
        cut_along(&job, m, n, wanted);
    else
        cut_across(&job, m, n, wanted);
    if (job.lines.pieces * job.columns.pieces < 2 || !rpi_threads_take(width))
        return RPI_ALONE;
    const enum rpi_way way = run(&job, width);
    rpi_threads_give();
    return way;
}

/* ---- All elements ------------------------------------------------------------------ */

struct all_job {
    struct job part; /* isa, op, walk, a, lda, slots and partial of it */
    ptrdiff_t m, n;
    struct rpi_cut results;
};

static void reduce_all_piece(void *context, int piece)
{
    const struct all_job *all = context;
    const struct job *job = &all->part;
    const bool along = job->walk == RPI_ALONG;
    const ptrdiff_t count = rpi_cut_size(&all->results, piece);
    const ptrdiff_t first = piece * all->results.step;
    job->partial[rpi_slot(piece, job->slots)] = RPI(reduce_all_alone)(
        job->isa, job->op, job->walk, along ? count : all->m, along ? all->n : count,
        job->a + first * (along ? job->lda : 1), job->lda);
}

enum rpi_way RPI(reduce_all_by_team)(int width, const struct rpi_isa *isa, enum rpi_op op,
                                     enum rpi_walk walk, ptrdiff_t m, ptrdiff_t n,
                                     const elem *a, ptrdiff_t lda, real *result)
{
    const ptrdiff_t results = walk == RPI_ALONG ? m : n;
    const int wanted = rpi_pieces(width);
    struct all_job all = {.m = m, .n = n, .results = rpi_cut_blocks(results, wanted)};
    all.part = (struct job){.isa = isa, .op = op, .walk = walk, .a = a, .lda = lda};
    if (!rpi_threads_take(width))
        return RPI_ALONE;
    all.part.slots = rpi_slots(all.results.pieces);
    all.part.partial = rpi_threads_workspace();
    const enum rpi_way way =
        rpi_threads_run(width, all.results.pieces, reduce_all_piece, &all);
    all.part.lines = (struct rpi_cut){1, 1, 1};
    all.part.walk = RPI_ALONG;
    fill_slots(&all.part, all.results.pieces);
    RPI(merge_alone)
    (isa, op, RPI_ALONG, 1, all.part.slots, all.part.partial, all.part.slots, result, 1);
    rpi_threads_give();
    return way;
}
