/* SPDX-License-Identifier: BSD-3-Clause */
/* raptors.h -- the public interface of libraptors, the memory-bound half of BLAS. */

#ifndef RAPTORS_H
#define RAPTORS_H

#include <stddef.h>
#include <stdint.h>

#define RP_VERSION_MAJOR 0
#define RP_VERSION_MINOR 1
#define RP_VERSION_PATCH 0

#if defined(__GNUC__)
#define RP_API __attribute__((visibility("default")))
#else
#define RP_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* Sizes, leading dimensions and increments; they count elements. */
typedef int64_t rp_int;

#define RP_ROW_MAJOR 101 /* the values of CBLAS_LAYOUT */
#define RP_COL_MAJOR 102

#define RP_BCAST_ROW 201    /* x has n elements: x[j] goes to column j */
#define RP_BCAST_COL 202    /* x has m elements: x[i] goes to row i */
#define RP_BCAST_SCALAR 203 /* x[0] goes everywhere */

/* The compute routines return 0, or -k when argument k is the first illegal one. */

/* The reductions of each column, each row, a matrix, a vector. rp_ds: float in, double
   arithmetic and result. A maximum or minimum is NaN if there is a NaN, and -0 < +0. */

/* y[j] = sum over i of A[i,j] */
RP_API int rp_saxis0sum(int layout, rp_int m, rp_int n, const float *a, rp_int lda,
                        float *y, rp_int incy);
RP_API int rp_daxis0sum(int layout, rp_int m, rp_int n, const double *a, rp_int lda,
                        double *y, rp_int incy);
RP_API int rp_dsaxis0sum(int layout, rp_int m, rp_int n, const float *a, rp_int lda,
                         double *y, rp_int incy);

/* y[j] = mean over i of A[i,j] */
RP_API int rp_saxis0mean(int layout, rp_int m, rp_int n, const float *a, rp_int lda,
                         float *y, rp_int incy);
RP_API int rp_daxis0mean(int layout, rp_int m, rp_int n, const double *a, rp_int lda,
                         double *y, rp_int incy);
RP_API int rp_dsaxis0mean(int layout, rp_int m, rp_int n, const float *a, rp_int lda,
                          double *y, rp_int incy);

/* y[j] = maximum over i of A[i,j] */
RP_API int rp_saxis0max(int layout, rp_int m, rp_int n, const float *a, rp_int lda,
                        float *y, rp_int incy);
RP_API int rp_daxis0max(int layout, rp_int m, rp_int n, const double *a, rp_int lda,
                        double *y, rp_int incy);

/* y[j] = minimum over i of A[i,j] */
RP_API int rp_saxis0min(int layout, rp_int m, rp_int n, const float *a, rp_int lda,
                        float *y, rp_int incy);
RP_API int rp_daxis0min(int layout, rp_int m, rp_int n, const double *a, rp_int lda,
                        double *y, rp_int incy);

/* y[i] = sum over j of A[i,j] */
RP_API int rp_saxis1sum(int layout, rp_int m, rp_int n, const float *a, rp_int lda,
                        float *y, rp_int incy);
RP_API int rp_daxis1sum(int layout, rp_int m, rp_int n, const double *a, rp_int lda,
                        double *y, rp_int incy);
RP_API int rp_dsaxis1sum(int layout, rp_int m, rp_int n, const float *a, rp_int lda,
                         double *y, rp_int incy);

/* y[i] = mean over j of A[i,j] */
RP_API int rp_saxis1mean(int layout, rp_int m, rp_int n, const float *a, rp_int lda,
                         float *y, rp_int incy);
RP_API int rp_daxis1mean(int layout, rp_int m, rp_int n, const double *a, rp_int lda,
                         double *y, rp_int incy);
RP_API int rp_dsaxis1mean(int layout, rp_int m, rp_int n, const float *a, rp_int lda,
                          double *y, rp_int incy);

/* y[i] = maximum over j of A[i,j] */
RP_API int rp_saxis1max(int layout, rp_int m, rp_int n, const float *a, rp_int lda,
                        float *y, rp_int incy);
RP_API int rp_daxis1max(int layout, rp_int m, rp_int n, const double *a, rp_int lda,
                        double *y, rp_int incy);

/* y[i] = minimum over j of A[i,j] */
RP_API int rp_saxis1min(int layout, rp_int m, rp_int n, const float *a, rp_int lda,
                        float *y, rp_int incy);
RP_API int rp_daxis1min(int layout, rp_int m, rp_int n, const double *a, rp_int lda,
                        double *y, rp_int incy);

/* result = sum of A */
RP_API int rp_sgesum(int layout, rp_int m, rp_int n, const float *a, rp_int lda,
                     float *result);
RP_API int rp_dgesum(int layout, rp_int m, rp_int n, const double *a, rp_int lda,
                     double *result);
RP_API int rp_dsgesum(int layout, rp_int m, rp_int n, const float *a, rp_int lda,
                      double *result);

/* result = mean of A */
RP_API int rp_sgemean(int layout, rp_int m, rp_int n, const float *a, rp_int lda,
                      float *result);
