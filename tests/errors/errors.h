/* SPDX-License-Identifier: BSD-3-Clause */
/* errors.h -- illegal arguments, empty operands, and what the handler hears. */
#ifndef TEST_ERRORS_H
#define TEST_ERRORS_H

#include "api/cases.h"

/* What the error handler was last told; heard counts its calls since the last clear. */
extern struct heard {
    int calls, argument;
    char routine[40];
} heard;

/* Install the handler that writes there, and forget what it heard. */
void listen_for_errors(void);

/* Each gives a verdict, or NULL. */
#define DECLARE_ERROR_TESTS(p)                                                           \
    const char *p##_errors_arguments(int subject, enum binding binding);                 \
    const char *p##_errors_edges(int subject, enum binding binding);                     \
    const char *p##_errors_empty(int subject, enum binding binding);

DECLARE_ERROR_TESTS(s)
DECLARE_ERROR_TESTS(d)
DECLARE_ERROR_TESTS(ds)

#endif
