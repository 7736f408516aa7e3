/* SPDX-License-Identifier: BSD-3-Clause */
/* raptors.c -- the library itself as the first contender, once per precision. */
#include "util/precision.h"

#include "bench.h"

#define TABLE RP_PASTE(rpb_raptors_, P, )

static void axis0sum(const struct problem *p, const struct operands *o)
{
    RP(axis0sum)(p->layout, p->m, p->n, o->a, p->lda, o->out, p->incy);
}

static void axis1sum(const struct problem *p, const struct operands *o)
{
    RP(axis1sum)(p->layout, p->m, p->n, o->a, p->lda, o->out, p->incy);
}

static void gesum(const struct problem *p, const struct operands *o)
{
    RP(gesum)(p->layout, p->m, p->n, o->a, p->lda, o->out);
}

static void sum(const struct problem *p, const struct operands *o)
{
    RP(sum)(p->n, o->a, p->incx, o->out);
}

static void geadd_bcast(const struct problem *p, const struct operands *o)
{
    RP(geadd_bcast)
    (p->layout, p->bcast, p->m, p->n, (real)p->alpha, o->a, p->lda, (real)p->beta, o->x,
     p->incx, o->out, p->ldc);
}

static void gescal(const struct problem *p, const struct operands *o)
{
    RP(gescal)(p->layout, p->m, p->n, (real)p->alpha, o->a, p->lda, o->out, p->ldc);
}

#define NAME(routine) "rp_" RP_STRING(P) routine

const struct rival TABLE[] = {
    {"raptors", NAME("axis0sum"), OP_AXIS0SUM, NULL, axis0sum},
    {"raptors", NAME("axis1sum"), OP_AXIS1SUM, NULL, axis1sum},
    {"raptors", NAME("gesum"), OP_GESUM, NULL, gesum},
    {"raptors", NAME("sum"), OP_SUM, NULL, sum},
    {"raptors", NAME("geadd_bcast"), OP_GEADD_BCAST, NULL, geadd_bcast},
    {"raptors", NAME("gescal"), OP_GESCAL, NULL, gescal},
    {NULL, NULL, OP_COUNT, NULL, NULL},
};
