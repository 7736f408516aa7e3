/* SPDX-License-Identifier: BSD-3-Clause */
/* threads.h -- the team: the calling thread and helpers that run the pieces of one job.
 *
 * There is one team for all callers, and nobody waits for it: who does not get it works
 * alone. Once the helpers are there, no call allocates, locks or reads the environment.
 * May be called from: lib/plan; the limits and facts from interface too.
 * Calls: lib/cpu, lib/util. Behind it stands pool.c, openmp.c or alone.c (team.h).
 */
#ifndef RPI_THREADS_H
#define RPI_THREADS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Threads of a team, the caller included, and pieces of a job: the bits of one word. */
enum { RPI_THREADS_MOST = 64 };

/* Memory for partial results; it belongs to whoever has the team. */
enum { RPI_WORKSPACE = 1 << 20 };

/* ---- How many ---------------------------------------------------------------------- */

/* What a call by this thread may use: rp_get_num_threads. */
int rpi_threads_limit(void);

/* What the machine offers this process. */
int rpi_threads_max(void);

/* ---- The team ---------------------------------------------------------------------- */

/* How a job was done: by the caller, without the team; by him, as no helper found the
   time; or by the team. */
enum rpi_way { RPI_ALONE, RPI_UNHELPED, RPI_HELPED };

/* Are there helpers, and would those of a team of this width start at once? */
bool rpi_threads_awake(int width);

/* Have helpers made, or wake them: a job is likely to follow. Does not wait for them. */
void rpi_threads_rouse(int width);

/* Take the team: false when another caller has it, when there is none, or when the caller
   has floating-point exceptions trapped, for the trap must then happen in his thread. */
bool rpi_threads_take(int width);

/* Run work(context, piece) for each piece in 0 .. pieces-1 <= 64, by the caller and
   width-1 helpers; all is done on return. A thread begins with the pieces of its own
   share, the same in every job, as its cache may hold them. */
typedef void rpi_work(void *context, int piece);
enum rpi_way rpi_threads_run(int width, int pieces, rpi_work *work, void *context);

/* RPI_WORKSPACE bytes, aligned to a cache line. */
void *rpi_threads_workspace(void);

/* Let others have the team. */
void rpi_threads_give(void);

/* ---- Facts ------------------------------------------------------------------------- */

struct rpi_threads_facts {
    const char *backend;
    int started;             /* helpers made so far */
    uint64_t busy_fallbacks; /* calls that worked alone as another had the team */
};
void rpi_threads_facts(struct rpi_threads_facts *facts);

/* Another number in the child of a fork, once there has been a team: what the threads of
   the parent held is nobody's there. */
unsigned rpi_threads_process(void);

/* Nanoseconds until a helper has begun with a piece, measured when the helpers were made;
   0 before. */
enum rpi_launch { RPI_ASLEEP, RPI_AWAKE };
uint64_t rpi_threads_launch_ns(enum rpi_launch from);

/* Nanoseconds that it takes to read the clock, measured at the same time; 0 before, or
   where the clock is too coarse to tell. */
uint64_t rpi_threads_clock_ns(void);

#endif
