/* SPDX-License-Identifier: BSD-3-Clause */
/* scene.h -- one case of a test, before there are any numbers in it. */
#ifndef TEST_SCENE_H
#define TEST_SCENE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "harness/rng.h"

enum profile {
    UNIFORM,             /* -1 .. 1 */
    LOGNORMAL,           /* bell-shaped exponents, about 2^-32 .. 2^32 */
    CANCELLING,          /* a chessboard of signs: the sum is far below its summands */
    DENORMAL,            /* subnormal numbers and zeros */
    HUGE_SUM,            /* the top binades: the sum overflows */
    ZEROS,               /* +0 and -0, or -0 only, or +0 only */
    INFINITE,            /* some infinities, of one sign or of both */
    ONE_NAN,             /* one NaN, anywhere or where the scene says */
    PROFILES,            /* so many are drawn from at random */
    ODD_ZERO = PROFILES, /* one zero of the other sign, there likewise */
    FEW_ODD              /* of one sign, but for one to four zeros, infinities or NaN */
};

extern const char *const profile_names[];

/* Which operands are the same memory. */
enum alias { APART, C_IS_A, C_IS_X, X_IS_A, ALL_ONE, ALIASES };

/* Where an operand lies in its arena: how many elements from which end. */
struct place {
    bool right;
    int offset;
};

/* lines of cols neighbours, ld elements apart: a matrix, or a vector with cols = 1. */
struct shape {
    ptrdiff_t lines, cols, ld;
};

struct scene {
    char routine[24];
    uint64_t seed, id;
    int layout, bcast; /* 0 for a kernel, which knows neither */
    ptrdiff_t m, n, lda;
    ptrdiff_t incx; /* of a vector x; the leading dimension of a matrix x */
    ptrdiff_t ldc;  /* likewise of the output */
    enum alias alias;
    bool null_unused; /* NULL for what may not be looked at */
    bool
        unmasked; /* by a caller who has the exceptions trapped, where that is possible */
    enum profile profile;
    ptrdiff_t odd_at; /* -1: anywhere */
    struct place place[3];
};

/* Profile and places; the generator belongs to the case. */
void scene_dress(struct scene *scene, struct rng *r);

/* Let operands be the same memory, with the same leading dimension. */
void scene_alias(struct scene *scene, enum alias alias);

/* A leading dimension of at least minor, for a matrix of so many lines. */
ptrdiff_t scene_ld(struct rng *r, ptrdiff_t lines, ptrdiff_t minor);

ptrdiff_t shape_span(struct shape shape);

/* What the failure message says about the case, replay command included. */
int scene_print(char *text, size_t size, const struct scene *scene);

#endif
