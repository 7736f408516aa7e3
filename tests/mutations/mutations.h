/* SPDX-License-Identifier: BSD-3-Clause */
/* mutations.h -- kernels with one fault each, which the harness must catch. */
#ifndef TEST_MUTATIONS_H
#define TEST_MUTATIONS_H

int s_mutations(void);
int d_mutations(void);

/* Run fault number `which` through the cases of the kernel tests. NULL when it was caught
   in each of the ways that its row names, else what was wrong. */
const char *s_mutation_escapes(int which);
const char *d_mutation_escapes(int which);

#endif
