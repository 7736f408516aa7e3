/* SPDX-License-Identifier: BSD-3-Clause */
/* check_main.h -- the thin layer between verdicts and libcheck. */
#ifndef TEST_CHECK_MAIN_H
#define TEST_CHECK_MAIN_H

#include <check.h>
#include <stddef.h>

/* A verdict that is not NULL is the failure's message. */
static inline void must_pass(const char *verdict)
{
    if (verdict)
        ck_abort_msg("%s", verdict);
}

static inline TCase *add_tests(Suite *suite, const char *name)
{
    TCase *tests = tcase_create(name);
    tcase_set_timeout(tests, 60); /* times CK_TIMEOUT_MULTIPLIER */
    suite_add_tcase(suite, tests);
    return tests;
}

static inline int run_suite(Suite *suite)
{
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failures = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failures;
}

#endif
