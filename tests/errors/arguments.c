/* SPDX-License-Identifier: BSD-3-Clause */
/* arguments.c -- every argument of every routine illegal, alone and with the others. */

#include <fenv.h>
#include <stdio.h>
#include <stdlib.h>

#include "api/bindings.h"
#include "api/subjects.h"
#include "errors/errors.h"
#include "harness/session.h"

/* A 3 x 5 case in which every argument is legal. */
static void legal(struct stage *t, int subject, int layout)
{
    const bool two = strchr(P(api_subjects)[subject].traits, 'F') != NULL;
    struct scene s = {.layout = layout,
                      .bcast = RP_BCAST_COL,
                      .m = 3,
                      .n = 5,
                      .lda = 8,
                      .incx = two ? 6 : 1,
                      .ldc = 7,
                      .odd_at = -1};
    struct rng r = rng_for(session.seed, "errors", (uint64_t)subject);
    P(stage_set)(t, &P(api_subjects)[subject], &s, &r);
}

static ptrdiff_t minor(const struct call *c)
{
    return c->layout == RP_ROW_MAJOR ? c->n : c->m;
}

/* How often an argument of this kind can be illegal: see api/subjects.h. */
static int ways(char kind)
{
    return kind == '-' ? 0 : strchr("LBDEF", kind) ? 3 : strchr("MN", kind) ? 2 : 1;
}

static void spoil(struct call *c, char kind, int way)
{
    static const int layouts[] = {0, 100, 103}, bcasts[] = {0, 200, 204};
    const ptrdiff_t sizes[] = {-1, INT32_MIN}, lds[] = {minor(c) - 1, 0, INT32_MIN};
    switch (kind) {
    case 'L': c->layout = layouts[way]; break;
    case 'B': c->bcast = bcasts[way]; break;
    case 'M': c->m = sizes[way]; break;
    case 'N': c->n = sizes[way]; break;
    case 'A': c->a = NULL; break;
    case 'D': c->lda = lds[way]; break;
    case 'X': c->x = NULL; break;
    case 'I': c->incx = 0; break;
    case 'F': c->incx = lds[way]; break;
    case 'C': c->c = NULL; break;
    case 'E': c->ldc = lds[way]; break;
    case 'S': c->ldc = 0; break;
    }
}

static const char *say(int subject, enum binding binding, const struct call *c,
                       const char *what, int expected)
{
    static char text[500], name[40];
    P(api_spell)(name, sizeof name, subject, binding);
    snprintf(text, sizeof text,
             "%s: %s (argument %d); heard %d calls, the last of %s %d\n"
             "layout=%d bcast=%d m=%td n=%td a=%p lda=%td x=%p incx|ldx=%td c=%p "
             "ldc|incy=%td",
             name, what, expected, heard.calls, heard.routine, heard.argument, c->layout,
             c->bcast, c->m, c->n, (const void *)c->a, c->lda, (const void *)c->x,
             c->incx, (void *)c->c, c->ldc);
    return text;
}

/* Argument `expected` is the first illegal one of this call; 0: none is. */
static const char *refuses(int subject, enum binding binding, const struct stage *t,
                           const struct call *c, int expected)
{
    const struct subject *u = &P(api_subjects)[subject];
    struct R(operand) before = R(operand_image)(&t->c);
    char name[40];
    P(api_spell)(name, sizeof name, subject, binding);
    listen_for_errors();
    session_count();
    feclearexcept(FE_ALL_EXCEPT);
    int returned = u->run(u, P(binding)(binding), c);
    int flags = fetestexcept(FE_ALL_EXCEPT);
    bool touched = R(operand_compare)(&t->c, &before) >= 0;
    free(before.zone);
    if (returned != -expected)
        return say(subject, binding, c, "did not return -k", expected);
    if (heard.calls != (expected != 0))
        return say(subject, binding, c, "must call the handler once, or not at all",
                   expected);
    if (expected && (heard.argument != expected || strcmp(heard.routine, name)))
        return say(subject, binding, c, "told the handler something else", expected);
    if (expected && touched)
        return say(subject, binding, c, "touched its output", expected);
    if (flags && (expected || c->m == 0 || c->n == 0))
        return say(subject, binding, c, "raised an exception for nothing", expected);
    return NULL;
}

