/* SPDX-License-Identifier: BSD-3-Clause */
/* policy.c -- alone or by the team? The rules stand in policy.h. */

#include "policy/policy.h"

/* Who decides on fewer believes in one chance. */
#define FEW 3

/* The plan follows the newest samples, so that four tries show that a machine has
   changed; the tail needs all of the ring. */
#define RECENT 7

/* The calls until an arm has changed the caches: what it works on lies where the other
   had it. A thread alone gathers it in one call, a team shares it out anew in up to five,
   as who is done first takes over from who waits for the other's cache (256x256, scaled
   by two threads after it was by one: 7.2, 7.3, 7.0, then 4.2 us; alone 13.5, then 6.8;
   with such times for tries a plan that was wrong once was never found out). */
static const unsigned settles[RPI_ARMS] = {[RPI_SEQUENTIAL] = 1, [RPI_PARALLEL] = 5};

/* The first so many times are all taken, and tries are one call each: there is no time
   to lose, and they favour the prior, which a team needs while it settles. */
#define COLD 32

/* A try that is faster than the plan goes on for as many calls as can change it. */
#define MOST_PROMISING (RECENT / 2 + 1)

/* Where helpers come only now and then, a try may begin anew so often; what it lost so
   far is paid for. */
#define MOST_DELAYS 16

/* What is so much slower than the plan is no try any more. */
#define TERRIBLE 3000

/* What a try costs at least, which limits how often arms that are alike are tried (at a
   tenth of this 100x100 lost 3 to 10 % by two threads); what it costs that the data move
   there and back; and what it costs if the last one was faster by a tenth. */
#define LEAST_COST 1000
#define MOVE_COST 3000
#define COLD_MOVE_COST 1000 /* the rest is in the times */
#define PROMISING_COST 100
#define PROMISING (-100)

/* What it costs at most, so that an arm that was terrible once is tried again some day. A
   helper that waits for a core makes a call of microseconds last for milliseconds: that
   is paid. */
#define MOST_COST 100000000

/* So many tries of one thread in a row that cost time make what is saved up for the next
   one half as much each, until the team's calls last so many thousandths of what they
   did, as when it has lost a core, or another caller had it. Of a team that was tried in
   vain nobody sees when it has its core again. With tries all alike and twice as many
   times level 1 of telemetry cost twice as much (doc/perf/2026-11-26-threads.md). */
#define MOST_IN_VAIN 2
#define SLOWER 1250

/* What a try of an arm that was never seen is taken to cost; or whose times, which are
   not this much longer, may be those of a team that settles. */
#define UNKNOWN_COST 1000
#define UNPROVED 1000

/* Times in caches vary less than times of stores, which wait for the memory of others. */
const struct rpi_policy_params rpi_axis_policy = {970, 2000, 8, 3000, 60000};
const struct rpi_policy_params rpi_broadcast_policy = {950, 2000, 8, 3000, 60000};
const struct rpi_policy_params rpi_scale_policy = {950, 2500, 8, 3000, 60000};

/* The clock is read before the key is taken: another thread's sample may be a little
   later than now, and is no older for that. */
#define AHEAD_MS 10000

static enum rpi_arm other_of(enum rpi_arm arm)
{
    return arm == RPI_SEQUENTIAL ? RPI_PARALLEL : RPI_SEQUENTIAL;
}

/* ---- Samples ----------------------------------------------------------------------- */

static void push(struct rpi_samples *s, uint32_t pace, uint32_t now_ms)
{
    s->ring[s->next] = (struct rpi_sample){pace, now_ms};
    s->next = (s->next + 1) % RPI_RING;
    s->count += s->count < RPI_RING;
}

static bool is_fresh(const struct rpi_sample *x, const struct rpi_policy_params *params,
                     uint32_t now_ms)
{
    const uint32_t age = now_ms - x->now_ms;
    return age <= params->stale_ms || -age <= AHEAD_MS;
}

/* Sample number `age`, from the newest, which is 1. */
static const struct rpi_sample *sample(const struct rpi_samples *s, int age)
{
    return &s->ring[(s->next - age + RPI_RING) % RPI_RING];
}

