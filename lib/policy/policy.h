/* SPDX-License-Identifier: BSD-3-Clause */
/* policy.h -- alone or by the team? What the times of the calls so far say.
 *
 * The engine is pure: samples and clock come in as arguments, one struct policy is all
 * its memory, and who calls it sees to it that one thread at a time does. Times are
 * paces, nanoseconds for a MiB, so that the calls of one key, whose sizes are within a
 * factor of two, can be compared. All numbers are whole: floating point would raise
 * exceptions in the caller's thread, and round as he has chosen. May be called from:
 * lib/plan, the tests; the words from interface too. Calls nothing.
 *
 * The rules, each with its tests in tests/policy:
 *   - the plan changes when the other arm's recent median is lower by a margin (the
 *     hysteresis);
 *   - an arm whose P95 is much longer than the other's is refused, whatever its median,
 *     until newer samples say otherwise, however rare they are;
 *   - samples grow stale, and an arm of stale samples counts as unseen;
 *   - a plan that is unseen gives way to an arm that is not: its calls went alone, as
 *     they could not be cut or another caller had the team;
 *   - the other arm is tried when its expected extra time has been saved up, 0.8 % of
 *     each call, and that of a whole call at least, unless the last try was promising;
 *     a cold start has an advance, so that both arms are soon known;
 *   - each try of one thread in a row that was in vain makes the next one come half as
 *     soon, down to a quarter, until the team has become slower, a try was faster, or
 *     what was known counts no more;
 *   - between two tries a call of the plan is timed, however much has been saved up;
 *   - but for a cold start a try is several calls, of which the first, which bring the
 *     data from cache to cache, do not count, and goes on while it is faster.
 */
#ifndef RPI_POLICY_H
#define RPI_POLICY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum rpi_arm { RPI_SEQUENTIAL, RPI_PARALLEL, RPI_ARMS };

/* P95 is the last but one of so many, and thus not the one outlier. */
enum { RPI_RING = 20 };

struct rpi_sample {
    uint32_t pace;   /* >= 1 */
    uint32_t now_ms; /* when: the clock may go round */
};

struct rpi_samples {
    int next, count;
    struct rpi_sample ring[RPI_RING];
};

enum rpi_reason {
    RPI_UNSEEN,     /* the prior: one arm has too few samples */
    RPI_FASTER,     /* the plan's median is lower */
    RPI_HYSTERESIS, /* the other's is, but not by the gain */
    RPI_TAIL,       /* the other arm is refused for its P95 */
    RPI_REASONS
};

struct rpi_policy {
    bool begun;
    enum rpi_arm plan;
    enum rpi_reason reason;
    bool refused; /* the other arm, for its tail */
    unsigned switches;
    int64_t credit;    /* saved up for tries, in thousandths of a call of the plan */
    int64_t charged;   /* what the last try was expected to cost; 0: it is settled */
    bool tried;        /* since a call of the plan was timed */
    int left;          /* calls of this try that are to come */
    int delays;        /* and how often they were begun anew */
    int promising;     /* and those that were faster than the plan */
    int records;       /* times taken, as far as they are few */
    bool proved;       /* has there been a try since they are not? */
    int in_vain;       /* tries of one thread in a row that cost time, up to a few, */
    uint32_t usual;    /* since which the plan's median was no lower than this */
    enum rpi_arm last; /* arm chosen, */
    unsigned since;    /* calls before the newest one that were by it, in a row */
    struct rpi_samples arm[RPI_ARMS];
};

/* In thousandths, but for the last. */
struct rpi_policy_params {
    unsigned gain;      /* the other arm must need at most this part of the time */
    unsigned tail;      /* an arm with a P95 so many times the other's is refused */
    unsigned allowance; /* the part of the time that tries may cost */
    unsigned advance;   /* calls' worth of tries that a cold start may cost */
    uint32_t stale_ms;  /* older samples say nothing */
};

/* The parameter sets: sums, maxima and their like; broadcast add; add and scale. */
extern const struct rpi_policy_params rpi_axis_policy, rpi_broadcast_policy,
    rpi_scale_policy;

/* A cold start with what is likely. */
void rpi_policy_begin(struct rpi_policy *p, const struct rpi_policy_params *params,
                      enum rpi_arm prior);

/* The times of an arm mean nothing any more. Tries are saved up for as before: an advance
   each time would be a way to spend more than the allowance. */
void rpi_policy_forget(struct rpi_policy *p, enum rpi_arm arm);

/* The arm for the next call, when `calls` calls were made since the last question. */
enum rpi_arm rpi_policy_choose(struct rpi_policy *p,
                               const struct rpi_policy_params *params, unsigned calls);

/* So many calls went by the plan with nobody to ask. */
void rpi_policy_save(struct rpi_policy *p, const struct rpi_policy_params *params,
                     unsigned calls);

/* A call by the team had no help: the next one is the first by its arm. */
void rpi_policy_unsettle(struct rpi_policy *p);

/* Is the next call one of a try? Then it should be asked for. */
bool rpi_policy_is_trying(const struct rpi_policy *p);

/* Does the call that was last chosen change caches? Then its time does not count. */
bool rpi_policy_is_settling(const struct rpi_policy *p);

/* A call by this arm took so long. */
void rpi_policy_record(struct rpi_policy *p, const struct rpi_policy_params *params,
                       enum rpi_arm arm, uint32_t pace, uint32_t now_ms);

/* The pace of so many bytes in so many nanoseconds. */
uint32_t rpi_policy_pace(size_t bytes, uint64_t ns);

/* What the fresh samples of an arm say; no count, no times. */
struct rpi_digest {
    int count;
    uint32_t median, p95;
};
struct rpi_digest rpi_policy_digest(const struct rpi_samples *samples,
                                    const struct rpi_policy_params *params,
                                    uint32_t now_ms);

/* The reason in words. */
const char *rpi_policy_words(enum rpi_reason reason);

#endif
