/* SPDX-License-Identifier: BSD-3-Clause */
/* subjects.c -- every public routine as a subject, in one precision. */

#include "api/subjects.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

#ifdef RP_PREC_DS
#define SUBJECTS API_DS_SUBJECTS
#else
#define SUBJECTS API_SUBJECTS
#endif

/* ---- shapes ------------------------------------------------------------------------ */

static struct shape matrix(const struct scene *s, ptrdiff_t ld)
{
    return s->layout == RP_ROW_MAJOR ? (struct shape){s->m, s->n, ld}
                                     : (struct shape){s->n, s->m, ld};
}

/* A public vector's pointer is its lowest address, whatever the sign of inc. */
static struct shape vector(ptrdiff_t n, ptrdiff_t inc)
{
    return (struct shape){n, 1, labs(inc)};
}

static void shapes_axis(const struct subject *u, const struct scene *s,
                        struct shape of[3])
{
    of[0] = matrix(s, s->lda);
    of[2] = vector(u->name[4] == '0' ? s->n : s->m, s->ldc);
}

static void shapes_ge(const struct subject *u, const struct scene *s, struct shape of[3])
{
    (void)u;
    of[0] = matrix(s, s->lda);
    of[2] = vector(1, 1);
}

static void shapes_vector(const struct subject *u, const struct scene *s,
                          struct shape of[3])
{
    (void)u;
    of[0] = vector(s->n, s->incx);
    of[2] = vector(1, 1);
}

#ifndef RP_PREC_DS

static void shapes_scale(const struct subject *u, const struct scene *s,
                         struct shape of[3])
{
    (void)u;
    of[0] = matrix(s, s->lda);
    of[2] = matrix(s, s->ldc);
}

static void shapes_add(const struct subject *u, const struct scene *s, struct shape of[3])
{
    shapes_scale(u, s, of);
    of[1] = matrix(s, s->incx);
}

static void shapes_bcast(const struct subject *u, const struct scene *s,
                         struct shape of[3])
{
    shapes_scale(u, s, of);
    of[1] = s->bcast == RP_BCAST_ROW   ? vector(s->n, s->incx)
            : s->bcast == RP_BCAST_COL ? vector(s->m, s->incx)
                                       : vector(1, 1);
}

#endif

/* ---- calls ------------------------------------------------------------------------- */

/* A binding has one caller for each class, and needs the row. */
static int run(const struct subject *u, const void *table, const struct call *c)
{
    api_caller *const *caller = (const void *)((const char *)table + u->member);
    return (*caller)((int)(u - P(api_subjects)), c);
}

const struct subject P(api_subjects)[] = {
#define ROUTINE(name, class, op, traits)                                                 \
    {#name, offsetof(struct api, class), traits, shapes_##class, run, op},
#include "api/routines.def"
};

_Static_assert(sizeof P(api_subjects) / sizeof *P(api_subjects) == SUBJECTS,
               "api/cases.h counts the rows");

int P(api_starved)(const struct subject *u, ptrdiff_t m, ptrdiff_t n)
{
    if (u->op != OP_MAX && u->op != OP_MIN)
        return 0;
    if (u->traits[0] == 'N')
        return n == 0 ? 1 : 0;
    const bool axis = strchr(u->traits, 'S') != NULL, columns = u->name[4] == '0';
    if (m == 0 && (!axis || (columns && n > 0)))
        return 2;
    return n == 0 && (!axis || (!columns && m > 0)) ? 3 : 0;
}

void P(api_spell)(char *name, size_t size, int subject, enum binding binding)
{
    snprintf(name, size, "rp_" PREFIX "%s", P(api_subjects)[subject].name);
    if (binding == BINDING_C)
        return;
    for (char *c = name; *c; c++)
        *c = (char)toupper((unsigned char)*c);
    if (binding == BINDING_F77_64)
        snprintf(name + strlen(name), size - strlen(name), "_64");
}

/* ---- scenes ------------------------------------------------------------------------ */

/* Tiny with empties, small, and in turn tall, wide, and a few blocks either way. */
static void draw_sizes(struct scene *s, struct rng *r)
{
    static const struct range {
        int m, n;
    } ranges[] = {{6, 6},    {20, 20},  {70, 70},  {3000, 12}, {12, 3000},
                  {300, 40}, {40, 300}, {2, 5000}, {5000, 2}};
    static const ptrdiff_t edges[] = {16, 127, 128, 129, 255, 256, 257};
    struct range most = RNG_PICK(r, ranges);
    s->m = rng_below(r, most.m + 1);
    s->n = rng_below(r, most.n + 1);
    if (most.m == 300 && rng_below(r, 2))
        s->m = RNG_PICK(r, edges);
    if (most.n == 300 && rng_below(r, 2))
        s->n = RNG_PICK(r, edges);
}

static ptrdiff_t draw_ld(const struct scene *s, struct rng *r)
{
    return s->layout == RP_ROW_MAJOR ? scene_ld(r, s->m, s->n) : scene_ld(r, s->n, s->m);
}

struct rng P(api_scene)(struct scene *s, int subject, const char *suffix, uint64_t seed,
                        uint64_t id)
{
    static const ptrdiff_t incs[] = {1, 1, 1, 2, 3, -1, -1, -2, -3};
    const struct subject *u = &P(api_subjects)[subject];
    bool elementwise = strchr(u->traits, 'E') != NULL;
    *s = (struct scene){.seed = seed, .id = id};
    snprintf(s->routine, sizeof s->routine, PREFIX "%s%s", u->name, suffix);
    struct rng r = rng_for(seed, s->routine, id);
    scene_dress(s, &r);
    s->layout = rng_below(&r, 2) ? RP_ROW_MAJOR : RP_COL_MAJOR;
    s->bcast = RP_BCAST_ROW + (int)rng_below(&r, 3);
    draw_sizes(s, &r);
    s->lda = draw_ld(s, &r);
    s->incx = RNG_PICK(&r, incs);
    s->ldc = elementwise ? draw_ld(s, &r) : RNG_PICK(&r, incs);
    bool in_place = elementwise && rng_below(&r, 4) == 0;
    s->null_unused = rng_below(&r, 2) != 0;
    bool two = strchr(u->traits, 'F') != NULL; /* matrices, and so more ways to be one */
    if (two)
        s->incx = draw_ld(s, &r);
    if (in_place)
        scene_alias(s, two ? (enum alias)(1 + rng_below(&r, ALIASES - 1)) : C_IS_A);
    return r;
}
