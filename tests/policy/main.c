/* SPDX-License-Identifier: BSD-3-Clause */
/* main.c -- check_policy: machines made of numbers, and what is decided on them. */

#include <stdlib.h>

#include "harness/check_main.h"
#include "plan/split.h"
#include "policy/policy.h"

static const struct rpi_policy_params *const params = &rpi_axis_policy;

/* A machine: what a call takes, alone and by the team; now and then so many times more.
   */
struct machine {
    uint32_t time[RPI_ARMS];
    int tail_every[RPI_ARMS]; /* 0: never */
    uint32_t tail;
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
        const uint32_t time = m->time[arm] * (every && number % every == 0 ? m->tail : 1);
        rpi_policy_record(&run->policy, params, arm, time, run->now_ms++);
        bill.time += time;
        bill.calls[arm]++;
    }
    return bill;
}

static const struct machine fast = {{2000, 1000}, {0, 0}, 1}; /* the team wins */
static const struct machine slow = {{1000, 5000}, {0, 0}, 1}; /* it loses */
static const struct machine alike = {{1000, 990}, {0, 0}, 1}; /* nearly the same */

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
        const uint32_t noise = 3072 + (seed >> 16 & 1023);
        const enum rpi_arm arm = rpi_policy_choose(&run.policy, params, 1);
        rpi_policy_record(&run.policy, params, arm,
                          arm == RPI_PARALLEL ? 2 * noise : 3 * noise, i);
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
    const struct machine tailed = {{1000, 800}, {0, 10}, 100};
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

/* The same at a call every 100 ms, so that tries grow stale between two slow ones: an
   hour costs little more than with the better arm alone, and the refusal keeps. In the
   rounds from 2 on the slow ones are scattered, as a machine would have it. */
START_TEST(rare_tail)
{
    enum { HOUR = 36000 };
    struct run run = begun((enum rpi_arm)(_i % 2));
    unsigned seed = 1;
    double time = 0;
    for (int i = 0; i < HOUR; i++) {
        const enum rpi_arm arm = rpi_policy_choose(&run.policy, params, 1);
        const int number = ++run.count[arm];
        seed = seed * 1103515245u + 12345u;
        const bool slow_one = _i / 2 ? (seed >> 16) % 10 == 0 : number % 10 == 0;
        const uint32_t pace = arm == RPI_SEQUENTIAL ? 1000 : slow_one ? 80000 : 800;
        rpi_policy_record(&run.policy, params, arm, pace, run.now_ms);
        run.now_ms += 100;
        time += pace;
    }
    ck_assert_int_eq(run.policy.plan, RPI_SEQUENTIAL);
    ck_assert_int_le((int)run.policy.switches, _i / 2 ? 6 : 2);
    ck_assert(time <= 1.03 * 1000 * HOUR);
}
END_TEST

/* What was refused for its tail, and has lost it, is taken again. */
START_TEST(tail_is_lost)
{
    const struct machine tailed = {{1000, 500}, {0, 10}, 100},
                         cured = {{1000, 500}, {0, 0}, 1};
    struct run run = begun(RPI_PARALLEL);
    go(&run, &tailed, 200);
    ck_assert_int_eq((int)run.policy.reason, RPI_TAIL);
    run.now_ms += 2 * params->stale_ms;
    go(&run, &cured, 50000);
    ck_assert_int_eq(run.policy.plan, RPI_PARALLEL);
    ck_assert_int_eq((int)run.policy.reason, RPI_FASTER);
}
END_TEST

/* A helper that gets no core: tries that take a thousand calls' time are paid for. */
START_TEST(terrible)
{
    const struct machine stalls = {{1000, 1000}, {0, 2}, 1000};
    struct run run = begun(RPI_SEQUENTIAL);
    go(&run, &stalls, 10000);
    const struct bill bill = go(&run, &stalls, 500000);
    ck_assert(bill.time <= 1.02 * 500000 * 1000);
    ck_assert_int_gt(bill.calls[RPI_PARALLEL], 0);
}
END_TEST

/* What the arms work on moves from cache to cache when they change: the first call alone
   takes twice as long then, and the team's first five as long as one alone. The better
   arm is found all the same, also by who was wrong, and tries cost little. */
