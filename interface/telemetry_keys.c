/* SPDX-License-Identifier: BSD-3-Clause */
/* telemetry_keys.c -- what is known of each key, as JSON. */

#include "interface/text.h"
#include "plan/decide.h"
#include "plan/learn.h"
#include "threads/threads.h"
#include "util/clock.h"

static const char *const arms[RPI_ARMS] = {"sequential", "parallel"};

/* The plan for a call of this key by this thread, and why. */
struct verdict {
    enum rpi_arm plan;
    const char *reason;
};

/* Does all of the key's class lie below the floor? */
static bool below_floor(int key)
{
    const struct rpi_key_words words = rpi_key_words(key);
    return words.bytes_log2 < RPI_SMALL_LOG2 ||
           2ull << words.bytes_log2 <= rpi_floor_bytes(rpi_key_awake(key));
}

static struct verdict verdict_of(int key, const struct rpi_learned *learned)
{
    const enum rpi_mode mode = rpi_parallel_mode();
    if (mode == RPI_NEVER)
        return (struct verdict){RPI_SEQUENTIAL, "RAPTORS_PARALLEL is never"};
    if (rpi_threads_limit() < 2)
        return (struct verdict){RPI_SEQUENTIAL, "one thread"};
    if (mode == RPI_ALWAYS)
        return (struct verdict){RPI_PARALLEL, "RAPTORS_PARALLEL is always"};
    if (below_floor(key) || !learned->any) /* in a class that lies across the floor */
        return (struct verdict){RPI_SEQUENTIAL, "below the floor"};
    return (struct verdict){learned->plan, rpi_policy_words(learned->reason)};
}

static void add_arm(struct rpi_text *t, enum rpi_arm arm, const struct rpi_digest *d)
{
    rpi_text_add(t, ", \"%s\": {\"samples\": %d", arms[arm], d->count);
    if (d->count)
        rpi_text_add(t, ", \"median_ns_per_mib\": %lu, \"p95_ns_per_mib\": %lu",
                     (unsigned long)d->median, (unsigned long)d->p95);
    rpi_text_add(t, "}");
}

/* Does a call by this thread have the choice at all? */
static bool has_choice(void)
{
    return rpi_parallel_mode() == RPI_AUTO && rpi_threads_limit() > 1;
}

/* Smaller calls than 128 KiB have no other choice, whoever sleeps; and no call below the
   floor has, though a larger one of its class may. */
static size_t cutover_of(int key, const struct rpi_key_words *words)
{
    const size_t learned = has_choice() && words->bytes_log2 >= RPI_SMALL_LOG2
                               ? rpi_learned_cutover(key)
                               : 0;
    const size_t floor_bytes = rpi_floor_bytes(rpi_key_awake(key));
    return learned == 0 || learned > floor_bytes ? learned : floor_bytes;
}

static void add_cutover(struct rpi_text *t, size_t bytes)
{
    if (bytes)
        rpi_text_add(t, ", \"cutover_bytes\": %zu", bytes);
    else
        rpi_text_add(t, ", \"cutover_bytes\": null");
}

static void add_key(struct rpi_text *t, int key, const struct rpi_totals *totals)
{
    const struct rpi_key_words words = rpi_key_words(key);
    const unsigned long long by_team =
        totals->by_team < totals->calls ? totals->by_team : totals->calls;
    struct rpi_learned learned;
    rpi_learned(key, rpi_clock_ns(), &learned);
    const struct verdict verdict = verdict_of(key, &learned);
    rpi_text_add(t,
                 "{\"op\": \"%s\", \"dtype\": \"%s\", \"walk\": \"%s\", \"narrow\": %s, "
                 "\"bytes_log2\": %d, \"pool\": \"%s\", \"plan\": \"%s\", ",
                 words.op, words.dtype, words.walk, words.narrow ? "true" : "false",
                 words.bytes_log2, words.pool, arms[verdict.plan]);
    rpi_text_add(t,
                 "\"calls\": %llu, \"bytes\": %llu, "
                 "\"paths\": {\"sequential\": %llu, \"parallel\": %llu}",
                 totals->calls, totals->bytes, totals->calls - by_team, by_team);
    for (int arm = 0; arm < RPI_ARMS; arm++)
        add_arm(t, (enum rpi_arm)arm, &learned.arm[arm]);
    add_cutover(t, cutover_of(key, &words));
    rpi_text_add(t, ", \"switches\": %u, \"reason\": \"%s\"}", learned.switches,
                 verdict.reason);
}

void rpi_text_add_keys(struct rpi_text *t)
{
    const char *comma = "";
    rpi_text_add(t, "[");
    for (int key = 0; key < RPI_KEYS; key++) {
        const struct rpi_totals totals = rpi_count_totals(key);
        if (totals.calls == 0)
            continue;
        rpi_text_add(t, "%s", comma);
        add_key(t, key, &totals);
        comma = ", ";
    }
    rpi_text_add(t, "]");
}
