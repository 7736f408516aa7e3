/* SPDX-License-Identifier: BSD-3-Clause */
/* pairs.c -- the hooks of one call are one pair, while another thread changes them. */

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>

#include "harness/session.h"
#include "raptors.h"
#include "runtime/runtime.h"

enum { CALLERS = 3, CALLS = 30000 };

static atomic_int mixed, paired, callers_left;

/* Of this thread's call: 0 outside, or the pair whose start hook was called. */
static _Thread_local int inside;

static void enter(int pair, const char *routine)
{
    if (inside || strcmp(routine, "rp_ssum"))
        atomic_fetch_add(&mixed, 1);
    inside = pair;
}

static void leave(int pair)
{
    atomic_fetch_add(inside == pair ? &paired : &mixed, 1);
    inside = 0;
}

static void start_one(const char *routine)
{
    enter(1, routine);
}

static void stop_one(const char *routine)
{
    (void)routine;
    leave(1);
}

static void start_two(const char *routine)
{
    enter(2, routine);
}

static void stop_two(const char *routine)
{
    (void)routine;
    leave(2);
}

static void *call(void *unused)
{
    float x[2] = {1, 2}, sum;
    for (int i = 0; i < CALLS; i++) {
        rp_ssum(2, x, 1, &sum);
        if (inside)
            atomic_fetch_add(&mixed, 1);
    }
    atomic_fetch_sub(&callers_left, 1);
    return unused;
}

/* In the calling thread: pair one, pair two, none, and so on. */
static void change_hooks(void)
{
    while (atomic_load(&callers_left) > 0 || atomic_load(&paired) == 0) {
        rp_set_region_hooks(start_one, stop_one);
        if (atomic_load(&callers_left) == 0)
            call(NULL);
        rp_set_region_hooks(start_two, stop_two);
        rp_set_region_hooks(NULL, NULL);
    }
}

const char *hooks_stay_together(void)
{
    pthread_t threads[CALLERS];
    int made = 0;
    session_count();
    atomic_store(&callers_left, CALLERS);
    for (; made < CALLERS; made++)
        if (pthread_create(&threads[made], NULL, call, NULL))
            break;
    atomic_fetch_sub(&callers_left, CALLERS - made);
    change_hooks();
    for (int i = 0; i < made; i++)
        pthread_join(threads[i], NULL);
    return atomic_load(&mixed) ? "a stop hook did not belong to its start hook" : NULL;
}
