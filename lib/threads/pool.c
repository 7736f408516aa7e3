/* SPDX-License-Identifier: BSD-3-Clause */
/* pool.c -- the backend of POSIX threads: helpers that spin for a while, then sleep.
 *
 * All that passes between the caller and a helper is the helper's state:
 *
 *   IDLE     the helper spins            caller -> CALLED, helper -> ASLEEP
 *   ASLEEP   the helper sleeps           caller -> CALLED or IDLE, and wakes it
 *   CALLED   there is a job              helper -> AT_WORK, caller -> IDLE (called off)
 *   AT_WORK  the helper is in the job    helper -> IDLE, caller -> AWAITED
 *   AWAITED  so, and the caller sleeps   helper -> IDLE, and wakes him
 *
 * A helper that did not find the time is called off: a caller never waits for the
 * scheduler, only for pieces that are being worked on.
 */

#include "config.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>

#include "cpu/cores.h"
#include "threads/team.h"
#include "threads/wait.h"
#include "util/clock.h"

enum { IDLE, ASLEEP, CALLED, AT_WORK, AWAITED };

/* About what it costs to wake a helper (25 to 80 us): to spin longer than that for a
   job that may not come would be the dearer error. */
#define SPIN_NS 100000

/* Pauses between two looks at the clock, and before a caller goes to sleep. */
#define CLOCK_PAUSES 64
#define CALLER_PAUSES 1024

/* A kernel alone takes up to 52 KiB; thread-local data of the program lie there too. */
#define STACK_BYTES ((size_t)512 << 10)

static struct helper {
    _Alignas(64) atomic_uint state;
    bool fenced; /* its own: may it not run on every CPU? */
} helpers[RPI_THREADS_MOST];

/* Written by who has the team. `refused`: the system gives no more threads. */
static atomic_int made, refused;
static atomic_bool tired;
static atomic_uint spin_ns;

/* The CPU of who had the last job; -1: unknown. */
static atomic_int caller_cpu = -1;

const char *const rpi_team_backend = "pthread";
const int rpi_team_most = RPI_THREADS_MOST;

/* ---- The helpers ------------------------------------------------------------------- */

static unsigned state_of(struct helper *h)
{
    return atomic_load_explicit(&h->state, memory_order_acquire);
}

/* Replace one state by another, unless it has changed meanwhile. */
static bool turn(struct helper *h, unsigned from, unsigned to)
{
    return atomic_compare_exchange_strong(&h->state, &from, to);
}

/* A helper that wakes on the CPU of its caller takes turns with him until the scheduler
   sees it, milliseconds later: 512x512 took three times as long. So it leaves at once.
   Where there are more threads than cores it has nowhere to go. */
static void make_way(struct helper *h)
{
    const int cpu = rpi_cpu_current();
    if (cpu < 0 || cpu != atomic_load_explicit(&caller_cpu, memory_order_relaxed) ||
        !atomic_load_explicit(&spin_ns, memory_order_relaxed))
        return;
    rpi_cpu_unbind(cpu);
    h->fenced = true;
}

/* A helper that sleeps may be woken on any CPU: the one that it went to may be the next
   caller's, on which it would wait for its turn to leave. */
static void open_fence(struct helper *h)
{
    if (h->fenced)
        rpi_cpu_unbind(-1);
    h->fenced = false;
}

static void spin(struct helper *h)
{
    const uint64_t start = rpi_clock_ns();
    do {
        make_way(h);
        for (int i = 0; i < CLOCK_PAUSES; i++) {
            if (state_of(h) != IDLE)
                return;
            rpi_pause();
        }
    } while (rpi_clock_ns() - start <
             atomic_load_explicit(&spin_ns, memory_order_relaxed));
}

static void await_call(struct helper *h)
{
    while (state_of(h) != CALLED) {
        spin(h);
        if (state_of(h) == IDLE)
            open_fence(h);
        if (turn(h, IDLE, ASLEEP))
            while (state_of(h) == ASLEEP)
                rpi_wait(&h->state, ASLEEP);
        make_way(h);
    }
}

static void *helper_main(void *self)
{
    struct helper *h = self;
    rpi_cpu_unbind(-1);
    for (;;) {
        await_call(h);
        if (!turn(h, CALLED, AT_WORK))
            continue;
        rpi_team_help((int)(h - helpers));
        if (atomic_exchange(&h->state, IDLE) == AWAITED)
            rpi_wake(&h->state);
    }
    return NULL;
}

