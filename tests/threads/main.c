/* SPDX-License-Identifier: BSD-3-Clause */
/* main.c -- check_threads: with threads always, where a call can be cut at all, and
   everywhere: with each policy and with each instruction set. */

#include <stdlib.h>

#include "harness/check_main.h"
#include "harness/session.h"
#include "raptors.h"
#include "threads/checks.h"

static const int widths[] = {1, 2, 3, 5, 16, 64};
static const char *const policies[] = {"auto", "never", "always"};
static const char *const isas[] = {"scalar", "generic", "avx2", "avx512", "neon"};
enum {
    WIDTHS = sizeof widths / sizeof *widths,
    POLICIES = sizeof policies / sizeof *policies,
    ISAS = sizeof isas / sizeof *isas,
};

/* Cases of each of the 46 routines, rounds, and forks; of make check and check-long. */
enum { CASES = 60, EVERYWHERE = 2, EVERYWHERE_LONG = 220 };
enum { ROUNDS = 50, FORKS = 100, FORKS_LONG = 1000 };

static void must_agree(int subject, int threads, int cases)
{
    must_pass(s_threads_random(subject, threads, cases));
    must_pass(d_threads_random(subject, threads, cases));
    if (subject < API_DS_SUBJECTS)
        must_pass(ds_threads_random(subject, threads, cases));
}

START_TEST(random_calls)
{
    rp_set_error_handler(NULL); /* a maximum of nothing is among the cases */
    must_agree(_i % API_SUBJECTS, widths[_i / API_SUBJECTS], CASES);
}
END_TEST

/* The variable is read once in a process. An instruction set that is not here is for
   other tests to miss. */
START_TEST(everywhere)
{
    const int subject = _i % API_SUBJECTS, policy = _i / API_SUBJECTS % POLICIES;
    setenv("RAPTORS_PARALLEL", policies[policy], 1);
    rp_set_error_handler(NULL);
    if (rp_set_isa(isas[_i / API_SUBJECTS / POLICIES]))
        return;
    if (session_is_long())
        load_begin();
    for (int w = 0; w < WIDTHS; w++)
        must_agree(subject, widths[w], session_is_long() ? EVERYWHERE_LONG : EVERYWHERE);
    load_end();
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
    must_pass(fallbacks_are_calls());
}
END_TEST

START_TEST(machine)
{
    must_pass(cores_are_counted());
    must_pass(quota_is_read());
    must_pass(caches_are_read());
    must_pass(habits_are_told());
    must_pass(teams_keep());
}
END_TEST

START_TEST(callers)
{
    must_pass(callers_share_the_team());
    must_pass(callers_come_and_go(ROUNDS));
}
END_TEST

START_TEST(forks)
{
    if (session_is_long())
        load_begin();
    must_pass(forks_go_on(session_is_long() ? FORKS_LONG : FORKS));
    load_end();
}
END_TEST

START_TEST(signals)
{
    must_pass(helpers_hear_their_signals());
}
END_TEST

START_TEST(affinity)
{
    must_pass(first_caller_may_be_bound());
}
END_TEST

START_TEST(cancellation)
{
    must_pass(cancelled_callers_leave_the_team());
}
END_TEST

START_TEST(forks_of_openmp)
{
    must_pass(forks_after_openmp());
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
    tcase_add_loop_test(add_tests(made, "everywhere"), everywhere, 0,
                        API_SUBJECTS * POLICIES * ISAS);
    TCase *team = add_tests(made, "team");
    tcase_add_test(team, setters);
    tcase_add_test(team, pieces);
    tcase_add_test(team, machine);
    tcase_add_test(team, callers);
    tcase_add_test(team, signals);
    tcase_add_test(team, affinity);
    tcase_add_test(team, cancellation);
    tcase_add_test(team, modes);
    /* qemu-user 7.2 itself fails in the child of a process with threads. */
    if (!getenv("RAPTORS_TEST_EMULATED")) {
        TCase *forking = add_tests(made, "fork");
        tcase_add_test(forking, forks);
        tcase_add_test(forking, forks_of_openmp);
    }
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
