/* SPDX-License-Identifier: BSD-3-Clause */
/* kernels.h -- the signatures of the kernels, and the table that one ISA fills.
 *
 * A kernel knows memory, not layouts: a matrix is m lines of n neighbouring elements,
 * lda elements apart (lda may be negative). Every kernel asks for m >= 1 and n >= 1,
 * writes nothing but its output, allocates nothing and keeps no state. An output may be
 * an input of the same shape and the same leading dimension, else they do not overlap.
 *
 * May be called from: lib/plan, through lib/dispatch, and the tests. Calls: lib/simd.
 */
#ifndef RPI_KERNELS_H
#define RPI_KERNELS_H

#include <stddef.h>

/* The block of the canonical sum: so many elements are folded in half seven times. */
enum { RPI_BLOCK = 128 };

#define RPI_DECLARE_REDUCE(p, E, T)                                                      \
    typedef void rpi_##p##reduce(ptrdiff_t m, ptrdiff_t n, const E *a, ptrdiff_t lda,    \
                                 T *y, ptrdiff_t incy);

#define RPI_DECLARE_CLASSES(p, T)                                                        \
    RPI_DECLARE_REDUCE(p, T, T)                                                          \
    typedef void rpi_##p##bcast(ptrdiff_t m, ptrdiff_t n, T alpha, const T *a,           \
                                ptrdiff_t lda, T beta, const T *x, ptrdiff_t incx, T *c, \
                                ptrdiff_t ldc);                                          \
    typedef void rpi_##p##add(ptrdiff_t m, ptrdiff_t n, T alpha, const T *a,             \
                              ptrdiff_t lda, T beta, const T *b, ptrdiff_t ldb, T *c,    \
                              ptrdiff_t ldc);                                            \
    typedef void rpi_##p##scale(ptrdiff_t m, ptrdiff_t n, T alpha, const T *a,           \
                                ptrdiff_t lda, T *b, ptrdiff_t ldb);                     \
    typedef void rpi_##p##divide(ptrdiff_t n, T by, T *y, ptrdiff_t incy);

RPI_DECLARE_CLASSES(s, float)
RPI_DECLARE_CLASSES(d, double)
RPI_DECLARE_REDUCE(ds, float, double)

struct rpi_skernels {
#define RPK(name, class, reads, writes) rpi_s##class *name;
#include "kernels/kernels.def"
};

struct rpi_dkernels {
#define RPK(name, class, reads, writes) rpi_d##class *name;
#include "kernels/kernels.def"
};

struct rpi_dskernels {
#define RPK_SUM(name) rpi_dsreduce *name;
#include "kernels/kernels.def"
};

/* The kernels of one instruction set; far: the same, but those for matrices from the
   memory in the place of the others. */
struct rpi_isa {
    const char *name;
    const struct rpi_isa *far;
    struct rpi_skernels s;
    struct rpi_dkernels d;
    struct rpi_dskernels ds;
};

#endif