static int count_fresh(const struct rpi_samples *s,
                       const struct rpi_policy_params *params, uint32_t now_ms)
{
    int count = 0;
    while (count < s->count && is_fresh(sample(s, count + 1), params, now_ms))
        count++;
    return count;
}

/* Of the newest `count`, up to RECENT: by sorting them. */
static uint32_t median_of(const struct rpi_samples *s, int count)
{
    uint32_t sorted[RECENT] = {0};
    for (int i = 0; i < count; i++) {
        const uint32_t pace = sample(s, i + 1)->pace;
        int at = i;
        for (; at > 0 && sorted[at - 1] > pace; at--)
            sorted[at] = sorted[at - 1];
        sorted[at] = pace;
    }
    return sorted[count / 2];
}

/* Of the newest `count`, by nearest rank: the last but one of a full ring, else the last.
   Every timed call asks for it, so nothing is sorted. */
static uint32_t p95_of(const struct rpi_samples *s, int count)
{
    uint32_t last = 0, last_but_one = 0;
    for (int i = 0; i < count; i++) {
        const uint32_t pace = sample(s, i + 1)->pace;
        if (pace >= last) {
            last_but_one = last;
            last = pace;
        } else if (pace > last_but_one) {
            last_but_one = pace;
        }
    }
    _Static_assert((95 * RPI_RING + 99) / 100 == RPI_RING - 1 &&
                       (95 * (RPI_RING - 1) + 99) / 100 == RPI_RING - 1,
                   "of a full ring the last but one, of any other the last");
    return count == RPI_RING ? last_but_one : last;
}

struct rpi_digest rpi_policy_digest(const struct rpi_samples *samples,
                                    const struct rpi_policy_params *params,
                                    uint32_t now_ms)
{
    struct rpi_digest d = {count_fresh(samples, params, now_ms), 0, 0};
    if (d.count == 0)
        return d;
    d.p95 = p95_of(samples, d.count);
    d.median = median_of(samples, d.count < RECENT ? d.count : RECENT);
    return d;
}

/* ---- Deciding ---------------------------------------------------------------------- */

static uint64_t times(uint32_t pace, unsigned thousandths)
{
    return (uint64_t)pace * thousandths;
}

static bool much_longer(const struct rpi_policy_params *params, uint32_t p95,
                        const struct rpi_digest *than)
{
    return times(p95, 1000) > times(than->p95, params->tail);
}

/* Only a full ring has a P95 that is not just its one worst time. */
static bool long_tail(const struct rpi_policy_params *params,
                      const struct rpi_digest *arm, const struct rpi_digest *than)
{
    return arm->count == RPI_RING && much_longer(params, arm->p95, than);
}

static void change(struct rpi_policy *p, enum rpi_reason reason)
{
    p->plan = other_of(p->plan);
    p->reason = reason;
    p->switches++;
    p->charged = 0;
    p->left = p->in_vain = 0;
    p->proved = false;
    p->refused = reason == RPI_TAIL;
}

/* Is the other arm, whose median is lower, held back by its tail? One that was before is
   so until newer samples have taken the place of the slow ones: those few that are fresh,
   where tries are rare, seldom show a tail. */
static bool held_back(const struct rpi_policy *p, const struct rpi_policy_params *params,
                      const struct rpi_digest *plan, const struct rpi_digest *other)
{
    return p->refused
               ? much_longer(params, p95_of(&p->arm[other_of(p->plan)], RPI_RING), plan)
               : long_tail(params, other, plan);
}

/* When there are enough fresh samples of both. */
static void compare(struct rpi_policy *p, const struct rpi_policy_params *params,
                    const struct rpi_digest *plan, const struct rpi_digest *other)
{
    const bool lower = times(other->median, 1000) < times(plan->median, params->gain);
    if (long_tail(params, plan, other)) {
        change(p, RPI_TAIL);
        return;
    }
    if (lower || p->refused)
        p->refused = held_back(p, params, plan, other);
    if (lower && !p->refused)
        change(p, RPI_FASTER);
    else
        p->reason = lower                          ? RPI_TAIL
                    : other->median < plan->median ? RPI_HYSTERESIS
                                                   : RPI_FASTER;
}

