/* SPDX-License-Identifier: BSD-3-Clause */
/* reduce.h -- reductions alone and by the team. Used by the plan only.
 *
 * No empty extents, and no means: a mean is a sum that is divided.
 */
#ifndef RPI_REDUCE_H
#define RPI_REDUCE_H

#include <stdbool.h>

#include "dispatch/dispatch.h"
#include "plan/op.h"
#include "threads/threads.h"
#include "util/precision.h"

/* By the kernels, in this thread. */
void RPI(reduce_alone)(const struct rpi_isa *isa, enum rpi_op op, enum rpi_walk walk,
                       ptrdiff_t m, ptrdiff_t n, const elem *a, ptrdiff_t lda, real *y,
                       ptrdiff_t incy);

/* The same of results, as which they are reduced further. */
void RPI(merge_alone)(const struct rpi_isa *isa, enum rpi_op op, enum rpi_walk walk,
                      ptrdiff_t m, ptrdiff_t n, const real *a, ptrdiff_t lda, real *y,
                      ptrdiff_t incy);

/* By a team of `width` threads, if there is something to cut and the team is free: else
   RPI_ALONE, and nothing is done. */
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
real RPI(reduce_all_alone)(const struct rpi_isa *isa, enum rpi_op op, enum rpi_walk walk,
                           ptrdiff_t m, ptrdiff_t n, const elem *a, ptrdiff_t lda);
enum rpi_way RPI(reduce_all_by_team)(int width, const struct rpi_isa *isa, enum rpi_op op,
                                     enum rpi_walk walk, ptrdiff_t m, ptrdiff_t n,
                                     const elem *a, ptrdiff_t lda, real *result);

#endif
