/* SPDX-License-Identifier: BSD-3-Clause */
/* main.c -- check_threads: with threads always, where a call can be cut at all. */

#include <stdlib.h>

#include "harness/check_main.h"
#include "harness/session.h"
#include "raptors.h"
#include "threads/checks.h"

static const int widths[] = {1, 2, 3, 5, 16, 64};
enum { WIDTHS = sizeof widths / sizeof *widths, FORKS = 100 };

START_TEST(random_calls)
{
    const int subject = _i % API_SUBJECTS, threads = widths[_i / API_SUBJECTS];
    rp_set_error_handler(NULL); /* a maximum of nothing is among the cases */
    must_pass(s_threads_random(subject, threads));
    must_pass(d_threads_random(subject, threads));
    if (subject < API_DS_SUBJECTS)
        must_pass(ds_threads_random(subject, threads));
}
END_TEST

START_TEST(setters)
{
    must_pass(threads_are_set());
}
END_TEST

START_TEST(pieces)
{
    must_pass(pieces_are_done_once());
}
END_TEST

START_TEST(machine)
{
    must_pass(cores_are_counted());
    must_pass(quota_is_read());
}
END_TEST

START_TEST(callers)
{
    must_pass(callers_share_the_team());
}
END_TEST

START_TEST(forks)
{
    must_pass(forks_go_on(FORKS));
}
END_TEST

START_TEST(modes)
{
    must_pass(small_stack_is_enough());
    must_pass(flush_to_zero_is_carried());
    must_pass(exceptions_come_back());
    must_pass(region_of_openmp());
}
END_TEST

static Suite *suite(void)
{
    Suite *made = suite_create("threads");
    tcase_add_loop_test(add_tests(made, "random"), random_calls, 0,
                        API_SUBJECTS * WIDTHS);
    TCase *team = add_tests(made, "team");
    tcase_add_test(team, setters);
    tcase_add_test(team, pieces);
    tcase_add_test(team, machine);
    tcase_add_test(team, callers);
    tcase_add_test(team, modes);
    /* qemu-user 7.2 itself fails in the child of a process with threads. */
    if (!getenv("RAPTORS_TEST_EMULATED"))
        tcase_add_test(add_tests(made, "fork"), forks);
    return made;
}

int main(int argc, char **argv)
{
    const int status = session_open(argc, argv, NULL);
    if (status != SESSION_GO)
        return status;
    setenv("RAPTORS_PARALLEL", "always", 1);
    return session_close(run_suite(suite()));
}
