/* SPDX-License-Identifier: BSD-3-Clause */
/* environment.h -- the RAPTORS_ variables, and what may be printed when. */
#ifndef TEST_ENVIRONMENT_H
#define TEST_ENVIRONMENT_H

enum { ENVIRONMENT_CAPS = 5 };

/* Each gives a verdict, or NULL. */
int environment_runs(void);
const char *environment_run(int which);
const char *environment_cap(int name);
const char *environment_default_handler(void);

#endif
