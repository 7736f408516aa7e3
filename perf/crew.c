/* SPDX-License-Identifier: BSD-3-Clause */
/* crew.c -- the threads of a ceiling, each of which moves its part of the bytes.
 *
 * The caller is one of them, on a CPU of its own like the others. They start by spinning:
 * a ceiling has no cost of a launch. Between samples they sleep, so that nobody else who
 * is timed finds a core taken.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* sched_setaffinity */
#endif
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>

#include "bench.h"

enum { MAX_CREW = 64, SPINS = 10000, LINE = 128 };

static struct {
    int size; /* with the caller */
    int cpus[MAX_CREW];
    pthread_t helpers[MAX_CREW];
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool leaving;        /* guarded by lock */
    unsigned long first; /* what `begun` is before the first task */
    rpb_part work;
    const struct problem *problem;
    const struct operands *operands;
    atomic_bool asleep; /* changed with the lock, read without by those who spin */
} crew = {.size = 1, .lock = PTHREAD_MUTEX_INITIALIZER, .wake = PTHREAD_COND_INITIALIZER};

/* How many tasks there were, and how many helpers still work: each in its own line. */
static _Alignas(LINE) atomic_ulong begun;
static _Alignas(LINE) atomic_int running;

/* Where threads share a CPU, nobody could go on without this. */
static void spin(unsigned *spins)
{
    if (++*spins % SPINS == 0)
        sched_yield();
}

/* False when the helper is to leave. */
static bool rest(void)
{
    pthread_mutex_lock(&crew.lock);
    while (atomic_load(&crew.asleep) && !crew.leaving)
        pthread_cond_wait(&crew.wake, &crew.lock);
    bool stays = !crew.leaving;
    pthread_mutex_unlock(&crew.lock);
    return stays;
}

static void *help(void *number)
{
    const int part = (int)(intptr_t)number;
    unsigned long seen = crew.first;
    rpb_pin(crew.cpus[part]);
    for (unsigned spins = 0;;) {
        if (atomic_load_explicit(&begun, memory_order_acquire) != seen) {
            seen++;
            crew.work(crew.problem, crew.operands, part, crew.size);
            atomic_fetch_sub_explicit(&running, 1, memory_order_release);
        } else if (atomic_load_explicit(&crew.asleep, memory_order_relaxed)) {
            if (!rest())
                return NULL;
        } else {
            spin(&spins);
        }
    }
}

static void set_asleep(bool asleep, bool leaving)
{
    pthread_mutex_lock(&crew.lock);
    crew.leaving = leaving;
    atomic_store(&crew.asleep, asleep);
    pthread_cond_broadcast(&crew.wake);
    pthread_mutex_unlock(&crew.lock);
}

static void dismiss(void)
{
    set_asleep(true, true);
    for (int i = 1; i < crew.size; i++)
        pthread_join(crew.helpers[i], NULL);
    crew.size = 1;
    set_asleep(true, false);
}

static void gather(int size)
{
    dismiss();
    crew.size = size;
    crew.first = atomic_load(&begun);
    for (int i = 1; i < size; i++)
        if (pthread_create(&crew.helpers[i], NULL, help, (void *)(intptr_t)i)) {
            fprintf(stderr, "rp_bench: no threads for the ceiling\n");
            exit(2);
        }
}

#if defined(__linux__)
static cpu_set_t callers;

static void wake(void)
{
    sched_getaffinity(0, sizeof callers, &callers);
    rpb_pin(crew.cpus[0]);
    set_asleep(false, false);
}

void rpb_crew_rest(void)
{
    if (crew.size == 1 || atomic_load(&crew.asleep))
        return;
    set_asleep(true, false);
    sched_setaffinity(0, sizeof callers, &callers);
}
#else
static void wake(void)
{
    set_asleep(false, false);
}

void rpb_crew_rest(void)
{
    if (crew.size > 1 && !atomic_load(&crew.asleep))
        set_asleep(true, false);
}
#endif

bool rpb_has_crew(int threads)
{
    int cpus[MAX_CREW];
    return threads == 1 || threads <= rpb_cpus(cpus, MAX_CREW);
}

void rpb_crew(rpb_part work, const struct problem *p, const struct operands *o)
{
    if (p->threads == 1) {
        work(p, o, 0, 1);
        return;
    }
    if (crew.size != p->threads) {
        rpb_crew_rest();
        rpb_cpus(crew.cpus, MAX_CREW);
        gather(p->threads);
    }
    if (atomic_load(&crew.asleep))
        wake();
    crew.work = work;
    crew.problem = p;
    crew.operands = o;
    atomic_store_explicit(&running, crew.size - 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&begun, 1, memory_order_release);
    work(p, o, 0, crew.size);
    for (unsigned spins = 0; atomic_load_explicit(&running, memory_order_acquire) > 0;)
        spin(&spins);
}
