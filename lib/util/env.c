/* SPDX-License-Identifier: BSD-3-Clause */
/* env.c -- reading the environment safely. */

#include "config.h"

#include "util/env.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#if !defined(HAVE_SECURE_GETENV)
/* Not for programs that run with more rights than their caller. */
static char *secure_getenv(const char *name)
{
    return getuid() == geteuid() && getgid() == getegid() ? getenv(name) : NULL;
}
#endif

const char *rpi_env(const char *name)
{
    const char *value = secure_getenv(name);
    return value && *value ? value : NULL;
}

bool rpi_env_flag(const char *name)
{
    const char *value = rpi_env(name);
    if (value && strcmp(value, "0") != 0 && strcmp(value, "1") != 0)
        rpi_env_ignored(name, value, "0 or 1");
    return value && strcmp(value, "1") == 0;
}

int rpi_env_word(const char *value, const char *const words[])
{
    for (int i = 0; words[i]; i++)
        if (strcmp(value, words[i]) == 0)
            return i;
    return -1;
}

/* Of racing threads, which all find the same, one reports. */
int rpi_env_read(struct rpi_setting *s)
{
    int kept = 0;
    const char *value = rpi_env(s->name);
    const int number = value ? s->parse(value) : -1;
    if (atomic_compare_exchange_strong(&s->kept, &kept, number + 2) && value &&
        number < 0)
        rpi_env_ignored(s->name, value, s->expected);
    return number;
}

void rpi_env_ignored(const char *name, const char *value, const char *expected)
{
    fprintf(stderr, "raptors: %s=%s ignored, expected %s\n", name, value, expected);
}
