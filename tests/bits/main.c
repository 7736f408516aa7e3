/* SPDX-License-Identifier: BSD-3-Clause */
/* main.c -- check_bits ISA: every build, on every machine, gives the golden digest.
 *
 * The golden value is what `check_bits oracle` prints, never what the library printed;
 * that run is itself one of the tests. To renew it after a change of the cases: run that,
 * and see that another compiler and another machine print the same.
 */

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "api/cases.h"
#include "bits/digest.h"
#include "harness/session.h"
#include "raptors.h"

/* Of the routines of the first issue, and of all. */
static const uint64_t golden_first = 0x45b41c420510e81d, golden = 0xc642dc4296379b35;

enum { CASES = 900 }; /* for each routine and precision */

static bool by_oracle(void)
{
    return !strcmp(session.isa, "oracle");
}

static bool choose(const char *name)
{
    return by_oracle() || (rp_set_isa(name) == 0 && !strcmp(rp_get_isa(), name));
}

/* s and d of one routine. */
static uint64_t add_routine(uint64_t all, int subject)
{
    uint64_t s = s_digest(subject, by_oracle(), CASES);
    uint64_t d = d_digest(subject, by_oracle(), CASES);
    printf("routine %d: s %016" PRIx64 " d %016" PRIx64 "\n", subject, s, d);
    return (all * 31 + s) * 31 + d;
}

static uint64_t add_ds_routine(uint64_t all, int subject)
{
    uint64_t ds = ds_digest(subject, by_oracle(), CASES);
    printf("routine %d: ds %016" PRIx64 "\n", subject, ds);
    return all * 31 + ds;
}

static bool is_golden(const char *what, uint64_t digest, uint64_t expected)
{
    printf("digest of %s by %s: %016" PRIx64 ", golden %016" PRIx64 "\n", what,
           session.isa, digest, expected);
    return digest == expected;
}

int main(int argc, char **argv)
{
    uint64_t all = 0;
    int subject = 0, status = session_open(argc, argv, choose);
    if (status != SESSION_GO)
        return status;
    rp_set_error_handler(NULL); /* a maximum of nothing is among the cases */
    for (; subject < API_FIRST_SUBJECTS; subject++)
        all = add_routine(all, subject);
    bool right = is_golden("the first routines", all, golden_first);
    for (; subject < API_SUBJECTS; subject++)
        all = add_routine(all, subject);
    for (subject = 0; subject < API_DS_SUBJECTS; subject++)
        all = add_ds_routine(all, subject);
    right &= is_golden("all", all, golden);
    return session_close(!right);
}
