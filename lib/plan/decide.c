/* SPDX-License-Identifier: BSD-3-Clause */
/* decide.c -- alone, or by how many threads? By size and the cost of a start, and then
 * by what the times of former calls say.
 */

#include "plan/decide.h"

#include "plan/learn.h"
#include "threads/threads.h"
#include "util/clock.h"
#include "util/env.h"

/* No machine gains much below this, a microsecond or two of one core: to ask whether it
   does, 450 instructions, would take a thirtieth of that on an Emerald Rapids. */
#define SMALLEST ((size_t)1 << RPI_SMALL_LOG2)

/* What one core moves from its caches (60 to 110 GB/s), to tell bytes from
   time before there is a measurement. */
#define BYTES_PER_NS 64

/* Until the launch has been measured: what waking costs (25 to 80 us), and
   making the helpers. */
#define ASLEEP_NS 50000
#define START_NS 500000

/* A launch that took longer met with another program's time slice, which must not decide
   for good: above the floor that it would give, the times of calls tell more. */
#define MOST_AWAKE_NS 5000
#define MOST_ASLEEP_NS 100000

/* A call that may be timed lasts so many reads of the clock, or the times would cost what
   they gain. Where the clock is slow, a call of the system, rare timing must do. */
#define CLOCK_READS 100
#define MOST_CLOCK_NS 25

/* A thread that has less to do costs more than it helps. */
#define BYTES_PER_THREAD ((size_t)32 << 10)

/* Rousing helpers in vain makes the next time as much dearer, up to this. */
#define MOST_PATIENCE 64

atomic_size_t rpi_small_below;

static int parse_mode(const char *value)
{
    static const char *const words[] = {"auto", "never", "always", NULL};
    return rpi_env_word(value, words);
}

enum rpi_mode rpi_parallel_mode(void)
{
    static struct rpi_setting mode = {"RAPTORS_PARALLEL", "auto, never or always",
                                      parse_mode, 0};
    const int value = rpi_env_setting(&mode);
    return value < 0 ? RPI_AUTO : (enum rpi_mode)value;
}

/* With times for all calls, none is small; nor is any where the team must always try. */
static size_t small_below(enum rpi_mode mode, int level)
{
    return level == 2 || mode == RPI_ALWAYS ? 1 : SMALLEST;
}

/* Two threads at once may leave each other's halves of it: who sees that tries again. */
int rpi_set_telemetry(int level)
{
    const enum rpi_mode mode = rpi_parallel_mode();
    const int former = rpi_telemetry_set(level);
    int seen;
    do {
        seen = rpi_telemetry_level();
        atomic_store(&rpi_small_below, small_below(mode, seen));
    } while (rpi_telemetry_level() != seen);
    return former;
}

/* Unless somebody has just said something else. */
static void read_environment(enum rpi_mode mode, int level)
{
    size_t unread = 0;
    if (atomic_load_explicit(&rpi_small_below, memory_order_relaxed) == unread)
        atomic_compare_exchange_strong(&rpi_small_below, &unread,
                                       small_below(mode, level));
}

/* What a start costs, as far as it is believed; 0: not yet measured. */
static uint64_t believed_launch_ns(bool awake)
{
    const uint64_t ns = rpi_threads_launch_ns(awake ? RPI_AWAKE : RPI_ASLEEP);
    const uint64_t most = awake ? MOST_AWAKE_NS : MOST_ASLEEP_NS;
    return ns < most ? ns : most;
}

size_t rpi_floor_bytes(bool awake)
{
    const uint64_t launch = believed_launch_ns(awake), look = rpi_threads_clock_ns();
    const uint64_t started = 2 * (launch ? launch : awake ? 1 : ASLEEP_NS);
    const uint64_t timed = CLOCK_READS * (look < MOST_CLOCK_NS ? look : MOST_CLOCK_NS);
    const size_t bytes = (size_t)((started > timed ? started : timed) * BYTES_PER_NS);
    return bytes < SMALLEST ? SMALLEST : bytes;
}

/* Bytes moved alone that helpers would have shared, and how often they were roused in
   vain since a call last had them. Lost updates do no harm. */
static atomic_size_t missed;
static atomic_uint patience = 1;

/* Calls that went alone when helpers were awake count so much less: once in a while they
   are given another chance, as waking costs the caller microseconds. */
#define HOPELESS 16