/* ---- Making them ------------------------------------------------------------------- */

/* The child has none of the helpers, in whatever state they were. */
static void forget_helpers(void)
{
    for (int i = 0; i < RPI_THREADS_MOST; i++) {
        atomic_store(&helpers[i].state, IDLE);
        helpers[i].fenced = false;
    }
    atomic_store(&made, 0);
    atomic_store(&refused, 0);
    atomic_store(&tired, false);
    rpi_wait_forget();
    rpi_team_forget();
}

static int at_fork;

static void arrange_fork(void)
{
    at_fork = pthread_atfork(NULL, NULL, forget_helpers);
}

bool rpi_team_prepare(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, arrange_fork);
    return at_fork == 0;
}

/* The signals of the program are not for the helpers, but those that a thread brings upon
   itself: a page that cannot be read is for the program's handler to deal with, and the
   system ends a process that blocks what it must deliver. */
static void fill_for_helper(sigset_t *signals)
{
    static const int own[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSYS};
    sigfillset(signals);
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        sigdelset(signals, own[i]);
}

static bool make_helper(struct helper *h, const pthread_attr_t *attributes)
{
    sigset_t blocked, former;
    pthread_t thread;
    fill_for_helper(&blocked);
    pthread_sigmask(SIG_SETMASK, &blocked, &former);
    const int error = pthread_create(&thread, attributes, helper_main, h);
    pthread_sigmask(SIG_SETMASK, &former, NULL);
    return error == 0;
}

static void make_helpers(int count)
{
    pthread_attr_t attributes;
    if (pthread_attr_init(&attributes))
        return;
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    pthread_attr_setstacksize(&attributes, STACK_BYTES);
    int i = atomic_load(&made);
    while (i < count && make_helper(&helpers[i + 1], &attributes))
        atomic_store(&made, ++i);
    atomic_store(&refused, i < count);
    pthread_attr_destroy(&attributes);
}

int rpi_team_start(int count)
{
    if (rpi_team_started() < count && !atomic_load(&refused))
        make_helpers(count);
    return rpi_team_started();
}

int rpi_team_started(void)
{
    return atomic_load_explicit(&made, memory_order_acquire);
}

/* ---- Calling them ------------------------------------------------------------------ */

/* They are called in order: the last one has been idle for the longest. */
bool rpi_team_awake(int count)
{
    return state_of(&helpers[count]) != ASLEEP;
}

/* Where a job has more threads than there are cores, one that spins keeps another from
   its work. The next job may have fewer. */
static void choose_spin(int count)
{
    const bool crowded = count >= rpi_threads_max();
    const bool none = crowded || atomic_load_explicit(&tired, memory_order_relaxed);
    const unsigned ns = none ? 0 : SPIN_NS;
    if (atomic_load_explicit(&spin_ns, memory_order_relaxed) != ns)
        atomic_store_explicit(&spin_ns, ns, memory_order_relaxed);
}

void rpi_team_rouse(int count)
{
    choose_spin(count);
    for (int i = 1; i <= count; i++)
        if (state_of(&helpers[i]) == ASLEEP && turn(&helpers[i], ASLEEP, IDLE))
            rpi_wake(&helpers[i].state);
}

void rpi_team_tire(bool now)
{
    atomic_store_explicit(&tired, now, memory_order_relaxed);
}

static void call(struct helper *h)
{
    if (atomic_exchange(&h->state, CALLED) == ASLEEP)
        rpi_wake(&h->state);
}

static void call_off(struct helper *h)
{
    if (turn(h, CALLED, IDLE))
        return;
    for (int i = 0; i < CALLER_PAUSES && state_of(h) != IDLE; i++)
        rpi_pause();
    if (turn(h, AT_WORK, AWAITED))
        while (state_of(h) == AWAITED)
            rpi_wait(&h->state, AWAITED);
}

void rpi_team_work(int count)
{
    choose_spin(count);
    atomic_store_explicit(&caller_cpu, rpi_cpu_current(), memory_order_relaxed);
    for (int i = 1; i <= count; i++)
        call(&helpers[i]);
    rpi_team_help(0);
    for (int i = 1; i <= count; i++)
        call_off(&helpers[i]);
}
