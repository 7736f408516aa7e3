/* SPDX-License-Identifier: BSD-3-Clause */
/* elementwise.c -- cutting broadcast add, add and scale into kernel calls.
 *
 * A piece of the team's is a run of elements in the order of the lines, which ends at
 * cache lines of the output, so that no two threads write one: the rest of a line,
 * whole lines, the beginning of a line.
 */

#include "dispatch/dispatch.h"
#include "plan/plan.h"
#include "plan/split.h"
#include "plan/far.h"
#include "threads/threads.h"

struct job;
typedef void span(const struct job *job, ptrdiff_t i, ptrdiff_t j, ptrdiff_t m,
                  ptrdiff_t n);

/* The operation, and what it does to m lines of n elements from (i,j) on; b or x. */
struct job {
    const struct rpi_isa *isa;
    span *run;
    ptrdiff_t m, n, lda, ldb, ldc;
    real alpha, beta;
    const real *a, *b;
    real *c;
    int pieces;
    bool far;
};

/* The caches hold what it is about, or do not. */
#define KERNEL(t, name, far) ((far) ? (t)->isa->P.name##_stream : (t)->isa->P.name)

static void run_add_row(const struct job *t, ptrdiff_t i, ptrdiff_t j, ptrdiff_t m,
                        ptrdiff_t n)
{
    RPI(bcast) *const add_row = KERNEL(t, add_row, t->far);
    add_row(m, n, t->alpha, t->a + i * t->lda + j, t->lda, t->beta, t->b + j * t->ldb,
            t->ldb, t->c + i * t->ldc + j, t->ldc);
}

static void run_add_col(const struct job *t, ptrdiff_t i, ptrdiff_t j, ptrdiff_t m,
                        ptrdiff_t n)
{
    RPI(bcast) *const add_col = KERNEL(t, add_col, t->far);
    add_col(m, n, t->alpha, t->a + i * t->lda + j, t->lda, t->beta, t->b + i * t->ldb,
            t->ldb, t->c + i * t->ldc + j, t->ldc);
}

static void run_add(const struct job *t, ptrdiff_t i, ptrdiff_t j, ptrdiff_t m,
                    ptrdiff_t n)
{
    RPI(add) *const add = KERNEL(t, add, t->far);
    add(m, n, t->alpha, t->a + i * t->lda + j, t->lda, t->beta, t->b + i * t->ldb + j,
        t->ldb, t->c + i * t->ldc + j, t->ldc);
}

static void run_scale(const struct job *t, ptrdiff_t i, ptrdiff_t j, ptrdiff_t m,
                      ptrdiff_t n)
{
    RPI(scale) *const scale = KERNEL(t, scale, t->far);
    scale(m, n, t->alpha, t->a + i * t->lda + j, t->lda, t->c + i * t->ldc + j, t->ldc);
}

/* ---- Pieces ------------------------------------------------------------------------ */

struct place {
    ptrdiff_t i, j;
};

/* May a piece begin here? At a cache line, and where the former line has ended in
   another. */
static bool apart(const struct job *t, ptrdiff_t i)
{
    const real *last = t->c + (i - 1) * t->ldc + t->n - 1;
    return (uintptr_t)last / 64 != (uintptr_t)(t->c + i * t->ldc) / 64;
}

/* Where piece number `piece` begins: at the first such place from its share on. */
static struct place begin(const struct job *t, int piece)
{
    const ptrdiff_t at = t->m * t->n / t->pieces * piece;
    ptrdiff_t i = at / t->n, j = at % t->n;
    if (piece == 0)
        return (struct place){0, 0};
    if (piece == t->pieces)
        return (struct place){t->m, 0};
    while (i < t->m && (j > 0 || !apart(t, i))) {
        j += rpi_to_line(t->c + i * t->ldc + j, sizeof(real));
        if (j < t->n)
            return (struct place){i, j};
        i++;
        j = 0;
    }
    return (struct place){i, 0};
}

