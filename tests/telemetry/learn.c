/* SPDX-License-Identifier: BSD-3-Clause */
/* learn.c -- what is learned of a key, by a clock that is made up. */

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "plan/decide.h"
#include "plan/learn.h"
#include "raptors.h"
#include "telemetry/telemetry.h"
#include "tests/telemetry/telemetry.h"
#include "threads/threads.h"

enum { BYTES = 1 << 20 };

/* Nanoseconds that a call takes, alone and by the team; whether the team can do it. */
struct machine {
    uint64_t ns[RPI_ARMS];
    bool team;
};

static const struct machine list[] = {
    {{20000, 11000}, true}, {{20000, 60000}, true}, {{200000, 110000}, true},
    {{2000, 1300}, true},   {{1000, 2000}, true},   {{20000, 11000}, false},
};

int machines(void)
{
    return (int)(sizeof list / sizeof *list);
}

/* The calls of one key so far. */
struct run {
    int key, width;
    unsigned long long number;
    uint64_t now;
    int timed, by[RPI_ARMS];
    uint64_t spent;
};

static struct run fresh(void)
{
    const int row = rpi_row(rpi_dtype_s, RPI_KIND_ACROSS, BYTES);
    rp_telemetry_reset();
    return (struct run){.key = rpi_key(row, BYTES, true), .width = 2, .now = 0};
}

/* A call; one of the team goes this way. */
static enum rpi_arm step_by(struct run *run, const struct machine *m, enum rpi_way way)
{
    bool due = rpi_learn_due(run->key, run->number++, 1);
    enum rpi_arm arm = rpi_learn_choose(run->key, run->width, &due);
    if (!m->team)
        arm = RPI_SEQUENTIAL;
    run->now += m->ns[arm];
    run->spent += m->ns[arm];
    run->by[arm]++;
    if (due)
        rpi_learn_record(run->key, arm == RPI_PARALLEL ? way : RPI_ALONE, BYTES, run->now,
                         m->ns[arm]);
    else if (arm == RPI_PARALLEL && way == RPI_UNHELPED)
        rpi_learn_unhelped(run->key);
    run->timed += due;
    return arm;
}

static enum rpi_arm step(struct run *run, const struct machine *m)
{
    return step_by(run, m, RPI_HELPED);
}

static void go(struct run *run, const struct machine *m, int calls)
{
    run->timed = run->by[0] = run->by[1] = 0;
    run->spent = 0;
    for (int i = 0; i < calls; i++)
        step(run, m);
}

/* The first hundred calls cost a tenth more than the better arm at most, where the floor
   has not been wrong; a hundred later ones three per cent. */
const char *arms_are_learned(int machine)
{
    const struct machine *m = &list[machine];
    const enum rpi_arm better = m->team && m->ns[RPI_PARALLEL] < m->ns[RPI_SEQUENTIAL]
                                    ? RPI_PARALLEL
                                    : RPI_SEQUENTIAL;
    struct rpi_learned learned;
    struct run run = fresh();
    go(&run, m, 100);
    if (run.spent > 112 * m->ns[better])
        return "the first hundred calls cost too much";
    go(&run, m, 1000);
    if (run.spent * 97 > 100 * 1000 * m->ns[better])
        return "later calls cost too much";
    rpi_learned(run.key, run.now, &learned);
    if (!learned.any || learned.plan != better || !learned.arm[better].count)
        return "the better arm is not the plan";
    const uint32_t median = learned.arm[better].median;
    return median == rpi_policy_pace(BYTES, m->ns[better]) ? NULL : "another median";
}

/* Calls so short that one in 128 is timed: also those of the plan, between the tries. */
const char *changes_are_seen(void)
{
    static const struct machine before = {{1300, 700}, true};
    static const struct machine after = {{1300, 5000}, true};
    struct run run = fresh();
    struct rpi_learned learned;
    go(&run, &before, 200000);
    go(&run, &after, 20000);
    rpi_learned(run.key, run.now, &learned);
    return learned.plan == RPI_SEQUENTIAL ? NULL
                                          : "the team became slow, and is the plan";
}

