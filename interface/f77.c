/* SPDX-License-Identifier: BSD-3-Clause */
/* f77.c -- the Fortran 77 subroutines: arguments by reference, INFO last.
 *
 * Compiled per precision and per integer: default INTEGER as rp_saxis0sum_, and with
 * RP_F77_64 every integer INTEGER*8 as rp_saxis0sum_64_. The names are lower case with
 * one underscore whatever Fortran compiler there is. Numbers in INFO count the Fortran
 * list, whose order is that of C.
 */
#include "interface/routines.h"

/* The callers are written in Fortran and see no prototypes. */
#pragma GCC diagnostic ignored "-Wmissing-prototypes"

#if defined(RP_F77_64)
typedef int64_t integer;
#define F77(x) RP_PASTE(rp_, P, x##_64_)
#define SUFFIX "_64"
#else
typedef int32_t integer;
#define F77(x) RP_PASTE(rp_, P, x##_)
#define SUFFIX ""
#endif

#if defined(RP_PREC_S)
#define PREFIX "RP_S"
#elif defined(RP_PREC_D)
#define PREFIX "RP_D"
#else
#define PREFIX "RP_DS"
#endif

/* The body of an entry: the hooks and the handler hear the name that the caller wrote. */
#define RUN(NAME, call)                                                                  \
    RP_REGION(PREFIX NAME SUFFIX, call);                                                 \
    *info = rp_status

/* An INTEGER*8 layout may not fit an int: such a one is illegal, not cut short. */
static int small(integer x)
{
    return x == (int)x ? (int)x : 0;
}

/* The lists that the reductions share. */
#define AXIS_LIST                                                                        \
    const integer *layout, const integer *m, const integer *n, const elem *a,            \
        const integer *lda, real *y, const integer *incy, integer *info
#define AXIS_VALUES small(*layout), *m, *n, a, *lda, y, *incy

#define GE_LIST                                                                          \
    const integer *layout, const integer *m, const integer *n, const elem *a,            \
        const integer *lda, real *result, integer *info
#define GE_VALUES small(*layout), *m, *n, a, *lda, result

#define VECTOR_LIST                                                                      \
    const integer *n, const elem *x, const integer *incx, real *result, integer *info
#define VECTOR_VALUES *n, x, *incx, result

RP_API void F77(axis0sum)(AXIS_LIST)
{
    RUN("AXIS0SUM", RPI(axis0)(RPI_SUM, AXIS_VALUES));
}

RP_API void F77(axis1sum)(AXIS_LIST)
{
    RUN("AXIS1SUM", RPI(axis1)(RPI_SUM, AXIS_VALUES));
}

RP_API void F77(gesum)(GE_LIST)
{
    RUN("GESUM", RPI(ge)(RPI_SUM, GE_VALUES));
}

RP_API void F77(sum)(VECTOR_LIST)
{
    RUN("SUM", RPI(vector)(RPI_SUM, VECTOR_VALUES));
}

RP_API void F77(axis0mean)(AXIS_LIST)
{
    RUN("AXIS0MEAN", RPI(axis0)(RPI_MEAN, AXIS_VALUES));
}

RP_API void F77(axis1mean)(AXIS_LIST)
{
    RUN("AXIS1MEAN", RPI(axis1)(RPI_MEAN, AXIS_VALUES));
}

RP_API void F77(gemean)(GE_LIST)
{
    RUN("GEMEAN", RPI(ge)(RPI_MEAN, GE_VALUES));
}

RP_API void F77(mean)(VECTOR_LIST)
{
    RUN("MEAN", RPI(vector)(RPI_MEAN, VECTOR_VALUES));
}

#if !defined(RP_PREC_DS)

RP_API void F77(axis0max)(AXIS_LIST)
{
    RUN("AXIS0MAX", RPI(axis0)(RPI_MAX, AXIS_VALUES));
}

RP_API void F77(axis1max)(AXIS_LIST)
{
    RUN("AXIS1MAX", RPI(axis1)(RPI_MAX, AXIS_VALUES));
}

RP_API void F77(gemax)(GE_LIST)
{
    RUN("GEMAX", RPI(ge)(RPI_MAX, GE_VALUES));
}

RP_API void F77(max)(VECTOR_LIST)
{
    RUN("MAX", RPI(vector)(RPI_MAX, VECTOR_VALUES));
}

RP_API void F77(axis0min)(AXIS_LIST)
{
    RUN("AXIS0MIN", RPI(axis0)(RPI_MIN, AXIS_VALUES));
}

RP_API void F77(axis1min)(AXIS_LIST)
{
    RUN("AXIS1MIN", RPI(axis1)(RPI_MIN, AXIS_VALUES));
}

RP_API void F77(gemin)(GE_LIST)
{
    RUN("GEMIN", RPI(ge)(RPI_MIN, GE_VALUES));
}

RP_API void F77(min)(VECTOR_LIST)
{
    RUN("MIN", RPI(vector)(RPI_MIN, VECTOR_VALUES));
}

RP_API void F77(geadd_bcast)(const integer *layout, const integer *bcast,
                             const integer *m, const integer *n, const real *alpha,
                             const real *a, const integer *lda, const real *beta,
                             const real *x, const integer *incx, real *c,
                             const integer *ldc, integer *info)
{
    RUN("GEADD_BCAST", RPI(geadd_bcast)(small(*layout), small(*bcast), *m, *n, *alpha, a,
                                        *lda, *beta, x, *incx, c, *ldc));
}

RP_API void F77(geadd)(const integer *layout, const integer *m, const integer *n,
                       const real *alpha, const real *a, const integer *lda,
                       const real *beta, const real *b, const integer *ldb, real *c,
                       const integer *ldc, integer *info)
{
    RUN("GEADD",
        RPI(geadd)(small(*layout), *m, *n, *alpha, a, *lda, *beta, b, *ldb, c, *ldc));
}

RP_API void F77(gescal)(const integer *layout, const integer *m, const integer *n,
                        const real *alpha, const real *a, const integer *lda, real *b,
                        const integer *ldb, integer *info)
{
    RUN("GESCAL", RPI(gescal)(small(*layout), *m, *n, *alpha, a, *lda, b, *ldb));
}

#endif
