/* SPDX-License-Identifier: BSD-3-Clause */
/* plan.h -- how a walk over a matrix is cut into kernel calls.
 *
 * A walk is layout-free: m lines of n neighbouring elements, lda apart. Empty extents are
 * allowed, but not for a maximum or minimum of nothing. What is small goes straight to
 * its kernel, inlined in the entry, as the way from frame to frame is a good part of its
 * time; all else goes on in plan_large_*. May be called from: interface. Calls:
 * lib/dispatch, lib/telemetry (through decide.h), and the chosen kernels.
 */
#ifndef RPI_PLAN_H
#define RPI_PLAN_H

#include <stddef.h>

#include "plan/decide.h"
#include "plan/op.h"
#include "plan/reduce.h"
#include "util/precision.h"

/* ---- Reductions -------------------------------------------------------------------- */

void RPI(plan_large_reduce)(int row, enum rpi_op op, enum rpi_walk walk, ptrdiff_t m,
                            ptrdiff_t n, const elem *a, ptrdiff_t lda, real *y,
                            ptrdiff_t incy);
real RPI(plan_large_reduce_all)(int row, enum rpi_op op, enum rpi_walk walk, ptrdiff_t m,
                                ptrdiff_t n, const elem *a, ptrdiff_t lda);

static inline int reduction_row(enum rpi_op op, enum rpi_walk walk, int all, ptrdiff_t n)
{
    return rpi_row(RP_PASTE(rpi_dtype_, P, ), rpi_kind_of(op, walk) + all,
                   (size_t)n * sizeof(elem));
}

static inline bool is_small_reduction(int row, ptrdiff_t m, ptrdiff_t n)
{
    return m > 0 && n > 0 && rpi_is_small(row, bytes_of(m, n));
}

/* The reductions of the lines (m of them), or across the lines (n). */
RPI_INLINED void RPI(plan_reduce)(enum rpi_op op, enum rpi_walk walk, ptrdiff_t m,
                                  ptrdiff_t n, const elem *a, ptrdiff_t lda, real *y,
                                  ptrdiff_t incy)
{
    const struct rpi_isa *isa = rpi_isa_current();
    const int row = reduction_row(op, walk, 0, n);
    if (!is_small_reduction(row, m, n)) {
        RPI(plan_large_reduce)(row, op, walk, m, n, a, lda, y, incy);
        return;
    }
    if (op == RPI_MEAN)
        RPI(mean_alone)(isa, walk, m, n, a, lda, y, incy);
    else
        RPI(reduce_alone)(isa, op, walk, m, n, a, lda, y, incy);
}

/* The walk for the maximum or minimum of all of lines with gaps between them, the same in
   any order. Across is faster in L1 and for short lines, but not for few lines, nor from
   memory; without RPI_AHEAD it is for the shortest (doc/perf/kernels.md). */
static inline enum rpi_walk walk_of_all(ptrdiff_t m, ptrdiff_t n, ptrdiff_t lda)
{
    if (m <= n / 64)
        return RPI_ALONG;
    if (bytes_of(m, n) <= 49152)
        return RPI_ACROSS;
    if (n < 32 / (ptrdiff_t)sizeof(elem) && !rpi_has_habit(RPI_AHEAD))
        return RPI_ACROSS;
    return n >= RPI_BLOCK || is_far(m, n, lda) ? RPI_ALONG : RPI_ACROSS;
}

/* The reduction of those reductions; the mean is that of all elements. */
RPI_INLINED real RPI(plan_reduce_all)(enum rpi_op op, enum rpi_walk walk, ptrdiff_t m,
                                      ptrdiff_t n, const elem *a, ptrdiff_t lda)
{
    const struct rpi_isa *isa = rpi_isa_current();
    const enum rpi_op of = reduced_by(op);
    real total;
    if (walk == RPI_ACROSS && m == 1) { /* a vector */
        m = n;
        n = lda = 1;
    } else if (walk == RPI_ALONG && n == 1) { /* another one */
        walk = RPI_ACROSS;
    } else if (!is_sum(of) && lda == n) { /* in any order: as a vector */
        walk = RPI_ACROSS;
        m *= n;
        n = lda = 1;
    } else if (!is_sum(of)) {
        walk = walk_of_all(m, n, lda);
    }
    const int row = reduction_row(op, walk, RPI_KIND_ALL, n);
    if (!is_small_reduction(row, m, n))
        return RPI(plan_large_reduce_all)(row, op, walk, m, n, a, lda);
    if (walk == RPI_ACROSS && n == 1) /* a vector */
        RPI(reduce_alone)(isa, of, walk, m, n, a, lda, &total, 1);
    else if ((walk == RPI_ALONG ? m : n) <= RPI_BLOCK && all_reducer(isa, of, walk))
        all_reducer(isa, of, walk)(m, n, a, lda, &total, 1);
    else
        total = RPI(reduce_all_small)(isa, of, walk, m, n, a, lda);
    return op == RPI_MEAN ? total / (real)(m * n) : total;
}