/* Times of the team without help are left out, but not if they are the rule. */
const char *chances_are_left_out(void)
{
    struct run run = fresh();
    struct rpi_learned learned;
    rpi_learn_record(run.key, RPI_HELPED, BYTES, 1000, 1000);
    for (int i = 1; i <= 20; i++) {
        rpi_learn_record(run.key, RPI_UNHELPED, BYTES, 1000, 9000);
        rpi_learned(run.key, 1000, &learned);
        if ((learned.arm[RPI_PARALLEL].count == 1) != (i < 16))
            return i < 16 ? "a chance is learned" : "the rule is not learned";
    }
    return NULL;
}

enum { CALLS = 200000 };

/* Of four calls by the team so many find no helper; how many calls are by it. */
static int lonely_calls(const struct machine *machine, int unhelped)
{
    struct run run = fresh();
    int by_team = 0;
    go(&run, machine, 10000);
    for (int i = 0; i < CALLS; i++) {
        const enum rpi_way way = by_team % 4 < unhelped ? RPI_UNHELPED : RPI_HELPED;
        by_team += step_by(&run, machine, way) == RPI_PARALLEL;
    }
    return by_team;
}

/* Tries for which helpers seldom or never find the time end all the same, and lose no
   more than a hundredth. */
const char *lonely_tries_end(void)
{
    static const struct machine machines[] = {{{1000, 1300}, true},
                                              {{200000, 600000}, true}};
    for (int i = 0; i < 2; i++)
        for (int unhelped = 0; unhelped <= 4; unhelped++) {
            const uint64_t alone = machines[i].ns[RPI_SEQUENTIAL];
            const int by_team = lonely_calls(&machines[i], unhelped);
            if (by_team == 0)
                return "the team is never tried";
            if (by_team * (machines[i].ns[RPI_PARALLEL] - alone) > alone * CALLS / 100)
                return "tries do not end, or lose too much";
        }
    return NULL;
}

/* A try that tells goes on with the next call: with others in between, the data would
   have moved back. */
const char *tries_are_not_split(void)
{
    static const struct machine before = {{1000, 1300}, true},
                                after = {{1000, 500}, true};
    struct run run = fresh();
    enum rpi_arm arm = RPI_SEQUENTIAL;
    struct rpi_learned learned = {.plan = RPI_SEQUENTIAL};
    int tries = 0;
    go(&run, &before, 10000);
    for (int i = 0; i < 100000 && learned.plan == RPI_SEQUENTIAL; i++) {
        const enum rpi_arm former = arm;
        arm = step(&run, &after);
        tries += arm == RPI_PARALLEL && former == RPI_SEQUENTIAL;
        rpi_learned(run.key, run.now, &learned);
    }
    return learned.plan == RPI_SEQUENTIAL ? "the change is not seen"
           : tries > 1                    ? "calls come between those of a try"
                                          : NULL;
}

/* On to the first call of a try of the team; false when none comes. */
static bool go_to_try(struct run *run, const struct machine *m)
{
    for (int i = 0; i < 100000; i++)
        if (step(run, m) == RPI_PARALLEL)
            return true;
    return false;
}

/* The calls of a try whose third one finds a helper or not, and is not timed. */
static int length_of_try(bool helped)
{
    static const struct machine brief = {{1000, 1300}, true};
    struct run run = fresh();
    int length = 1;
    go(&run, &brief, 10000);
    if (!go_to_try(&run, &brief))
        return 0;
    while (step(&run, &brief) == RPI_PARALLEL)
        if (++length == 3) {
            const struct rpi_call call = {.key = run.key,
                                          .width = 2,
                                          .bytes = BYTES,
                                          .counts = rpi_counts_of(run.key)};
            rpi_call_end(&call, helped ? RPI_HELPED : RPI_UNHELPED);
        }
    return length;
}

/* Without help a try begins anew, also at a call of which nobody took the time. */
const char *lonely_calls_begin_anew(void)
{
    const int length = length_of_try(true);
    return length < 3                       ? "there is no try of several calls"
           : length_of_try(false) <= length ? "a call without help counts for a try"
                                            : NULL;
}