START_TEST(caches)
{
    static const uint32_t team[] = {600, 990, 1200};
    const uint32_t steady[RPI_ARMS] = {1000, team[_i / 2]};
    const bool pays = steady[RPI_PARALLEL] < 900;
    struct run run = begun(_i % 2 ? RPI_PARALLEL : RPI_SEQUENTIAL);
    enum rpi_arm last = run.policy.plan;
    double time = 0;
    int in_a_row = 100;
    go(&run, _i % 2 ? &fast : &slow, 100); /* it is the plan, and times are known */
    for (int i = 0; i < 40000; i++) {
        const enum rpi_arm arm = rpi_policy_choose(&run.policy, params, 1);
        in_a_row = arm == last ? in_a_row + 1 : 1;
        last = arm;
        const uint32_t pace = arm == RPI_SEQUENTIAL ? (in_a_row == 1 ? 2000 : 1000)
                              : in_a_row <= 5       ? steady[arm] + 450
                                                    : steady[arm];
        rpi_policy_record(&run.policy, params, arm, pace, run.now_ms++);
        time += i < 20000 ? 0 : pace;
    }
    if (pays)
        ck_assert_int_eq(run.policy.plan, RPI_PARALLEL);
    if (team[_i / 2] > 1000)
        ck_assert_int_eq(run.policy.plan, RPI_SEQUENTIAL);
    ck_assert(time <= 1.03 * 20000 * (pays ? 600 : 1000));
}
END_TEST

/* A helper that came late: the calls without him do not make the team look slow. */
START_TEST(late_helper)
{
    const struct machine before = {{1000, 3000}, {0, 0}, 1};
    struct run run = begun(RPI_PARALLEL);
    go(&run, &before, 500);
    ck_assert_int_eq(run.policy.plan, RPI_SEQUENTIAL);
    for (int i = 0, by_team = 0; i < 20000; i++) {
        const enum rpi_arm arm = rpi_policy_choose(&run.policy, params, 1);
        by_team = arm == RPI_PARALLEL ? by_team + 1 : 0;
        if (arm == RPI_PARALLEL && by_team <= 4)
            rpi_policy_unsettle(&run.policy);
        else
            rpi_policy_record(&run.policy, params, arm,
                              arm == RPI_SEQUENTIAL ? 1000
                              : by_team <= 9        ? 1300
                                                    : 600,
                              run.now_ms++);
    }
    ck_assert_int_eq(run.policy.plan, RPI_PARALLEL);
}
END_TEST

/* Calls with nobody to ask save for a try as others do. */
START_TEST(saved)
{
    struct run run = begun(RPI_PARALLEL);
    go(&run, &slow, 2000);
    ck_assert_int_eq(run.policy.plan, RPI_SEQUENTIAL);
    const int before = run.count[RPI_PARALLEL];
    while (run.policy.left == 0 && run.count[RPI_PARALLEL] == before)
        go(&run, &slow, 1);
    go(&run, &slow, 20);
    const int tried = run.count[RPI_PARALLEL];
    go(&run, &slow, 50);
    ck_assert_int_eq(run.count[RPI_PARALLEL], tried);
    rpi_policy_save(&run.policy, params, 10000);
    go(&run, &slow, 50);
    ck_assert_int_gt(run.count[RPI_PARALLEL], tried);
}
END_TEST

/* On to a call within a try of several. */
static void go_to_try(struct run *run, const struct machine *m)
{
    for (int i = 0; i < 100000 && !rpi_policy_is_trying(&run->policy); i++)
        go(run, m, 1);
    ck_assert(rpi_policy_is_trying(&run->policy));
}

/* A change of the plan ends the try that showed it: what comes next is the new plan. */
START_TEST(change_ends_try)
{
    struct run run = begun(RPI_PARALLEL);
    go(&run, &slow, 2000);
    const unsigned switches = run.policy.switches;
    run.now_ms += params->stale_ms + 1; /* the team has no other times than the try's */
    go_to_try(&run, &fast);
    for (int i = 0; i < 100 && run.policy.switches == switches; i++)
        go(&run, &fast, 1);
    ck_assert_int_eq(run.policy.plan, RPI_PARALLEL);
    ck_assert_int_eq(rpi_policy_choose(&run.policy, params, 1), RPI_PARALLEL);
}
END_TEST

