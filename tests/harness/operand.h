/* SPDX-License-Identifier: BSD-3-Clause */
/* operand.h -- a matrix or vector in guarded memory, with canaries all round it.
 *
 * There are two kinds, of floats and of doubles, and a test of ds has both: E(operand) is
 * what it reads, R(operand) what it writes.
 */
#ifndef TEST_OPERAND_H
#define TEST_OPERAND_H

#include "harness/guard.h"
#include "harness/prec.h"
#include "harness/scene.h"

/* Element (i, j) is first[i*ld + j]. The zone holds the elements, the gaps between the
   lines, and canaries before and after; beyond one of its ends lies a forbidden page.
   fill      give the elements values; the gaps stay canaries
   image     the same zone elsewhere, for the oracle to write to; release with
             free(image.zone)
   restore   what the image has in the operand again
   compare   the first index of the zone where got has not the bits that want has (every
             NaN counts as the same, but a canary only as itself), or -1
   print     say which element or canary of the zone that is, and what is there */
#define DECLARE_OPERAND(p, T)                                                            \
    struct p##_operand {                                                                 \
        struct shape shape;                                                              \
        T *first;                                                                        \
        T *zone;                                                                         \
        ptrdiff_t count;                                                                 \
    };                                                                                   \
    struct p##_operand p##_operand_place(int arena, struct shape shape,                  \
                                         struct place place);                            \
    void p##_operand_fill(const struct p##_operand *o, struct rng *r,                    \
                          enum profile profile, ptrdiff_t odd_at);                       \
    struct p##_operand p##_operand_image(const struct p##_operand *o);                   \
    void p##_operand_restore(const struct p##_operand *o,                                \
                             const struct p##_operand *image);                           \
    ptrdiff_t p##_operand_compare(const struct p##_operand *got,                         \
                                  const struct p##_operand *want);                       \
    int p##_operand_print(char *text, size_t size, const struct p##_operand *got,        \
                          const struct p##_operand *want, ptrdiff_t at);

DECLARE_OPERAND(s, float)
DECLARE_OPERAND(d, double)

#endif
