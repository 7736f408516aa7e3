/* SPDX-License-Identifier: BSD-3-Clause */
/* session.h -- one run of a test program: its ISA, seed, volume, and count of cases.
 *
 * RAPTORS_TEST_SEED=N       another seed than the fixed default; printed by every run
 * RAPTORS_TEST_CASE=NAME:ID only this case
 * RAPTORS_TEST_VOLUME=N     per cent of the usual number of cases
 * RAPTORS_TEST_LONG=yes     what make check-long asks for
 * RAPTORS_REQUIRE_ISA=LIST  names whose absence is a failure and no SKIP
 */
#ifndef TEST_SESSION_H
#define TEST_SESSION_H

#include <stdbool.h>
#include <stdint.h>

enum { SESSION_GO = -1, SESSION_SKIP = 77 };

struct session {
    const char *program, *isa; /* isa is "" in a program that is not run per ISA */
    uint64_t seed;
};

extern struct session session;

/* Read the environment and the ISA from the command line, and ask choose() for it (NULL:
   this program has none). SESSION_GO, or what main must return: the reason is printed. */
int session_open(int argc, char **argv, bool (*choose)(const char *isa));

/* Print the count of cases; not 0 when there were none, or when there were failures. */
int session_close(int failures);

/* Do check(context, id) for the ids below full (scaled by the volume), until one fails:
   its verdict, or NULL. */
const char *session_sweep(const char *routine, uint64_t full,
                          const char *(*check)(const void *context, uint64_t id),
                          const void *context);

/* The same, but at least so many of them, however small the volume. */
const char *session_sweep_some(uint64_t least, const char *routine, uint64_t full,
                               const char *(*check)(const void *context, uint64_t id),
                               const void *context);

/* Has this run all the time it wants? */
bool session_is_long(void);

/* Is the volume that of every case? */
bool session_is_whole(void);

/* Count a case that is not part of a sweep. */
void session_count(void);

#endif
