/* SPDX-License-Identifier: BSD-3-Clause */
/* library.c -- the library as C calls it. */

#include "harness/api.h"

static const union {
    api_axis *axis;
    api_ge *ge;
    api_vector *vector;
    api_bcast *bcast;
    api_add *add;
    api_scale *scale;
} routines[] = {
#define ROUTINE(name, class, op, traits) {.class = RP(name)},
#include "api/routines.def"
};

static int call_axis(int row, const struct call *c)
{
    return routines[row].axis(c->layout, c->m, c->n, c->a, c->lda, c->c, c->ldc);
}

static int call_ge(int row, const struct call *c)
{
    return routines[row].ge(c->layout, c->m, c->n, c->a, c->lda, c->c);
}

static int call_vector(int row, const struct call *c)
{
    return routines[row].vector(c->n, c->a, c->incx, c->c);
}

static int call_bcast(int row, const struct call *c)
{
    return routines[row].bcast(c->layout, c->bcast, c->m, c->n, c->alpha, c->a, c->lda,
                               c->beta, c->x, c->incx, c->c, c->ldc);
}

static int call_add(int row, const struct call *c)
{
    return routines[row].add(c->layout, c->m, c->n, c->alpha, c->a, c->lda, c->beta, c->x,
                             c->incx, c->c, c->ldc);
}

static int call_scale(int row, const struct call *c)
{
    return routines[row].scale(c->layout, c->m, c->n, c->alpha, c->a, c->lda, c->c,
                               c->ldc);
}

const struct api P(library) = {call_axis,  call_ge,  call_vector,
                               call_bcast, call_add, call_scale};