/* So does it that the times of its arm are forgotten, after which all is new. */
START_TEST(forgetting_ends_try)
{
    static const struct machine loses = {{1000, 1500}, {0, 0}, 1};
    struct run run = begun(RPI_PARALLEL);
    go(&run, &loses, 2000);
    go_to_try(&run, &loses);
    rpi_policy_forget(&run.policy, RPI_PARALLEL);
    ck_assert_int_eq(rpi_policy_choose(&run.policy, params, 1), RPI_SEQUENTIAL);
    rpi_policy_record(&run.policy, params, RPI_SEQUENTIAL, 1000, run.now_ms++);
    rpi_policy_save(&run.policy, params, 1000);
    ck_assert_int_eq(rpi_policy_choose(&run.policy, params, 1), RPI_PARALLEL);
    ck_assert(!rpi_policy_is_trying(&run.policy)); /* of one call, as at a cold start */
}
END_TEST

/* The calls of the rest of a try for which no helper comes. */
static int calls_without_help(struct run *run)
{
    int calls = 0;
    for (; calls < 1000 && rpi_policy_is_trying(&run->policy); calls++) {
        ck_assert_int_eq(rpi_policy_choose(&run->policy, params, 1), RPI_PARALLEL);
        rpi_policy_unsettle(&run->policy);
    }
    return calls;
}

/* A call of a try that had no help begins it anew, so often; those of one thread have no
   help, and need none. */
START_TEST(unsettled_tries)
{
    static const struct machine loses = {{1000, 1500}, {0, 0}, 1};
    struct run run = begun(RPI_PARALLEL);
    go(&run, &loses, 2000);
    go_to_try(&run, &loses);
    const int calls = calls_without_help(&run);
    ck_assert_int_gt(calls, 10);
    ck_assert_int_lt(calls, 100);
    go_to_try(&run, &loses);
    ck_assert_int_eq(calls_without_help(&run), calls);

    run = begun(RPI_PARALLEL);
    go(&run, &fast, 2000);
    go_to_try(&run, &fast);
    const int left = run.policy.left;
    rpi_policy_unsettle(&run.policy);
    ck_assert_int_eq(run.policy.left, left);
}
END_TEST

/* Times by an arm that was not to be tried, as another caller had the team, prove
   nothing. */
START_TEST(proofs_are_tries)
{
    struct run run = begun(RPI_SEQUENTIAL);
    for (int i = 0; i < 100; i++)
        rpi_policy_record(&run.policy, params, RPI_SEQUENTIAL, 1000, run.now_ms++);
    rpi_policy_record(&run.policy, params, RPI_PARALLEL, 2000, run.now_ms++);
    ck_assert(!run.policy.proved);
    go(&run, &slow, 2000);
    ck_assert(run.policy.proved);
}
END_TEST

/* How many of so many calls are tries of one thread. */
static int tries_of_one(struct run *run, const struct machine *m, int calls)
{
    return go(run, m, calls).calls[RPI_SEQUENTIAL];
}

/* One thread alone is tried more and more seldom while it loses, until the team has
   become slower; a team that loses, as often as ever: what made it slow may pass. */
START_TEST(in_vain)
{
    static const struct machine slower = {{2000, 1300}, {0, 0}, 1};
    static const struct machine nearly = {{990, 1000}, {0, 0}, 1};
    struct run run = begun(RPI_PARALLEL);
    go(&run, &fast, 10100);
    const int later = tries_of_one(&run, &fast, 30000);
    ck_assert_int_gt(later, 0);
    ck_assert_int_le(later, 32); /* a third of the 96 that tries all alike would be */
    go(&run, &slower, 20);
    ck_assert_int_eq(run.policy.in_vain, 0);
    ck_assert_int_gt(tries_of_one(&run, &slower, 1000), 0);
    ck_assert_int_eq(run.policy.plan, RPI_PARALLEL);

    go(&run, &fast, 10000);
    ck_assert_int_gt(run.policy.in_vain, 0);
    while (run.policy.last != RPI_PARALLEL || run.policy.left > 0)
        go(&run, &fast, 1);
    rpi_policy_record(&run.policy, params, RPI_SEQUENTIAL, 5000, run.now_ms++);
    ck_assert_int_eq(run.policy.in_vain, 0); /* another caller had the team */

    go(&run, &fast, 10000);
    ck_assert_int_gt(run.policy.in_vain, 0);
    go(&run, &nearly, 5000);
    ck_assert_int_eq(run.policy.in_vain, 0); /* a try was faster */
    ck_assert_int_eq(run.policy.plan, RPI_PARALLEL);

    go(&run, &fast, 10000);
    ck_assert_int_gt(run.policy.in_vain, 0);
    rpi_policy_forget(&run.policy, RPI_PARALLEL);
    ck_assert_int_eq(run.policy.in_vain, 0);

    run = begun(RPI_PARALLEL);
    go(&run, &slow, 20000);
    ck_assert_int_eq(run.policy.plan, RPI_SEQUENTIAL);
    const int team = go(&run, &slow, 100000).calls[RPI_PARALLEL];
    const int again = go(&run, &slow, 100000).calls[RPI_PARALLEL];
    ck_assert_int_ge(team, 100);
    ck_assert_int_ge(again, team - 1);
}
END_TEST

