/* SPDX-License-Identifier: BSD-3-Clause */
/* main.c -- check_telemetry: keys, counts, levels, and what is learned from times. */

#include <stdlib.h>

#include "harness/check_main.h"
#include "tests/telemetry/telemetry.h"

START_TEST(keys)
{
    must_pass(keys_are_all_different());
    must_pass(sizes_have_their_slots());
}
END_TEST

START_TEST(counts)
{
    must_pass(calls_are_counted());
}
END_TEST

START_TEST(levels)
{
    must_pass(levels_are_kept());
}
END_TEST

START_TEST(learned)
{
    must_pass(arms_are_learned(_i));
}
END_TEST

START_TEST(timing)
{
    must_pass(timing_is_rare());
    must_pass(changes_are_seen());
    must_pass(chances_are_left_out());
}
END_TEST

START_TEST(tries)
{
    must_pass(lonely_tries_end());
    must_pass(tries_are_not_split());
    must_pass(lonely_calls_begin_anew());
    must_pass(missed_calls_save());
    must_pass(plans_are_proved());
    must_pass(resets_end_tries());
}
END_TEST

START_TEST(changes)
{
    must_pass(limits_are_seen());
    must_pass(limits_may_alternate());
    must_pass(one_arm_is_no_switch());
    must_pass(resets_are_seen());
    must_pass(cutover_is_found());
    must_pass(cutover_is_told());
}
END_TEST

START_TEST(floor_of_calls)
{
    must_pass(floor_is_the_larger());
}
END_TEST

START_TEST(fork_of_a_caller)
{
    must_pass(forks_lose_no_key());
}
END_TEST

static Suite *suite(void)
{
    Suite *made = suite_create("telemetry");
    TCase *counting = add_tests(made, "counts"), *learning = add_tests(made, "learn");
    tcase_add_test(counting, keys);
    tcase_add_test(counting, counts);
    tcase_add_test(counting, levels);
    tcase_add_loop_test(learning, learned, 0, machines());
    tcase_add_test(learning, timing);
    tcase_add_test(learning, tries);
    tcase_add_test(learning, changes);
    tcase_add_test(learning, floor_of_calls);
    /* qemu-user 7.2 itself fails in the child of a process with threads. */
    if (!getenv("RAPTORS_TEST_EMULATED"))
        tcase_add_test(add_tests(made, "fork"), fork_of_a_caller);
    return made;
}

int main(void)
{
    setenv("RAPTORS_PARALLEL", "auto", 1);
    setenv("RAPTORS_TELEMETRY", "1", 1);
    return run_suite(suite()) ? EXIT_FAILURE : EXIT_SUCCESS;
}
