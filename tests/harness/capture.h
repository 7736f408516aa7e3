/* SPDX-License-Identifier: BSD-3-Clause */
/* capture.h -- what a piece of code writes to stderr, in a process of its own. */
#ifndef TEST_CAPTURE_H
#define TEST_CAPTURE_H

#include <stddef.h>

/* Fork; set each NAME=VALUE of the NULL-terminated environment; run f. Its stderr is left
   in text, and the number that it returned is the result; -1 when it crashed. */
int capture(int (*f)(void), const char *const environment[], char *text, size_t size);

int count_lines(const char *text);

#endif
