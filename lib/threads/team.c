/* SPDX-License-Identifier: BSD-3-Clause */
/* team.c -- who has the team, and how the pieces of a job are shared. */

#include "threads/team.h"

#include <stdatomic.h>

#include "threads/fpstate.h"
#include "threads/launch.h"

static atomic_bool taken;
static atomic_ullong busy_fallbacks;
static atomic_uint process;

/* The job of who has the team. Bit p of `open` is set until a thread takes piece p. What
   changes lies in a cache line of its own. */
static struct job { /* NOLINT(clang-analyzer-optin.performance.Padding) */
    rpi_work *work;
    void *context;
    int width, pieces;
    struct fpstate fp;
    _Alignas(64) atomic_ullong open;
    atomic_uint raised;
    atomic_bool helped; /* has a helper taken a piece? */
} job;

static _Alignas(64) char workspace[RPI_WORKSPACE];

/* ---- Having the team --------------------------------------------------------------- */

/* Can there be a team for this thread? What the machine offers is looked up now: a thread
   that is cancelled while it reads files must not have the team. */
static bool may_have(void)
{
    rpi_threads_max();
    return rpi_team_prepare() && !fp_traps(fp_get());
}

static bool is_taken(void)
{
    return atomic_load_explicit(&taken, memory_order_relaxed) ||
           atomic_exchange_explicit(&taken, true, memory_order_acquire);
}

/* Of who has just taken it. */
static bool start(int width)
{
    if (rpi_team_start(width - 1) > 0) {
        rpi_launch_measure();
        return true;
    }
    rpi_threads_give();
    return false;
}

bool rpi_threads_take(int width)
{
    if (!may_have())
        return false;
    if (is_taken()) {
        atomic_fetch_add_explicit(&busy_fallbacks, 1, memory_order_relaxed);
        return false;
    }
    return start(width);
}

void rpi_threads_give(void)
{
    atomic_store_explicit(&taken, false, memory_order_release);
}

void *rpi_threads_workspace(void)
{
    return workspace;
}

unsigned rpi_threads_process(void)
{
    return atomic_load_explicit(&process, memory_order_relaxed);
}

void rpi_team_forget(void)
{
    atomic_fetch_add(&process, 1);
    atomic_store(&taken, false);
}

static int helpers_of(int width)
{
    const int started = rpi_team_started();
    return width - 1 < started ? width - 1 : started;
}

bool rpi_threads_awake(int width)
{
    const int helpers = helpers_of(width);
    return helpers > 0 && rpi_team_awake(helpers);
}

void rpi_threads_rouse(int width)
{
    if (rpi_team_started())
        rpi_team_rouse(helpers_of(width));
    else if (may_have() && !is_taken() && start(width))
        rpi_threads_give();
}

/* ---- A job ------------------------------------------------------------------------- */

/* Take the first open piece from `from` on, round the end; -1 when none is left. */
static int take_piece(int from)
{
    unsigned long long open = atomic_load_explicit(&job.open, memory_order_relaxed);
    while (open) {
        const unsigned long long ahead = open >> from << from;
        const int piece = __builtin_ctzll(ahead ? ahead : open);
        const unsigned long long bit = 1ull << piece;
        open = atomic_fetch_and_explicit(&job.open, ~bit, memory_order_relaxed);
        if (open & bit)
            return piece;
    }
    return -1;
}

/* Returned is whether there was anything left to do. */
static bool take_part(int me)
{
    const int first = take_piece(me * job.pieces / job.width);
    for (int piece = first; piece >= 0; piece = take_piece(piece))
        job.work(job.context, piece);
    return first >= 0;
}

void rpi_team_help(int me)
{
    if (me == 0) {
        take_part(0);
        return;
    }
    const struct fpstate mine = fp_get();
    fp_set(fp_clear(job.fp));
    if (take_part(me) && !atomic_load_explicit(&job.helped, memory_order_relaxed))
        atomic_store_explicit(&job.helped, true, memory_order_relaxed);
    const unsigned raised = fp_raised();
    if (raised & ~atomic_load_explicit(&job.raised, memory_order_relaxed))
        atomic_fetch_or_explicit(&job.raised, raised, memory_order_relaxed);
    fp_set(mine);
}

enum rpi_way rpi_threads_run(int width, int pieces, rpi_work *work, void *context)
{
    const int helpers = helpers_of(width < pieces ? width : pieces);
    job.work = work;
    job.context = context;
    job.width = helpers + 1;
    job.pieces = pieces;
    job.fp = fp_get();
    atomic_store_explicit(&job.raised, 0, memory_order_relaxed);
    atomic_store_explicit(&job.helped, false, memory_order_relaxed);
    atomic_store_explicit(&job.open, ~0ull >> (RPI_THREADS_MOST - pieces),
                          memory_order_relaxed);
    rpi_team_work(helpers);
    fp_raise(atomic_load_explicit(&job.raised, memory_order_relaxed));
    return atomic_load_explicit(&job.helped, memory_order_relaxed) ? RPI_HELPED
                                                                   : RPI_UNHELPED;
}

void rpi_threads_facts(struct rpi_threads_facts *facts)
{
    facts->backend = rpi_team_backend;
    facts->started = rpi_team_started();
    facts->busy_fallbacks = atomic_load_explicit(&busy_fallbacks, memory_order_relaxed);
}
