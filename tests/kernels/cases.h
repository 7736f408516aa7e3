/* SPDX-License-Identifier: BSD-3-Clause */
/* cases.h -- the tests of the kernels: one subject for each row of kernels.def. */
#ifndef TEST_KERNEL_CASES_H
#define TEST_KERNEL_CASES_H

#include "harness/scene.h"

enum {
    KERNEL_ROWS = 0
#define RPK(name, class, reads, writes) +1
#include "kernels/kernels.def"
};

/* The rows that ds has. */
enum {
    KERNEL_SUM_ROWS = 0
#define RPK_SUM(name) +1
#include "kernels/kernels.def"
};

/* A kernel's class in kernels.def: RPK(name, class, ...) makes KIND_class of it. */
enum kernel_kind { KIND_reduce, KIND_bcast, KIND_add, KIND_scale, KIND_divide };

/* A quarter of the pairs of sizes, spread widely: all with RAPTORS_TEST_VOLUME=400. */
uint64_t kernel_cases(void);

/* Sizes, increments, places and profile of the case whose generator r is. */
void kernel_scene(struct scene *scene, enum kernel_kind kind, struct rng *r);

/* Leading dimensions and increments for the sizes it has. */
void kernel_strides(struct scene *scene, enum kernel_kind kind, struct rng *r);

/* Kernel number `row` of a table (struct rpi_skernels or the like) against the oracle,
   each a verdict, or NULL:
   sizes   the sweep over sizes
   case    one case of it
   odd     small matrices with one NaN, or one zero of the other sign, at each place
   packed  narrow matrices without gaps
   ragged  lines, rows and columns that begin anywhere in a vector
   rows    reductions across up to 128 rows that L1 does not hold
   large   large matrices, by the habits of several machines, with scratch and without */
#define DECLARE_KERNEL_TESTS(p)                                                          \
    const char *p##_kernel_sizes(const void *table, int row);                            \
    const char *p##_kernel_case(const void *table, int row, uint64_t id);                \
    const char *p##_kernel_odd(const void *table, int row, enum profile profile);        \
    const char *p##_kernel_packed(const void *table, int row);                           \
    const char *p##_kernel_ragged(const void *table, int row);                           \
    const char *p##_kernel_rows(const void *table, int row);                             \
    const char *p##_kernel_large(const void *table, int row);

DECLARE_KERNEL_TESTS(s)
DECLARE_KERNEL_TESTS(d)
DECLARE_KERNEL_TESTS(ds)

#endif
