/* SPDX-License-Identifier: BSD-3-Clause */
/* exit.c -- calls while a program, or a thread of it, is ending. */

#include "lifetime/checks.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "harness/session.h"
#include "raptors.h"
#include "threads/work.h"

enum { CALLS = 20, CALLERS = 3, PATIENCE_S = 50 };

static void prepare(void)
{
    static const struct work_library linked = {rp_saxis0sum, rp_set_num_threads_local};
    work_prepare(&linked);
    rp_set_num_threads(3);
    session_count();
}

/* A child's exit status; -1 when it crashed, or hung. */
static int status_of(void (*child)(int), int argument)
{
    int status;
    fflush(NULL);
    const pid_t pid = fork();
    if (pid == 0) {
        alarm(PATIENCE_S);
        child(argument);
        _exit(99);
    }
    if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
        return -1;
    return WEXITSTATUS(status);
}

/* ---- Handlers and destructors ------------------------------------------------------ */

enum { EXITS = 3, HANDLED = 4 };

static int wrong_so_far;
static bool handled;

static void on_exit_of_child(void)
{
    wrong_so_far += work_wrong(CALLS);
    handled = true;
}

/* After the handlers; in no other process than the child that exits. */
__attribute__((destructor)) static void when_unloaded(void)
{
    if (handled)
        _exit(wrong_so_far + work_wrong(CALLS) ? EXITS : HANDLED);
}

static void exit_with_calls(int before)
{
    wrong_so_far = work_wrong(before);
    if (!atexit(on_exit_of_child))
        exit(EXITS);
}

const char *calls_at_exit(bool helpers)
{
    prepare();
    switch (status_of(exit_with_calls, helpers ? CALLS : 0)) {
    case HANDLED: return NULL;
    case EXITS: return "other bits, or no destructor, at exit";
    default: return "a call at exit crashed, or hung";
    }
}

/* ---- exit() while calls are under way ---------------------------------------------- */

static void *keep_calling(void *unused)
{
    while (!work_wrong(1))
        ;
    _exit(99); /* other bits */
    return unused;
}

static void exit_meanwhile(int ns)
{
    pthread_t thread;
    for (int i = 0; i < CALLERS; i++)
        if (pthread_create(&thread, NULL, keep_calling, NULL))
            return;
    nanosleep(&(struct timespec){.tv_nsec = ns}, NULL);
    exit(EXITS);
}

const char *exits_under_way(int times)
{
    prepare();
    for (int i = 0; i < times; i++) {
        const int status = status_of(exit_meanwhile, i % 20 * 100000);
        if (status != EXITS)
            return status < 0 ? "crashed, or hung" : "other bits";
    }
    return NULL;
}

/* ---- Threads that end -------------------------------------------------------------- */

static atomic_int wrong_at_end, ended;

static void when_thread_ends(void *unused)
{
    (void)unused;
    atomic_fetch_add(&wrong_at_end, work_wrong(CALLS));
    atomic_fetch_add(&ended, 1);
}

static void *end_with_calls(void *key)
{
    pthread_setspecific(*(pthread_key_t *)key, key);
    rp_set_num_threads_local(2);
    return NULL;
}

const char *calls_at_thread_exit(void)
{
    pthread_t threads[CALLERS];
    pthread_key_t key;
    prepare();
    if (pthread_key_create(&key, when_thread_ends))
        return "no thread-specific data";
    int made = 0;
    while (made < CALLERS && !pthread_create(&threads[made], NULL, end_with_calls, &key))
        made++;
    for (int i = 0; i < made; i++)
        pthread_join(threads[i], NULL);
    return atomic_load(&ended) == made && !atomic_load(&wrong_at_end)
               ? NULL
               : "a thread's destructor gave other bits, or did not run";
}
