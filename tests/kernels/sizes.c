/* SPDX-License-Identifier: BSD-3-Clause */
/* sizes.c -- the sizes and increments of the kernel tests. */

#include "kernels/cases.h"

/* Every n up to 2*unroll*VL + 1 of the widest kernel, then the edges of its blocks. */
enum { N_ALL = 300, M_ALL = 40 };
static const ptrdiff_t n_more[] = {333,  511,  512,  513,  1000, 1023, 1024,
                                   1025, 2047, 2048, 2049, 4096, 4100};
static const ptrdiff_t m_more[] = {63,  64,  65,  127, 128, 129, 130,  143,  144,  145,
                                   255, 256, 257, 383, 385, 997, 1024, 2048, 2049, 5000};

enum {
    N_SIZES = N_ALL + sizeof n_more / sizeof *n_more,
    M_SIZES = M_ALL + sizeof m_more / sizeof *m_more,
    PAIRS = N_SIZES * M_SIZES,
    STRIDE = 7919,          /* a prime, not in PAIRS: any few cases are spread widely */
    ELEMENTS_MAX = 1 << 13, /* a case is to be quick; more than any n, */
    ELEMENTS_RARELY = 1 << 17, /* but one case in so many may be large */
    RARELY = 16,
};

_Static_assert(PAIRS % STRIDE != 0, "the stride must visit every pair");

uint64_t kernel_cases(void)
{
    return PAIRS / 4;
}

/* Enough blocks for every level of the counters that merge them; rows that are cut into
   the widest tiles; blocks of whole vectors. */
static const struct large {
    ptrdiff_t m, n;
} large[] = {{1, 33000}, {2, 65536},  {1, 100001}, {3, 17003}, {33000, 1},
             {65536, 2}, {100001, 1}, {17003, 3},  {20, 5003}, {150, 701},
             {385, 128}, {257, 96},   {513, 80},   {5000, 2}};

enum { LARGES = sizeof large / sizeof *large, LARGE_EVERY = 256 };

static void set_sizes(struct scene *s)
{
    if (s->id % LARGE_EVERY == LARGE_EVERY - 1) {
        s->m = large[s->id / LARGE_EVERY % LARGES].m;
        s->n = large[s->id / LARGE_EVERY % LARGES].n;
        return;
    }
    ptrdiff_t pair = (ptrdiff_t)(s->id % PAIRS) * STRIDE % PAIRS;
    ptrdiff_t m = pair % M_SIZES, n = pair / M_SIZES;
    s->m = m < M_ALL ? m + 1 : m_more[m - M_ALL];
    s->n = n < N_ALL ? n + 1 : n_more[n - N_ALL];
    ptrdiff_t most = s->id % RARELY ? ELEMENTS_MAX : ELEMENTS_RARELY;
    while (s->m * s->n > most) /* not so tall then, but odd */
        s->m = s->m / 2 | 1;
}

void kernel_strides(struct scene *s, enum kernel_kind kind, struct rng *r)
{
    static const ptrdiff_t incs[] = {1, 1, 1, 2, 3, -1, -2};
    s->lda = scene_ld(r, s->m, s->n);
    s->incx = RNG_PICK(r, incs);
    if (kind == KIND_reduce) {
        s->lda *= rng_below(r, 4) ? 1 : -1;
        s->ldc = RNG_PICK(r, incs);
        return;
    }
    if (kind == KIND_divide) { /* m*n numbers, ldc apart */
        s->lda = s->ldc = s->incx;
        s->alias = C_IS_A;
        return;
    }
    s->ldc = scene_ld(r, s->m, s->n);
    if (kind == KIND_add)
        s->incx = scene_ld(r, s->m, s->n);
    if (rng_below(r, 4) == 0)
        scene_alias(s, kind == KIND_add ? (enum alias)rng_below(r, ALIASES) : C_IS_A);
}

void kernel_scene(struct scene *s, enum kernel_kind kind, struct rng *r)
{
    scene_dress(s, r);
    set_sizes(s);
    kernel_strides(s, kind, r);
}
