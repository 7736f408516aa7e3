/* SPDX-License-Identifier: BSD-3-Clause */
/* runtime.h -- region hooks, rp_threading_info and telemetry; each gives a verdict, or
 * NULL.
 */
#ifndef TEST_RUNTIME_H
#define TEST_RUNTIME_H

#include "api/cases.h"

/* What was called: '<' the start hook, '!' the error handler, '>' the stop hook. */
extern struct events {
    int count;
    char kinds[8], routine[8][40];
} events;

/* Install the handler, and the hooks that are asked for; forget what they wrote. */
void listen_to_regions(int start, int stop);

/* A legal and an illegal call of this routine, with and without the hooks. */
const char *s_hooks(int subject, enum binding binding);
const char *d_hooks(int subject, enum binding binding);
const char *ds_hooks(int subject, enum binding binding);

/* Calls by some threads while another changes the hooks. */
const char *hooks_stay_together(void);

const char *info_is_cut_as_by_snprintf(void);
const char *info_is_json(void);
const char *info_is_true(void);

/* What was called is among the keys, and what was not, is not. */
const char *info_tells_calls(void);

/* Calls by some threads while another changes the level, forgets and asks. */
const char *telemetry_disturbs_nobody(void);

#endif
