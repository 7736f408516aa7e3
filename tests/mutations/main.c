/* SPDX-License-Identifier: BSD-3-Clause */
/* main.c -- check_mutations: the harness catches wrong kernels, and passes right ones. */

#include "harness/check_main.h"
#include "harness/session.h"
#include "mutations/mutations.h"

START_TEST(s_caught)
{
    must_pass(s_mutation_escapes(_i));
}
END_TEST

START_TEST(d_caught)
{
    must_pass(d_mutation_escapes(_i));
}
END_TEST

static Suite *suite(void)
{
    Suite *made = suite_create("mutations");
    TCase *faults = add_tests(made, "faults");
    tcase_add_loop_test(faults, s_caught, 0, s_mutations());
    tcase_add_loop_test(faults, d_caught, 0, d_mutations());
    return made;
}

int main(int argc, char **argv)
{
    int status = session_open(argc, argv, NULL);
    return status == SESSION_GO ? session_close(run_suite(suite())) : status;
}
