/* SPDX-License-Identifier: BSD-3-Clause */
/* raptors.c -- the library itself as the first contender, once per precision. */
#include "util/precision.h"

#include "bench.h"

#define TABLE RP_PASTE(rpb_raptors_, P, )

/* The routines of one operation, by their folds; ds has no max and min. */
#if defined(RP_PREC_DS)
#define FOLDS(op)                                                                        \
    {                                                                                    \
        RP(op##sum), RP(op##mean), NULL, NULL                                            \
    }
#else
#define FOLDS(op)                                                                        \
    {                                                                                    \
        RP(op##sum), RP(op##mean), RP(op##max), RP(op##min)                              \
    }
#endif

typedef int axis_routine(int, rp_int, rp_int, const elem *, rp_int, real *, rp_int);
typedef int ge_routine(int, rp_int, rp_int, const elem *, rp_int, real *);
typedef int vector_routine(rp_int, const elem *, rp_int, real *);

static void axis0(const struct problem *p, const struct operands *o)
{
    static axis_routine *const routines[] = FOLDS(axis0);
    routines[p->fold](p->layout, p->m, p->n, o->a, p->lda, o->out, p->incy);
}

static void axis1(const struct problem *p, const struct operands *o)
{
    static axis_routine *const routines[] = FOLDS(axis1);
    routines[p->fold](p->layout, p->m, p->n, o->a, p->lda, o->out, p->incy);
}

static void ge(const struct problem *p, const struct operands *o)
{
    static ge_routine *const routines[] = FOLDS(ge);
    routines[p->fold](p->layout, p->m, p->n, o->a, p->lda, o->out);
}

static void vector(const struct problem *p, const struct operands *o)
{
    static vector_routine *const routines[] = FOLDS();
    routines[p->fold](p->n, o->a, p->incx, o->out);
}

#if !defined(RP_PREC_DS)
static void geadd_bcast(const struct problem *p, const struct operands *o)
{
    RP(geadd_bcast)
    (p->layout, p->bcast, p->m, p->n, (real)p->alpha, o->a, p->lda, (real)p->beta, o->x,
     p->incx, o->out, p->ldc);
}

static void geadd(const struct problem *p, const struct operands *o)
{
    RP(geadd)
    (p->layout, p->m, p->n, (real)p->alpha, o->a, p->lda, (real)p->beta, o->x, p->ldb,
     o->out, p->ldc);
}

static void gescal(const struct problem *p, const struct operands *o)
{
    RP(gescal)(p->layout, p->m, p->n, (real)p->alpha, o->a, p->lda, o->out, p->ldc);
}
#endif

const struct rival TABLE[] = {
    {"raptors", NULL, OP_AXIS0, NULL, axis0},
    {"raptors", NULL, OP_AXIS1, NULL, axis1},
    {"raptors", NULL, OP_GE, NULL, ge},
    {"raptors", NULL, OP_VECTOR, NULL, vector},
#if !defined(RP_PREC_DS)
    {"raptors", NULL, OP_GEADD_BCAST, NULL, geadd_bcast},
    {"raptors", NULL, OP_GEADD, NULL, geadd},
    {"raptors", NULL, OP_GESCAL, NULL, gescal},
#endif
    {NULL, NULL, OP_COUNT, NULL, NULL},
};
