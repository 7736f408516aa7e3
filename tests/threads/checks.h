/* SPDX-License-Identifier: BSD-3-Clause */
/* checks.h -- the team, the setters, and the bits; each gives a verdict, or NULL. */
#ifndef TEST_THREAD_CHECKS_H
#define TEST_THREAD_CHECKS_H

#include "api/cases.h"

/* Random calls of this routine by so many threads, against the oracle; the same calls for
   every number of threads. */
const char *s_threads_random(int subject, int threads, int cases);
const char *d_threads_random(int subject, int threads, int cases);
const char *ds_threads_random(int subject, int threads, int cases);

/* The setters, and where the limit comes from. */
const char *threads_are_set(void);

/* A sum whose every other order of summation gives other bits, by many callers at a time;
   then in the child of a fork and in its parent; after a cancellation; from a small
   stack; under FTZ. */
const char *callers_share_the_team(void);
const char *callers_come_and_go(int times);
const char *forks_go_on(int forks);
const char *cancelled_callers_leave_the_team(void);
const char *small_stack_is_enough(void);
const char *flush_to_zero_is_carried(void);
const char *exceptions_come_back(void);
const char *region_of_openmp(void);
const char *forks_after_openmp(void);

/* Pieces are done once each, whoever does them. */
const char *pieces_are_done_once(void);

/* What a helper brings upon itself is for the program's handler; other signals are not
   for it. */
const char *helpers_hear_their_signals(void);

/* The first caller's thread is bound to one CPU: neither its helpers are, nor what the
   machine offers. */
const char *first_caller_may_be_bound(void);

/* A call that finds the team with another caller is counted once, whatever its pieces. */
const char *fallbacks_are_calls(void);

/* The machine, made up of files. */
const char *cores_are_counted(void);
const char *quota_is_read(void);
const char *caches_are_read(void);

/* And by its processor. */
const char *habits_are_told(void);
const char *teams_keep(void);

/* Other processes that want every CPU. */
void load_begin(void);
void load_end(void);

#endif
