/* SPDX-License-Identifier: BSD-3-Clause */
/* random.c -- random calls of every routine, against the oracle. */

#include <string.h>

#include "api/bindings.h"
#include "api/subjects.h"
#include "harness/session.h"

/* The routines of s alone, called from C, make more than the 10 000 that are promised. */
enum { CASES_C = 1200, CASES_F77 = 150, CASES_LONG = 8 };

struct target {
    int subject;
    enum binding binding;
};

static const char *const suffix[BINDINGS] = {"", "@f77", "@f77_64"};

static const char *check_random(const void *context, uint64_t id)
{
    const struct target *t = context;
    struct scene scene;
    struct rng r = P(api_scene)(&scene, t->subject, suffix[t->binding], session.seed, id);
    return P(check)(&P(api_subjects)[t->subject], P(binding)(t->binding), &P(oracle),
                    &scene, &r);
}

/* Lines longer than the pieces in which they are reduced to one number. */
static void stretch(struct scene *s, const char *traits, struct rng *r)
{
    s->layout = RP_ROW_MAJOR;
    s->m = 1 + rng_below(r, 3);
    s->n = 20000 + rng_below(r, 30000);
    s->lda = s->n + rng_below(r, 9);
    if (strchr(traits, 'E'))
        s->ldc = s->lda;
    if (strchr(traits, 'F'))
        s->incx = s->lda;
}

static const char *check_long(const void *context, uint64_t id)
{
    const struct target *t = context;
    struct scene scene;
    struct rng r = P(api_scene)(&scene, t->subject, "@long", session.seed, id);
    stretch(&scene, P(api_subjects)[t->subject].traits, &r);
    return P(check)(&P(api_subjects)[t->subject], P(binding)(t->binding), &P(oracle),
                    &scene, &r);
}

const char *P(api_random)(int subject, enum binding binding)
{
    struct target t = {subject, binding};
    struct scene scene;
    P(api_scene)(&scene, subject, "@long", 0, 0); /* for the name */
    const char *wrong = binding == BINDING_C
                            ? session_sweep(scene.routine, CASES_LONG, check_long, &t)
                            : NULL;
    if (wrong)
        return wrong;
    P(api_scene)(&scene, subject, suffix[binding], 0, 0);
    return session_sweep(scene.routine, binding == BINDING_C ? CASES_C : CASES_F77,
                         check_random, &t);
}
