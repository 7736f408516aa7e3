/* SPDX-License-Identifier: BSD-3-Clause */
/* reduce.h -- reductions alone and by the team. Used by the plan only.
 *
 * No empty extents; no means but where it says so: a mean is a sum that is divided.
 */
#ifndef RPI_REDUCE_H
#define RPI_REDUCE_H

#include <stdbool.h>

#include "dispatch/dispatch.h"
#include "plan/op.h"
#include "threads/threads.h"
#include "util/habits.h"
#include "util/precision.h"

#define RPI_INLINED static inline __attribute__((always_inline))

/* isa->P reduces elements, isa->R results. */
#if defined(RP_PREC_DS)
#define R d
#else
#define R P
#endif

typedef RP_PASTE(rpi_, P, reduce) elem_reduce;
typedef RP_PASTE(rpi_, R, reduce) real_reduce;

static inline bool is_sum(enum rpi_op op)
{
    return op == RPI_SUM || op == RPI_MEAN;
}

static inline elem_reduce *reducer(const struct rpi_isa *isa, enum rpi_op op,
                                   enum rpi_walk walk)
{
#if !defined(RP_PREC_DS)
    if (op == RPI_MAX)
        return walk == RPI_ALONG ? isa->P.max_along : isa->P.max_across;
    if (op == RPI_MIN)
        return walk == RPI_ALONG ? isa->P.min_along : isa->P.min_across;
#endif
    (void)op;
    return walk == RPI_ALONG ? isa->P.sum_along : isa->P.sum_across;
}

/* The reduction of the reductions, of no more than a block; NULL, where there is none. */
static inline elem_reduce *all_reducer(const struct rpi_isa *isa, enum rpi_op op,
                                       enum rpi_walk walk)
{
#if !defined(RP_PREC_DS)
    if (!is_sum(op) && walk == RPI_ALONG)
        return NULL;
    if (!is_sum(op))
        return op == RPI_MAX ? isa->P.max_all : isa->P.min_all;
#endif
    (void)op;
    return walk == RPI_ALONG ? isa->P.sum_all_along : isa->P.sum_all_across;
}

/* The maximum or minimum of a vector with an increment. */
real RPI(reduce_strided)(const struct rpi_isa *isa, enum rpi_op op, ptrdiff_t n,
                         const elem *x, ptrdiff_t incx);

/* By the kernels, in this thread. */
RPI_INLINED void RPI(reduce_alone)(const struct rpi_isa *isa, enum rpi_op op,
                                   enum rpi_walk walk, ptrdiff_t m, ptrdiff_t n,
                                   const elem *a, ptrdiff_t lda, real *y, ptrdiff_t incy)
{
    if (walk == RPI_ALONG || n > 1 || (lda != 1 && is_sum(op)))
        reducer(isa, op, walk)(m, n, a, lda, y, incy);
    else if (lda == 1)
        reducer(isa, op, RPI_ALONG)(1, m, a, m, y, 1);
    else
        *y = RPI(reduce_strided)(isa, op, m, a, lda);
}

/* A mean is a sum first, */
static inline enum rpi_op reduced_by(enum rpi_op op)
{
    return op == RPI_MEAN ? RPI_SUM : op;
}

/* of which each result is then divided. */
static inline void divide_results(const struct rpi_isa *isa, enum rpi_walk walk,
                                  ptrdiff_t m, ptrdiff_t n, real *y, ptrdiff_t incy)
{
    if (walk == RPI_ALONG)
        isa->R.divide(m, (real)n, y, incy);
    else
        isa->R.divide(n, (real)m, y, incy);
}

