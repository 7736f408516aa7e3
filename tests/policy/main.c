/* SPDX-License-Identifier: BSD-3-Clause */
/* main.c -- check_policy: machines made of numbers, and what is decided on them. */

#include <stdlib.h>

#include "harness/check_main.h"
#include "policy/policy.h"

static const struct rpi_policy_params *const params = &rpi_axis_policy;

/* A machine: what a call takes, alone and by the team; now and then so many times more.
   */
struct machine {
    float time[RPI_ARMS];
    int tail_every[RPI_ARMS]; /* 0: never */
    float tail;
};

/* What some calls cost and how often each arm ran. */
struct bill {
    double time;
    int calls[RPI_ARMS];
};

struct run {
    struct rpi_policy policy;
    uint32_t now_ms;
    int count[RPI_ARMS];
};

static struct run begun(enum rpi_arm prior)
{
    struct run run = {.now_ms = 0};
    rpi_policy_begin(&run.policy, params, prior);
    return run;
}

/* So many calls, a millisecond each. */
static struct bill go(struct run *run, const struct machine *m, int calls)
{
    struct bill bill = {.time = 0};
    for (int i = 0; i < calls; i++) {
        const enum rpi_arm arm = rpi_policy_choose(&run->policy, params, 1);
        const int every = m->tail_every[arm], number = ++run->count[arm];
        const float time = m->time[arm] * (every && number % every == 0 ? m->tail : 1);
        rpi_policy_record(&run->policy, params, arm, time, run->now_ms++);
        bill.time += time;
        bill.calls[arm]++;
    }
    return bill;
}

static const struct machine fast = {{2, 1}, {0, 0}, 1};      /* the team wins */
static const struct machine slow = {{1, 5}, {0, 0}, 1};      /* it loses */
static const struct machine alike = {{1, 0.99f}, {0, 0}, 1}; /* nearly the same */

/* From either prior, the better arm; the first hundred calls cost a tenth more at most,
   later ones one per cent. */
START_TEST(learns)
{
    const struct machine *const machines[] = {&fast, &slow};
    const enum rpi_arm better = _i / 2 ? RPI_SEQUENTIAL : RPI_PARALLEL;
    const struct machine *m = machines[_i / 2];
    struct run run = begun((enum rpi_arm)(_i % 2));
    const struct bill cold = go(&run, m, 100);
    ck_assert_int_eq(run.policy.plan, better);
    ck_assert_int_le((int)run.policy.switches, 1);
    if (_i % 2 == (int)better)
        ck_assert(cold.time <= 110 * m->time[better]);
    const struct bill warm = go(&run, m, 10000);
    ck_assert(warm.time <= 10100 * (double)m->time[better]);
    ck_assert_int_gt(warm.calls[1 - better], 0);
    ck_assert_int_eq((int)run.policy.reason, RPI_FASTER);
}
END_TEST

/* The prior is kept until there are a few samples of both. */
START_TEST(cold_start)
{
    struct run run = begun(RPI_PARALLEL);
    ck_assert_int_eq(rpi_policy_choose(&run.policy, params, 1), RPI_PARALLEL);
    rpi_policy_record(&run.policy, params, RPI_PARALLEL, 9, 0);
    rpi_policy_record(&run.policy, params, RPI_SEQUENTIAL, 1, 0);
    rpi_policy_record(&run.policy, params, RPI_SEQUENTIAL, 1, 0);
    ck_assert_int_eq(run.policy.plan, RPI_PARALLEL);
    ck_assert_int_eq((int)run.policy.reason, RPI_UNSEEN);
}
END_TEST

START_TEST(hysteresis)
{
    struct run run = begun(RPI_SEQUENTIAL);
    go(&run, &alike, 5000);
    ck_assert_int_eq(run.policy.plan, RPI_SEQUENTIAL);
    ck_assert_int_eq((int)run.policy.reason, RPI_HYSTERESIS);
    ck_assert_int_eq((int)run.policy.switches, 0);
}
END_TEST

/* Times that scatter by a third, the same for both arms: no flapping. */
START_TEST(noisy)
{
    struct run run = begun(RPI_PARALLEL);
    unsigned seed = 1;
    for (uint32_t i = 0; i < 20000; i++) {
        seed = seed * 1103515245u + 12345u;
        const float noise = 1 + (float)(seed >> 16 & 1023) / 3072;
        const enum rpi_arm arm = rpi_policy_choose(&run.policy, params, 1);
        rpi_policy_record(&run.policy, params, arm,
                          noise * (arm == RPI_PARALLEL ? 1 : 1.5f), i);
    }
    ck_assert_int_eq(run.policy.plan, RPI_PARALLEL);
    ck_assert_int_le((int)run.policy.switches, 4);
}
END_TEST