/* One outlier of twenty is no tail. */
START_TEST(outlier)
{
    const struct machine once = {{1000, 500}, {0, 25}, 100};
    struct run run = begun(RPI_PARALLEL);
    go(&run, &once, 3000);
    ck_assert_int_eq(run.policy.plan, RPI_PARALLEL);
    ck_assert_int_eq((int)run.policy.switches, 0);
}
END_TEST

START_TEST(stale)
{
    struct run run = begun(RPI_PARALLEL);
    go(&run, &fast, 2000);
    const struct rpi_samples *other = &run.policy.arm[RPI_SEQUENTIAL];
    const uint32_t later = run.now_ms + params->stale_ms + 1;
    ck_assert_int_gt(rpi_policy_digest(other, params, run.now_ms).count, 2);
    ck_assert_int_eq(rpi_policy_digest(other, params, later).count, 0);
    rpi_policy_record(&run.policy, params, RPI_PARALLEL, 1, later);
    ck_assert_int_eq((int)run.policy.reason, RPI_UNSEEN);
    ck_assert_int_eq(run.policy.plan, RPI_PARALLEL);
}
END_TEST

/* The clock is read before the sample is left: another thread may have been faster, also
   when the clock goes round between the two. */
START_TEST(ahead)
{
    for (uint32_t now = 0; now < 10; now += 5) {
        struct rpi_samples s = {.count = 0};
        for (int i = 0; i < 4; i++)
            s.ring[i] = (struct rpi_sample){1000, now + (uint32_t)i};
        s.count = s.next = 4;
        ck_assert_int_eq(rpi_policy_digest(&s, params, now + 2).count, 4);
        ck_assert_int_eq(rpi_policy_digest(&s, params, now - 2).count, 4);
        ck_assert_int_eq(rpi_policy_digest(&s, params, now - 3600000).count, 0);
    }
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
        s.ring[i] = (struct rpi_sample){(uint32_t)i + 1, 0};
    s.count = RPI_RING;
    const struct rpi_digest d = rpi_policy_digest(&s, params, 0);
    ck_assert_int_eq(d.count, RPI_RING);
    ck_assert_uint_eq(d.p95, 19);    /* all but one are at most this */
    ck_assert_uint_eq(d.median, 17); /* of the newest, 14 to 20 */
    s.ring[3].pace = 20;
    ck_assert_uint_eq(rpi_policy_digest(&s, params, 0).p95, 20); /* twice */
    s.ring[RPI_RING - 1].pace = s.ring[3].pace = 1;
    ck_assert_uint_eq(rpi_policy_digest(&s, params, 0).p95, 18);
    s.count = s.next = 3;
    ck_assert_uint_eq(rpi_policy_digest(&s, params, 0).p95, 3); /* of few the last */
    ck_assert_uint_eq(rpi_policy_digest(&s, params, 0).median, 2);
}
END_TEST

/* Neither zero, by which the engine divides, nor round the end. */
START_TEST(paces)
{
    ck_assert_uint_eq(rpi_policy_pace((size_t)1 << 20, 12345), 12345);
    ck_assert_uint_eq(rpi_policy_pace((size_t)3 << 19, 3000), 2000);
    ck_assert_uint_eq(rpi_policy_pace((size_t)1 << 30, 0), 1);
    ck_assert_uint_eq(rpi_policy_pace(1, 1000000), UINT32_MAX);
    ck_assert_uint_eq(rpi_policy_pace(1, UINT64_MAX), UINT32_MAX);
}
END_TEST