/* Calls that went alone, as the helpers slept, save for tries of those that are awake. */
const char *missed_calls_save(void)
{
    static const struct machine slow = {{20000, 60000}, true};
    struct run run = fresh();
    const int asleep = rpi_key(run.key / RPI_SLOTS, BYTES, false);
    const struct rpi_call missed = {.key = asleep,
                                    .width = 1,
                                    .missing = 2,
                                    .bytes = BYTES,
                                    .missed = BYTES / 256,
                                    .counts = rpi_counts_of(asleep)};
    go(&run, &slow, 20000);
    if (!go_to_try(&run, &slow))
        return "no try";
    go(&run, &slow, 20);
    go(&run, &slow, 50);
    if (run.by[RPI_PARALLEL])
        return "a try too soon";
    for (int i = 0; i < 20000; i++)
        rpi_call_end(&missed, RPI_ALONE);
    go(&run, &slow, 50);
    return run.by[RPI_PARALLEL] ? NULL : "missed calls save for no try";
}

/* That the team loses is believed when a try of several calls has shown it. */
const char *plans_are_proved(void)
{
    static const struct machine slow = {{1000000, 3000000}, true};
    struct run run = fresh();
    struct rpi_learned learned;
    go(&run, &slow, 90);
    rpi_learned(run.key, run.now, &learned);
    if (learned.plan != RPI_SEQUENTIAL || !rpi_learn_has_team(run.key))
        return "believed before it is proved";
    go(&run, &slow, 10000);
    return rpi_learn_has_team(run.key) ? "never proved" : NULL;
}

/* Of a try that a reset has ended nothing is left: calls are timed as at a new key. */
const char *resets_end_tries(void)
{
    static const struct machine brief = {{1000, 1300}, true};
    struct run run = fresh();
    go(&run, &brief, 10000);
    if (!go_to_try(&run, &brief))
        return "no try";
    rp_telemetry_reset();
    go(&run, &brief, 100);
    return run.timed < 10 ? "a new key is timed as rarely as the old one" : NULL;
}

/* A microsecond: one call in 128, once there are times; a long call every time. */
const char *timing_is_rare(void)
{
    static const struct machine brief = {{1000, 2000}, true};
    static const struct machine lengthy = {{1000000, 600000}, true};
    struct run run = fresh();
    go(&run, &brief, 100);
    if (run.timed < 10 || run.timed > 40)
        return "of the first hundred calls too few or too many are timed";
    go(&run, &brief, 12000);
    go(&run, &brief, 10000);
    if (run.timed < 60 || run.timed > 100) /* one in 128 */
        return "of short calls too few or too many are timed";
    run = fresh();
    go(&run, &lengthy, 1000);
    return run.timed == 1000 ? NULL : "not all long calls are timed";
}

/* With more threads the team wins; with fewer it has lost. That it is tried again takes
   some calls by the new number, and what tries may cost. */
const char *limits_are_seen(void)
{
    static const struct machine few = {{20000, 30000}, true},
                                many = {{20000, 5000}, true};
    struct run run = fresh();
    go(&run, &few, 300);
    run.width = 16;
    go(&run, &many, 300);
    go(&run, &many, 100);
    return run.by[RPI_PARALLEL] >= 95 ? NULL : "the former number of threads is believed";
}

/* Two callers with limits of their own, in turns; the team loses with either. Neither has
   the times of the other forgotten, and the tries of both cost little. */
const char *limits_may_alternate(void)
{
    static const struct machine slow = {{20000, 60000}, true};
    struct run run = fresh();
    go(&run, &slow, 100);
    uint64_t spent = 0, calls = 0;
    for (int turn = 0; turn < 2000; turn++) {
        run.width = turn % 2 ? 2 : 8;
        go(&run, &slow, 1 + turn % 7);
        spent += run.spent;
        calls += 1 + (unsigned)turn % 7;
    }
    struct rpi_learned learned;
    rpi_learned(run.key, run.now, &learned);
    if (learned.arm[RPI_SEQUENTIAL].count < 3 || learned.plan != RPI_SEQUENTIAL)
        return "nothing is learned while limits alternate";
    return spent * 100 > 103 * calls * slow.ns[RPI_SEQUENTIAL]
               ? "the losing arm is run too often"
               : NULL;
}

/* One thread, or never: that is the plan from the start, and no change of it. When there
   is a choice later, the team is tried as if nothing had been. */
const char *one_arm_is_no_switch(void)
{
    struct rpi_learned learned;
    struct run run = fresh();
    for (int i = 0; i < 10; i++)
        rpi_learn_record(run.key, RPI_ALONE, BYTES, run.now, 1000);
    rpi_learned(run.key, run.now, &learned);
    if (learned.plan != RPI_SEQUENTIAL || learned.switches != 0)
        return "a switch without a choice";
    bool due = true;
    return rpi_learn_choose(run.key, 2, &due) == RPI_PARALLEL && due
               ? NULL
               : "the team is not the first guess";
}

