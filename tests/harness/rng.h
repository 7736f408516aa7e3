/* SPDX-License-Identifier: BSD-3-Clause */
/* rng.h -- splitmix64: small, well mixed, and the same numbers on every machine. */
#ifndef TEST_RNG_H
#define TEST_RNG_H

#include <stddef.h>
#include <stdint.h>

struct rng {
    uint64_t state;
};

static inline uint64_t rng_mix(uint64_t z)
{
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

static inline uint64_t rng_next(struct rng *r)
{
    return rng_mix(r->state += 0x9e3779b97f4a7c15ULL);
}

/* 0 .. n-1; the bias of the remainder is of no account here. */
static inline ptrdiff_t rng_below(struct rng *r, ptrdiff_t n)
{
    return (ptrdiff_t)(rng_next(r) % (uint64_t)n);
}

/* The generator of one case: a case replays alone, without those before it. */
static inline struct rng rng_for(uint64_t seed, const char *routine, uint64_t id)
{
    uint64_t h = rng_mix(seed + 0x9e3779b97f4a7c15ULL);
    for (; *routine; routine++)
        h = rng_mix(h ^ (unsigned char)*routine);
    return (struct rng){rng_mix(h ^ rng_mix(id))};
}

#define RNG_PICK(r, list)                                                                \
    ((list)[rng_below((r), (ptrdiff_t)(sizeof(list) / sizeof *(list)))])

#endif
