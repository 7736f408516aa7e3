/* SPDX-License-Identifier: BSD-3-Clause */
/* f77.c -- the library as Fortran 77 calls it: by reference, with a trailing INFO.
 *
 * With F77_WIDE every integer is INTEGER*8 and the names end in _64_.
 */

#include "harness/api.h"

#ifdef F77_WIDE
typedef int64_t integer;
#define F77(name) RP(name##_64_)
#define TABLE P(f77_64)
#else
typedef int32_t integer;
#define F77(name) RP(name##_)
#define TABLE P(f77)
#endif

typedef void f77_axis(const integer *layout, const integer *m, const integer *n,
                      const elem *a, const integer *lda, real *y, const integer *incy,
                      integer *info);
typedef void f77_ge(const integer *layout, const integer *m, const integer *n,
                    const elem *a, const integer *lda, real *result, integer *info);
typedef void f77_vector(const integer *n, const elem *x, const integer *incx,
                        real *result, integer *info);
typedef void f77_bcast(const integer *layout, const integer *bcast, const integer *m,
                       const integer *n, const real *alpha, const elem *a,
                       const integer *lda, const real *beta, const elem *x,
                       const integer *incx, real *c, const integer *ldc, integer *info);
typedef void f77_add(const integer *layout, const integer *m, const integer *n,
                     const real *alpha, const elem *a, const integer *lda,
                     const real *beta, const elem *b, const integer *ldb, real *c,
                     const integer *ldc, integer *info);
typedef void f77_scale(const integer *layout, const integer *m, const integer *n,
                       const real *alpha, const elem *a, const integer *lda, real *b,
                       const integer *ldb, integer *info);

#define ROUTINE(name, class, op, traits) f77_##class F77(name);
#include "api/routines.def"

static const union {
    f77_axis *axis;
    f77_ge *ge;
    f77_vector *vector;
    f77_bcast *bcast;
    f77_add *add;
    f77_scale *scale;
} routines[] = {
#define ROUTINE(name, class, op, traits) {.class = F77(name)},
#include "api/routines.def"
};

/* The integers of a call as Fortran has them, and INFO, which a routine may forget. */
struct integers {
    integer layout, bcast, m, n, lda, incx, ldc, info;
};

static struct integers integers(const struct call *c)
{
    return (struct integers){
        c->layout,       c->bcast,         (integer)c->m,   (integer)c->n,
        (integer)c->lda, (integer)c->incx, (integer)c->ldc, 12345};
}

static int call_axis(int row, const struct call *c)
{
    struct integers i = integers(c);
    routines[row].axis(&i.layout, &i.m, &i.n, c->a, &i.lda, c->c, &i.ldc, &i.info);
    return (int)i.info;
}

static int call_ge(int row, const struct call *c)
{
    struct integers i = integers(c);
    routines[row].ge(&i.layout, &i.m, &i.n, c->a, &i.lda, c->c, &i.info);
    return (int)i.info;
}

static int call_vector(int row, const struct call *c)
{
    struct integers i = integers(c);
    routines[row].vector(&i.n, c->a, &i.incx, c->c, &i.info);
    return (int)i.info;
}

static int call_bcast(int row, const struct call *c)
{
    struct integers i = integers(c);
    routines[row].bcast(&i.layout, &i.bcast, &i.m, &i.n, &c->alpha, c->a, &i.lda,
                        &c->beta, c->x, &i.incx, c->c, &i.ldc, &i.info);
    return (int)i.info;
}

static int call_add(int row, const struct call *c)
{
    struct integers i = integers(c);
    routines[row].add(&i.layout, &i.m, &i.n, &c->alpha, c->a, &i.lda, &c->beta, c->x,
                      &i.incx, c->c, &i.ldc, &i.info);
    return (int)i.info;
}

static int call_scale(int row, const struct call *c)
{
    struct integers i = integers(c);
    routines[row].scale(&i.layout, &i.m, &i.n, &c->alpha, c->a, &i.lda, c->c, &i.ldc,
                        &i.info);
    return (int)i.info;
}

const struct api TABLE = {call_axis,  call_ge,  call_vector,
                          call_bcast, call_add, call_scale};
