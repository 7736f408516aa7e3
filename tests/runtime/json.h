/* SPDX-License-Identifier: BSD-3-Clause */
/* json.h -- as much of JSON as it takes to check some. */
#ifndef TEST_JSON_H
#define TEST_JSON_H

#include <stdbool.h>
#include <stddef.h>

/* Is this one value, with nothing after it but white space? */
bool json_valid(const char *text);

/* The text of the value at a path such as "isa.selected" or "telemetry.keys.0.op"; NULL
   when there is none. The text goes on after it. */
const char *json_find(const char *text, const char *path);

/* Does a value begin like this, and end there? */
bool json_is(const char *value, const char *expected);

/* The whole number that is the value, or -1. */
long json_number(const char *value);

#endif
