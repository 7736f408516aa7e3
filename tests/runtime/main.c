/* SPDX-License-Identifier: BSD-3-Clause */
/* main.c -- check_runtime: region hooks, rp_threading_info, telemetry. */

#include <stdio.h>
#include <string.h>

#include "harness/check_main.h"
#include "harness/session.h"
#include "raptors.h"
#include "runtime/runtime.h"

struct events events;

static void note(char kind, const char *routine)
{
    if (events.count == sizeof events.kinds - 1)
        return;
    snprintf(events.routine[events.count], sizeof events.routine[0], "%s", routine);
    events.kinds[events.count++] = kind;
}

static void on_start(const char *routine)
{
    note('<', routine);
}

static void on_stop(const char *routine)
{
    note('>', routine);
}

static void on_error(const char *routine, int argument)
{
    (void)argument;
    note('!', routine);
}

void listen_to_regions(int start, int stop)
{
    events = (struct events){.count = 0};
    rp_set_error_handler(on_error);
    rp_set_region_hooks(start ? on_start : NULL, stop ? on_stop : NULL);
}

/* Loop number i stands for (subject, binding); ds has fewer subjects, numbered anew. */
START_TEST(hooks)
{
    const int subject = _i % API_SUBJECTS;
    const enum binding binding = (enum binding)(_i / API_SUBJECTS);
    must_pass(s_hooks(subject, binding));
    must_pass(d_hooks(subject, binding));
    if (subject < API_DS_SUBJECTS)
        must_pass(ds_hooks(subject, binding));
}
END_TEST

START_TEST(pairs)
{
    must_pass(hooks_stay_together());
}
END_TEST

START_TEST(telemetry)
{
    must_pass(info_tells_calls());
    must_pass(info_is_json());
    must_pass(info_is_cut_as_by_snprintf());
}
END_TEST

START_TEST(disturbance)
{
    must_pass(telemetry_disturbs_nobody());
}
END_TEST

START_TEST(info)
{
    must_pass(info_is_cut_as_by_snprintf());
    must_pass(info_is_json());
    must_pass(info_is_true());
}
END_TEST

static Suite *suite(void)
{
    Suite *made = suite_create("runtime");
    TCase *regions = add_tests(made, "regions");
    tcase_add_loop_test(regions, hooks, 0, API_SUBJECTS * BINDINGS);
    tcase_add_test(regions, pairs);
    TCase *information = add_tests(made, "info");
    tcase_add_test(information, info);
    tcase_add_test(information, telemetry);
    tcase_add_test(add_tests(made, "disturbance"), disturbance);
    return made;
}

int main(int argc, char **argv)
{
    int status = session_open(argc, argv, NULL);
    return status == SESSION_GO ? session_close(run_suite(suite())) : status;
}