const char *resets_are_seen(void)
{
    static const struct machine slow = {{20000, 60000}, true};
    struct rpi_learned learned;
    struct run run = fresh();
    go(&run, &slow, 300);
    rp_telemetry_reset();
    rpi_learned(run.key, run.now, &learned);
    if (learned.any || rpi_learned_cutover(run.key))
        return "a reset is not seen";
    bool due = false;
    return rpi_learn_choose(run.key, 2, &due) == RPI_PARALLEL ? NULL : "an old plan";
}

/* The team loses at 1 MiB, wins at 4 MiB, and nothing is known of 2 MiB. */
const char *cutover_is_found(void)
{
    static const struct machine slow = {{20000, 60000}, true},
                                fast = {{80000, 40000}, true};
    struct run run = fresh();
    const int key = run.key;
    go(&run, &slow, 100);
    if (rpi_learned_cutover(key))
        return "a cutover where the team loses";
    run.key = rpi_key(key / RPI_SLOTS, 4 * BYTES, true);
    go(&run, &fast, 100);
    const size_t asleep = rpi_key(key / RPI_SLOTS, BYTES, false);
    return rpi_learned_cutover(key) != 4 * BYTES   ? "another cutover"
           : rpi_learned_cutover((int)asleep) != 0 ? "that of sleeping helpers too"
                                                   : NULL;
}

/* The member of the one key that there is, as text. */
static bool info_has_cutover(const char *value)
{
    static char text[1 << 14], member[60];
    rp_threading_info(text, sizeof text);
    snprintf(member, sizeof member, "\"cutover_bytes\": %s,", value);
    return strstr(text, member) != NULL;
}

/* The team wins from 4 MiB on with helpers that sleep; but the floor lies above that. */
const char *cutover_is_told(void)
{
    static const struct machine fast = {{800000, 400000}, true};
    char floor_bytes[30];
    struct run run = fresh();
    const int row = run.key / RPI_SLOTS;
    run.key = rpi_key(row, 4 * BYTES, false);
    rpi_count(rpi_counts_of(run.key), 4 * BYTES);
    go(&run, &fast, 100);
    const size_t least = rpi_floor_bytes(false);
    snprintf(floor_bytes, sizeof floor_bytes, "%zu",
             least < 4 * BYTES ? 4 * BYTES : least);
    rp_set_num_threads(1);
    if (!info_has_cutover("null"))
        return "a cutover for one thread";
    rp_set_num_threads(2);
    if (!info_has_cutover(rp_get_num_threads() > 1 ? floor_bytes : "null"))
        return "a cutover below the floor, or none";
    for (int i = 0; i < 10; i++) /* calls of 16 MiB that had no choice */
        rpi_learn_record(rpi_key(row, 16 * BYTES, false), RPI_ALONE, 16 * BYTES, run.now,
                         800000);
    return rpi_learned_cutover(run.key) == 4 * BYTES ? NULL
                                                     : "calls without a choice decide";
}

/* Once helpers have been made: what a start costs twice, and a hundred looks at the clock
   of at most 25 ns, at 64 bytes in a nanosecond. */
const char *floor_is_the_larger(void)
{
    if (!rpi_threads_take(2))
        return NULL; /* nothing is ever shared */
    rpi_threads_give();
    const uint64_t look = rpi_threads_clock_ns(),
                   awake = rpi_threads_launch_ns(RPI_AWAKE);
    const size_t least = rpi_floor_bytes(true);
    return least < 6400 * (look < 25 ? look : 25)        ? "a hundred looks take longer"
           : least < 128 * (awake < 5000 ? awake : 5000) ? "two starts take longer"
           : least > 640000                              ? "more than is believed"
                                                         : NULL;
}

/* A fork while a thread has a key: in the child nobody has it. */
const char *forks_lose_no_key(void)
{
    int status;
    const unsigned here = rpi_threads_process();
    if (!rpi_threads_take(2))
        return NULL; /* without helpers there is nobody who would tell */
    rpi_threads_give();
    const pid_t child = fork();
    if (child == 0)
        _exit(rpi_threads_process() == here);
    return child > 0 && waitpid(child, &status, 0) == child && status == 0
               ? NULL
               : "the child has the number of its parent";
}
