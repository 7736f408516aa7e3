/* SPDX-License-Identifier: BSD-3-Clause */
/* guard.c -- memory between two forbidden pages, and calls that may crash. */

#define _GNU_SOURCE /* for feenableexcept */

#include "harness/guard.h"

#include <fenv.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static void give_up(const char *what)
{
    perror(what);
    exit(99); /* automake's code for a broken test, not a failed one */
}

static struct arena arena_new(void)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    size_t inside = (ARENA_BYTES + page - 1) / page * page;
    char *map =
        mmap(NULL, inside + 2 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (map == MAP_FAILED)
        give_up("mmap");
    struct arena made = {map, map + page, map + page + inside, map + inside + 2 * page};
    if (mprotect(made.lo, inside, PROT_READ | PROT_WRITE))
        give_up("mprotect");
    return made;
}

const struct arena *arena_get(int which)
{
    static struct arena arenas[ARENAS];
    if (!arenas[which].lo)
        arenas[which] = arena_new();
    return &arenas[which];
}

void arena_protect(const void *lo, size_t bytes, bool read_only)
{
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    uintptr_t from = (uintptr_t)lo / page * page;
    uintptr_t to = ((uintptr_t)lo + bytes + page - 1) / page * page;
    if (mprotect((void *)from, to - from, read_only ? PROT_READ : PROT_READ | PROT_WRITE))
        give_up("mprotect");
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
