/* SPDX-License-Identifier: BSD-3-Clause */
/* subject.h -- an operation under test, and the check that every test comes down to. */
#ifndef TEST_SUBJECT_H
#define TEST_SUBJECT_H

#include "harness/operand.h"

/* The arguments of any routine: a is read, x is read besides, c is written. */
struct call {
    int layout, bcast;
    ptrdiff_t m, n, lda, incx, ldc;
    real alpha, beta;
    const elem *a, *x;
    real *c;
};

/* What is done to the elements of a reduction. */
enum op { OP_NONE, OP_SUM, OP_MEAN, OP_MAX, OP_MIN };

/* One operation, the same for every table of implementations that has it. */
struct subject {
    const char *name;   /* "sum_along", "axis0sum" */
    size_t member;      /* where such a table keeps it */
    const char *traits; /* what the test must know besides; see its owner */
    /* The shapes of a, x and c; no lines for an operand that does not exist. */
    void (*shapes)(const struct subject *, const struct scene *, struct shape of[3]);
    /* Call it in this table; what it returned, or 0. */
    int (*run)(const struct subject *, const void *table, const struct call *);
    enum op op;
};

/* A scene with its operands in place and filled. */
struct stage {
    struct call call;
    struct E(operand) a, x;
    struct R(operand) c;
};

void P(stage_set)(struct stage *stage, const struct subject *subject,
                  const struct scene *scene, struct rng *r);

/* Does `table` do in this scene what `oracle` does? The output's bits, everything round
   it, the read-only inputs, crashes, the return value and the floating-point flags. NULL,
   or a message that lives until the next call. */
const char *P(check)(const struct subject *subject, const void *table, const void *oracle,
                     const struct scene *scene, struct rng *r);

/* Several ways in turn with the same numbers: enter(w) is called before the way w, for
   every bit w that is set. */
const char *P(check_ways)(const struct subject *subject, const void *table,
                          const void *oracle, const struct scene *scene, struct rng *r,
                          unsigned ways, void (*enter)(int way));

#endif
