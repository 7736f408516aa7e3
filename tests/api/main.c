/* SPDX-License-Identifier: BSD-3-Clause */
/* main.c -- check_api ISA: the library through its public names, with this ISA chosen. */

#include <string.h>

#include "api/cases.h"
#include "harness/check_main.h"
#include "harness/session.h"
#include "raptors.h"

static bool choose(const char *name)
{
    return rp_set_isa(name) == 0 && !strcmp(rp_get_isa(), name);
}

/* What is compiled once per precision. */
static const struct precision {
    int subjects;
    const char *(*random)(int subject, enum binding binding);
    int (*laws)(void);
    const char *(*law)(int law);
    const char *(*bound)(int subject);
    const char *(*far)(void);
    const char *(*known_sums)(void);
} precisions[] = {
    {API_SUBJECTS, s_api_random, s_api_laws, s_api_law, s_api_bound, s_api_far,
     s_api_known_sums},
    {API_SUBJECTS, d_api_random, d_api_laws, d_api_law, d_api_bound, d_api_far,
     d_api_known_sums},
    {API_DS_SUBJECTS, ds_api_random, ds_api_laws, ds_api_law, ds_api_bound, ds_api_far,
     ds_api_known_sums},
};

enum { ALL_SUBJECTS = 2 * API_SUBJECTS + API_DS_SUBJECTS, PRECISIONS = 3 };

/* Loop number i stands for something of s, then of d, then of ds: which precision, and
   what is left of i in it? */
static const struct precision *precision_of(int *i, int s_count)
{
    const int which = *i / s_count;
    *i -= which * s_count;
    return &precisions[which];
}

START_TEST(random_calls)
{
    int subject = _i % ALL_SUBJECTS;
    enum binding binding = (enum binding)(_i / ALL_SUBJECTS);
    const struct precision *p = precision_of(&subject, API_SUBJECTS);
    rp_set_error_handler(NULL); /* a maximum of nothing is among the cases */
    must_pass(p->random(subject, binding));
}
END_TEST

START_TEST(law)
{
    int number = _i;
    const struct precision *p = precision_of(&number, s_api_laws());
    must_pass(p->law(number));
}
END_TEST

START_TEST(bound)
{
    int subject = _i;
    const struct precision *p = precision_of(&subject, API_SUBJECTS);
    rp_set_error_handler(NULL);
    must_pass(p->bound(subject));
}
END_TEST

START_TEST(far)
{
    must_pass(precisions[_i].far());
}
END_TEST

START_TEST(known_sums)
{
    must_pass(precisions[_i].known_sums());
}
END_TEST

START_TEST(ieee)
{
    must_pass(s_api_ieee());
    must_pass(d_api_ieee());
}
END_TEST

START_TEST(extremes)
{
    must_pass(s_api_extremes());
    must_pass(d_api_extremes());
}
END_TEST

START_TEST(many_ones)
{
    must_pass(s_api_many_ones());
}
END_TEST

static Suite *suite(void)
{
    Suite *made = suite_create("api");
    TCase *known = add_tests(made, "known");
    tcase_add_loop_test(add_tests(made, "random"), random_calls, 0,
                        ALL_SUBJECTS * BINDINGS);
    tcase_add_loop_test(add_tests(made, "laws"), law, 0,
                        2 * s_api_laws() + ds_api_laws());
    tcase_add_loop_test(add_tests(made, "bounds"), bound, 0, ALL_SUBJECTS);
    tcase_add_loop_test(add_tests(made, "far"), far, 0, PRECISIONS);
    tcase_add_loop_test(known, known_sums, 0, PRECISIONS);
    tcase_add_test(known, ieee);
    tcase_add_test(known, extremes);
    tcase_add_test(known, many_ones);
    return made;
}

int main(int argc, char **argv)
{
    int status = session_open(argc, argv, choose);
    return status == SESSION_GO ? session_close(run_suite(suite())) : status;
}
