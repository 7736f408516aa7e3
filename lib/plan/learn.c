/* SPDX-License-Identifier: BSD-3-Clause */
/* learn.c -- a policy for each key, and who may write to it. */

#include "plan/learn.h"

#include <sched.h>
#include <stdatomic.h>

#include "telemetry/telemetry.h"
#include "threads/threads.h"

/* Two clock reads and a decision take up to 0.5 us: once in so much time of calls. */
#define TIMING_NS 128000

/* But not more seldom than this, so that a change is seen. */
#define MOST_CALLS 128

/* So many timed calls in a row by another number of threads are no exception. Callers who
   alternate would else have all times forgotten all the time. */
#define NEW_WIDTH 16

/* So many calls of the team for which no helper found the time, since a timed one had
   help, are no chance. */
#define UNHELPED 16

/* A plan that was made from fewer times may be one of a bad moment. */
#define SURE 64

/* What callers read without asking, and the policy, for who has the key. */
static struct lesson {
    _Alignas(64) atomic_uint owner;
    atomic_uint era, skip; /* of skip+1 calls, a power of two, one is timed */
    atomic_uint plan;
    atomic_int width;     /* of the times by the team; 0: no call has had the choice */
    int strange;          /* calls in a row by another width */
    int unhelped;         /* calls for whose team no helper found the time */
    unsigned kept;        /* what `skip` is to be after a try */
    atomic_uint recorded; /* how many times */
    atomic_bool proved;   /* a try that tells has confirmed the plan */
    struct rpi_policy policy;
} lessons[RPI_KEYS];

/* An owner that was lost in a fork, with its thread, has another process's number. */
static bool take(struct lesson *t)
{
    const unsigned me = rpi_threads_process() + 1;
    unsigned seen = atomic_load_explicit(&t->owner, memory_order_relaxed);
    return seen != me && atomic_compare_exchange_strong_explicit(&t->owner, &seen, me,
                                                                 memory_order_acquire,
                                                                 memory_order_relaxed);
}

static void give(struct lesson *t)
{
    atomic_store_explicit(&t->owner, 0, memory_order_release);
}

static const struct rpi_policy_params *params_of(int key)
{
    const int kind = key / RPI_SLOTS / 2 % RPI_KINDS;
    return kind < RPI_KIND_ADD_ROW ? &rpi_axis_policy
           : kind < RPI_KIND_ADD   ? &rpi_broadcast_policy
                                   : &rpi_scale_policy;
}

static bool current(struct lesson *t)
{
    return atomic_load_explicit(&t->era, memory_order_relaxed) == rpi_telemetry_era() + 1;
}

static void begin(struct lesson *t, int key, enum rpi_arm prior)
{
    rpi_policy_begin(&t->policy, params_of(key), prior);
    t->width = t->strange = t->unhelped = 0;
    t->kept = 0;
    atomic_store_explicit(&t->recorded, 0, memory_order_relaxed);
    atomic_store_explicit(&t->proved, false, memory_order_relaxed);
    atomic_store_explicit(&t->plan, prior, memory_order_relaxed);
    atomic_store_explicit(&t->skip, 0, memory_order_relaxed);
    atomic_store_explicit(&t->era, rpi_telemetry_era() + 1, memory_order_relaxed);
}

bool rpi_learn_due(int key, unsigned long long number, int level)
{
    struct lesson *t = &lessons[key];
    return level == 2 || !current(t) ||
           (number & atomic_load_explicit(&t->skip, memory_order_relaxed)) == 0;
}

/* Do the times so far say something of a team of this width? Others, if so many come in a
   row that they are the rule, begin with no times by the team. */
static bool is_usual(struct lesson *t, int width)
{
    const bool usual = t->width == width;
    t->strange = usual ? 0 : t->strange + 1;
    if (usual || t->strange < NEW_WIDTH)
        return usual;
    rpi_policy_forget(&t->policy, RPI_PARALLEL);
    t->width = width;
    t->strange = 0;
    atomic_store_explicit(&t->recorded, 0, memory_order_relaxed);
    return true;
}

static unsigned skip_of(struct lesson *t)
{
    return t->kept ? t->kept : atomic_load_explicit(&t->skip, memory_order_relaxed);
}

/* During a try every call is asked for. */
static void set_skip(struct lesson *t, unsigned skip)
{
    const bool trying = rpi_policy_is_trying(&t->policy);
    t->kept = trying ? skip : 0;
    atomic_store_explicit(&t->skip, trying ? 0 : skip, memory_order_relaxed);
}

/* Short calls of a try leave no time that does not count: clock reads would cost more
   than the try. */
static enum rpi_arm ask(struct lesson *t, int key, bool *due)
{
    const unsigned skip = atomic_load_explicit(&t->skip, memory_order_relaxed);
    const enum rpi_arm arm = rpi_policy_choose(&t->policy, params_of(key), skip + 1);
    set_skip(t, skip_of(t));
    *due = !t->kept || !rpi_policy_is_settling(&t->policy);
    return arm;
}

/* Above the floor the team is the better guess, from the first call on that has the
   choice. */
