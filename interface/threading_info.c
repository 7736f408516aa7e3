/* SPDX-License-Identifier: BSD-3-Clause */
/* threading_info.c -- the library explains itself, as JSON. */

#include <stdarg.h>
#include <stdio.h>

#include "cpu/cpu.h"
#include "dispatch/dispatch.h"
#include "plan/decide.h"
#include "raptors.h"
#include "threads/threads.h"

/* Text that may not fit: all of it is counted, what fits is written. */
struct text {
    char *buf;
    size_t size, length;
};

#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
static void
add(struct text *t, const char *format, ...)
{
    const size_t left = t->length < t->size ? t->size - t->length : 0;
    va_list args;
    va_start(args, format);
    const int n = vsnprintf(left ? t->buf + t->length : NULL, left, format, args);
    va_end(args);
    t->length += n > 0 ? (size_t)n : 0;
}

static void add_isa(struct text *t)
{
    const struct rpi_isa *isa = rpi_isa_current();
    const char *comma = "", *widest = isa->name;
    add(t, "\"isa\": {\"selected\": \"%s\", \"available\": [", isa->name);
    for (int i = 0; i < rpi_isas_count; i++)
        if (rpi_isa_usable(rpi_isas[i])) {
            add(t, "%s\"%s\"", comma, rpi_isas[i]->name);
            widest = rpi_isas[i]->name;
            comma = ", ";
        }
    add(t, "], \"forced\": %s}", isa->name == widest ? "false" : "true");
}

static void add_caches(struct text *t)
{
    struct rpi_caches c;
    rpi_cpu_caches(&c);
    add(t, "\"caches\": {\"l1d\": %ld, \"l2\": %ld, \"l3\": %ld}", c.l1d, c.l2, c.l3);
}

static void add_threads(struct text *t)
{
    struct rpi_threads_facts facts;
    rpi_threads_facts(&facts);
    add(t,
        "\"threads\": {\"backend\": \"%s\", \"max\": %d, \"limit\": %d, "
        "\"started\": %d, \"busy_fallbacks\": %llu}",
        facts.backend, rpi_threads_max(), rpi_threads_limit(), facts.started,
        (unsigned long long)facts.busy_fallbacks);
}

static void add_policy(struct text *t)
{
    static const char *const modes[] = {"auto", "never", "always"};
    add(t,
        "\"policy\": {\"mode\": \"%s\", "
        "\"floor_bytes\": {\"awake\": %zu, \"asleep\": %zu}, "
        "\"launch_ns\": {\"awake\": %llu, \"asleep\": %llu}}",
        modes[rpi_parallel_mode()], rpi_floor_bytes(true), rpi_floor_bytes(false),
        (unsigned long long)rpi_threads_launch_ns(RPI_AWAKE),
        (unsigned long long)rpi_threads_launch_ns(RPI_ASLEEP));
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
 *                       "launch_ns": {"awake": NS, "asleep": NS}}}
 * Args      1 buf   out  the text and a NUL; NULL is allowed when size is 0
 *           2 size  in   bytes at buf; what does not fit is cut off
 * Units     sizes in bytes; 0 for a cache that the system does not tell
 * Errors    none; the length of the whole text, without the NUL, is returned, so that
 *           size or more says that it was cut off
 * Numerics  "forced" tells that rp_set_isa or RAPTORS_ISA holds back wider kernels
 * Threads   safe at any time
 * Source    snprintf of C99 for size and return; raptors.threading_info() of the ancestor
 */
size_t rp_threading_info(char *buf, size_t size)
{
    struct text t = {buf, size, 0};
    add(&t, "{\"version\": \"%s\", ", rp_version());
    add_isa(&t);
    add(&t, ", ");
    add_threads(&t);
    add(&t, ", ");
    add_caches(&t);
    add(&t, ", ");
    add_policy(&t);
    add(&t, "}");
    return t.length;
}
