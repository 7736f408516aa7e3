/* SPDX-License-Identifier: BSD-3-Clause */
/* raptors_info.h -- the parts of raptors-info. */
#ifndef RAPTORS_INFO_H
#define RAPTORS_INFO_H

#include <stdbool.h>
#include <stdio.h>

/* Some calls, so that the library has learned something; false: no memory for it. */
bool info_exercise(void);

/* The library's JSON as lines to read. */
void info_print_text(FILE *to, const char *json);

#endif
