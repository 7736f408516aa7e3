/* SPDX-License-Identifier: BSD-3-Clause */
/* scratch.h -- memory for partial results that would not fit every stack.
 *
 * A few places that are made with the library: nothing is allocated, and nobody waits for
 * one; the sum of a whole matrix may take two. May be called from: lib/kernels and
 * lib/plan. Calls nothing.
 */
#ifndef RPI_SCRATCH_H
#define RPI_SCRATCH_H

/* So large is a place: at home in a usual L2, beside what is read. */
enum { RPI_SCRATCH = 1 << 18 };

/* A place of one's own, aligned to a page; NULL when all are taken. */
void *rpi_scratch_take(void);

/* It is free again. */
void rpi_scratch_give(void *place);

#endif