#if !defined(RP_PREC_DS)

/* ---- Broadcast add, add and scale -------------------------------------------------- */

void RPI(plan_large_add_row)(int row, ptrdiff_t m, ptrdiff_t n, real alpha, const real *a,
                             ptrdiff_t lda, real beta, const real *x, ptrdiff_t incx,
                             real *c, ptrdiff_t ldc);
void RPI(plan_large_add_col)(int row, ptrdiff_t m, ptrdiff_t n, real alpha, const real *a,
                             ptrdiff_t lda, real beta, const real *x, ptrdiff_t incx,
                             real *c, ptrdiff_t ldc);
void RPI(plan_large_add)(int row, ptrdiff_t m, ptrdiff_t n, real alpha, const real *a,
                         ptrdiff_t lda, real beta, const real *b, ptrdiff_t ldb, real *c,
                         ptrdiff_t ldc);
void RPI(plan_large_scale)(int row, ptrdiff_t m, ptrdiff_t n, real alpha, const real *a,
                           ptrdiff_t lda, real *b, ptrdiff_t ldb);

/* Of so many matrices that are read or written. */
static inline size_t traffic(ptrdiff_t m, ptrdiff_t n, int matrices)
{
    return (size_t)m * (size_t)n * (size_t)matrices * sizeof(real);
}

static inline int elementwise_row(enum rpi_kind kind, ptrdiff_t n)
{
    return rpi_row(RP_PASTE(rpi_dtype_, P, ), kind, (size_t)n * sizeof(real));
}

/* Lines without gaps between them, in every operand, are one line. */
static inline void join_lines(ptrdiff_t *m, ptrdiff_t *n, ptrdiff_t lda, ptrdiff_t ldb,
                              ptrdiff_t ldc)
{
    if (lda == *n && ldb == *n && ldc == *n) {
        *n *= *m;
        *m = 1;
    }
}

/* C = alpha*A + beta*x: x[j] to every line, or x[i] to the whole of line i. */
RPI_INLINED void RPI(plan_add_row)(ptrdiff_t m, ptrdiff_t n, real alpha, const real *a,
                                   ptrdiff_t lda, real beta, const real *x,
                                   ptrdiff_t incx, real *c, ptrdiff_t ldc)
{
    if (m == 0 || n == 0)
        return;
    const int row = elementwise_row(RPI_KIND_ADD_ROW, n);
    if (rpi_is_small(row, traffic(m, n, 2)))
        rpi_isa_current()->P.add_row(m, n, alpha, a, lda, beta, x, incx, c, ldc);
    else
        RPI(plan_large_add_row)(row, m, n, alpha, a, lda, beta, x, incx, c, ldc);
}

RPI_INLINED void RPI(plan_add_col)(ptrdiff_t m, ptrdiff_t n, real alpha, const real *a,
                                   ptrdiff_t lda, real beta, const real *x,
                                   ptrdiff_t incx, real *c, ptrdiff_t ldc)
{
    if (m == 0 || n == 0)
        return;
    if (incx == 0)
        join_lines(&m, &n, lda, ldc, ldc);
    const int row = elementwise_row(RPI_KIND_ADD_COL, n);
    if (rpi_is_small(row, traffic(m, n, 2)))
        rpi_isa_current()->P.add_col(m, n, alpha, a, lda, beta, x, incx, c, ldc);
    else
        RPI(plan_large_add_col)(row, m, n, alpha, a, lda, beta, x, incx, c, ldc);
}

/* C = alpha*A + beta*B. */
RPI_INLINED void RPI(plan_add)(ptrdiff_t m, ptrdiff_t n, real alpha, const real *a,
                               ptrdiff_t lda, real beta, const real *b, ptrdiff_t ldb,
                               real *c, ptrdiff_t ldc)
{
    if (m == 0 || n == 0)
        return;
    join_lines(&m, &n, lda, ldb, ldc);
    const int row = elementwise_row(RPI_KIND_ADD, n);
    if (rpi_is_small(row, traffic(m, n, 3)))
        rpi_isa_current()->P.add(m, n, alpha, a, lda, beta, b, ldb, c, ldc);
    else
        RPI(plan_large_add)(row, m, n, alpha, a, lda, beta, b, ldb, c, ldc);
}

/* B = alpha*A. */
RPI_INLINED void RPI(plan_scale)(ptrdiff_t m, ptrdiff_t n, real alpha, const real *a,
                                 ptrdiff_t lda, real *b, ptrdiff_t ldb)
{
    if (m == 0 || n == 0)
        return;
    join_lines(&m, &n, lda, ldb, ldb);
    const int row = elementwise_row(RPI_KIND_SCALE, n);
    if (rpi_is_small(row, traffic(m, n, 2)))
        rpi_isa_current()->P.scale(m, n, alpha, a, lda, b, ldb);
    else
        RPI(plan_large_scale)(row, m, n, alpha, a, lda, b, ldb);
}

#endif

#endif
