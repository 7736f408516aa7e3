/* SPDX-License-Identifier: BSD-3-Clause */
/* threading_info.c -- the library explains itself, as JSON. */

#include "cpu/cpu.h"
#include "dispatch/dispatch.h"
#include "interface/text.h"
#include "plan/decide.h"
#include "plan/far.h"
#include "raptors.h"
#include "telemetry/telemetry.h"
#include "threads/threads.h"

static void add_isa(struct rpi_text *t)
{
    const struct rpi_isa *isa = rpi_isa_current();
    const char *comma = "", *widest = isa->name;
    rpi_text_add(t, "\"isa\": {\"selected\": \"%s\", \"available\": [", isa->name);
    for (int i = 0; i < rpi_isas_count; i++)
        if (rpi_isa_usable(rpi_isas[i])) {
            rpi_text_add(t, "%s\"%s\"", comma, rpi_isas[i]->name);
            widest = rpi_isas[i]->name;
            comma = ", ";
        }
    rpi_text_add(t, "], \"forced\": %s}", isa->name == widest ? "false" : "true");
}

static void add_caches(struct rpi_text *t)
{
    const struct rpi_caches c = rpi_cpu_caches();
    rpi_text_add(t, "\"caches\": {\"l1d\": %ld, \"l2\": %ld, \"l3\": %ld}", c.l1d, c.l2,
                 c.l3);
}

static void add_threads(struct rpi_text *t)
{
    struct rpi_threads_facts facts;
    rpi_threads_facts(&facts);
    rpi_text_add(t,
                 "\"threads\": {\"backend\": \"%s\", \"max\": %d, \"limit\": %d, "
                 "\"started\": %d, \"busy_fallbacks\": %llu}",
                 facts.backend, rpi_threads_max(), rpi_threads_limit(), facts.started,
                 (unsigned long long)facts.busy_fallbacks);
}

static void add_policy(struct rpi_text *t)
{
    static const char *const modes[] = {"auto", "never", "always"};
    rpi_text_add(
        t,
        "\"policy\": {\"mode\": \"%s\", "
        "\"floor_bytes\": {\"awake\": %zu, \"asleep\": %zu}, "
        "\"launch_ns\": {\"awake\": %llu, \"asleep\": %llu}, "
        "\"stream_store_bytes\": %zu}",
        modes[rpi_parallel_mode()], rpi_floor_bytes(true), rpi_floor_bytes(false),
        (unsigned long long)rpi_threads_launch_ns(RPI_AWAKE),
        (unsigned long long)rpi_threads_launch_ns(RPI_ASLEEP), rpi_far_bytes(false));
}

/*
 * rp_threading_info -- the state of the library as JSON
 *
 * Formula   {"version": "0.1.0",
 *            "isa": {"selected": NAME, "available": [NAME, ...], "forced": BOOL},
 *            "threads": {"backend": NAME, "max": COUNT, "limit": COUNT,
 *                        "started": COUNT, "busy_fallbacks": COUNT},
 *            "caches": {"l1d": BYTES, "l2": BYTES, "l3": BYTES},
 *            "policy": {"mode": NAME,
 *                       "floor_bytes": {"awake": BYTES, "asleep": BYTES},
 *                       "launch_ns": {"awake": NS, "asleep": NS},
 *                       "stream_store_bytes": BYTES},
 *            "telemetry": {"level": LEVEL, "keys": [KEY, ...]}}
 *           KEY is what is known of the calls of one kind:
 *           {"op": NAME, "dtype": NAME, "walk": NAME, "narrow": BOOL,
 *            "bytes_log2": NUMBER, "pool": NAME, "plan": NAME,
 *            "calls": COUNT, "bytes": BYTES,
 *            "paths": {"sequential": COUNT, "parallel": COUNT},
 *            "sequential": TIMES, "parallel": TIMES,
 *            "cutover_bytes": BYTES, "switches": COUNT, "reason": WORDS}
 *           TIMES is {"samples": COUNT, "median_ns_per_mib": NS,
 *                     "p95_ns_per_mib": NS}
 * Args      1 buf   out  the text and a NUL; NULL is allowed when size is 0
 *           2 size  in   bytes at buf; what does not fit is cut off
 * Units     sizes in bytes; 0 for a cache that the system does not tell
 * Errors    none; the length of the whole text, without the NUL, is returned, so that
 *           size or more says that it was cut off
 * Numerics  "forced" tells that rp_set_isa or RAPTORS_ISA holds back wider kernels; the
 *           manual explains every member, and threading_info.schema.json is the JSON
 *           Schema of the whole
 * Threads   safe at any time; no allocation; calls by other threads may lengthen the text
 *           between two calls of this
 * Source    snprintf of C99 for size and return; raptors.threading_info() of the ancestor
 */
size_t rp_threading_info(char *buf, size_t size)
{
    struct rpi_text t = {buf, size, 0};
    rpi_text_add(&t, "{\"version\": \"%s\", ", rp_version());
    add_isa(&t);
    rpi_text_add(&t, ", ");
    add_threads(&t);
    rpi_text_add(&t, ", ");
    add_caches(&t);
    rpi_text_add(&t, ", ");
    add_policy(&t);
    rpi_text_add(&t,
                 ", \"telemetry\": {\"level\": %d, \"keys\": ", rpi_telemetry_level());
    rpi_text_add_keys(&t);
    rpi_text_add(&t, "}}");
    return t.length;
}
