/* SPDX-License-Identifier: BSD-3-Clause */
/* escapes.c -- does a fault escape the kernel tests? */

#include <stdio.h>

#include "harness/guard.h"
#include "harness/oracle.h"
#include "harness/session.h"
#include "kernels/cases.h"
#include "mutations/faults.h"

/* A fault that so many cases do not find would not be found in time. */
enum { CASES = 500 };

/* The oracle's kernels with the wrong one among them: its row. */
static int mutate(struct KERNELS *table, const struct KERNELS *wrong)
{
    int row = 0, found = 0;
    *table = P(oracle_kernels);
#define ROW(name, class)                                                                 \
    if (wrong->name) {                                                                   \
        table->name = wrong->name;                                                       \
        found = row;                                                                     \
    }                                                                                    \
    row++;
#include "harness/kernel_rows.def"
    return found;
}

const char *P(mutation_escapes)(int which)
{
    static char text[2000];
    const struct fault *fault = &P(faults)[which];
    struct KERNELS table;
    int row = mutate(&table, &fault->wrong), said[2] = {0, 0};
    for (uint64_t id = 0; id < CASES; id++) {
        const char *verdict = P(kernel_case)(&table, row, id);
        session_count();
        if (verdict && !fault->words[0]) {
            snprintf(text, sizeof text, "%s: a false alarm: %s", fault->name, verdict);
            return text;
        }
        for (int i = 0; i < 2; i++)
            said[i] += verdict && fault->words[i] && strstr(verdict, fault->words[i]);
    }
    for (int i = 0; i < 2; i++)
        if (fault->words[i] && !said[i] &&
            (strcmp(fault->words[i], TRAPPED) || guard_traps())) {
            snprintf(text, sizeof text, PREFIX " %s: no verdict says '%s'", fault->name,
                     fault->words[i]);
            return text;
        }
    return NULL;
}