static void run_piece(void *context, int piece)
{
    const struct job *t = context;
    struct place from = begin(t, piece), to = begin(t, piece + 1);
    if (from.i == to.i) {
        if (from.j < to.j)
            t->run(t, from.i, from.j, 1, to.j - from.j);
        return;
    }
    if (from.j > 0) {
        t->run(t, from.i, from.j, 1, t->n - from.j);
        from.i++;
    }
    if (from.i < to.i)
        t->run(t, from.i, 0, to.i - from.i, t->n);
    if (to.j > 0)
        t->run(t, to.i, 0, 1, to.j);
}

/* By the team, if that is worth it and the team is free; else alone. */
static void run(struct job *t, int row, size_t bytes)
{
    t->isa = rpi_isa_current();
    t->far = bytes >= rpi_far_bytes(false);
    const struct rpi_call call = rpi_call_begin(row, bytes);
    const int width = call.width;
    t->pieces = rpi_pieces_of(width, bytes);
    if (width < 2 || t->m * t->n < t->pieces || !rpi_threads_take(width)) {
        t->run(t, 0, 0, t->m, t->n);
        rpi_call_end(&call, RPI_ALONE);
        return;
    }
    t->far = bytes >= rpi_far_bytes(true);
    const enum rpi_way way = rpi_threads_run(width, t->pieces, run_piece, t);
    rpi_threads_give();
    rpi_call_end(&call, way);
}

/* ---- The operations ---------------------------------------------------------------- */

static void add_bcast(span *run_lines, int row, ptrdiff_t m, ptrdiff_t n, real alpha,
                      const real *a, ptrdiff_t lda, real beta, const real *x,
                      ptrdiff_t incx, real *c, ptrdiff_t ldc)
{
    struct job t = {.run = run_lines,
                    .m = m,
                    .n = n,
                    .alpha = alpha,
                    .beta = beta,
                    .a = a,
                    .lda = lda,
                    .b = x,
                    .ldb = incx,
                    .c = c,
                    .ldc = ldc};
    run(&t, row, traffic(m, n, 2));
}

void RPI(plan_large_add_row)(int row, ptrdiff_t m, ptrdiff_t n, real alpha, const real *a,
                             ptrdiff_t lda, real beta, const real *x, ptrdiff_t incx,
                             real *c, ptrdiff_t ldc)
{
    add_bcast(run_add_row, row, m, n, alpha, a, lda, beta, x, incx, c, ldc);
}

void RPI(plan_large_add_col)(int row, ptrdiff_t m, ptrdiff_t n, real alpha, const real *a,
                             ptrdiff_t lda, real beta, const real *x, ptrdiff_t incx,
                             real *c, ptrdiff_t ldc)
{
    add_bcast(run_add_col, row, m, n, alpha, a, lda, beta, x, incx, c, ldc);
}

void RPI(plan_large_add)(int row, ptrdiff_t m, ptrdiff_t n, real alpha, const real *a,
                         ptrdiff_t lda, real beta, const real *b, ptrdiff_t ldb, real *c,
                         ptrdiff_t ldc)
{
    struct job t = {.run = run_add,
                    .m = m,
                    .n = n,
                    .alpha = alpha,
                    .beta = beta,
                    .a = a,
                    .lda = lda,
                    .b = b,
                    .ldb = ldb,
                    .c = c,
                    .ldc = ldc};
    run(&t, row, traffic(m, n, 3));
}

void RPI(plan_large_scale)(int row, ptrdiff_t m, ptrdiff_t n, real alpha, const real *a,
                           ptrdiff_t lda, real *b, ptrdiff_t ldb)
{
    struct job t = {.run = run_scale,
                    .m = m,
                    .n = n,
                    .alpha = alpha,
                    .a = a,
                    .lda = lda,
                    .c = b,
                    .ldc = ldb};
    run(&t, row, traffic(m, n, 2));
}