RPI_INLINED void RPI(mean_alone)(const struct rpi_isa *isa, enum rpi_walk walk,
                                 ptrdiff_t m, ptrdiff_t n, const elem *a, ptrdiff_t lda,
                                 real *y, ptrdiff_t incy)
{
    if (walk == RPI_ACROSS && n > 1) {
        isa->P.mean_across(m, n, a, lda, y, incy);
    } else {
        RPI(reduce_alone)(isa, RPI_SUM, walk, m, n, a, lda, y, incy);
        divide_results(isa, walk, m, n, y, incy);
    }
}

static inline size_t bytes_of(ptrdiff_t m, ptrdiff_t n)
{
    return (size_t)m * (size_t)n * sizeof(elem);
}

/* A gap that is shorter than a line of the cache comes with its row. */
static inline ptrdiff_t with_gap(ptrdiff_t n, ptrdiff_t lda)
{
    return lda > n && lda - n < 64 / (ptrdiff_t)sizeof(elem) ? lda : n;
}

/* A matrix of more bytes is taken to come from the memory: 16 MiB, the part of a last
   cache that one of several programs can hope for. What follows from it was better from
   20 MB on where the last cache had 32. Several streams lose nothing in that cache but
   with short lines: for longer ones it is half (doc/perf/kernels.md). */
static inline bool is_far(ptrdiff_t m, ptrdiff_t n, ptrdiff_t lda)
{
    const bool soon = rpi_has_habit(RPI_STREAMS) && n >= 256 / (ptrdiff_t)sizeof(elem);
    return bytes_of(m, with_gap(n, lda)) > (size_t)(soon ? 8 : 16) << 20;
}

/* The kernels for all parts of one. */
static inline const struct rpi_isa *isa_for(ptrdiff_t m, ptrdiff_t n, ptrdiff_t lda)
{
    const struct rpi_isa *isa = rpi_isa_current();
    return is_far(m, n, lda) ? isa->far : isa;
}

/* Means too, whose sums are divided while they are in the cache. */
void RPI(reduce_or_mean)(const struct rpi_isa *isa, enum rpi_op op, enum rpi_walk walk,
                         ptrdiff_t m, ptrdiff_t n, const elem *a, ptrdiff_t lda, real *y,
                         ptrdiff_t incy);

/* reduce_alone of results, as which they are reduced further. */
void RPI(merge_alone)(const struct rpi_isa *isa, enum rpi_op op, enum rpi_walk walk,
                      ptrdiff_t m, ptrdiff_t n, const real *a, ptrdiff_t lda, real *y,
                      ptrdiff_t incy);

/* Also of means, by a team of `width` threads, if there is something to cut and the team
   is free: else RPI_ALONE, and nothing is done. */
enum rpi_way RPI(reduce_by_team)(int width, const struct rpi_isa *isa, enum rpi_op op,
                                 enum rpi_walk walk, ptrdiff_t m, ptrdiff_t n,
                                 const elem *a, ptrdiff_t lda, real *y, ptrdiff_t incy);

/* They are reduced in pieces of so many results: a power of two of blocks. */
enum { RPI_RESULTS = 1024 };

/* Are there enough results to share them out, instead of each? */
static inline bool rpi_many_results(int width, ptrdiff_t results)
{
    return width > 1 && results >= 2 * width * (ptrdiff_t)RPI_RESULTS;
}

/* The reduction of those reductions, likewise; the team does it where there are many. */
real RPI(reduce_all_small)(const struct rpi_isa *isa, enum rpi_op op, enum rpi_walk walk,
                           ptrdiff_t m, ptrdiff_t n, const elem *a, ptrdiff_t lda);
real RPI(reduce_all_alone)(const struct rpi_isa *isa, enum rpi_op op, enum rpi_walk walk,
                           ptrdiff_t m, ptrdiff_t n, const elem *a, ptrdiff_t lda);
enum rpi_way RPI(reduce_all_by_team)(int width, const struct rpi_isa *isa, enum rpi_op op,
                                     enum rpi_walk walk, ptrdiff_t m, ptrdiff_t n,
                                     const elem *a, ptrdiff_t lda, real *result);

#endif
