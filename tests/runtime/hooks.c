/* SPDX-License-Identifier: BSD-3-Clause */
/* hooks.c -- the region hooks round every routine. */

#include <stdio.h>

#include "api/bindings.h"
#include "api/subjects.h"
#include "harness/session.h"
#include "runtime/runtime.h"

/* The events of one call must be these, in the name that its caller wrote. */
static const char *heard(const char *kinds, int subject, enum binding binding, int result)
{
    static char text[200];
    char name[40];
    P(api_spell)(name, sizeof name, subject, binding);
    bool right = !strcmp(events.kinds, kinds);
    for (int i = 0; i < events.count; i++)
        right &= !strcmp(events.routine[i], name);
    snprintf(text, sizeof text, "%s returned %d, expected '%s', heard '%s' of %s", name,
             result, kinds, events.kinds, events.count ? events.routine[0] : "nobody");
    return right ? NULL : text;
}

/* The events of a call with these hooks, while the handler is always there. */
static const char *listen(int start, int stop, int subject, enum binding binding,
                          const struct call *call)
{
    char kinds[4] = "";
    const struct subject *u = &P(api_subjects)[subject];
    listen_to_regions(start, stop);
    int result = u->run(u, P(binding)(binding), call);
    snprintf(kinds, sizeof kinds, "%s%s%s", start ? "<" : "", result ? "!" : "",
             stop ? ">" : "");
    session_count();
    return heard(kinds, subject, binding, result);
}

const char *P(hooks)(int subject, enum binding binding)
{
    struct scene scene;
    struct stage stage;
    const char *verdict = NULL;
    for (int id = 0; !verdict && id < 12; id++) { /* the last four are illegal */
        struct rng r =
            P(api_scene)(&scene, subject, "/hooks", session.seed, (uint64_t)id);
        P(stage_set)(&stage, &P(api_subjects)[subject], &scene, &r);
        if (id >= 8)
            stage.call.n = -1;
        verdict = listen(id & 1, id & 2, subject, binding, &stage.call);
    }
    return verdict;
}