/* The machine changes its mind, twice. */
START_TEST(change)
{
    struct run run = begun(RPI_PARALLEL);
    go(&run, &fast, 300);
    go(&run, &slow, 300);
    ck_assert_int_eq(run.policy.plan, RPI_SEQUENTIAL);
    go(&run, &fast, 5000);
    ck_assert_int_eq(run.policy.plan, RPI_PARALLEL);
}
END_TEST

/* Faster in the median, and one call in ten takes a hundred times as long. */
START_TEST(tail)
{
    const struct machine tailed = {{1, 0.8f}, {0, 10}, 100};
    struct run run = begun(RPI_PARALLEL);
    go(&run, &tailed, 200);
    ck_assert_int_eq(run.policy.plan, RPI_SEQUENTIAL);
    ck_assert_int_eq((int)run.policy.reason, RPI_TAIL);
    const unsigned switches = run.policy.switches;
    go(&run, &tailed, 1000);
    ck_assert_int_eq(run.policy.plan, RPI_SEQUENTIAL);
    ck_assert_int_eq((int)run.policy.switches, (int)switches);
}
END_TEST

/* One outlier of twenty is no tail. */
START_TEST(outlier)
{
    const struct machine once = {{1, 0.5f}, {0, 25}, 100};
    struct run run = begun(RPI_PARALLEL);
    go(&run, &once, 3000);
    ck_assert_int_eq(run.policy.plan, RPI_PARALLEL);
    ck_assert_int_eq((int)run.policy.switches, 0);
}
END_TEST

START_TEST(stale)
{
    struct run run = begun(RPI_PARALLEL);
    go(&run, &fast, 100);
    const struct rpi_samples *other = &run.policy.arm[RPI_SEQUENTIAL];
    const uint32_t later = run.now_ms + params->stale_ms + 1;
    ck_assert_int_gt(rpi_policy_digest(other, params, run.now_ms).count, 2);
    ck_assert_int_eq(rpi_policy_digest(other, params, later).count, 0);
    rpi_policy_record(&run.policy, params, RPI_PARALLEL, 1, later);
    ck_assert_int_eq((int)run.policy.reason, RPI_UNSEEN);
    ck_assert_int_eq(run.policy.plan, RPI_PARALLEL);
}
END_TEST

/* The clock of 32 bits goes round. */
START_TEST(clock_round)
{
    struct run run = begun(RPI_PARALLEL);
    run.now_ms = UINT32_MAX - 50;
    go(&run, &slow, 100);
    ck_assert_int_eq(run.policy.plan, RPI_SEQUENTIAL);
}
END_TEST

START_TEST(digest)
{
    struct rpi_samples s = {.count = 0};
    ck_assert_int_eq(rpi_policy_digest(&s, params, 0).count, 0);
    for (int i = 0; i < RPI_RING; i++)
        s.ring[i] = (struct rpi_sample){(float)(i + 1), 0};
    s.count = RPI_RING;
    const struct rpi_digest d = rpi_policy_digest(&s, params, 0);
    ck_assert_int_eq(d.count, RPI_RING);
    ck_assert(d.p95 == 19);    /* all but one are at most this */
    ck_assert(d.median == 17); /* of the newest, 14 to 20 */
}
END_TEST

START_TEST(floors)
{
    ck_assert_uint_eq(rpi_policy_floor_ns(100, 25), 2500);
    ck_assert_uint_eq(rpi_policy_floor_ns(50000, 25), 100000);
}
END_TEST

static Suite *suite(void)
{
    Suite *made = suite_create("policy");
    TCase *rules = add_tests(made, "rules");
    tcase_add_loop_test(rules, learns, 0, 4);
    tcase_add_test(rules, cold_start);
    tcase_add_test(rules, hysteresis);
    tcase_add_test(rules, noisy);
    tcase_add_test(rules, change);
    tcase_add_test(rules, tail);
    tcase_add_test(rules, outlier);
    tcase_add_test(rules, stale);
    tcase_add_test(rules, clock_round);
    tcase_add_test(rules, digest);
    tcase_add_test(rules, floors);
    return made;
}

int main(void)
{
    return run_suite(suite()) ? EXIT_FAILURE : EXIT_SUCCESS;
}
