/* SPDX-License-Identifier: BSD-3-Clause */
/* scene.c -- one case of a test, before there are any numbers in it. */

#include "harness/scene.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "harness/session.h"

const char *const profile_names[] = {
    "uniform", "lognormal", "cancelling", "denormal", "huge",
    "zeros",   "infinite",  "one-nan",    "odd-zero", "few-odd",
};

/* An operand with its gaps stays below this many elements: it must fit an arena, and a
   case is to be quick. */
enum { SPAN_MAX = 1 << 20 };

void scene_dress(struct scene *scene, struct rng *r)
{
    static const int offsets[] = {0, 0, 0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31};
    scene->profile = (enum profile)rng_below(r, PROFILES);
    scene->odd_at = -1;
    scene->unmasked = scene->id % 4 == 1;
    for (int i = 0; i < 3; i++)
        scene->place[i] = (struct place){rng_below(r, 2) != 0, RNG_PICK(r, offsets)};
}

void scene_alias(struct scene *scene, enum alias alias)
{
    scene->alias = alias;
    if (alias == C_IS_A || alias == ALL_ONE)
        scene->ldc = scene->lda;
    if (alias == X_IS_A || alias == ALL_ONE)
        scene->incx = scene->lda;
    if (alias == C_IS_X)
        scene->ldc = scene->incx;
}

ptrdiff_t scene_ld(struct rng *r, ptrdiff_t lines, ptrdiff_t minor)
{
    static const int more[] = {0, 0, 1, 13};
    ptrdiff_t least = minor > 0 ? minor : 1;
    ptrdiff_t power = 1;
    while (power < least)
        power *= 2;
    power <<= rng_below(r, 3);
    bool wants_power = rng_below(r, 4) == 0;
    return wants_power && lines * power <= SPAN_MAX ? power : least + RNG_PICK(r, more);
}

ptrdiff_t shape_span(struct shape s)
{
    return s.lines > 0 && s.cols > 0 ? (s.lines - 1) * labs(s.ld) + s.cols : 0;
}

int scene_print(char *text, size_t size, const struct scene *s)
{
    static const char side[2] = {'L', 'R'};
    static const char *const aliases[ALIASES] = {"", " in-place", " in-place-of-x",
                                                 " x-is-a", " all-one"};
    return snprintf(
        text, size,
        "layout=%d bcast=%d m=%td n=%td lda=%td incx|ldx=%td ldc|incy=%td%s%s "
        "place a:%c+%d x:%c+%d c:%c+%d profile=%s seed=0x%" PRIx64 "\n"
        "replay: RAPTORS_TEST_SEED=0x%" PRIx64 " RAPTORS_TEST_CASE=%s:%" PRIu64 " %s %s",
        s->layout, s->bcast, s->m, s->n, s->lda, s->incx, s->ldc, aliases[s->alias],
        s->unmasked ? " unmasked" : "", side[s->place[0].right], s->place[0].offset,
        side[s->place[1].right], s->place[1].offset, side[s->place[2].right],
        s->place[2].offset, profile_names[s->profile], s->seed, s->seed, s->routine,
        s->id, session.program, session.isa);
}
