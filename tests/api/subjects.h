/* SPDX-License-Identifier: BSD-3-Clause */
/* subjects.h -- every public routine as a subject, in one precision. */
#ifndef TEST_API_SUBJECTS_H
#define TEST_API_SUBJECTS_H

#include "api/cases.h"
#include "harness/api.h"

/* The rows of routines.def. */
extern const struct subject P(api_subjects)[];

/* The number of the argument that makes a maximum or minimum of nothing of this: the
   empty extent, where there are results to write. 0: there is none. */
int P(api_starved)(const struct subject *u, ptrdiff_t m, ptrdiff_t n);

/* How its caller spells it: rp_saxis0sum, RP_SAXIS0SUM, RP_SAXIS0SUM_64. */
void P(api_spell)(char *name, size_t size, int subject, enum binding binding);

/* The scene of case `id` of this subject, and the generator for its numbers. */
struct rng P(api_scene)(struct scene *scene, int subject, const char *suffix,
                        uint64_t seed, uint64_t id);

#endif