/* Waking helpers pays when more calls follow at once. As of skis that are rented until
   their price is spent: calls go alone until what a rousing costs has been moved that
   way. They are roused when the call is over: roused before, they were asleep again
   after a call that took longer than they spin. */
static void miss(const struct rpi_call *call)
{
    const uint64_t launch = believed_launch_ns(false);
    const uint64_t price = launch ? launch : START_NS;
    const unsigned factor = atomic_load_explicit(&patience, memory_order_relaxed);
    const size_t so_far =
        atomic_load_explicit(&missed, memory_order_relaxed) + call->missed;
    const bool enough = so_far >= (size_t)price * BYTES_PER_NS * factor;
    atomic_store_explicit(&missed, enough ? 0 : so_far, memory_order_relaxed);
    if (!enough)
        return;
    if (factor < MOST_PATIENCE)
        atomic_store_explicit(&patience, 2 * factor, memory_order_relaxed);
    if (call->counts)
        rpi_learn_save(call->key + 1, (unsigned)(so_far / call->missed));
    rpi_threads_rouse(call->missing);
}

/* The threads that a call of this size could use. */
static int widest(enum rpi_mode mode, size_t bytes, int limit)
{
    if (mode == RPI_ALWAYS)
        return limit;
    const size_t most = bytes / BYTES_PER_THREAD;
    return mode == RPI_NEVER || bytes < SMALLEST ? 1
           : most < (size_t)limit                ? (int)most
                                                 : limit;
}

/* Count a call, and say whether it is to be timed. */
static void count(struct rpi_call *call, int level, bool above)
{
    call->counts = rpi_counts_of(call->key);
    const unsigned long long number =
        atomic_load_explicit(&call->counts->calls, memory_order_relaxed);
    call->timed = (above || level == 2) && rpi_learn_due(call->key, number, level);
    rpi_count(call->counts, call->bytes);
}

/* Above the floor, by what was learned; without telemetry, by the team. Its width is that
   of the largest call of the key, or sizes that alternate would look like limits that
   do. */
static bool goes_alone(struct rpi_call *call, int limit)
{
    const size_t largest = (size_t)(~0ull >> __builtin_clzll(call->bytes));
    return call->counts && rpi_learn_choose(call->key, widest(RPI_AUTO, largest, limit),
                                            &call->timed) == RPI_SEQUENTIAL;
}

/* Helpers that were roused are used; a single try is no use. */
static void be_patient_no_more(const struct rpi_call *call)
{
    if (atomic_load_explicit(&patience, memory_order_relaxed) != 1 &&
        (!call->counts || rpi_learn_has_team(call->key)))
        atomic_store_explicit(&patience, 1, memory_order_relaxed);
}

struct rpi_call rpi_call_begin(int row, size_t bytes)
{
    const enum rpi_mode mode = rpi_parallel_mode();
    const int level = rpi_telemetry_level(), limit = rpi_threads_limit();
    const int width = widest(mode, bytes, limit);
    const bool awake = width > 1 && rpi_threads_awake(width);
    const bool choice = mode == RPI_AUTO && width > 1;
    const bool above = bytes >= (choice ? rpi_floor_bytes(awake) : SMALLEST);
    struct rpi_call call = {.key = rpi_key(row, bytes, awake), .bytes = bytes};
    read_environment(mode, level);
    if (level)
        count(&call, level, above);
    const bool alone = choice && (!above || goes_alone(&call, limit));
    call.width = alone ? 1 : width;
    if (choice && !awake && alone && bytes >= rpi_floor_bytes(true)) {
        const bool hopeful = !level || rpi_learn_has_team(rpi_key(row, bytes, true));
        call.missing = width;
        call.missed = hopeful ? bytes : bytes / HOPELESS;
    }
    if (choice && awake && !alone)
        be_patient_no_more(&call);
    if (call.timed) {
        call.first = rpi_threads_launch_ns(RPI_ASLEEP) == 0;
        call.start = rpi_clock_ns();
    }
    return call;
}

void rpi_call_end(const struct rpi_call *call, enum rpi_way way)
{
    if (call->counts && way != RPI_ALONE)
        rpi_add_relaxed(&call->counts->by_team, 1);
    if (call->timed && !(way != RPI_ALONE && call->first)) {
        const uint64_t now = rpi_clock_ns();
        rpi_learn_record(call->key, way, call->bytes, now, now - call->start);
    } else if (call->counts && way == RPI_UNHELPED) {
        rpi_learn_unhelped(call->key);
    }
    if (call->missing)
        miss(call);
}
