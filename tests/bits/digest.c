/* SPDX-License-Identifier: BSD-3-Clause */
/* digest.c -- the results of many random calls, hashed. */

#include "bits/digest.h"

#include "api/subjects.h"
#include "harness/session.h"

/* FNV-1a, byte by byte from the lowest: the same on every machine. */
static uint64_t absorb(uint64_t hash, bits word)
{
    for (size_t i = 0; i < sizeof word; i++)
        hash = (hash ^ (word >> (8 * i) & 255)) * 0x100000001b3ULL;
    return hash;
}

static uint64_t absorb_output(uint64_t hash, const struct R(operand) * c)
{
    for (ptrdiff_t i = 0; i < c->shape.lines; i++)
        for (ptrdiff_t j = 0; j < c->shape.cols; j++) {
            bits word = to_bits(c->first[i * c->shape.ld + j]);
            hash = absorb(hash, is_nan(word) ? INF_BITS | QUIET_BIT : word);
        }
    return hash;
}

uint64_t P(digest)(int subject, bool by_oracle, int cases)
{
    const struct subject *u = &P(api_subjects)[subject];
    const void *table = by_oracle ? (const void *)&P(oracle) : (const void *)&P(library);
    uint64_t hash = 0xcbf29ce484222325ULL;
    for (int id = 0; id < cases; id++) {
        struct scene scene;
        struct stage stage;
        struct rng r = P(api_scene)(&scene, subject, "", DIGEST_SEED, (uint64_t)id);
        P(stage_set)(&stage, u, &scene, &r);
        hash = absorb(hash, (bits)u->run(u, table, &stage.call));
        hash = absorb_output(hash, &stage.c);
        session_count();
    }
    return hash;
}
