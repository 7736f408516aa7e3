/* SPDX-License-Identifier: BSD-3-Clause */
/* kernel.h -- what every kernel body includes: its precision, its vectors, its name. */
#ifndef RPI_KERNEL_H
#define RPI_KERNEL_H

#include <assert.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "kernels/kernels.h"
#include "simd/simd.h"
#include "util/habits.h"

/* K(scale) is rpk_sscale_avx2 or the like. */
#define K_NAME_(p, name, isa) rpk_##p##name##_##isa
#define K_NAME(p, name, isa) K_NAME_(p, name, isa)
#define K(name) K_NAME(P, name, ISA)

#if defined(RP_PREC_DS)
#define RPK_SUM(name) RPI(reduce) K(name);
#else
#define RPK(name, class, reads, writes) RPI(class) K(name);
#endif
#include "kernels/kernels.def"

/* The kernel that divides results: those of ds are doubles. */
#if defined(RP_PREC_DS)
#define DIVIDE_RESULTS K_NAME(d, divide, ISA)
rpi_ddivide DIVIDE_RESULTS;
#else
#define DIVIDE_RESULTS K(divide)
#endif

#define BLOCK RPI_BLOCK

#define NOINLINE __attribute__((noinline))

/* The compiler may move no load or store across this. From memory the order of the loads
   decides: one rising stream ran 1.5 to 3 times faster than the same loads shuffled. */
#define KEEP_ORDER() atomic_signal_fence(memory_order_seq_cst)

/* Addresses after this are worked out from p, a pointer or an index: the compiler does
   not keep dozens of others on the stack instead. 64x64 across has 0.64 so instead of
   0.59 of a load, 40x256 0.59 instead of 0.50. */
#define FROM_HERE(p) __asm__("" : "+r"(p))

/* The compiler forgets what p points to. Of an array that it knows it may load what
   nobody has written, if that does no harm: clang multiplied it, ahead of a loop that had
   no use for the product, and that raised an exception. */
#define OPAQUE(p) FROM_HERE(p)

/* Is a matrix from memory to be read at several places at once? Measured with AVX2 only:
   no machine with AVX-512 has that habit, and for SSE2 alone it is not worth the code. */
#if defined(RP_ISA_AVX2)
#define HAS_STREAMS
#endif

static inline bool goes_by_streams(void)
{
#if defined(HAS_STREAMS)
    return rpi_has_habit(RPI_STREAMS);
#else
    return false;
#endif
}

/* Or as one stream that rises line by line, and asked for ahead? */
static inline bool goes_as_one_stream(void)
{
    return rpi_has_habit(RPI_RISING) && !rpi_has_habit(RPI_STREAMS);
}

/* What has more elements does not come from L1, */
#define LEVEL_1 (40960 / (ptrdiff_t)sizeof(elem))

/* nor, with more than these, from L2. */
#define FROM_LEVEL_3 (1572864 / (ptrdiff_t)sizeof(elem))

/* So many are at home in every L1. */
#define AT_HOME (16384 / (ptrdiff_t)sizeof(elem))

/* Do so many elements come from an L2 that is faster for few streams? From 50 KB on. */
static inline bool goes_serially(ptrdiff_t elements)
{
    return elements > 51200 / (ptrdiff_t)sizeof(elem) && elements <= FROM_LEVEL_3 &&
           rpi_has_habit(RPI_SERIAL);
}

/* At so many places, in runs of about so many elements, */
#define PLACES 4
#define RUN (1024 / (ptrdiff_t)sizeof(elem))

/* of one line, or of short rows, in parts of so many: of blocks a power of two. */
#define PART (65536 / (ptrdiff_t)sizeof(elem))

/* Bring the line of p nearer. It may lie beyond the matrix: nothing is read. */
#define PREFETCH(p) __builtin_prefetch(p)

/* The same, no nearer than L2. */
#define PREFETCH_L2(p) __builtin_prefetch(p, 0, 2)

/* Bring it near to be written there. */
#define PREFETCH_TO_WRITE(p) __builtin_prefetch(p, 1)

/* So far ahead, where a loop has so much to do for a line of the cache that few of those
   to come are under way: with RPI_AHEAD, and where the conversion to double bounds it. */
#define FAR_AHEAD (8192 / (ptrdiff_t)sizeof(elem))

/* So far, where it does not read one rising stream: without, eight narrow runs at a time
   were 1.5 times slower from memory. Others than AVX-512 were measured with half. */
#if defined(RP_ISA_AVX512)
#define AHEAD FAR_AHEAD
#else
#define AHEAD (FAR_AHEAD / 2)
#endif

