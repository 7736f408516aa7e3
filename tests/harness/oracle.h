/* SPDX-License-Identifier: BSD-3-Clause */
/* oracle.h -- what every kernel must give: slow, and obviously right. */
#ifndef TEST_ORACLE_H
#define TEST_ORACLE_H

#include "harness/prec.h"

/* The canonical sum of x[0], x[inc], .. x[(k-1)*inc]: design.md, section 4. */
real P(canonical_sum)(ptrdiff_t k, const elem *x, ptrdiff_t inc);

/* alpha*a + beta*x, alpha*a, and a sum's mean: as written, each operation rounded. */
real P(weighted_sum)(real alpha, real a, real beta, real x);
real P(product)(real alpha, real a);
real P(quotient)(real sum, real by);

#ifdef RP_PREC_DS
/* The sum of results is that of d. */
real R(canonical_sum)(ptrdiff_t k, const real *x, ptrdiff_t inc);
#else
/* The greatest and the least of k >= 1 numbers. */
real P(maximum)(ptrdiff_t k, const real *x, ptrdiff_t inc);
real P(minimum)(ptrdiff_t k, const real *x, ptrdiff_t inc);
#endif

/* The table that the library fills for each instruction set. */
extern const struct KERNELS P(oracle_kernels);

#endif
