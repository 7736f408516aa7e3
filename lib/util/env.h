/* SPDX-License-Identifier: BSD-3-Clause */
/* env.h -- the RAPTORS_ variables, and the only lines the library prints for them. */
#ifndef RPI_ENV_H
#define RPI_ENV_H

#include <stdbool.h>

/* The value of a variable; NULL when it is unset, empty, or the process is privileged. */
const char *rpi_env(const char *name);

/* Is the variable 1? Neither 0 nor 1 makes no sense. */
bool rpi_env_flag(const char *name);

/* One line on stderr: a value of ours that makes no sense, and that it is ignored. */
void rpi_env_ignored(const char *name, const char *value, const char *expected);

#endif
