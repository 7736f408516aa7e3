/* SPDX-License-Identifier: BSD-3-Clause */
/* policy.c -- alone or by the team? The rules stand in policy.h. */

#include "policy/policy.h"

/* Who decides on fewer believes in one chance. */
#define FEW 3

/* The plan follows the newest samples, so that four tries show that a machine has
   changed; the tail needs all of the ring. */
#define RECENT 7

/* What a try costs at least, which limits how often arms that are alike are tried; and at
   most, so that an arm that was terrible once is tried again some day. */
#define LEAST_COST 0.1f
#define MOST_COST 100.0f

/* What a try of an arm that was never seen is taken to cost. */
#define UNKNOWN_COST 1.0f

/* Times in caches vary less than times of stores, which wait for the memory of others. */
const struct rpi_policy_params rpi_axis_policy = {0.97f, 2.0f, 0.008f, 3.0f, 60000};
const struct rpi_policy_params rpi_broadcast_policy = {0.95f, 2.0f, 0.008f, 3.0f, 60000};
const struct rpi_policy_params rpi_scale_policy = {0.95f, 2.5f, 0.008f, 3.0f, 60000};

static enum rpi_arm other_of(enum rpi_arm arm)
{
    return arm == RPI_SEQUENTIAL ? RPI_PARALLEL : RPI_SEQUENTIAL;
}

/* ---- Samples ----------------------------------------------------------------------- */

static void push(struct rpi_samples *s, float per_byte, uint32_t now_ms)
{
    s->ring[s->next] = (struct rpi_sample){per_byte, now_ms};
    s->next = (s->next + 1) % RPI_RING;
    s->count += s->count < RPI_RING;
}

/* The fresh ones among the newest `most`, in rising order; how many. */
static int sorted(const struct rpi_samples *s, const struct rpi_policy_params *params,
                  uint32_t now_ms, int most, float out[RPI_RING])
{
    int count = 0;
    for (int age = 1; age <= s->count && age <= most; age++) {
        const struct rpi_sample *x = &s->ring[(s->next - age + RPI_RING) % RPI_RING];
        if ((uint32_t)(now_ms - x->now_ms) > params->stale_ms)
            break;
        int at = count++;
        for (; at > 0 && out[at - 1] > x->per_byte; at--)
            out[at] = out[at - 1];
        out[at] = x->per_byte;
    }
    return count;
}

struct rpi_digest rpi_policy_digest(const struct rpi_samples *samples,
                                    const struct rpi_policy_params *params,
                                    uint32_t now_ms)
{
    float of[RPI_RING];
    struct rpi_digest d = {0, 0, 0};
    d.count = sorted(samples, params, now_ms, RPI_RING, of);
    if (d.count == 0)
        return d;
    d.p95 = of[(95 * d.count + 99) / 100 - 1]; /* nearest rank */
    const int recent = sorted(samples, params, now_ms, RECENT, of);
    d.median = of[recent / 2];
    return d;
}

/* ---- Deciding ---------------------------------------------------------------------- */

/* Only a full ring has a P95 that is not just its one worst time. */
static bool refused(const struct rpi_policy_params *params, const struct rpi_digest *arm,
                    const struct rpi_digest *other)
{
    return arm->count == RPI_RING && other->count >= FEW &&
           arm->p95 > params->tail * other->p95;
}

static void change(struct rpi_policy *p, enum rpi_reason reason)
{
    p->plan = other_of(p->plan);
    p->reason = reason;
    p->switches++;
}

static void decide(struct rpi_policy *p, const struct rpi_policy_params *params,
                   uint32_t now_ms)
{
    const struct rpi_samples *of_plan = &p->arm[p->plan];
    const struct rpi_samples *of_other = &p->arm[other_of(p->plan)];
    const struct rpi_digest plan = rpi_policy_digest(of_plan, params, now_ms);
    const struct rpi_digest other = rpi_policy_digest(of_other, params, now_ms);
    const bool lower = other.median < params->gain * plan.median;
    const bool long_tail = refused(params, &other, &plan);
    if (plan.count < FEW || other.count < FEW)
        p->reason = RPI_UNSEEN;
    else if (refused(params, &plan, &other))
        change(p, RPI_TAIL);
    else if (lower && !long_tail)
        change(p, RPI_FASTER);
    else
        p->reason = lower                        ? RPI_TAIL
                    : other.median < plan.median ? RPI_HYSTERESIS
                                                 : RPI_FASTER;
}

/* ---- Trying the other arm ---------------------------------------------------------- */

static float newest(const struct rpi_samples *s)
{
    return s->ring[(s->next - 1 + RPI_RING) % RPI_RING].per_byte;
}

/* In calls of the plan. Old samples are good enough to guess from. */
static float cost_of_try(const struct rpi_policy *p)
{
    const struct rpi_samples *plan = &p->arm[p->plan];
    const struct rpi_samples *other = &p->arm[other_of(p->plan)];
    if (other->count == 0)
        return UNKNOWN_COST;
    const float cost = newest(other) / newest(plan) - 1;
    return cost < LEAST_COST ? LEAST_COST : cost > MOST_COST ? MOST_COST : cost;
}

void rpi_policy_begin(struct rpi_policy *p, const struct rpi_policy_params *params,
                      enum rpi_arm prior)
{
    *p = (struct rpi_policy){
        .begun = true, .plan = prior, .reason = RPI_UNSEEN, .credit = params->advance};
}

enum rpi_arm rpi_policy_choose(struct rpi_policy *p,
                               const struct rpi_policy_params *params, unsigned calls)
{
    const float cost = cost_of_try(p), most = cost > 1 ? cost : 1;
    if (p->arm[p->plan].count < FEW)
        return p->plan;
    p->credit += params->allowance * (float)calls;
    if (p->credit < cost)
        return p->plan;
    /* What was saved while calls were rare is no reason for many tries at once. */
    if (p->arm[other_of(p->plan)].count >= FEW && p->credit > most)
        p->credit = most;
    p->credit -= cost;
    p->charged = cost;
    return other_of(p->plan);
}

/* A try that took longer than expected is paid for by the next ones. */
static void settle(struct rpi_policy *p, float per_byte)
{
    const float plan = newest(&p->arm[p->plan]);
    const float cost = plan > 0 ? per_byte / plan - 1 : 0;
    if (cost > p->charged)
        p->credit -= (cost < MOST_COST ? cost : MOST_COST) - p->charged;
    p->charged = 0;
}

void rpi_policy_record(struct rpi_policy *p, const struct rpi_policy_params *params,
                       enum rpi_arm arm, float per_byte, uint32_t now_ms)
{
    if (arm != p->plan)
        settle(p, per_byte);
    push(&p->arm[arm], per_byte, now_ms);
    decide(p, params, now_ms);
}

const char *rpi_policy_words(enum rpi_reason reason)
{
    static const char *const words[RPI_REASONS] = {
        [RPI_UNSEEN] = "the other arm has too few samples",
        [RPI_FASTER] = "lower median",
        [RPI_HYSTERESIS] = "the other median is lower, but not by enough",
        [RPI_TAIL] = "the other arm's slow tail is much longer",
    };
    return words[reason];
}

uint64_t rpi_policy_floor_ns(uint64_t launch_ns, uint64_t clock_ns)
{
    const uint64_t launches = 2 * launch_ns, clocks = 100 * clock_ns;
    return launches > clocks ? launches : clocks;
}