RP_API int rp_dgemean(int layout, rp_int m, rp_int n, const double *a, rp_int lda,
                      double *result);
RP_API int rp_dsgemean(int layout, rp_int m, rp_int n, const float *a, rp_int lda,
                       double *result);

/* result = maximum of A */
RP_API int rp_sgemax(int layout, rp_int m, rp_int n, const float *a, rp_int lda,
                     float *result);
RP_API int rp_dgemax(int layout, rp_int m, rp_int n, const double *a, rp_int lda,
                     double *result);

/* result = minimum of A */
RP_API int rp_sgemin(int layout, rp_int m, rp_int n, const float *a, rp_int lda,
                     float *result);
RP_API int rp_dgemin(int layout, rp_int m, rp_int n, const double *a, rp_int lda,
                     double *result);

/* result = sum of the n elements of x */
RP_API int rp_ssum(rp_int n, const float *x, rp_int incx, float *result);
RP_API int rp_dsum(rp_int n, const double *x, rp_int incx, double *result);
RP_API int rp_dssum(rp_int n, const float *x, rp_int incx, double *result);

/* result = mean of the n elements of x */
RP_API int rp_smean(rp_int n, const float *x, rp_int incx, float *result);
RP_API int rp_dmean(rp_int n, const double *x, rp_int incx, double *result);
RP_API int rp_dsmean(rp_int n, const float *x, rp_int incx, double *result);

/* result = maximum of the n elements of x */
RP_API int rp_smax(rp_int n, const float *x, rp_int incx, float *result);
RP_API int rp_dmax(rp_int n, const double *x, rp_int incx, double *result);

/* result = minimum of the n elements of x */
RP_API int rp_smin(rp_int n, const float *x, rp_int incx, float *result);
RP_API int rp_dmin(rp_int n, const double *x, rp_int incx, double *result);

/* C = alpha*A + beta*bcast(x) */
RP_API int rp_sgeadd_bcast(int layout, int bcast, rp_int m, rp_int n, float alpha,
                           const float *a, rp_int lda, float beta, const float *x,
                           rp_int incx, float *c, rp_int ldc);
RP_API int rp_dgeadd_bcast(int layout, int bcast, rp_int m, rp_int n, double alpha,
                           const double *a, rp_int lda, double beta, const double *x,
                           rp_int incx, double *c, rp_int ldc);

/* C = alpha*A + beta*B */
RP_API int rp_sgeadd(int layout, rp_int m, rp_int n, float alpha, const float *a,
                     rp_int lda, float beta, const float *b, rp_int ldb, float *c,
                     rp_int ldc);
RP_API int rp_dgeadd(int layout, rp_int m, rp_int n, double alpha, const double *a,
                     rp_int lda, double beta, const double *b, rp_int ldb, double *c,
                     rp_int ldc);

/* B = alpha*A */
RP_API int rp_sgescal(int layout, rp_int m, rp_int n, float alpha, const float *a,
                      rp_int lda, float *b, rp_int ldb);
RP_API int rp_dgescal(int layout, rp_int m, rp_int n, double alpha, const double *a,
                      rp_int lda, double *b, rp_int ldb);

/* The version of the library at run time, as "0.1.0". */
RP_API const char *rp_version(void);

/* The instruction set in use: "scalar" "generic" "avx2" "avx512" "neon". */
RP_API const char *rp_get_isa(void);

/* Choose it: 0, or -1 and no change when unknown or unavailable; NULL = the best. */
RP_API int rp_set_isa(const char *name);

/* How many threads a call by this thread may use, itself included. */
RP_API int rp_get_num_threads(void);

/* Choose it for all: n >= 1, 0 = the default; returns 0, or -1 and no change for n < 0.
   */
RP_API int rp_set_num_threads(int n);

/* Cap it for the calling thread, 0 = no cap; returns the former cap, or -1 for n < 0. */
RP_API int rp_set_num_threads_local(int n);

/* The state of the library as JSON. As snprintf: at most size bytes with the final NUL,
   and the length without it is returned; buf may be NULL when size is 0. */
RP_API size_t rp_threading_info(char *buf, size_t size);

/* What is remembered of the calls: 0 nothing, 1 (the default) counts, and times of large
   calls, 2 times of all; returns the former level, or -1 and no change. */
RP_API int rp_telemetry_enable(int level);

/* Forget them. */
RP_API void rp_telemetry_reset(void);

/* Called with the routine's name and the number of its first illegal argument. */
typedef void (*rp_error_handler)(const char *routine, int argument);

/* Replace the handler, which by default writes a line to stderr; NULL = silent.
   Returns the former one. */
RP_API rp_error_handler rp_set_error_handler(rp_error_handler handler);

/* Called round every compute call, in the calling thread, with the routine's name. */
typedef void (*rp_region_hook)(const char *routine);

/* Set the pair; NULL = none. */
RP_API void rp_set_region_hooks(rp_region_hook start, rp_region_hook stop);

#ifdef __cplusplus
}
#endif

#endif
