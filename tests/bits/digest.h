/* SPDX-License-Identifier: BSD-3-Clause */
/* digest.h -- the results of many random calls, hashed. */
#ifndef TEST_DIGEST_H
#define TEST_DIGEST_H

#include <stdbool.h>
#include <stdint.h>

/* Fixed: the golden value belongs to it. */
#define DIGEST_SEED 20240229

/* So many cases of this routine, done by the library or by the oracle. */
uint64_t s_digest(int subject, bool by_oracle, int cases);
uint64_t d_digest(int subject, bool by_oracle, int cases);
uint64_t ds_digest(int subject, bool by_oracle, int cases);

#endif
