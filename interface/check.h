/* SPDX-License-Identifier: BSD-3-Clause */
/* check.h -- arguments as the caller sees them, checked in his order, and what they mean.
 *
 * Used by the routines of this folder only. A check returns 0, or the number of the first
 * illegal argument, counted from `first`, the place of the first argument that it takes.
 */
#ifndef RPI_CHECK_H
#define RPI_CHECK_H

#include <stdbool.h>
#include <stddef.h>

#include "plan/op.h"
#include "raptors.h"

static inline bool legal_layout(int layout)
{
    return layout == RP_ROW_MAJOR || layout == RP_COL_MAJOR;
}

/* The least leading dimension is 1 even for an empty matrix. */
static inline bool legal_ld(int layout, rp_int m, rp_int n, rp_int lda)
{
    const rp_int line = layout == RP_ROW_MAJOR ? n : m;
    return lda >= 1 && lda >= line;
}

/* The least legal extent of the axis that is reduced: a maximum or minimum of nothing is
   none, where there are results to write. */
static inline rp_int least_extent(enum rpi_op op, rp_int results)
{
    return (op == RPI_MAX || op == RPI_MIN) && results > 0;
}

/* layout, m, n, a, lda: the common head of the reductions, arguments 1 to 5. */
static inline int check_matrix(int layout, rp_int m, rp_int least_m, rp_int n,
                               rp_int least_n, const void *a, rp_int lda)
{
    return !legal_layout(layout)          ? 1
           : m < least_m                  ? 2
           : n < least_n                  ? 3
           : m > 0 && n > 0 && a == NULL  ? 4
           : !legal_ld(layout, m, n, lda) ? 5
                                          : 0;
}

/* A vector of n elements and its increment, arguments `first` and the one after. */
static inline int check_vector(rp_int n, const void *x, rp_int incx, int first)
{
    return n > 0 && x == NULL ? first : incx == 0 ? first + 1 : 0;
}

/* The offset of element 0 of n > 0: with a negative increment the pointer is the lowest
   address, which element n-1 has. */
static inline ptrdiff_t first_element(rp_int n, rp_int incx)
{
    return incx < 0 ? (ptrdiff_t)((1 - n) * incx) : 0;
}

#endif