/* Elements of a cache line. */
#define LINE (64 / (int)sizeof(elem))

/* Bring n elements nearer. */
ALWAYS_INLINE void ask_run(ptrdiff_t n, const elem *a)
{
    UNROLL
    for (ptrdiff_t j = 0; j < n; j += LINE)
        PREFETCH(a + j);
}

/* FAR_AHEAD of a line of n elements; in whole lines that have so many together, where
   what lies between them is not read. */
static inline ptrdiff_t far_ahead(ptrdiff_t n, ptrdiff_t lda)
{
    if (n >= 2 * FAR_AHEAD || (lda > 0 && lda - n <= n / 4))
        return FAR_AHEAD;
    return (FAR_AHEAD / n + 1) * lda;
}

/* AHEAD, in whole lines where these lie further apart: nothing is between them. */
static inline ptrdiff_t lines_ahead(ptrdiff_t lda)
{
    return lda > 0 && VL * lda < AHEAD ? AHEAD : VL * lda;
}

/* Do multiples of so many bytes lie between rows? Then their lines share some sets of L1,
   which begins anew every 4 KB. */
static inline bool shares_sets(size_t multiples, ptrdiff_t lda)
{
    return (size_t)lda * sizeof(elem) % multiples == 0;
}

/* Bring n elements there by loads that rise line by line, as RPI_RISING likes them; of a
   byte, as elements may not be aligned. */
static inline void touch(ptrdiff_t n, const elem *a)
{
    for (ptrdiff_t j = 0; j < n; j += LINE)
        (void)*(const volatile char *)(a + j);
}

/* The lane of an aligned vector in which a begins. */
static inline int lane_of(const elem *a)
{
    return (int)((uintptr_t)a % sizeof(vec) / sizeof(elem));
}

/* The same; or 0, where no element begins a vector. */
static inline int past_vector(const elem *a)
{
    return (uintptr_t)a % sizeof(elem) ? 0 : lane_of(a);
}

#if V_SHIFTS
/* Lanes 0 to end-1, as far as a vector has them: none, where end <= 0. */
static inline lane_mask lanes_before(ptrdiff_t end)
{
    assert(end > -VL && end < 2 * VL);
    return (lane_mask)(((1ull << (end + VL)) - 1) >> VL);
}
#endif

/* The columns before the first whole vector of every row, where all rows begin alike and
   are long: on their own, they leave rows that are aligned, as L2 likes them. From L3 on
   each row would be asked for twice. */
static inline ptrdiff_t ragged_columns(ptrdiff_t m, ptrdiff_t n, const elem *a,
                                       ptrdiff_t lda)
{
    const int past = past_vector(a);
    const bool alike = lda % LINE == 0 && sizeof(elem) == sizeof(real);
    return past && alike && n >= 16 * VL && m <= FROM_LEVEL_3 / n ? VL - past : 0;
}

/* n <= VL elements, and -0.0 in the other lanes. */
ALWAYS_INLINE vec get(ptrdiff_t n, const elem *a)
{
    return n == VL ? v_get(a) : v_get_part(a, n);
}

/* The same where nobody looks at those lanes: with AVX2 half as many instructions. */
ALWAYS_INLINE vec get_some(ptrdiff_t n, const elem *a)
{
    return n == VL ? v_get(a) : v_get_some(a, n);
}

/* v[0..count-1] folded in half until one is left: v[i] takes up v[i+half] first. What is
   not there adds nothing; half, a power of two, is no less than half of count. */
ALWAYS_INLINE vec halve(int half, int count, vec v[])
{
    UNROLL
    for (int h = half; h >= 1; h /= 2) {
        UNROLL
        for (int i = 0; i < h; i++)
            if (i + h < count)
                v[i] = v_add(v[i], v[i + h]);
    }
    return v[0];
}

/* The first n elements, and the first again in the other lanes: elementwise arithmetic on
   those raises no exception that the elements do not raise. */
static inline vec load_rest(const real *p, ptrdiff_t n)
{
    return v_load_fill(p, n, v_set1(*p));
}

static NOINLINE void put_apart(real *y, ptrdiff_t incy, vec v, ptrdiff_t n)
{
    real lane[VL];
    v_store(lane, v);
    for (ptrdiff_t i = 0; i < n; i++)
        y[i * incy] = lane[i];
}

/* The first n lanes of v to n results, incy apart. */
static inline void put(real *y, ptrdiff_t incy, vec v, ptrdiff_t n)
{
    if (incy != 1)
        put_apart(y, incy, v, n);
    else if (n == VL)
        v_store(y, v);
    else
        v_store_part(y, v, n);
}

#endif