/* The number of threads has changed, and with it what the team can do. */
START_TEST(forget)
{
    struct run run = begun(RPI_PARALLEL);
    go(&run, &slow, 200);
    ck_assert_int_eq(run.policy.plan, RPI_SEQUENTIAL);
    rpi_policy_forget(&run.policy, RPI_PARALLEL);
    ck_assert_int_eq((int)run.policy.reason, RPI_UNSEEN);
    const struct bill bill = go(&run, &fast, 100);
    ck_assert_int_eq(run.policy.plan, RPI_PARALLEL);
    ck_assert(bill.time <= 110 * fast.time[RPI_PARALLEL]);
}
END_TEST

/* Calls that cannot be cut go alone, whatever the plan. */
START_TEST(never_by_team)
{
    struct run run = begun(RPI_PARALLEL);
    for (uint32_t i = 0; i < 1000; i++) {
        rpi_policy_choose(&run.policy, params, 1);
        rpi_policy_record(&run.policy, params, RPI_SEQUENTIAL, 1, i);
    }
    ck_assert_int_eq(run.policy.plan, RPI_SEQUENTIAL);
    ck_assert_int_eq((int)run.policy.reason, RPI_UNSEEN);
    ck_assert_int_eq((int)run.policy.switches, 1);
}
END_TEST

/* Another caller has the team for a while, and calls go alone that were not tries: they
   are not paid for, and what changes afterwards is soon seen. */
START_TEST(fallbacks)
{
    const struct machine changed = {{500, 1000}, {0, 0}, 1};
    struct run run = begun(RPI_PARALLEL);
    go(&run, &fast, 300);
    for (int i = 0; i < 10000; i++) {
        rpi_policy_choose(&run.policy, params, 1);
        rpi_policy_record(&run.policy, params, RPI_SEQUENTIAL, 5000, run.now_ms);
        rpi_policy_record(&run.policy, params, RPI_PARALLEL, 1000, run.now_ms++);
    }
    ck_assert_int_eq(run.policy.plan, RPI_PARALLEL);
    go(&run, &changed, 2000);
    ck_assert_int_eq(run.policy.plan, RPI_SEQUENTIAL);
}
END_TEST

/* As many for every thread, and no more than there may be. */
START_TEST(pieces)
{
    for (int width = 2; width <= RPI_THREADS_MOST; width++)
        for (size_t bytes = 1; bytes <= (size_t)1 << 30; bytes *= 3) {
            const int count = rpi_pieces_of(width, bytes);
            ck_assert(count == RPI_THREADS_MOST || count % width == 0);
            ck_assert_int_ge(count, width);
            ck_assert_int_le(count, rpi_pieces(width));
        }
    ck_assert_int_eq(rpi_pieces_of(2, 160000), 2);
    ck_assert_int_eq(rpi_pieces_of(2, (size_t)1 << 20), 8);
}
END_TEST

static Suite *suite(void)
{
    Suite *made = suite_create("policy");
    TCase *rules = add_tests(made, "rules");
    tcase_add_loop_test(rules, learns, 0, 4);
    tcase_add_test(rules, pieces);
    tcase_add_test(rules, cold_start);
    tcase_add_test(rules, hysteresis);
    tcase_add_test(rules, noisy);
    tcase_add_test(rules, change);
    tcase_add_test(rules, tail);
    tcase_add_loop_test(rules, rare_tail, 0, 4);
    tcase_add_test(rules, tail_is_lost);
    tcase_add_test(rules, terrible);
    tcase_add_loop_test(rules, caches, 0, 6);
    tcase_add_test(rules, late_helper);
    tcase_add_test(rules, saved);
    tcase_add_test(rules, change_ends_try);
    tcase_add_test(rules, forgetting_ends_try);
    tcase_add_test(rules, unsettled_tries);
    tcase_add_test(rules, proofs_are_tries);
    tcase_add_test(rules, in_vain);
    tcase_add_test(rules, outlier);
    tcase_add_test(rules, stale);
    tcase_add_test(rules, ahead);
    tcase_add_test(rules, clock_round);
    tcase_add_test(rules, digest);
    tcase_add_test(rules, paces);
    tcase_add_test(rules, forget);
    tcase_add_test(rules, never_by_team);
    tcase_add_test(rules, fallbacks);
    return made;
}

int main(void)
{
    return run_suite(suite()) ? EXIT_FAILURE : EXIT_SUCCESS;
}
