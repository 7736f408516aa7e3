/* SPDX-License-Identifier: BSD-3-Clause */
/* faults.h -- one row for each wrong kernel. */
#ifndef TEST_FAULTS_H
#define TEST_FAULTS_H

#include "harness/prec.h"
#include "mutations/mutations.h"

/* What the kernels do wrong; the one that is not NULL replaces the oracle's. Words that
   verdicts on it must say, each at least once; none: there must be no verdict at all. */
struct fault {
    const char *name;
    struct KERNELS wrong;
    const char *words[2];
};

/* What a verdict says only where exceptions can be trapped. */
#define TRAPPED "was trapped"

extern const struct fault P(faults)[];

#endif
