/* SPDX-License-Identifier: BSD-3-Clause */
/* dlopen.c -- check_dlopen: the library opened and closed while its helpers live on.
 *
 * This program is linked with no library of ours: make check runs it beside .libs.
 */

#include <dlfcn.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "harness/check_main.h"
#include "harness/session.h"
#include "threads/work.h"

static const char library[] = ".libs/libraptors.so";

enum { ROUNDS = 200, CALLS = 5, THREADS = 3 };

static void *handle;

/* A function pointer is no object pointer to ISO C; POSIX lets them be copied. */
static void find(const char *name, void *function)
{
    void *found = dlsym(handle, name);
    ck_assert_msg(found != NULL, "no %s: %s", name, dlerror());
    *(void **)function = found;
}

static void open_library(void)
{
    struct work_library opened;
    int (*set_num_threads)(int);
    handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
    ck_assert_msg(handle != NULL, "%s", dlerror());
    find("rp_saxis0sum", &opened.saxis0sum);
    find("rp_set_num_threads_local", &opened.set_num_threads_local);
    find("rp_set_num_threads", &set_num_threads);
    set_num_threads(THREADS);
    work_prepare(&opened);
    session_count();
}

static void close_library(void)
{
    ck_assert_int_eq(dlclose(handle), 0);
}

static void wait_ns(long ns)
{
    nanosleep(&(struct timespec){.tv_nsec = ns}, NULL);
}

/* How many threads this process has, those of an emulator too; 0 where unknown. */
static int threads_now(void)
{
    char line[100];
    int threads = 0;
    FILE *status = fopen("/proc/self/status", "r");
    while (status && fgets(line, sizeof line, status))
        if (sscanf(line, "Threads: %d", &threads) == 1)
            break;
    if (status)
        fclose(status);
    return threads;
}

/* The helpers spin for a while and then sleep: it is closed on both. */
START_TEST(again_and_again)
{
    int threads = 0;
    for (int round = 0; round < ROUNDS; round++) {
        open_library();
        ck_assert_int_eq(work_wrong(round % 4 ? CALLS : 0), 0);
        if (round % 2)
            wait_ns(1000000);
        close_library();
        if (round == 1)
            threads = threads_now();
    }
    ck_assert_int_eq(threads_now(), threads);
}
END_TEST

/* Helpers sleep in its code: it must not be unmapped under them. */
START_TEST(stays)
{
    open_library();
    ck_assert_int_eq(work_wrong(CALLS), 0);
    close_library();
    void *again = dlopen(library, RTLD_NOW | RTLD_NOLOAD);
    ck_assert_msg(again != NULL, "dlclose has unmapped the library");
    dlclose(again);
    ck_assert_int_eq(work_wrong(CALLS), 0);
}
END_TEST

static atomic_bool calling;

static void *call_on(void *unused)
{
    atomic_store(&calling, true);
    atomic_store(&calling, work_wrong(200) == 0);
    return unused;
}

START_TEST(under_a_call)
{
    pthread_t thread;
    open_library();
    ck_assert_int_eq(pthread_create(&thread, NULL, call_on, NULL), 0);
    while (!atomic_load(&calling))
        wait_ns(1000);
    close_library();
    pthread_join(thread, NULL);
    ck_assert_msg(atomic_load(&calling), "other bits after dlclose");
}
END_TEST

static Suite *suite(void)
{
    Suite *made = suite_create("dlopen");
    TCase *tests = add_tests(made, "dlopen");
    tcase_add_test(tests, again_and_again);
    tcase_add_test(tests, stays);
    tcase_add_test(tests, under_a_call);
    return made;
}

int main(int argc, char **argv)
{
    const int status = session_open(argc, argv, NULL);
    if (status != SESSION_GO)
        return status;
    if (access(library, R_OK)) {
        printf("SKIP: %s: no %s\n", session.program, library);
        return SESSION_SKIP;
    }
    setenv("RAPTORS_PARALLEL", "always", 1);
    return session_close(run_suite(suite()));
}