/* Is the team still as fast as the tries in vain have found it? */
static void watch(struct rpi_policy *p, uint32_t median)
{
    if (p->in_vain && times(median, 1000) > times(p->usual, SLOWER))
        p->in_vain = 0;
    if (p->in_vain == 0 || median < p->usual)
        p->usual = median;
}

static void decide(struct rpi_policy *p, const struct rpi_policy_params *params,
                   uint32_t now_ms)
{
    const struct rpi_samples *of_plan = &p->arm[p->plan];
    const struct rpi_samples *of_other = &p->arm[other_of(p->plan)];
    const struct rpi_digest plan = rpi_policy_digest(of_plan, params, now_ms);
    const struct rpi_digest other = rpi_policy_digest(of_other, params, now_ms);
    if (plan.count)
        watch(p, plan.median);
    if (plan.count == 0 && other.count >= FEW)
        change(p, RPI_UNSEEN);
    else if (plan.count >= FEW && other.count >= FEW)
        compare(p, params, &plan, &other);
    else
        p->reason = p->refused && plan.count >= FEW ? RPI_TAIL : RPI_UNSEEN;
}

/* ---- Trying the other arm ---------------------------------------------------------- */

static uint32_t newest(const struct rpi_samples *s)
{
    return s->ring[(s->next - 1 + RPI_RING) % RPI_RING].pace;
}

static int64_t at_most(int64_t cost, int64_t most)
{
    return cost < most ? cost : most;
}

/* How much longer than the plan's newest call, in thousandths of it. */
static int64_t loss(const struct rpi_policy *p, uint32_t pace)
{
    const struct rpi_samples *plan = &p->arm[p->plan];
    return plan->count ? (int64_t)pace * 1000 / newest(plan) - 1000 : 0;
}

static bool is_cold(const struct rpi_policy *p)
{
    return p->records < COLD;
}

/* The calls of a try. */
static int calls_of_try(const struct rpi_policy *p)
{
    return is_cold(p) ? 1 : 1 + (int)settles[other_of(p->plan)];
}

/* What it loses if each of them loses so much: a terrible one is the last. */
static int64_t lost_by_try(const struct rpi_policy *p, int64_t each)
{
    return is_cold(p)        ? each + COLD_MOVE_COST
           : each > TERRIBLE ? each + MOVE_COST
                             : calls_of_try(p) * each + MOVE_COST;
}

/* In thousandths of a call of the plan. Old samples are good enough to guess from. */
static int64_t cost_of_try(const struct rpi_policy *p)
{
    const struct rpi_samples *other = &p->arm[other_of(p->plan)];
    if (other->count == 0)
        return UNKNOWN_COST;
    const int64_t each = loss(p, newest(other)), cost = lost_by_try(p, each);
    if (!is_cold(p) && !p->proved && each < UNPROVED)
        return UNKNOWN_COST;
    return each < PROMISING    ? PROMISING_COST
           : cost < LEAST_COST ? LEAST_COST
                               : at_most(cost, MOST_COST);
}

void rpi_policy_begin(struct rpi_policy *p, const struct rpi_policy_params *params,
                      enum rpi_arm prior)
{
    *p = (struct rpi_policy){.begun = true,
                             .plan = prior,
                             .last = prior,
                             .reason = RPI_UNSEEN,
                             .credit = params->advance};
}

void rpi_policy_forget(struct rpi_policy *p, enum rpi_arm arm)
{
    p->arm[arm] = (struct rpi_samples){.count = 0};
    p->refused = p->proved = false;
    p->left = p->records = p->in_vain = 0;
    if (p->credit < 0) /* a debt of times that mean nothing */
        p->credit = 0;
    p->reason = RPI_UNSEEN;
}