/* A set of arguments, each illegal in the same turn of its ways: the first counts. */
static const char *refuses_set(int subject, enum binding binding, int layout, int set,
                               int way)
{
    const char *kinds = P(api_subjects)[subject].traits;
    struct stage t;
    legal(&t, subject, layout);
    struct call call = t.call;
    int first = 0;
    for (int k = (int)strlen(kinds); k >= 1; k--) /* the strides before the sizes */
        if (set >> (k - 1) & 1 && ways(kinds[k - 1])) {
            spoil(&call, kinds[k - 1], way % ways(kinds[k - 1]));
            first = k;
        }
    return refuses(subject, binding, &t, &call, first);
}

const char *P(errors_arguments)(int subject, enum binding binding)
{
    static const int layouts[] = {RP_ROW_MAJOR, RP_COL_MAJOR};
    int sets = 1 << strlen(P(api_subjects)[subject].traits);
    const char *verdict = NULL;
    for (int set = 0; !verdict && set < sets; set++)
        for (int way = 0; !verdict && way < 3; way++)
            verdict = refuses_set(subject, binding, layouts[(set + way) % 2], set, way);
    return verdict;
}

/* The least leading dimension is legal, one less is not: for both layouts. */
const char *P(errors_edges)(int subject, enum binding binding)
{
    const char *kinds = P(api_subjects)[subject].traits, *verdict = NULL;
    for (int k = 1; !verdict && kinds[k - 1]; k++) {
        if (!strchr("DEF", kinds[k - 1]))
            continue;
        for (int layout = RP_ROW_MAJOR; !verdict && layout <= RP_COL_MAJOR; layout++) {
            struct stage t;
            legal(&t, subject, layout);
            ptrdiff_t *ld = kinds[k - 1] == 'D'   ? &t.call.lda
                            : kinds[k - 1] == 'F' ? &t.call.incx
                                                  : &t.call.ldc;
            *ld = minor(&t.call);
            verdict = refuses(subject, binding, &t, &t.call, 0);
            --*ld;
            if (!verdict)
                verdict = refuses(subject, binding, &t, &t.call, k);
        }
    }
    return verdict;
}

/* ---- empty operands ---------------------------------------------------------------- */

/* NULL for all that an m x n call neither reads nor writes. */
static void empty_call(struct stage *t, int subject, ptrdiff_t m, ptrdiff_t n)
{
    const struct subject *u = &P(api_subjects)[subject];
    struct scene s = {.layout = RP_ROW_MAJOR,
                      .bcast = RP_BCAST_SCALAR,
                      .m = m,
                      .n = n,
                      .lda = 7,
                      .incx = strchr(u->traits, 'F') ? 7 : -1,
                      .ldc = 7,
                      .null_unused = true,
                      .odd_at = -1};
    struct rng r = rng_for(session.seed, "empty", (uint64_t)subject);
    P(stage_set)(t, u, &s, &r);
}

/* A sum of nothing is +0, a mean NaN: is every output that? */
static bool of_nothing(const struct stage *t, enum op op)
{
    for (ptrdiff_t k = 0; k < t->c.shape.lines * (t->c.shape.cols > 0); k++) {
        const bits got = to_bits(t->c.first[k * t->c.shape.ld]);
        if (op == OP_MEAN ? !is_nan(got) || !(got & QUIET_BIT) : got != 0)
            return false;
    }
    return true;
}

/* And illegal is still illegal: which argument, if any. */
static const char *empties(int subject, enum binding binding, ptrdiff_t m, ptrdiff_t n)
{
    const struct subject *u = &P(api_subjects)[subject];
    const int starved = P(api_starved)(u, m, n);
    struct stage t;
    empty_call(&t, subject, m, n);
    const char *verdict = refuses(subject, binding, &t, &t.call, starved);
    if (!verdict && !starved && !of_nothing(&t, u->op))
        verdict = say(subject, binding, &t.call, "gave something else for nothing", 0);
    for (int k = 1; !verdict && u->traits[k - 1]; k++) {
        char kind = u->traits[k - 1];
        bool pointer = strchr("AXC", kind) != NULL;
        if (!ways(kind) || (pointer && !(kind == 'C' && t.call.c)))
            continue;
        empty_call(&t, subject, m, n);
        spoil(&t.call, kind, 1);
        const int first = P(api_starved)(u, t.call.m, t.call.n);
        verdict = refuses(subject, binding, &t, &t.call, first && first < k ? first : k);
    }
    return verdict;
}

const char *P(errors_empty)(int subject, enum binding binding)
{
    const bool vector = P(api_subjects)[subject].traits[0] == 'N';
    const char *verdict = empties(subject, binding, 0, 0);
    if (!verdict)
        verdict = empties(subject, binding, 3, 0);
    return verdict || vector ? verdict : empties(subject, binding, 0, 5);
}
