/* SPDX-License-Identifier: BSD-3-Clause */
/* random.c -- random calls by the team, in every respect against the oracle. */

#include <stdio.h>

#include "api/bindings.h"
#include "api/subjects.h"
#include "harness/session.h"
#include "threads/checks.h"

/* More lines than one thread's scenes have, so that there are blocks for many. */
static void lengthen(struct scene *s, struct rng *r)
{
    const ptrdiff_t times = 1 + rng_below(r, 12);
    if (s->m * s->n > 30000)
        return;
    if (s->layout == RP_ROW_MAJOR)
        s->m *= times;
    else
        s->n *= times;
}

static const char *check_threads(const void *context, uint64_t id)
{
    const int subject = *(const int *)context;
    struct scene scene;
    struct rng r = P(api_scene)(&scene, subject, "@threads", session.seed, id);
    lengthen(&scene, &r);
    return P(check)(&P(api_subjects)[subject], &P(library), &P(oracle), &scene, &r);
}

const char *P(threads_random)(int subject, int threads, int cases)
{
    struct scene scene;
    P(api_scene)(&scene, subject, "@threads", 0, 0); /* for the name */
    rp_set_num_threads(threads);
    return session_sweep(scene.routine, (uint64_t)cases, check_threads, &subject);
}
