/* SPDX-License-Identifier: BSD-3-Clause */
/* learn.h -- what the times of the calls of each key have taught: policies, one each.
 *
 * Nobody waits here: who finds another thread at a key goes on by the plan that is known,
 * and leaves no time. Used by the plan; what was learned is read by interface.
 * Calls: lib/policy, lib/telemetry, lib/threads.
 */
#ifndef RPI_LEARN_H
#define RPI_LEARN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "policy/policy.h"
#include "threads/threads.h"

/* Is a call to be timed that is number `number` of its key and thread? All at level 2,
   else the first few and then so few that it costs about one per cent. */
bool rpi_learn_due(int key, unsigned long long number, int level);

/* The arm for a call of which the team would be `width` threads; *due turns false when it
   should leave no time. */
enum rpi_arm rpi_learn_choose(int key, int width, bool *due);

/* Is the team what is chosen for the calls of this key, tries apart, or may it yet be? */
bool rpi_learn_has_team(int key);

/* So many calls went alone that would have been of this key, had its helpers been awake:
   that saves for tries. */
void rpi_learn_save(int key, unsigned calls);

/* No helper found the time for a call of the team, which was not timed. */
void rpi_learn_unhelped(int key);

/* It took so long, done this way. */
void rpi_learn_record(int key, enum rpi_way way, size_t bytes, uint64_t now_ns,
                      uint64_t ns);

/* What is known, of times that are fresh now. */
struct rpi_learned {
    bool any; /* else nothing below counts */
    enum rpi_arm plan;
    enum rpi_reason reason;
    unsigned switches;
    struct rpi_digest arm[RPI_ARMS];
};
void rpi_learned(int key, uint64_t now_ns, struct rpi_learned *learned);

/* From so many bytes on, calls like those of this key go to the team, as far as is known;
   0: none does. */
size_t rpi_learned_cutover(int key);

#endif
