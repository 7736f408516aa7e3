/* SPDX-License-Identifier: BSD-3-Clause */
/* region.c -- likwid's markers round the timed loops; nothing without --with-likwid. */
#include <ctype.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "bench.h"

#if defined(PERF_LIKWID)
#include <likwid-marker.h>
/* While likwid counts, a pair of markers costs microseconds. */
static const double shortest_ns = 1e6;
#else
#define LIKWID_MARKER_INIT (void)0
#define LIKWID_MARKER_START(name) (void)(name)
#define LIKWID_MARKER_STOP(name) (void)(name)
#define LIKWID_MARKER_CLOSE (void)0
static const double shortest_ns = INFINITY;
#endif

/* likwid splits what it wrote at blanks, commas and the last dash. */
static char harmless(char c)
{
    return (char)(c == '-' ? 'm' : c == '.' ? 'p' : isalnum((unsigned char)c) ? c : '_');
}

/* FNV-1a */
static unsigned hash(const char *text)
{
    uint32_t h = 2166136261u;
    for (; *text; text++)
        h = (h ^ (unsigned char)*text) * 16777619u;
    return h;
}

/* likwid reads names back into 100 characters: the end of a longer one becomes a hash. */
static void make_name(char *name, const struct problem *p, const struct rival *r)
{
    enum { HASH = 9 }; /* with an underscore */
    char whole[2 * MAX_TEXT];
    int length = snprintf(whole, sizeof whole, "%s_%s%s%s", p->text, r->name,
                          r->how ? "_" : "", r->how ? r->how : "");
    const unsigned tail = hash(whole);
    if (length >= MAX_REGION)
        snprintf(whole + MAX_REGION - 1 - HASH, HASH + 1, "_%08x", tail);
    for (const char *c = whole; *c; c++)
        *name++ = harmless(*c);
    *name = '\0';
}

void rpb_regions_open(void)
{
    LIKWID_MARKER_INIT;
}

void rpb_regions_close(void)
{
    LIKWID_MARKER_CLOSE;
}

void rpb_name_region(struct contender *c, const struct problem *p, double loop_ns)
{
    c->region[0] = '\0';
    if (loop_ns >= shortest_ns)
        make_name(c->region, p, c->rival);
}

void rpb_region_start(const struct contender *c)
{
    if (c->region[0])
        LIKWID_MARKER_START(c->region);
}

void rpb_region_stop(const struct contender *c)
{
    if (c->region[0])
        LIKWID_MARKER_STOP(c->region);
}
