/* SPDX-License-Identifier: BSD-3-Clause */
/* telemetry.c -- what rp_threading_info tells of calls, also while they are made. */

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/session.h"
#include "raptors.h"
#include "runtime/json.h"
#include "runtime/runtime.h"

enum { M = 300, N = 200, SMALL = 7, CALLERS = 3, CALLS = 2000 };

static float matrix[M * N], small_expected[N], large_expected[N];

static void sum(int m, float *y)
{
    rp_saxis0sum(RP_ROW_MAJOR, m, N, matrix, N, y, 1);
}

/* Sums that show whether they were taken in another order. */
static void prepare(void)
{
    for (int i = 0; i < M * N; i++)
        matrix[i] = (float)(i % 1013) * (i % 7 ? 1e-3f : 1e3f);
    rp_set_num_threads_local(1);
    sum(SMALL, small_expected);
    sum(M, large_expected);
    rp_set_num_threads_local(0);
}

/* ---- One caller -------------------------------------------------------------------- */

/* The text lives until the next call. */
static const char *ask(void)
{
    static char text[1 << 16];
    return rp_threading_info(text, sizeof text) < sizeof text ? text : "{}";
}

static const char *member(const char *text, int key, const char *name)
{
    char path[60];
    snprintf(path, sizeof path, "telemetry.keys.%d.%s", key, name);
    return json_find(text, path);
}

static const char *check_key(const char *text, int key, long log2, long calls, long bytes)
{
    static char failure[400];
    const long sequential = json_number(member(text, key, "paths.sequential")),
               parallel = json_number(member(text, key, "paths.parallel"));
    if (json_is(member(text, key, "op"), "\"sum\"") &&
        json_is(member(text, key, "dtype"), "\"s\"") &&
        json_is(member(text, key, "walk"), "\"across\"") &&
        json_is(member(text, key, "narrow"), "false") &&
        json_number(member(text, key, "bytes_log2")) == log2 &&
        json_number(member(text, key, "calls")) == calls &&
        json_number(member(text, key, "bytes")) == bytes && sequential >= 0 &&
        parallel >= 0 && sequential + parallel == calls)
        return NULL;
    snprintf(failure, sizeof failure, "key %d: %.300s", key,
             json_find(text, "telemetry.keys"));
    return failure;
}

const char *info_tells_calls(void)
{
    float y[N];
    session_count();
    prepare();
    rp_set_num_threads(1);
    if (rp_telemetry_enable(1) < 0)
        return "rp_telemetry_enable";
    rp_telemetry_reset();
    const char *text = ask();
    if (json_number(json_find(text, "telemetry.level")) != 1 || member(text, 0, "op"))
        return "after a reset there is a key, or another level";
    for (int i = 0; i < 5; i++) {
        sum(SMALL, y);
        sum(M, y);
    }
    text = ask();
    const char *verdict = check_key(text, 0, 12, 5, 5 * SMALL * N * 4);
    verdict = verdict ? verdict : check_key(text, 1, 17, 5, 5 * M * N * 4);
    if (!verdict && json_number(member(text, 1, "sequential.samples")) < 3)
        verdict = "a large call leaves no times";
    if (!verdict && json_number(member(text, 1, "sequential.median_ns_per_mib")) < 1)
        verdict = "no median";
    return verdict ? verdict : member(text, 2, "op") ? "a third key" : NULL;
}

/* ---- Many -------------------------------------------------------------------------- */

static atomic_int wrong, callers_left;

static void *call(void *unused)
{
    float y[N];
    for (int i = 0; i < CALLS; i++) {
        const int m = i % 4 ? SMALL : M;
        sum(m, y);
        if (memcmp(y, m == M ? large_expected : small_expected, sizeof y)) /* NOLINT */
            atomic_fetch_add(&wrong, 1);
    }
    atomic_fetch_sub(&callers_left, 1);
    return unused;
}

static const char *disturb(void)
{
    for (int round = 0; atomic_load(&callers_left) > 0; round++) {
        const int former = rp_telemetry_enable(round % 3);
        if (former < 0 || former > 2)
            return "the former level";
        if (round % 5 == 0)
            rp_telemetry_reset();
        if (!json_valid(ask()))
            return "no valid JSON while others call";
        session_count();
    }
    return NULL;
}

const char *telemetry_disturbs_nobody(void)
{
    pthread_t threads[CALLERS];
    int made = 0;
    prepare();
    rp_set_num_threads(2);
    atomic_store(&callers_left, CALLERS);
    while (made < CALLERS && !pthread_create(&threads[made], NULL, call, NULL))
        made++;
    atomic_fetch_sub(&callers_left, CALLERS - made);
    const char *verdict = disturb();
    while (made > 0)
        pthread_join(threads[--made], NULL);
    return verdict               ? verdict
           : atomic_load(&wrong) ? "other bits while telemetry was changed"
                                 : NULL;
}
