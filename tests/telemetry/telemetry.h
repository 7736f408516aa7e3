/* SPDX-License-Identifier: BSD-3-Clause */
/* telemetry.h -- keys, counts, and what is learned by a clock that is made up. */
#ifndef TEST_TELEMETRY_H
#define TEST_TELEMETRY_H

/* Each gives a verdict, or NULL. */
const char *keys_are_all_different(void);
const char *sizes_have_their_slots(void);
const char *calls_are_counted(void);
const char *levels_are_kept(void);

/* On each of a few machines. */
int machines(void);
const char *arms_are_learned(int machine);
const char *timing_is_rare(void);
const char *changes_are_seen(void);
const char *chances_are_left_out(void);
const char *lonely_tries_end(void);
const char *tries_are_not_split(void);
const char *lonely_calls_begin_anew(void);
const char *missed_calls_save(void);
const char *plans_are_proved(void);
const char *resets_end_tries(void);
const char *limits_are_seen(void);
const char *limits_may_alternate(void);
const char *one_arm_is_no_switch(void);
const char *resets_are_seen(void);
const char *cutover_is_found(void);
const char *cutover_is_told(void);
const char *floor_is_the_larger(void);
const char *forks_lose_no_key(void);

#endif
