/* SPDX-License-Identifier: BSD-3-Clause */
/* env.h -- the RAPTORS_ variables, and the only lines the library prints for them. */
#ifndef RPI_ENV_H
#define RPI_ENV_H

#include <stdatomic.h>
#include <stdbool.h>

/* The value of a variable; NULL when it is unset, empty, or the process is privileged. */
const char *rpi_env(const char *name);

/* Is the variable 1? Neither 0 nor 1 makes no sense. */
bool rpi_env_flag(const char *name);

/* A variable that stands for a number, read by whoever asks first. */
struct rpi_setting {
    const char *name, *expected;
    int (*parse)(const char *value); /* >= 0; -1: it makes no sense */
    atomic_int kept;                 /* the number + 2; 0 at first */
};

/* What rpi_env_setting gives, for who asks first. */
int rpi_env_read(struct rpi_setting *setting);

/* The number; -1 when the variable is unset, or made no sense and was named. Inlined, as
   each large call asks for up to three of them. */
static inline int rpi_env_setting(struct rpi_setting *setting)
{
    const int kept = atomic_load_explicit(&setting->kept, memory_order_relaxed);
    return kept ? kept - 2 : rpi_env_read(setting);
}

/* The place of a value in a list of words that ends with NULL, or -1. */
int rpi_env_word(const char *value, const char *const words[]);

/* One line on stderr: a value of ours that makes no sense, and that it is ignored. */
void rpi_env_ignored(const char *name, const char *value, const char *expected);

#endif
