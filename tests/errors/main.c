/* SPDX-License-Identifier: BSD-3-Clause */
/* main.c -- check_errors: illegal arguments, handler, setters, environment. */

#include <stdio.h>
#include <string.h>

#include "errors/environment.h"
#include "errors/errors.h"
#include "harness/check_main.h"
#include "harness/session.h"
#include "raptors.h"

void rp_ssum_64_(const int64_t *, const float *, const int64_t *, float *, int64_t *);
void rp_sgesum_64_(const int64_t *, const int64_t *, const int64_t *, const float *,
                   const int64_t *, float *, int64_t *);

struct heard heard;

static void on_error(const char *routine, int argument)
{
    heard.calls++;
    heard.argument = argument;
    snprintf(heard.routine, sizeof heard.routine, "%s", routine);
}

void listen_for_errors(void)
{
    heard = (struct heard){0, 0, ""};
    rp_set_error_handler(on_error);
}

typedef const char *error_test(int subject, enum binding binding);

/* Loop number i stands for (subject, binding); ds has fewer subjects, numbered anew. */
static void pass_all(int i, error_test *s, error_test *d, error_test *ds)
{
    const int subject = i % API_SUBJECTS;
    const enum binding binding = (enum binding)(i / API_SUBJECTS);
    must_pass(s(subject, binding));
    must_pass(d(subject, binding));
    if (subject < API_DS_SUBJECTS)
        must_pass(ds(subject, binding));
}

START_TEST(arguments)
{
    pass_all(_i, s_errors_arguments, d_errors_arguments, ds_errors_arguments);
}
END_TEST

START_TEST(edges)
{
    pass_all(_i, s_errors_edges, d_errors_edges, ds_errors_edges);
}
END_TEST

START_TEST(empty)
{
    pass_all(_i, s_errors_empty, d_errors_empty, ds_errors_empty);
}
END_TEST

/* What does not fit the 32 bits of a Fortran INTEGER is a matter of the other two. */
START_TEST(wide)
{
    float y = 7;
    const int64_t wrapped = RP_ROW_MAJOR + ((int64_t)1 << 32), one = 1, least = INT64_MIN;
    int64_t info = 0;
    listen_for_errors();
    ck_assert_int_eq(rp_ssum(INT64_MIN, &y, 1, &y), -1);
    ck_assert_int_eq(rp_sgesum(RP_ROW_MAJOR, 1, 1, &y, INT64_MIN, &y), -5);
    ck_assert_int_eq(rp_sgesum(RP_ROW_MAJOR, INT64_MAX, 0, NULL, 1, &y), 0);
    ck_assert_int_eq(rp_saxis0sum(RP_ROW_MAJOR, INT64_MAX, 0, NULL, 1, NULL, 1), 0);
    ck_assert_int_eq(rp_saxis0sum(RP_ROW_MAJOR, 0, INT64_MAX, NULL, 1, &y, 1), -5);
    ck_assert_int_eq(rp_sgemean(RP_COL_MAJOR, 0, INT64_MAX, NULL, 1, &y), 0);
    ck_assert_int_eq(rp_sgemax(RP_ROW_MAJOR, INT64_MAX, 0, NULL, 1, &y), -3);
    ck_assert_int_eq(rp_saxis0min(RP_ROW_MAJOR, 0, INT64_MAX, NULL, 1, &y, 1), -2);
    rp_sgesum_64_(&wrapped, &one, &one, &y, &one, &y, &info);
    ck_assert_int_eq(info, -1);
    rp_ssum_64_(&least, &y, &one, &y, &info);
    ck_assert_int_eq(info, -1);
    session_count();
}
END_TEST

START_TEST(default_handler)
{
    must_pass(environment_default_handler());
}
END_TEST

START_TEST(setters)
{
    char former[16];
    rp_error_handler first = rp_set_error_handler(NULL);
    ck_assert_ptr_null(rp_set_error_handler(on_error));
    ck_assert(rp_set_error_handler(first) == on_error);
    ck_assert(rp_set_error_handler(first) == first);
    ck_assert_int_eq(rp_set_isa("scalar"), 0);
    ck_assert_str_eq(rp_get_isa(), "scalar");
    ck_assert_int_eq(rp_set_isa("generic"), 0);
    ck_assert_str_eq(rp_get_isa(), "generic");
    ck_assert_int_eq(rp_set_isa(NULL), 0);
    snprintf(former, sizeof former, "%s", rp_get_isa());
    ck_assert_int_eq(rp_set_isa(former), 0);
    listen_for_errors();
    ck_assert_int_eq(rp_set_isa("nonsense"), -1);
    ck_assert_str_eq(rp_get_isa(), former);
    ck_assert_int_eq(heard.calls, 0);
    session_count();
}
END_TEST

START_TEST(version)
{
    char expected[32];
    snprintf(expected, sizeof expected, "%d.%d.%d", RP_VERSION_MAJOR, RP_VERSION_MINOR,
             RP_VERSION_PATCH);
    ck_assert_str_eq(rp_version(), expected);
    session_count();
}
END_TEST

START_TEST(run)
{
    must_pass(environment_run(_i));
}
END_TEST

START_TEST(cap)
{
    must_pass(environment_cap(_i));
}
END_TEST

static Suite *suite(void)
{
    Suite *made = suite_create("errors");
    /* First, for CK_FORK=no: their processes need a library that nobody has used. */
    TCase *environment = add_tests(made, "environment");
    tcase_add_test(environment, default_handler);
    tcase_add_loop_test(environment, run, 0, environment_runs());
    tcase_add_loop_test(environment, cap, 0, ENVIRONMENT_CAPS);
    TCase *illegal = add_tests(made, "illegal");
    tcase_add_loop_test(illegal, arguments, 0, API_SUBJECTS * BINDINGS);
    tcase_add_loop_test(illegal, edges, 0, API_SUBJECTS * BINDINGS);
    tcase_add_loop_test(illegal, empty, 0, API_SUBJECTS * BINDINGS);
    tcase_add_test(illegal, wide);
    TCase *runtime = add_tests(made, "runtime");
    tcase_add_test(runtime, setters);
    tcase_add_test(runtime, version);
    return made;
}

int main(int argc, char **argv)
{
    int status = session_open(argc, argv, NULL);
    return status == SESSION_GO ? session_close(run_suite(suite())) : status;
}
