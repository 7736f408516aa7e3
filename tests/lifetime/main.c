/* SPDX-License-Identifier: BSD-3-Clause */
/* main.c -- check_lifetime: calls while a program, or a thread of it, is ending. */

#include <stdlib.h>

#include "harness/check_main.h"
#include "harness/session.h"
#include "lifetime/checks.h"

enum { EXITS = 60, EXITS_LONG = 1000 };

START_TEST(at_exit)
{
    must_pass(calls_at_exit(_i != 0));
}
END_TEST

START_TEST(under_way)
{
    must_pass(exits_under_way(session_is_long() ? EXITS_LONG : EXITS));
}
END_TEST

START_TEST(thread_exit)
{
    must_pass(calls_at_thread_exit());
}
END_TEST

static Suite *suite(void)
{
    Suite *made = suite_create("lifetime");
    TCase *ends = add_tests(made, "ends");
    tcase_add_loop_test(ends, at_exit, 0, 2);
    tcase_add_test(ends, under_way);
    tcase_add_test(ends, thread_exit);
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
