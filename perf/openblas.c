/* SPDX-License-Identifier: BSD-3-Clause */
/* openblas.c -- what a user of BLAS would call instead, once per precision. */
#include <cblas.h>

#include "util/precision.h"

#include "bench.h"

#define TABLE RP_PASTE(rpb_openblas_, P, )
#define CB(routine) RP_PASTE(cblas_, P, routine)
#define ORDER(p) ((enum CBLAS_ORDER)(p)->layout) /* RP_ROW_MAJOR is CblasRowMajor */

#if defined(RP_PREC_S)
void rpb_openblas_threads(int threads)
{
    openblas_set_num_threads(threads);
}

const char *rpb_openblas_version(void)
{
    return openblas_get_config();
}
#endif

static blasint m_of(const struct problem *p)
{
    return (blasint)p->m;
}

static blasint n_of(const struct problem *p)
{
    return (blasint)p->n;
}

static bool sums(const struct problem *p)
{
    return p->fold == FOLD_SUM;
}

static bool in_place(const struct problem *p)
{
    return p->inplace;
}

static bool out_of_place(const struct problem *p)
{
    return !p->inplace;
}

static bool in_place_unscaled(const struct problem *p)
{
    return p->inplace && p->alpha == 1.0;
}

static void gemv_ones(const struct problem *p, const struct operands *o,
                      enum CBLAS_TRANSPOSE trans, real *y, blasint incy)
{
    CB(gemv)
    (ORDER(p), trans, m_of(p), n_of(p), 1, o->a, (blasint)p->lda, o->ones, 1, 0, y, incy);
}

static void axis0sum(const struct problem *p, const struct operands *o)
{
    gemv_ones(p, o, CblasTrans, o->out, (blasint)p->incy);
}

static void axis1sum(const struct problem *p, const struct operands *o)
{
    gemv_ones(p, o, CblasNoTrans, o->out, (blasint)p->incy);
}

static void gesum_gemv_dot(const struct problem *p, const struct operands *o)
{
    gemv_ones(p, o, CblasTrans, o->work, 1);
    *(real *)o->out = CB(dot)(n_of(p), o->work, 1, o->ones, 1);
}

static void gesum_sum(const struct problem *p, const struct operands *o)
{
    *(real *)o->out = CB(sum)(m_of(p) * n_of(p), o->a, 1);
}

static void sum_sum(const struct problem *p, const struct operands *o)
{
    *(real *)o->out = CB(sum)(n_of(p), o->a, (blasint)p->incx);
}

static void sum_dot(const struct problem *p, const struct operands *o)
{
    *(real *)o->out = CB(dot)(n_of(p), o->a, (blasint)p->incx, o->ones, 1);
}

/* Some of OpenBLAS's ?sum kernels are wrong (0.3.21's ssum on SkylakeX is, from 16
   elements on), and all take a negative increment as nothing to do: only a ?sum that adds
   up small integers of either sign correctly is a rival. */
static bool sum_works(void)
{
    static int works = -1;
    real x[300], sum = 0;
    if (works >= 0)
        return works;
    for (blasint i = 0; i < 300 && works; i++) {
        x[i] = (real)(i * i % 97 - 30);
        sum += x[i];
        works = CB(sum)(i + 1, x, 1) == sum;
    }
    return works;
}

static bool can_sum(const struct problem *p)
{
    return sums(p) && p->incx > 0 && sum_works();
}

static bool can_sum_packed(const struct problem *p)
{
    return sums(p) && rpb_packed(p) && sum_works();
}

/* out += beta * bcast(x), as the outer product of x and ones. */
static void ger(const struct problem *p, const struct operands *o)
{
    const real *u = o->ones, *v = o->ones, *x = o->x;
    real scale = (real)p->beta;
    if (p->bcast == RP_BCAST_ROW)
        v = x;
    else if (p->bcast == RP_BCAST_COL)
        u = x;
    else
        scale *= x[0];
    CB(ger)
    (ORDER(p), m_of(p), n_of(p), scale, u, u == x ? (blasint)p->incx : 1, v,
     v == x ? (blasint)p->incx : 1, o->out, (blasint)p->ldc);
}

static void omatcopy(const struct problem *p, const struct operands *o)
{
    CB(omatcopy)
    (ORDER(p), CblasNoTrans, m_of(p), n_of(p), (real)p->alpha, o->a, (blasint)p->lda,
     o->out, (blasint)p->ldc);
}

