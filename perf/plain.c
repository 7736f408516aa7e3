/* SPDX-License-Identifier: BSD-3-Clause */
/* plain.c -- the loops a user would write, compiled as a user would: -O3 -march=native.
 *
 * local.mk compiles this file with PLAIN_CFLAGS alone, so that neither the library's
 * flags nor the packager's decide how good the rival is.
 */
#include "util/precision.h"

#include "bench.h"

#define TABLE RP_PASTE(rpb_plain_, P, )

/* `fold` is a constant wherever this is inlined: each loop is compiled for each fold. */
static inline real folded(enum fold fold, real so_far, elem x)
{
    switch (fold) {
    case FOLD_MAX: return (real)x > so_far ? (real)x : so_far;
    case FOLD_MIN: return (real)x < so_far ? (real)x : so_far;
    default: return so_far + (real)x;
    }
}

static inline real start_of(enum fold fold, elem first)
{
    return fold == FOLD_SUM ? 0 : (real)first;
}

static inline void fold_across(enum fold fold, rp_int lines, rp_int n, const elem *a,
                               rp_int lda, real *y, rp_int incy)
{
    for (rp_int j = 0; j < n; j++)
        y[j * incy] = start_of(fold, a[j]);
    for (rp_int i = 0; i < lines; i++)
        for (rp_int j = 0; j < n; j++)
            y[j * incy] = folded(fold, y[j * incy], a[i * lda + j]);
}

static inline void fold_along(enum fold fold, rp_int lines, rp_int n, const elem *a,
                              rp_int lda, real *y, rp_int incy)
{
    for (rp_int i = 0; i < lines; i++) {
        real so_far = start_of(fold, a[i * lda]);
        for (rp_int j = 0; j < n; j++)
            so_far = folded(fold, so_far, a[i * lda + j]);
        y[i * incy] = so_far;
    }
}

static inline void fold_all(enum fold fold, rp_int lines, rp_int n, const elem *a,
                            rp_int lda, real *result)
{
    real so_far = start_of(fold, a[0]);
    for (rp_int i = 0; i < lines; i++)
        for (rp_int j = 0; j < n; j++)
            so_far = folded(fold, so_far, a[i * lda + j]);
    *result = so_far;
}

static inline void fold_vector(enum fold fold, rp_int n, const elem *x, rp_int incx,
                               real *result)
{
    real so_far = start_of(fold, x[0]);
    for (rp_int i = 0; i < n; i++)
        so_far = folded(fold, so_far, x[i * incx]);
    *result = so_far;
}

static void divide(rp_int n, real *y, rp_int incy, real by)
{
    for (rp_int i = 0; i < n; i++)
        y[i * incy] /= by;
}

/* With a unit increment the compiler can vectorise; a user would write that loop. */
static inline void across_as(enum fold fold, const struct problem *p,
                             const struct operands *o)
{
    rp_int lines = rpb_lines(p), n = rpb_line_length(p);
    if (p->incy == 1)
        fold_across(fold, lines, n, o->a, p->lda, o->out, 1);
    else
        fold_across(fold, lines, n, o->a, p->lda, (real *)o->out + rpb_first(n, p->incy),
                    p->incy);
}

static void across(const struct problem *p, const struct operands *o)
{
    switch (p->fold) {
    case FOLD_MAX: across_as(FOLD_MAX, p, o); break;
    case FOLD_MIN: across_as(FOLD_MIN, p, o); break;
    default: across_as(FOLD_SUM, p, o);
    }
}

static void along(const struct problem *p, const struct operands *o)
{
    rp_int lines = rpb_lines(p), n = rpb_line_length(p);
    real *y = (real *)o->out + rpb_first(lines, p->incy);
    switch (p->fold) {
    case FOLD_MAX: fold_along(FOLD_MAX, lines, n, o->a, p->lda, y, p->incy); break;
    case FOLD_MIN: fold_along(FOLD_MIN, lines, n, o->a, p->lda, y, p->incy); break;
    default: fold_along(FOLD_SUM, lines, n, o->a, p->lda, y, p->incy);
    }
}

static void axis(const struct problem *p, const struct operands *o)
{
    bool columns = p->op == OP_AXIS0;
    rp_int results = columns ? p->n : p->m;
    (columns == (p->layout == RP_ROW_MAJOR) ? across : along)(p, o);
    if (p->fold == FOLD_MEAN)
        divide(results, (real *)o->out + rpb_first(results, p->incy), p->incy,
               (real)rpb_terms(p));
}

