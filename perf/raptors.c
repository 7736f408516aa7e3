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
typedef int bcast_routine(int, int, rp_int, rp_int, real, const real *, rp_int, real,
                          const real *, rp_int, real *, rp_int);
typedef int add_routine(int, rp_int, rp_int, real, const real *, rp_int, real,
                        const real *, rp_int, real *, rp_int);
typedef int scale_routine(int, rp_int, rp_int, real, const real *, rp_int, real *,
                          rp_int);

/* CALL(axis0, axis, routine, arguments): axis0 calls our routine, against_axis0 that of
   the other build. */
#define CALL(name, type, ours, ...)                                                      \
    static void name(const struct problem *p, const struct operands *o)                  \
    {                                                                                    \
        ours(__VA_ARGS__);                                                               \
    }                                                                                    \
    static void against_##name(const struct problem *p, const struct operands *o)        \
    {                                                                                    \
        ((type##_routine *)rpb_against_routine)(__VA_ARGS__);                            \
    }

static axis_routine *const axis0s[] = FOLDS(axis0), *const axis1s[] = FOLDS(axis1);
static ge_routine *const ges[] = FOLDS(ge);
static vector_routine *const vectors[] = FOLDS();

CALL(axis0, axis, axis0s[p->fold], p->layout, p->m, p->n, o->a, p->lda, o->out, p->incy)
CALL(axis1, axis, axis1s[p->fold], p->layout, p->m, p->n, o->a, p->lda, o->out, p->incy)
CALL(ge, ge, ges[p->fold], p->layout, p->m, p->n, o->a, p->lda, o->out)
CALL(vector, vector, vectors[p->fold], p->n, o->a, p->incx, o->out)

#if !defined(RP_PREC_DS)
CALL(geadd_bcast, bcast, RP(geadd_bcast), p->layout, p->bcast, p->m, p->n, (real)p->alpha,
     o->a, p->lda, (real)p->beta, o->x, p->incx, o->out, p->ldc)
CALL(geadd, add, RP(geadd), p->layout, p->m, p->n, (real)p->alpha, o->a, p->lda,
     (real)p->beta, o->x, p->ldb, o->out, p->ldc)
CALL(gescal, scale, RP(gescal), p->layout, p->m, p->n, (real)p->alpha, o->a, p->lda,
     o->out, p->ldc)
#endif

/* Ours, and that of the other build. */
#define BOTH(op, name)                                                                   \
    {"raptors", NULL, op, NULL, name},                                                   \
    {                                                                                    \
        "against", "other build", op, rpb_find_against, against_##name                   \
    }

const struct rival TABLE[] = {
    BOTH(OP_AXIS0, axis0),
    BOTH(OP_AXIS1, axis1),
    BOTH(OP_GE, ge),
    BOTH(OP_VECTOR, vector),
#if !defined(RP_PREC_DS)
    BOTH(OP_GEADD_BCAST, geadd_bcast),
    BOTH(OP_GEADD, geadd),
    BOTH(OP_GESCAL, gescal),
#endif
    {NULL, NULL, OP_COUNT, NULL, NULL},
};
