/* SPDX-License-Identifier: BSD-3-Clause */
/* team.c -- the team from inside: its pieces, and what its helpers are. */

#include "config.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>

#include "cpu/cores.h"
#include "harness/session.h"
#include "raptors.h"
#include "threads/checks.h"
#include "threads/threads.h"

/* ---- Pieces ------------------------------------------------------------------------ */

static atomic_int done[RPI_THREADS_MOST];

static void do_piece(void *context, int piece)
{
    (void)context;
    atomic_fetch_add(&done[piece], 1);
}

static bool run_once(int width, int pieces)
{
    if (!rpi_threads_take(width))
        return false;
    const bool second = rpi_threads_take(width);
    for (int i = 0; i < RPI_THREADS_MOST; i++)
        atomic_store(&done[i], 0);
    rpi_threads_run(width, pieces, do_piece, NULL);
    rpi_threads_give();
    bool right = !second;
    for (int i = 0; i < RPI_THREADS_MOST; i++)
        right &= atomic_load(&done[i]) == (i < pieces);
    session_count();
    return right;
}

const char *pieces_are_done_once(void)
{
    static const int widths[] = {2, 3, 5, 16, 64};
    struct rpi_threads_facts facts;
    rpi_threads_facts(&facts);
    if (!strcmp(facts.backend, "none"))
        return rpi_threads_take(2) ? "a team of nobody" : NULL;
    for (size_t w = 0; w < sizeof widths / sizeof *widths; w++)
        for (int pieces = 1; pieces <= RPI_THREADS_MOST; pieces++)
            for (int again = 0; again < 5; again++)
                if (!run_once(widths[w], pieces))
                    return "a piece was done twice, or not, or there were two teams";
    return rpi_threads_launch_ns(RPI_AWAKE) ? NULL : "the launch was not measured";
}

static uint64_t fallbacks(void)
{
    struct rpi_threads_facts facts;
    rpi_threads_facts(&facts);
    return facts.busy_fallbacks;
}

/* While another caller has the team: results that it would share out, or each of a few
   pieces of them; one line; elements. */
const char *fallbacks_are_calls(void)
{
    enum { SIDE = 8192 };
    static float a[2 * SIDE], y[SIDE];
    session_count();
    rp_set_num_threads(2);
    if (!rpi_threads_take(2))
        return NULL; /* nobody would be waited for */
    const uint64_t before = fallbacks();
    rp_sgesum(RP_ROW_MAJOR, 2, SIDE, a, SIDE, y);
    const uint64_t shared = fallbacks();
    rp_sgesum(RP_COL_MAJOR, 3 * SIDE / 8, 5, a, 3 * SIDE / 8, y);
    const uint64_t piecewise = fallbacks();
    rp_sgesum(RP_ROW_MAJOR, 5, 3 * SIDE / 8, a, 3 * SIDE / 8, y);
    const uint64_t across = fallbacks();
    rp_saxis0sum(RP_ROW_MAJOR, 2, SIDE, a, SIDE, y, 1);
    rpi_threads_give();
    return shared != before + 1        ? "many results"
           : piecewise != shared + 1   ? "a few results"
           : across != piecewise + 1   ? "a few results of columns"
           : fallbacks() != across + 1 ? "one reduction"
                                       : NULL;
}

/* ---- Signals ----------------------------------------------------------------------- */

static pthread_t asking;
static atomic_int helped, handled, unheard;

static void handle(int number)
{
    (void)number;
    atomic_fetch_add(&handled, 1);
}

/* A helper that brings a signal upon itself must come back from the handler. The caller
   works on piece 0 until a helper has been there, for so many looks. */
static void signal_myself(void *context, int piece)
{
    const int number = *(const int *)context;
    if (!pthread_equal(pthread_self(), asking)) {
        const int before = atomic_load(&handled);
        raise(number);
        atomic_fetch_add(&unheard, atomic_load(&handled) != before + 1);
        atomic_fetch_add(&helped, 1);
    }
    for (int i = 0; piece == 0 && i < 1000 && atomic_load(&helped) == 0; i++)
        sched_yield();
}

static bool is_heard(int number)
{
    struct sigaction action = {.sa_handler = handle}, former;
    sigaction(number, &action, &former);
    atomic_store(&helped, 0);
    atomic_store(&unheard, 0);
    for (int i = 0; i < 1000 && atomic_load(&helped) == 0; i++)
        if (rpi_threads_take(2)) {
            rpi_threads_run(2, 2, signal_myself, &number);
            rpi_threads_give();
        }
    sigaction(number, &former, NULL);
    return atomic_load(&unheard) == 0;
}

const char *helpers_hear_their_signals(void)
{
    static const int own[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSYS};
    struct rpi_threads_facts facts;
    rpi_threads_facts(&facts);
    if (strcmp(facts.backend, "pthread") != 0)
        return NULL; /* others make their helpers as they think right */
    asking = pthread_self();
    for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
        session_count();
        if (!is_heard(own[i]))
            return "a helper blocks a signal that it brought upon itself";
    }
    return is_heard(SIGUSR1) && atomic_load(&helped)
               ? "a helper does not block the signals of the program"
               : NULL;
}

/* ---- Affinity ---------------------------------------------------------------------- */

#if defined(__linux__)

static cpu_set_t of_process, of_helper;

static void look_at_affinity(void *context, int piece)
{
    (void)context;
    if (!pthread_equal(pthread_self(), asking)) {
        sched_getaffinity(0, sizeof of_helper, &of_helper);
        atomic_fetch_add(&helped, 1);
    }
    for (int i = 0; piece == 0 && i < 1000 && atomic_load(&helped) == 0; i++)
        sched_yield();
}

/* Bound to the first CPU of the process, as a thread of a parallel program may be. */
static void *call_first(void *verdict)
{
    cpu_set_t one;
    int cpu = 0;
    while (!CPU_ISSET((size_t)cpu, &of_process))
        cpu++;
    CPU_ZERO(&one);
    CPU_SET((size_t)cpu, &one);
    asking = pthread_self();
    if (sched_setaffinity(0, sizeof one, &one))
        return verdict;
    for (int i = 0; i < 1000 && atomic_load(&helped) == 0; i++)
        if (rpi_threads_take(2)) {
            rpi_threads_run(2, 2, look_at_affinity, NULL);
            rpi_threads_give();
        }
    CPU_SET((size_t)cpu, &of_helper); /* a helper leaves the CPU of its caller to him */
    if (atomic_load(&helped) && !CPU_EQUAL(&of_helper, &of_process))
        *(const char **)verdict = "the helpers of a bound thread are bound with it";
    return verdict;
}

/* What the first caller may not use, the process may. */
const char *first_caller_may_be_bound(void)
{
    const char *verdict = NULL;
    pthread_t thread;
    struct rpi_threads_facts facts;
    rpi_threads_facts(&facts);
    session_count();
    if (strcmp(facts.backend, "pthread") != 0 ||
        sched_getaffinity(0, sizeof of_process, &of_process) ||
        pthread_create(&thread, NULL, call_first, &verdict))
        return NULL;
    pthread_join(thread, NULL);
    return verdict                                  ? verdict
           : rpi_threads_max() == rpi_cpu_threads() ? NULL
                                                    : "the machine of a bound thread";
}

#else

const char *first_caller_may_be_bound(void)
{
    session_count();
    return NULL;
}

#endif