static void ge(const struct problem *p, const struct operands *o)
{
    rp_int lines = rpb_lines(p), n = rpb_line_length(p);
    switch (p->fold) {
    case FOLD_MAX: fold_all(FOLD_MAX, lines, n, o->a, p->lda, o->out); break;
    case FOLD_MIN: fold_all(FOLD_MIN, lines, n, o->a, p->lda, o->out); break;
    default: fold_all(FOLD_SUM, lines, n, o->a, p->lda, o->out);
    }
    if (p->fold == FOLD_MEAN)
        divide(1, o->out, 1, (real)rpb_terms(p));
}

static void vector(const struct problem *p, const struct operands *o)
{
    const elem *x = (const elem *)o->a + rpb_first(p->n, p->incx);
    switch (p->fold) {
    case FOLD_MAX: fold_vector(FOLD_MAX, p->n, x, p->incx, o->out); break;
    case FOLD_MIN: fold_vector(FOLD_MIN, p->n, x, p->incx, o->out); break;
    default: fold_vector(FOLD_SUM, p->n, x, p->incx, o->out);
    }
    if (p->fold == FOLD_MEAN)
        divide(1, o->out, 1, (real)rpb_terms(p));
}

#if !defined(RP_PREC_DS)
static void add_row(const struct problem *p, real alpha, const real *a, real beta,
                    const real *x, real *c)
{
    rp_int lines = rpb_lines(p), n = rpb_line_length(p), lda = p->lda, ldc = p->ldc;
    for (rp_int i = 0; i < lines; i++)
        for (rp_int j = 0; j < n; j++)
            c[i * ldc + j] = alpha * a[i * lda + j] + beta * x[j];
}

/* x moves from line to line, or not at all (per_line 0). */
static void add_col(const struct problem *p, real alpha, const real *a, real beta,
                    const real *x, rp_int per_line, real *c)
{
    rp_int lines = rpb_lines(p), n = rpb_line_length(p), lda = p->lda, ldc = p->ldc;
    for (rp_int i = 0; i < lines; i++) {
        real xi = beta * x[i * per_line];
        for (rp_int j = 0; j < n; j++)
            c[i * ldc + j] = alpha * a[i * lda + j] + xi;
    }
}

static void geadd_bcast(const struct problem *p, const struct operands *o)
{
    real alpha = (real)p->alpha, beta = (real)p->beta;
    const real *x = (const real *)o->x + rpb_first(rpb_length_x(p), p->incx);
    if (rpb_x_per_element(p))
        add_row(p, alpha, o->a, beta, x, o->out);
    else
        add_col(p, alpha, o->a, beta, x, rpb_x_per_line(p), o->out);
}

static void geadd(const struct problem *p, const struct operands *o)
{
    const real *a = o->a, *b = o->x;
    real *c = o->out, alpha = (real)p->alpha, beta = (real)p->beta;
    rp_int lines = rpb_lines(p), n = rpb_line_length(p);
    rp_int lda = p->lda, ldb = p->ldb, ldc = p->ldc;
    for (rp_int i = 0; i < lines; i++)
        for (rp_int j = 0; j < n; j++)
            c[i * ldc + j] = alpha * a[i * lda + j] + beta * b[i * ldb + j];
}

static bool unit_increment(const struct problem *p)
{
    return p->incx == 1;
}

static void gescal(const struct problem *p, const struct operands *o)
{
    const real *a = o->a;
    real *b = o->out, alpha = (real)p->alpha;
    rp_int lines = rpb_lines(p), n = rpb_line_length(p), lda = p->lda, ldb = p->ldc;
    for (rp_int i = 0; i < lines; i++)
        for (rp_int j = 0; j < n; j++)
            b[i * ldb + j] = alpha * a[i * lda + j];
}

static void gescal_in_place(const struct problem *p, const struct operands *o)
{
    real *a = o->a, alpha = (real)p->alpha;
    rp_int lines = rpb_lines(p), n = rpb_line_length(p), lda = p->lda;
    for (rp_int i = 0; i < lines; i++)
        for (rp_int j = 0; j < n; j++)
            a[i * lda + j] *= alpha;
}

static bool in_place(const struct problem *p)
{
    return p->inplace;
}

static bool out_of_place(const struct problem *p)
{
    return !p->inplace;
}

#endif

const struct rival TABLE[] = {
    {"plain", "loop", OP_AXIS0, NULL, axis},
    {"plain", "loop", OP_AXIS1, NULL, axis},
    {"plain", "loop", OP_GE, NULL, ge},
    {"plain", "loop", OP_VECTOR, NULL, vector},
#if !defined(RP_PREC_DS)
    {"plain", "loop", OP_GEADD_BCAST, unit_increment, geadd_bcast},
    {"plain", "loop", OP_GEADD, NULL, geadd},
    {"plain", "loop", OP_GESCAL, out_of_place, gescal},
    {"plain", "loop", OP_GESCAL, in_place, gescal_in_place},
#endif
    {NULL, NULL, OP_COUNT, NULL, NULL},
};
