/* SPDX-License-Identifier: BSD-3-Clause */
/* checks.h -- the ends of programs and of threads; each gives a verdict, or NULL. */
#ifndef TEST_LIFETIME_CHECKS_H
#define TEST_LIFETIME_CHECKS_H

#include <stdbool.h>

/* Calls by the handlers of atexit(), then by destructors, with helpers that are there
   already or that have to be made. */
const char *calls_at_exit(bool helpers);

/* exit() while other threads are in a call, so many times. */
const char *exits_under_way(int times);

/* Calls by the destructors of a thread's data. */
const char *calls_at_thread_exit(void);

#endif
