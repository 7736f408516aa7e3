/* SPDX-License-Identifier: BSD-3-Clause */
/* api.h -- the classes of public routines, and the ways to call them.
 *
 * One caller serves all routines of a class: a binding is a caller for each class.
 */
#ifndef TEST_API_H
#define TEST_API_H

#include "harness/subject.h"
#include "raptors.h"

/* The lists of arguments in C. */
typedef int api_axis(int layout, rp_int m, rp_int n, const elem *a, rp_int lda, real *y,
                     rp_int incy);
typedef int api_ge(int layout, rp_int m, rp_int n, const elem *a, rp_int lda,
                   real *result);
typedef int api_vector(rp_int n, const elem *x, rp_int incx, real *result);
typedef int api_bcast(int layout, int bcast, rp_int m, rp_int n, real alpha,
                      const elem *a, rp_int lda, real beta, const elem *x, rp_int incx,
                      real *c, rp_int ldc);
typedef int api_add(int layout, rp_int m, rp_int n, real alpha, const elem *a, rp_int lda,
                    real beta, const elem *b, rp_int ldb, real *c, rp_int ldc);
typedef int api_scale(int layout, rp_int m, rp_int n, real alpha, const elem *a,
                      rp_int lda, real *b, rp_int ldb);

/* Calls routine number `row` of routines.def, which is of the caller's class. */
typedef int api_caller(int row, const struct call *call);

struct api {
    api_caller *axis, *ge, *vector, *bcast, *add, *scale;
};

/* From C; from Fortran with INTEGER; from Fortran with INTEGER*8; the oracle. */
extern const struct api P(library), P(f77), P(f77_64), P(oracle);

#endif
