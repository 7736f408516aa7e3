/* SPDX-License-Identifier: BSD-3-Clause */
/* plan.h -- how a walk over a matrix is cut into kernel calls. Today: by one thread.
 *
 * A walk is layout-free: m lines of n neighbouring elements, lda apart. Empty extents are
 * allowed, but not for a maximum or minimum of nothing. May be called from: interface.
 * Calls: lib/dispatch, and the chosen kernels.
 */
#ifndef RPI_PLAN_H
#define RPI_PLAN_H

#include <stddef.h>

#include "plan/op.h"
#include "util/precision.h"

/* The reductions of the lines (m of them), or across the lines (n). */
void RPI(plan_reduce)(enum rpi_op op, enum rpi_walk walk, ptrdiff_t m, ptrdiff_t n,
                      const elem *a, ptrdiff_t lda, real *y, ptrdiff_t incy);

/* The reduction of those reductions; the mean is that of all elements. */
real RPI(plan_reduce_all)(enum rpi_op op, enum rpi_walk walk, ptrdiff_t m, ptrdiff_t n,
                          const elem *a, ptrdiff_t lda);

#if !defined(RP_PREC_DS)

/* C = alpha*A + beta*x: x[j] to every line, or x[i] to the whole of line i. */
void RPI(plan_add_row)(ptrdiff_t m, ptrdiff_t n, real alpha, const real *a, ptrdiff_t lda,
                       real beta, const real *x, ptrdiff_t incx, real *c, ptrdiff_t ldc);
void RPI(plan_add_col)(ptrdiff_t m, ptrdiff_t n, real alpha, const real *a, ptrdiff_t lda,
                       real beta, const real *x, ptrdiff_t incx, real *c, ptrdiff_t ldc);

/* C = alpha*A + beta*B. */
void RPI(plan_add)(ptrdiff_t m, ptrdiff_t n, real alpha, const real *a, ptrdiff_t lda,
                   real beta, const real *b, ptrdiff_t ldb, real *c, ptrdiff_t ldc);

/* B = alpha*A. */
void RPI(plan_scale)(ptrdiff_t m, ptrdiff_t n, real alpha, const real *a, ptrdiff_t lda,
                     real *b, ptrdiff_t ldb);

#endif

#endif
