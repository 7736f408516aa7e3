/* SPDX-License-Identifier: BSD-3-Clause */
/* ceiling.c -- how fast the machine moves a problem's bytes when nothing is computed.
 *
 * Each contender called "ceiling" reads and writes as many bytes as the problem must, in
 * the same arrays and at the same ratio, in rising order, in vectors of full or half
 * width, with plain or non-temporal stores, in as many threads, each of which moves a
 * contiguous part. The fastest of them is the ceiling of the problem. Lanes are integers:
 * what the arrays hold costs nothing.
 *
 * local.mk compiles this file twice with PLAIN_CFLAGS, once with -DCEILING_HALF.
 */
#include <stdint.h>

#include "bench.h"

#if defined(__AVX512F__)
#define NATIVE 64
#elif defined(__AVX2__)
#define NATIVE 32
#else
#define NATIVE 16
#endif

#if defined(CEILING_HALF)
#define WIDTH (NATIVE / 2)
#define HOW "half-width "
#define TABLE rpb_ceiling_half
#else
#define WIDTH NATIVE
#define HOW "full-width "
#define TABLE rpb_ceiling_full
#endif

typedef uint32_t vec __attribute__((vector_size(WIDTH), may_alias));

/* Stores that go past the caches, where the compiler has a word for them. */
#if defined(__SSE2__) && WIDTH >= 16
#include <immintrin.h>
#define HAVE_STREAM true
static inline void stream(vec *to, vec value)
{
#if WIDTH == 64
    _mm512_stream_si512((__m512i *)(void *)to, (__m512i)value);
#elif WIDTH == 32
    _mm256_stream_si256((__m256i *)(void *)to, (__m256i)value);
#else
    _mm_stream_si128((__m128i *)(void *)to, (__m128i)value);
#endif
}

static inline void stream_end(void)
{
    _mm_sfence();
}
#else
#define HAVE_STREAM false
static inline void stream(vec *to, vec value)
{
    *to = value;
}

static inline void stream_end(void) {}
#endif

/* Eight at a time keep two load ports busy, in rising order. */
enum { UNROLL = 8 };

static void read_all(const vec *a, size_t n)
{
    vec sum[UNROLL] = {{0}};
    size_t i = 0;
    for (; i + UNROLL <= n; i += UNROLL)
#pragma GCC unroll 8
        for (size_t k = 0; k < UNROLL; k++)
            sum[k] ^= a[i + k];
    for (; i < n; i++)
        sum[0] ^= a[i];
#pragma GCC unroll 8
    for (size_t k = 0; k < UNROLL; k++)
        __asm__ volatile("" : : "m"(sum[k])); /* the loads are wanted */
}

static inline void put(vec *to, vec value, bool nontemporal)
{
    if (nontemporal)
        stream(to, value);
    else
        *to = value;
}

static inline void write_all(vec *c, size_t n, bool nontemporal)
{
    const vec value = {0};
#pragma GCC unroll 8
    for (size_t i = 0; i < n; i++)
        put(c + i, value, nontemporal);
}

/* Adding one, so that the compiler does not call memcpy; c may be a. */
static inline void copy_all(const vec *a, vec *c, size_t n, bool nontemporal)
{
#pragma GCC unroll 8
    for (size_t i = 0; i < n; i++)
        put(c + i, a[i] ^ 1, nontemporal);
}

static inline void add_all(const vec *a, const vec *b, vec *c, size_t n, bool nontemporal)
{
#pragma GCC unroll 8
    for (size_t i = 0; i < n; i++)
        put(c + i, a[i] ^ b[i], nontemporal);
}

/* What a thread moves, in vectors: a part of the matrices from `at`, and of the vector
   that goes with them from `along`. */
struct traffic {
    size_t at, matrix, along, vector;
};

/* The vector that an array begins in, which may be displaced from the page. */
static vec *vectors(void *start)
{
    return (vec *)(void *)((char *)start - (uintptr_t)start % WIDTH);
}

static size_t in_vectors(double bytes)
{
    return ((size_t)bytes + WIDTH - 1) / WIDTH; /* areas end with a page */
}

static struct traffic traffic_of(const struct problem *p, int part, int parts)
{
    const double matrices = rpb_matrix_bytes(p) * rpb_passes(p);
    const size_t matrix = in_vectors(rpb_matrix_bytes(p));
    const size_t vector = in_vectors(rpb_traffic_bytes(p) - matrices);
    const size_t k = (size_t)part, n = (size_t)parts;
    const size_t at = matrix * k / n, along = vector * k / n;
    return (struct traffic){at, matrix * (k + 1) / n - at, along,
                            vector * (k + 1) / n - along};
}