static void omatcopy_ger(const struct problem *p, const struct operands *o)
{
    omatcopy(p, o);
    ger(p, o);
}

/* Line i of out = x, which the increment 0 repeats where x does not move along it. */
static void copy_x(const struct problem *p, const struct operands *o, rp_int i)
{
    rp_int first = rpb_first(rpb_length_x(p), p->incx) + i * rpb_x_per_line(p);
    rp_int step = rpb_x_per_element(p);
    const real *x = (const real *)o->x + (step < 0 ? 0 : first);
    CB(copy)
    ((blasint)rpb_line_length(p), x, (blasint)step, (real *)o->out + i * p->ldc, 1);
}

static void copy_axpby(const struct problem *p, const struct operands *o)
{
    const real *a = o->a;
    real *c = o->out;
    for (rp_int i = 0; i < rpb_lines(p); i++) {
        copy_x(p, o, i);
        CB(axpby)
        ((blasint)rpb_line_length(p), (real)p->alpha, a + i * p->lda, 1, (real)p->beta,
         c + i * p->ldc, 1);
    }
}

static void copy_geadd(const struct problem *p, const struct operands *o)
{
    for (rp_int i = 0; i < rpb_lines(p); i++)
        copy_x(p, o, i);
    CB(geadd)
    (ORDER(p), m_of(p), n_of(p), (real)p->alpha, o->a, (blasint)p->lda, (real)p->beta,
     o->out, (blasint)p->ldc);
}

/* C := alpha*A + beta*B, of which cblas_?geadd has two. */
static void geadd(const struct problem *p, const struct operands *o)
{
    CB(geadd)
    (ORDER(p), m_of(p), n_of(p), (real)p->beta, o->x, (blasint)p->ldb, (real)p->alpha,
     o->out, (blasint)p->ldc);
}

static void omatcopy_geadd(const struct problem *p, const struct operands *o)
{
    omatcopy(p, o);
    CB(geadd)
    (ORDER(p), m_of(p), n_of(p), (real)p->beta, o->x, (blasint)p->ldb, 1, o->out,
     (blasint)p->ldc);
}

static void copy_scal(const struct problem *p, const struct operands *o)
{
    const real *a = o->a;
    real *b = o->out;
    blasint n = (blasint)rpb_line_length(p);
    for (rp_int i = 0; i < rpb_lines(p); i++) {
        CB(copy)(n, a + i * p->lda, 1, b + i * p->ldc, 1);
        CB(scal)(n, (real)p->alpha, b + i * p->ldc, 1);
    }
}

static void scal(const struct problem *p, const struct operands *o)
{
    real *a = o->a;
    if (rpb_packed(p)) {
        CB(scal)(m_of(p) * n_of(p), (real)p->alpha, a, 1);
        return;
    }
    for (rp_int i = 0; i < rpb_lines(p); i++)
        CB(scal)((blasint)rpb_line_length(p), (real)p->alpha, a + i * p->lda, 1);
}

const struct rival TABLE[] = {
    {"openblas", "gemv", OP_AXIS0, sums, axis0sum},
    {"openblas", "gemv", OP_AXIS1, sums, axis1sum},
    {"openblas", "gemv+dot", OP_GE, sums, gesum_gemv_dot},
    {"openblas", "sum", OP_GE, can_sum_packed, gesum_sum},
    {"openblas", "sum", OP_VECTOR, can_sum, sum_sum},
    {"openblas", "dot", OP_VECTOR, sums, sum_dot},
    {"openblas", "omatcopy+ger", OP_GEADD_BCAST, out_of_place, omatcopy_ger},
    {"openblas", "copy+axpby", OP_GEADD_BCAST, out_of_place, copy_axpby},
    {"openblas", "copy+geadd", OP_GEADD_BCAST, out_of_place, copy_geadd},
    {"openblas", "ger", OP_GEADD_BCAST, in_place_unscaled, ger},
    {"openblas", "geadd", OP_GEADD, in_place, geadd},
    {"openblas", "omatcopy+geadd", OP_GEADD, out_of_place, omatcopy_geadd},
    {"openblas", "omatcopy", OP_GESCAL, out_of_place, omatcopy},
    {"openblas", "copy+scal", OP_GESCAL, out_of_place, copy_scal},
    {"openblas", "scal", OP_GESCAL, in_place, scal},
    {NULL, NULL, OP_COUNT, NULL, NULL},
};
