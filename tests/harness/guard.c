/* SPDX-License-Identifier: BSD-3-Clause */
/* guard.c -- memory between two forbidden pages, and calls that may crash. */

#define _GNU_SOURCE /* for feenableexcept and memfd_create */

#include "harness/guard.h"

#include <fenv.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static void give_up(const char *what)
{
    perror(what);
    exit(99); /* automake's code for a broken test, not a failed one */
}

/* The distance of the read-only view: a forbidden page stands between the two. */
static size_t to_view(void)
{
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    return (ARENA_BYTES + page - 1) / page * page + page;
}

/* A file without a name: one on a disk takes a good part of all the time. */
static int nameless_file(void)
{
#if defined(MFD_CLOEXEC)
    return memfd_create("arena", MFD_CLOEXEC);
#else
    FILE *const file = tmpfile();
    return file ? dup(fileno(file)) : -1;
#endif
}

/* Two views of one file, seen by the children of this process too. */
static struct arena arena_new(void)
{
    const size_t step = to_view(), page = (size_t)sysconf(_SC_PAGESIZE);
    char *const map =
        mmap(NULL, 2 * step + page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (map == MAP_FAILED)
        give_up("mmap");
    const int file = nameless_file();
    if (file < 0 || ftruncate(file, (off_t)(step - page)))
        give_up("memory for the operands");
    for (int view = 0; view < 2; view++)
        if (mmap(map + page + (size_t)view * step, step - page,
                 view ? PROT_READ : PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, file,
                 0) == MAP_FAILED)
            give_up("mmap");
    close(file);
    return (struct arena){map, map + page, map + step, map + 2 * step + page};
}

const struct arena *arena_get(int which)
{
    static struct arena arenas[ARENAS];
    if (!arenas[which].lo)
        arenas[which] = arena_new();
    return &arenas[which];
}

const void *arena_read_only(const void *p)
{
    return (const char *)p + to_view();
}

/* Per thread, so that a crash in any other thread is not taken for ours. */
static _Thread_local sigjmp_buf back;
static _Thread_local volatile sig_atomic_t armed;
static const void *volatile crash_address;

static void on_crash(int number, siginfo_t *info, void *machine)
{
    (void)machine;
    if (!armed) {
        signal(number, SIG_DFL); /* the instruction runs again, and now it kills */
        return;
    }
    armed = 0;
    crash_address = number == SIGABRT ? NULL : info->si_addr; /* abort() has none */
    siglongjmp(back, number);
}

static void catch_crashes(void)
{
    static const int numbers[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT};
    struct sigaction act = {.sa_sigaction = on_crash,
                            .sa_flags = SA_SIGINFO | SA_NODEFER};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        sigaction(numbers[i], &act, NULL);
}

int guard_call(void (*f)(void *), void *context)
{
    static bool ready;
    if (!ready)
        catch_crashes();
    ready = true;
    int number = sigsetjmp(back, 0); /* SA_NODEFER: there is no mask to restore */
    if (number)
        return number;
    armed = 1;
    f(context);
    armed = 0;
    return 0;
}

const void *guard_crash_address(void)
{
    return crash_address;
}

void guard_unmask(int flags)
{
#if defined __GLIBC__ && (defined __x86_64__ || defined __i386__)
    fedisableexcept(FE_ALL_EXCEPT);
    feenableexcept(flags);
#else
    (void)flags;
#endif
}

static void divide_by_zero(void *context)
{
    volatile double *x = context;
    guard_unmask(FE_DIVBYZERO);
    *x = 1 / *x;
}

bool guard_traps(void)
{
    double zero = 0;
    int number = guard_call(divide_by_zero, &zero);
    guard_unmask(0);
    feclearexcept(FE_ALL_EXCEPT);
    return number == SIGFPE;
}