/* How the matrix is walked in pieces, so that the vector's share of the traffic is spread
   evenly; a vector that is small against a piece makes no pieces. */
enum { PIECE = 4096 / WIDTH, SMALL_SHARE = 64 };

static size_t pieces_of(struct traffic t)
{
    return t.vector * SMALL_SHARE < t.matrix ? 1 : (t.matrix + PIECE - 1) / PIECE;
}

static inline void reduce(const struct operands *o, struct traffic t, bool nontemporal)
{
    const vec *a = vectors(o->a) + t.at;
    vec *y = vectors(o->out) + t.along;
    const size_t pieces = pieces_of(t);
    size_t at = 0, out = 0;
    for (size_t k = 1; k <= pieces; k++) {
        const size_t next = t.matrix * k / pieces, next_out = t.vector * k / pieces;
        read_all(a + at, next - at);
        write_all(y + out, next_out - out, nontemporal);
        at = next;
        out = next_out;
    }
}

static inline void transform(const struct operands *o, struct traffic t, bool nontemporal)
{
    const vec *a = vectors(o->a) + t.at, *x = vectors(o->x) + t.along;
    vec *c = vectors(o->out) + t.at;
    const size_t pieces = pieces_of(t);
    size_t at = 0, in = 0;
    for (size_t k = 1; k <= pieces; k++) {
        const size_t next = t.matrix * k / pieces, next_in = t.vector * k / pieces;
        copy_all(a + at, c + at, next - at, nontemporal);
        read_all(x + in, next_in - in);
        at = next;
        in = next_in;
    }
}

static inline void add(const struct operands *o, struct traffic t, bool nontemporal)
{
    add_all(vectors(o->a) + t.at, vectors(o->x) + t.at, vectors(o->out) + t.at, t.matrix,
            nontemporal);
}

/* Each walk with plain and with non-temporal stores, in the problem's threads. */
#define IN_THREADS(name, walk, nontemporal)                                              \
    static void name##_part(const struct problem *p, const struct operands *o, int part, \
                            int parts)                                                   \
    {                                                                                    \
        walk(o, traffic_of(p, part, parts), nontemporal);                                \
        if (nontemporal)                                                                 \
            stream_end();                                                                \
    }                                                                                    \
    static void name(const struct problem *p, const struct operands *o)                  \
    {                                                                                    \
        rpb_crew(name##_part, p, o);                                                     \
    }

IN_THREADS(reduce_plain, reduce, false)
IN_THREADS(reduce_stream, reduce, true)
IN_THREADS(transform_plain, transform, false)
IN_THREADS(transform_stream, transform, true)
IN_THREADS(add_plain, add, false)
IN_THREADS(add_stream, add, true)

/* Strided vectors touch more than their useful bytes. */
static bool unit_increments(const struct problem *p)
{
    return p->incx * p->incx == 1 && p->incy * p->incy == 1;
}

static bool writes_much(const struct problem *p)
{
    return HAVE_STREAM && unit_increments(p) && pieces_of(traffic_of(p, 0, 1)) > 1;
}

static bool out_of_place(const struct problem *p)
{
    return HAVE_STREAM && unit_increments(p) && !p->inplace;
}

const struct rival TABLE[] = {
    {"ceiling", HOW "load", OP_AXIS0, unit_increments, reduce_plain},
    {"ceiling", HOW "load", OP_AXIS1, unit_increments, reduce_plain},
    {"ceiling", HOW "load", OP_GE, unit_increments, reduce_plain},
    {"ceiling", HOW "load", OP_VECTOR, unit_increments, reduce_plain},
    {"ceiling", HOW "load+stream", OP_AXIS0, writes_much, reduce_stream},
    {"ceiling", HOW "load+stream", OP_AXIS1, writes_much, reduce_stream},
    {"ceiling", HOW "copy", OP_GEADD_BCAST, unit_increments, transform_plain},
    {"ceiling", HOW "copy", OP_GESCAL, unit_increments, transform_plain},
    {"ceiling", HOW "stream", OP_GEADD_BCAST, out_of_place, transform_stream},
    {"ceiling", HOW "stream", OP_GESCAL, out_of_place, transform_stream},
    {"ceiling", HOW "add", OP_GEADD, NULL, add_plain},
    {"ceiling", HOW "add+stream", OP_GEADD, out_of_place, add_stream},
    {NULL, NULL, OP_COUNT, NULL, NULL},
};
