/* SPDX-License-Identifier: BSD-3-Clause */
/* routines.h -- the routines without their names: what C and Fortran entries share.
 *
 * Each checks, runs, and returns 0 or -k; the entry that the caller used names itself to
 * the hooks and the error handler. May be called from: interface. Calls: lib/plan.
 */
#ifndef RPI_ROUTINES_H
#define RPI_ROUTINES_H

#include "interface/region.h"
#include "plan/op.h"
#include "raptors.h"
#include "util/precision.h"

int RPI(axis0)(enum rpi_op op, int layout, rp_int m, rp_int n, const elem *a, rp_int lda,
               real *y, rp_int incy);
int RPI(axis1)(enum rpi_op op, int layout, rp_int m, rp_int n, const elem *a, rp_int lda,
               real *y, rp_int incy);
int RPI(ge)(enum rpi_op op, int layout, rp_int m, rp_int n, const elem *a, rp_int lda,
            real *result);
int RPI(vector)(enum rpi_op op, rp_int n, const elem *x, rp_int incx, real *result);

#if !defined(RP_PREC_DS)
int RPI(geadd_bcast)(int layout, int bcast, rp_int m, rp_int n, real alpha, const real *a,
                     rp_int lda, real beta, const real *x, rp_int incx, real *c,
                     rp_int ldc);
int RPI(geadd)(int layout, rp_int m, rp_int n, real alpha, const real *a, rp_int lda,
               real beta, const real *b, rp_int ldb, real *c, rp_int ldc);
int RPI(gescal)(int layout, rp_int m, rp_int n, real alpha, const real *a, rp_int lda,
                real *b, rp_int ldb);
#endif

/* Each is inlined into its entries, in C and in Fortran: a call is a good part of what a
   small matrix takes, and -O2 would leave it. */
#define RP_BODY inline __attribute__((always_inline))

/* The whole body of a C entry. */
#define RP_ENTRY(name, call)                                                             \
    RP_REGION("rp_" RP_STRING(P) name, call);                                            \
    return rp_status

#endif