static enum rpi_arm choose(struct rpi_policy *p, const struct rpi_policy_params *params,
                           unsigned calls)
{
    const int64_t cost = cost_of_try(p), most = cost > 1000 ? cost : 1000;
    if (p->arm[p->plan].count < FEW)
        return p->plan;
    rpi_policy_save(p, params, calls);
    if (p->left > 0) {
        p->left--;
        return other_of(p->plan);
    }
    if (p->credit < cost || (p->tried && p->arm[other_of(p->plan)].count >= FEW))
        return p->plan;
    /* What was saved while calls were rare is no reason for many tries at once. */
    if (p->arm[other_of(p->plan)].count >= FEW && p->credit > most)
        p->credit = most;
    p->credit -= cost;
    p->charged = cost;
    p->tried = true;
    p->left = calls_of_try(p) - 1;
    p->promising = p->delays = 0;
    return other_of(p->plan);
}

enum rpi_arm rpi_policy_choose(struct rpi_policy *p,
                               const struct rpi_policy_params *params, unsigned calls)
{
    const enum rpi_arm arm = choose(p, params, calls);
    p->since = arm == p->last ? p->since + calls : 0;
    p->last = arm;
    return arm;
}

static void pay(struct rpi_policy *p, int64_t cost)
{
    p->credit -= cost;
    if (p->credit < -MOST_COST)
        p->credit = -MOST_COST;
}

/* A try that took longer than expected is paid for by the next ones. Where nothing was
   charged nothing was tried: the plan's arm was not to be had. */
static void settle(struct rpi_policy *p, uint32_t pace)
{
    const int64_t each = loss(p, pace), cost = lost_by_try(p, each);
    const bool tried = p->charged != 0;
    if (tried && cost > p->charged)
        pay(p, at_most(cost, MOST_COST) - p->charged);
    p->charged = 0;
    if (is_cold(p))
        return;
    p->proved = p->proved || tried;
    if (p->left > 0)
        return;
    if (each < PROMISING && ++p->promising < MOST_PROMISING)
        p->left = 1;
    if (!tried || each < 0 || p->plan != RPI_PARALLEL)
        p->in_vain = 0;
    else if (p->in_vain < MOST_IN_VAIN)
        p->in_vain++;
}

void rpi_policy_unsettle(struct rpi_policy *p)
{
    if (p->last != RPI_PARALLEL)
        return;
    p->since = 0;
    if (p->left == 0 || p->delays == MOST_DELAYS)
        return;
    const struct rpi_samples *team = &p->arm[RPI_PARALLEL];
    const int64_t each = team->count ? loss(p, newest(team)) : 0;
    if (each > 0)
        pay(p, (calls_of_try(p) - p->left) * each);
    p->left = calls_of_try(p);
    p->delays++;
}

void rpi_policy_save(struct rpi_policy *p, const struct rpi_policy_params *params,
                     unsigned calls)
{
    p->credit += (int64_t)params->allowance * calls >> p->in_vain;
}

bool rpi_policy_is_trying(const struct rpi_policy *p)
{
    return p->left > 0;
}

bool rpi_policy_is_settling(const struct rpi_policy *p)
{
    return !is_cold(p) && p->since < settles[p->last];
}

void rpi_policy_record(struct rpi_policy *p, const struct rpi_policy_params *params,
                       enum rpi_arm arm, uint32_t pace, uint32_t now_ms)
{
    if (arm != p->plan && loss(p, pace) > TERRIBLE)
        p->left = 0;
    if (arm == p->last && rpi_policy_is_settling(p) && (arm == p->plan || p->left > 0))
        return;
    if (arm == p->plan)
        p->tried = false;
    else
        settle(p, pace);
    p->records += p->records < COLD;
    push(&p->arm[arm], pace, now_ms);
    decide(p, params, now_ms);
}

uint32_t rpi_policy_pace(size_t bytes, uint64_t ns)
{
    const uint64_t most = UINT64_MAX >> 20;
    const uint64_t pace = ((ns < most ? ns : most) << 20) / bytes;
    return pace < 1 ? 1 : pace > UINT32_MAX ? UINT32_MAX : (uint32_t)pace;
}

const char *rpi_policy_words(enum rpi_reason reason)
{
    static const char *const words[RPI_REASONS] = {
        [RPI_UNSEEN] = "one arm has too few samples",
        [RPI_FASTER] = "lower median",
        [RPI_HYSTERESIS] = "the other median is lower, but not by enough",
        [RPI_TAIL] = "the other arm's slow tail is much longer",
    };
    return words[reason];
}
