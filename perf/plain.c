/* SPDX-License-Identifier: BSD-3-Clause */
/* plain.c -- the loops a user would write, compiled as a user would: -O3 -march=native.
 *
 * local.mk compiles this file with PLAIN_CFLAGS alone, so that neither the library's
 * flags nor the packager's decide how good the rival is.
 */
#include "util/precision.h"

#include "bench.h"

#define TABLE RP_PASTE(rpb_plain_, P, )

static void sum_across(rp_int lines, rp_int n, const real *a, rp_int lda, real *y,
                       rp_int incy)
{
    for (rp_int j = 0; j < n; j++)
        y[j * incy] = 0;
    for (rp_int i = 0; i < lines; i++)
        for (rp_int j = 0; j < n; j++)
            y[j * incy] += a[i * lda + j];
}

/* With a unit increment the compiler can vectorise; a user would write that loop. */
static void sum_across_unit(rp_int lines, rp_int n, const real *a, rp_int lda, real *y)
{
    for (rp_int j = 0; j < n; j++)
        y[j] = 0;
    for (rp_int i = 0; i < lines; i++)
        for (rp_int j = 0; j < n; j++)
            y[j] += a[i * lda + j];
}

static void sum_along(rp_int lines, rp_int n, const real *a, rp_int lda, real *y,
                      rp_int incy)
{
    for (rp_int i = 0; i < lines; i++) {
        real sum = 0;
        for (rp_int j = 0; j < n; j++)
            sum += a[i * lda + j];
        y[i * incy] = sum;
    }
}

static void across(const struct problem *p, const struct operands *o)
{
    rp_int lines = rpb_lines(p), n = rpb_line_length(p);
    real *y = (real *)o->out + rpb_first(n, p->incy);
    if (p->incy == 1)
        sum_across_unit(lines, n, o->a, p->lda, y);
    else
        sum_across(lines, n, o->a, p->lda, y, p->incy);
}

static void along(const struct problem *p, const struct operands *o)
{
    rp_int lines = rpb_lines(p);
    sum_along(lines, rpb_line_length(p), o->a, p->lda,
              (real *)o->out + rpb_first(lines, p->incy), p->incy);
}

static void axis0sum(const struct problem *p, const struct operands *o)
{
    (p->layout == RP_ROW_MAJOR ? across : along)(p, o);
}

static void axis1sum(const struct problem *p, const struct operands *o)
{
    (p->layout == RP_ROW_MAJOR ? along : across)(p, o);
}

static void gesum(const struct problem *p, const struct operands *o)
{
    const real *a = o->a;
    rp_int lines = rpb_lines(p), n = rpb_line_length(p);
    real sum = 0;
    for (rp_int i = 0; i < lines; i++)
        for (rp_int j = 0; j < n; j++)
            sum += a[i * p->lda + j];
    *(real *)o->out = sum;
}

static void vector_sum(const struct problem *p, const struct operands *o)
{
    const real *x = (const real *)o->a + rpb_first(p->n, p->incx);
    real sum = 0;
    for (rp_int i = 0; i < p->n; i++)
        sum += x[i * p->incx];
    *(real *)o->out = sum;
}

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

const struct rival TABLE[] = {
    {"plain", "loop", OP_AXIS0SUM, NULL, axis0sum},
    {"plain", "loop", OP_AXIS1SUM, NULL, axis1sum},
    {"plain", "loop", OP_GESUM, NULL, gesum},
    {"plain", "loop", OP_SUM, NULL, vector_sum},
    {"plain", "loop", OP_GEADD_BCAST, unit_increment, geadd_bcast},
    {"plain", "loop", OP_GESCAL, out_of_place, gescal},
    {"plain", "loop", OP_GESCAL, in_place, gescal_in_place},
    {NULL, NULL, OP_COUNT, NULL, NULL},
};