enum rpi_arm rpi_learn_choose(int key, int width, bool *due)
{
    struct lesson *t = &lessons[key];
    enum rpi_arm arm = (enum rpi_arm)atomic_load_explicit(&t->plan, memory_order_relaxed);
    *due = *due && take(t);
    if (!*due)
        return current(t) ? arm : RPI_PARALLEL;
    if (!current(t) || t->width == 0) {
        begin(t, key, RPI_PARALLEL);
        t->width = width;
    }
    *due = is_usual(t, width);
    arm = *due ? ask(t, key, due) : t->policy.plan;
    give(t);
    return arm;
}

void rpi_learn_save(int key, unsigned calls)
{
    struct lesson *t = &lessons[key];
    if (!current(t) || !take(t))
        return;
    if (t->policy.plan == RPI_SEQUENTIAL)
        rpi_policy_save(&t->policy, params_of(key), calls);
    give(t);
}

bool rpi_learn_has_team(int key)
{
    struct lesson *t = &lessons[key];
    return !current(t) ||
           atomic_load_explicit(&t->plan, memory_order_relaxed) == RPI_PARALLEL ||
           atomic_load_explicit(&t->recorded, memory_order_relaxed) < SURE ||
           !atomic_load_explicit(&t->proved, memory_order_relaxed);
}

/* New keys are timed more often, or the first hundred calls would teach little. */
static unsigned skip_after(uint64_t ns, unsigned recorded)
{
    unsigned every = 1;
    while (every < MOST_CALLS && every * ns < TIMING_NS && 4 * every <= recorded)
        every *= 2;
    return every - 1;
}

static uint32_t ms(uint64_t ns)
{
    return (uint32_t)(ns / 1000000);
}

/* Helpers that seemed awake and had no core to run on lack it for milliseconds, until the
   scheduler has found them one; the team is no slower for it than nobody. But where none
   ever comes, that is what the team is like. */
static bool is_chance(struct lesson *t, int key, enum rpi_way way)
{
    if (way == RPI_HELPED)
        t->unhelped = 0;
    else if (way == RPI_UNHELPED)
        t->unhelped++;
    return way == RPI_UNHELPED && rpi_key_awake(key) && t->unhelped < UNHELPED;
}

void rpi_learn_unhelped(int key)
{
    struct lesson *t = &lessons[key];
    if (!current(t) || !take(t))
        return;
    if (is_chance(t, key, RPI_UNHELPED))
        rpi_policy_unsettle(&t->policy);
    give(t);
}

void rpi_learn_record(int key, enum rpi_way way, size_t bytes, uint64_t now_ns,
                      uint64_t ns)
{
    struct lesson *t = &lessons[key];
    const enum rpi_arm arm = way == RPI_ALONE ? RPI_SEQUENTIAL : RPI_PARALLEL;
    if (!take(t))
        return;
    if (!current(t)) /* there was no choice: the plan is what was done */
        begin(t, key, arm);
    if (is_chance(t, key, way)) {
        rpi_policy_unsettle(&t->policy);
        give(t);
        return;
    }
    rpi_policy_record(&t->policy, params_of(key), arm, rpi_policy_pace(bytes, ns),
                      ms(now_ns));
    atomic_store_explicit(&t->plan, t->policy.plan, memory_order_relaxed);
    atomic_store_explicit(&t->proved, t->policy.proved, memory_order_relaxed);
    const unsigned recorded =
        atomic_load_explicit(&t->recorded, memory_order_relaxed) + 1;
    atomic_store_explicit(&t->recorded, recorded, memory_order_relaxed);
    /* Most of the calls to come will take as long as one of the plan. */
    set_skip(t, arm == t->policy.plan ? skip_after(ns, recorded) : skip_of(t));
    give(t);
}

/* A reader can wait a little for the few instructions of a writer, but not for ever. */
static bool take_patiently(struct lesson *t)
{
    for (int i = 0; i < 1000; i++) {
        if (take(t))
            return true;
        sched_yield();
    }
    return false;
}

void rpi_learned(int key, uint64_t now_ns, struct rpi_learned *learned)
{
    struct lesson *t = &lessons[key];
    struct rpi_policy policy;
    *learned = (struct rpi_learned){.any = false};
    if (!current(t) || !take_patiently(t))
        return;
    policy = t->policy;
    give(t);
    learned->any = true;
    learned->plan = policy.plan;
    learned->reason = policy.reason;
    learned->switches = policy.switches;
    for (int arm = 0; arm < RPI_ARMS; arm++)
        learned->arm[arm] =
            rpi_policy_digest(&policy.arm[arm], params_of(key), ms(now_ns));
}

size_t rpi_learned_cutover(int key)
{
    const int row = key / RPI_SLOTS;
    size_t cutover = 0;
    for (int log2 = RPI_LARGE_LOG2; log2 >= RPI_SMALL_LOG2; log2--) {
        const unsigned long long bytes = 1ull << log2;
        struct lesson *t = &lessons[rpi_key(row, bytes, rpi_key_awake(key))];
        if (!current(t) || atomic_load_explicit(&t->width, memory_order_relaxed) == 0)
            continue;
        if (atomic_load_explicit(&t->plan, memory_order_relaxed) == RPI_SEQUENTIAL)
            break;
        cutover = (size_t)bytes;
    }
    return cutover;
}
