/* SPDX-License-Identifier: BSD-3-Clause */
/* policy.h -- alone or by the team? What the times of the calls so far say.
 *
 * The engine is pure: samples and clock come in as arguments, one struct policy is all
 * its memory, and who calls it sees to it that one thread at a time does. Times are per
 * byte, so that the calls of one key, whose sizes are within a factor of two, can be
 * compared. May be called from: lib/plan, the tests. Calls nothing.
 *
 * The rules, each with its tests in tests/policy:
 *   - the plan changes when the other arm's recent median is lower by a margin (the
 *     hysteresis);
 *   - an arm whose P95 is much longer than the other's is refused, whatever its median;
 *   - samples grow stale, and an arm of stale samples counts as unseen;
 *   - the other arm is tried when its expected extra time has been saved up, 0.8 % of
 *     each call; a cold start has an advance, so that both arms are soon known.
 */
#ifndef RPI_POLICY_H
#define RPI_POLICY_H

#include <stdbool.h>
#include <stdint.h>

enum rpi_arm { RPI_SEQUENTIAL, RPI_PARALLEL, RPI_ARMS };

/* P95 is the last but one of so many, and thus not the one outlier. */
enum { RPI_RING = 20 };

struct rpi_sample {
    float per_byte;  /* ns */
    uint32_t now_ms; /* when: the clock may go round */
};

struct rpi_samples {
    int next, count;
    struct rpi_sample ring[RPI_RING];
};

enum rpi_reason {
    RPI_UNSEEN,     /* the prior: the other arm has too few samples */
    RPI_FASTER,     /* the plan's median is lower */
    RPI_HYSTERESIS, /* the other's is, but not by the gain */
    RPI_TAIL,       /* the other arm is refused for its P95 */
    RPI_REASONS
};

struct rpi_policy {
    bool begun;
    enum rpi_arm plan;
    enum rpi_reason reason;
    unsigned switches;
    float credit;  /* saved up for tries, in calls of the plan */
    float charged; /* what the last try was expected to cost */
    struct rpi_samples arm[RPI_ARMS];
};

struct rpi_policy_params {
    float gain;        /* the other arm must need at most this part of the time */
    float tail;        /* an arm with a P95 so many times the other's is refused */
    float allowance;   /* the part of the time that tries may cost */
    float advance;     /* calls' worth of tries that a cold start may cost */
    uint32_t stale_ms; /* older samples say nothing */
};

/* The parameter sets: sums, maxima and their like; broadcast add; add and scale. */
extern const struct rpi_policy_params rpi_axis_policy, rpi_broadcast_policy,
    rpi_scale_policy;

/* A cold start with what is likely. */
void rpi_policy_begin(struct rpi_policy *p, const struct rpi_policy_params *params,
                      enum rpi_arm prior);

/* The arm for the next call, when `calls` calls were made since the last question. */
enum rpi_arm rpi_policy_choose(struct rpi_policy *p,
                               const struct rpi_policy_params *params, unsigned calls);

/* A call by this arm took so long. */
void rpi_policy_record(struct rpi_policy *p, const struct rpi_policy_params *params,
                       enum rpi_arm arm, float per_byte, uint32_t now_ms);

/* What the fresh samples of an arm say; no count, no times. */
struct rpi_digest {
    int count;
    float median, p95;
};
struct rpi_digest rpi_policy_digest(const struct rpi_samples *samples,
                                    const struct rpi_policy_params *params,
                                    uint32_t now_ms);

/* The reason in words. */
const char *rpi_policy_words(enum rpi_reason reason);

/* Shorter calls are not worth a decision: twice the launch, or a hundred clock reads. */
uint64_t rpi_policy_floor_ns(uint64_t launch_ns, uint64_t clock_ns);

#endif
