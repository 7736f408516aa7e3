/* SPDX-License-Identifier: BSD-3-Clause */
/* oracle.c -- what every public routine must give: slow, and obviously right. */

#include "harness/oracle.h"

#include <stdlib.h>

#include "api/subjects.h"

/* Element (i, j) of a matrix lies at i*row + j*col. */
struct steps {
    ptrdiff_t row, col;
};

static struct steps steps_of(int layout, ptrdiff_t ld)
{
    return layout == RP_ROW_MAJOR ? (struct steps){ld, 1} : (struct steps){1, ld};
}

/* How far element k of n lies above the lowest address: design.md, section 3. */
static ptrdiff_t at(ptrdiff_t k, ptrdiff_t n, ptrdiff_t inc)
{
    return inc < 0 ? (k - (n - 1)) * inc : k * inc;
}

/* ---- reductions -------------------------------------------------------------------- */

/* The sum of count numbers becomes their mean, where that is asked for. */
static real finish(enum op op, real sum, ptrdiff_t count)
{
    if (op != OP_MEAN)
        return sum;
    return count ? P(quotient)(sum, (real)count) : from_bits(INF_BITS | QUIET_BIT);
}

static real (*const fold_elems[])(ptrdiff_t k, const elem *x, ptrdiff_t inc) = {
    [OP_SUM] = P(canonical_sum),
    [OP_MEAN] = P(canonical_sum),
#ifndef RP_PREC_DS
    [OP_MAX] = P(maximum),
    [OP_MIN] = P(minimum),
#endif
};

static real (*const fold_reals[])(ptrdiff_t k, const real *x, ptrdiff_t inc) = {
    [OP_SUM] = R(canonical_sum),
    [OP_MEAN] = R(canonical_sum),
#ifndef RP_PREC_DS
    [OP_MAX] = R(maximum),
    [OP_MIN] = R(minimum),
#endif
};

static int reduce_axis(int row, const struct call *c)
{
    const struct subject *u = &P(api_subjects)[row];
    const struct steps step = steps_of(c->layout, c->lda);
    const bool columns = u->name[4] == '0';
    const ptrdiff_t results = columns ? c->n : c->m, count = columns ? c->m : c->n;
    const int starved = P(api_starved)(u, c->m, c->n);
    for (ptrdiff_t k = 0; !starved && k < results; k++) {
        const elem *x = count ? c->a + k * (columns ? step.col : step.row) : c->a;
        real folded = fold_elems[u->op](count, x, columns ? step.row : step.col);
        c->c[at(k, results, c->ldc)] = finish(u->op, folded, count);
    }
    return -starved;
}

static int reduce_ge(int row, const struct call *c)
{
    const struct subject *u = &P(api_subjects)[row];
    const struct steps step = steps_of(c->layout, c->lda);
    const int starved = P(api_starved)(u, c->m, c->n);
    real *column = malloc((size_t)(c->n + 1) * sizeof *column);
    if (!column)
        abort();
    for (ptrdiff_t j = 0; !starved && j < c->n; j++)
        column[j] = fold_elems[u->op](c->m, c->m ? c->a + j * step.col : c->a, step.row);
    if (!starved)
        *c->c = finish(u->op, fold_reals[u->op](c->n, column, 1), c->m * c->n);
    free(column);
    return -starved;
}

static int reduce_vector(int row, const struct call *c)
{
    const struct subject *u = &P(api_subjects)[row];
    const int starved = P(api_starved)(u, c->m, c->n);
    const elem *x = c->n ? c->a + at(0, c->n, c->incx) : c->a;
    if (!starved)
        *c->c = finish(u->op, fold_elems[u->op](c->n, x, c->incx), c->n);
    return -starved;
}

/* ---- elementwise ------------------------------------------------------------------- */

/* The element of x that is added to element (i, j). */
static real spread(const struct call *c, ptrdiff_t i, ptrdiff_t j)
{
    if (c->bcast == RP_BCAST_ROW)
        return c->x[at(j, c->n, c->incx)];
    if (c->bcast == RP_BCAST_COL)
        return c->x[at(i, c->m, c->incx)];
    return c->x[0];
}

static int add_spread(int row, const struct call *c)
{
    struct steps a = steps_of(c->layout, c->lda), out = steps_of(c->layout, c->ldc);
    (void)row;
    for (ptrdiff_t i = 0; i < c->m; i++)
        for (ptrdiff_t j = 0; j < c->n; j++)
            c->c[i * out.row + j * out.col] = P(weighted_sum)(
                c->alpha, c->a[i * a.row + j * a.col], c->beta, spread(c, i, j));
    return 0;
}

static int add_matrix(int row, const struct call *c)
{
    struct steps a = steps_of(c->layout, c->lda), b = steps_of(c->layout, c->incx);
    struct steps out = steps_of(c->layout, c->ldc);
    (void)row;
    for (ptrdiff_t i = 0; i < c->m; i++)
        for (ptrdiff_t j = 0; j < c->n; j++)
            c->c[i * out.row + j * out.col] =
                P(weighted_sum)(c->alpha, c->a[i * a.row + j * a.col], c->beta,
                                c->x[i * b.row + j * b.col]);
    return 0;
}

static int scale(int row, const struct call *c)
{
    struct steps a = steps_of(c->layout, c->lda), out = steps_of(c->layout, c->ldc);
    (void)row;
    for (ptrdiff_t i = 0; i < c->m; i++)
        for (ptrdiff_t j = 0; j < c->n; j++)
            c->c[i * out.row + j * out.col] =
                P(product)(c->alpha, c->a[i * a.row + j * a.col]);
    return 0;
}

const struct api P(oracle) = {reduce_axis, reduce_ge,  reduce_vector,
                              add_spread,  add_matrix, scale};
