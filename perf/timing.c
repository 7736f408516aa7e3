/* SPDX-License-Identifier: BSD-3-Clause */
/* timing.c -- samples, taken in turn from every contender, and their order statistics. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* RUSAGE_THREAD */
#endif
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "bench.h"

/* How often a sample is taken again that the scheduler gave away the CPU in; a longer one
   than this would only lose it again. */
enum { RETRIES = 3 };
static const double retry_ns = 1e6;

/* Untimed calls before each sample put the caches into the state that this contender
   itself leaves: one that stores past the cache, or in another process, must not decide
   what the next one finds. A victim cache wants several passes (8 MB on a Skylake server:
   the second takes 500 us, the sixth 390; 64 MB on an Emerald Rapids: 17 GB/s in the
   second, 28 in the fourth); beyond any cache, one is enough. */
enum { WARM_CALLS = 5 };
static const double warm_ns = 1e7;

double rpb_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static double time_calls(const struct contender *c, const struct problem *p,
                         const struct operands *o, long calls)
{
    double start = rpb_now();
    for (long i = 0; i < calls; i++)
        c->rival->call(p, o);
    return rpb_now() - start;
}

/* How often the scheduler has taken the CPU from us; constant where it cannot tell. */
static long preemptions(void)
{
#if defined(RUSAGE_THREAD)
    struct rusage usage;
    return getrusage(RUSAGE_THREAD, &usage) ? 0 : usage.ru_nivcsw;
#else
    return 0;
#endif
}

static void warm_up(const struct contender *c, const struct problem *p,
                    const struct operands *o)
{
    double start = rpb_now();
    for (int i = 0; i < WARM_CALLS && rpb_now() - start < warm_ns; i++)
        c->rival->call(p, o);
}

struct sample rpb_sample(const struct contender *c, const struct problem *p,
                         const struct operands *o)
{
    for (int tries_left = RETRIES;; tries_left--) {
        warm_up(c, p, o);
        long before = preemptions();
        rpb_region_start(c);
        double took = time_calls(c, p, o, c->calls);
        rpb_region_stop(c);
        bool preempted = preemptions() != before;
        if (!preempted || took > retry_ns || !tries_left) {
            rpb_crew_rest();
            return (struct sample){took / (double)c->calls, preempted};
        }
    }
}

struct sample rpb_sample_first(const struct contender *c, const struct problem *p,
                               const struct operands *o, long calls)
{
    warm_up(c, p, o);
    rp_telemetry_reset();
    long before = preemptions();
    double took = time_calls(c, p, o, calls);
    return (struct sample){took / (double)calls, preemptions() != before};
}

/* The shortest of some tries where the scheduler interferes: too few calls would follow,
   for loops that are far too short. */
static double time_undisturbed(const struct contender *c, const struct problem *p,
                               const struct operands *o)
{
    double least = INFINITY;
    for (int tries_left = RETRIES; tries_left >= 0; tries_left--) {
        long before = preemptions();
        least = fmin(least, time_calls(c, p, o, c->calls));
        if (preemptions() == before)
            break;
    }
    return least;
}

void rpb_calibrate(struct contender *c, const struct problem *p, const struct operands *o,
                   double sample_ns)
{
    double took;
    warm_up(c, p, o);
    for (c->calls = 1; (took = time_undisturbed(c, p, o)) < sample_ns / 4;)
        c->calls *= 2;
    if (took < sample_ns)
        c->calls = (long)ceil((double)c->calls * sample_ns / took);
    rpb_crew_rest();
    rpb_name_region(c, p, fmax(took, sample_ns));
}

void rpb_interleave(struct contender *list, int count, const struct problem *p,
                    const struct operands *o, const struct budget *budget)
{
    double start = rpb_now();
    for (int i = 0; i < count; i++)
        rpb_calibrate(&list[i], p, o, budget->sample_ns);
    for (int round = 0; round < budget->max_samples; round++) {
        if (round >= budget->min_samples && rpb_now() - start > budget->problem_ns)
            break;
        for (int i = 0; i < count; i++) { /* nobody always follows the same one */
            struct contender *c = &list[(i + round) % count];
            struct sample s = rpb_sample(c, p, o);
            c->ns[c->samples++] = s.ns;
            c->preempted += s.preempted;
        }
    }
}

static int ascending(const void *a_, const void *b_)
{
    const double *a = a_, *b = b_;
    return (*a > *b) - (*a < *b);
}

/* Linear interpolation between order statistics, as numpy.quantile does. */
static double quantile(const double *sorted, int count, double q)
{
    double at = q * (count - 1);
    int below = (int)at, above = below + 1 < count ? below + 1 : below;
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
}

struct summary rpb_summarise(const double *ns, int count)
{
    double sorted[MAX_SAMPLES];
    struct summary s;
    memcpy(sorted, ns, (size_t)count * sizeof *ns);
    qsort(sorted, (size_t)count, sizeof *sorted, ascending);
    s.median = quantile(sorted, count, 0.5);
    s.p95 = quantile(sorted, count, 0.95);
    for (int i = 0; i < count; i++)
        sorted[i] = fabs(sorted[i] - s.median);
    qsort(sorted, (size_t)count, sizeof *sorted, ascending);
    s.mad = quantile(sorted, count, 0.5);
    return s;
}
