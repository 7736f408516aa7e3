/* SPDX-License-Identifier: BSD-3-Clause */
/* check.c -- is a rival's output ours?
 *
 * Sums of the exact fill must be equal. Sums of the real fill may differ by what two
 * orders of summation can: each is within (terms - 1) u sum|x| of the true sum, ours
 * within h u sum|x| (the height of the canonical sum), and h <= terms + 7. A mean is its
 * sum divided, by some with the reciprocal; maxima and minima are equal. Elementwise
 * results must be equal when alpha and beta lose nothing; otherwise a rival may fuse a
 * multiply with the add.
 */
#include <float.h>
#include <math.h>

#include "util/precision.h"

#include "bench.h"

#if defined(RP_PREC_S)
static const double unit_roundoff = FLT_EPSILON / 2;
#else
static const double unit_roundoff = DBL_EPSILON / 2;
#endif

#define CHECK RP_PASTE(rpb_check_, P, )

/* sum |x| over the operands of result k of a reduction. */
static double sum_of_magnitudes(const struct problem *p, const elem *a, rp_int k)
{
    bool row_major = p->layout == RP_ROW_MAJOR;
    rp_int per_row = p->op == OP_VECTOR ? 0 : row_major ? p->lda : 1;
    rp_int per_column = p->op == OP_VECTOR ? (p->incx < 0 ? -p->incx : p->incx)
                        : row_major        ? 1
                                           : p->lda;
    rp_int i0 = p->op == OP_AXIS1 ? k : 0, i1 = p->op == OP_AXIS1 ? k + 1 : p->m;
    rp_int j0 = p->op == OP_AXIS0 ? k : 0, j1 = p->op == OP_AXIS0 ? k + 1 : p->n;
    double sum = 0.0;
    for (rp_int i = i0; i < i1; i++)
        for (rp_int j = j0; j < j1; j++)
            sum += fabs((double)a[i * per_row + j * per_column]);
    return sum;
}

/* A product rounded and one not: 2 u (|alpha a| + |beta x|) covers both adds as well. */
static double elementwise_bound(const struct problem *p, enum fill fill)
{
    double magnitude = fill == FILL_EXACT ? 1000.0 : 1.0;
    if (p->op == OP_GESCAL || (p->alpha == 1.0 && p->beta == 1.0))
        return 0.0;
    return 2 * unit_roundoff * magnitude * (fabs(p->alpha) + fabs(p->beta));
}

/* `us` is our result k. */
static double bound(const struct problem *p, const elem *a, rp_int k, double us,
                    enum fill fill)
{
    if (!rpb_is_reduction(p))
        return elementwise_bound(p, fill);
    if (p->fold == FOLD_MAX || p->fold == FOLD_MIN)
        return 0.0;
    double terms = (double)rpb_terms(p), off = 0.0;
    if (fill != FILL_EXACT)
        off = (2 * terms + 7) * unit_roundoff * sum_of_magnitudes(p, a, k);
    return p->fold == FOLD_SUM ? off : off / terms + 2 * unit_roundoff * fabs(us);
}

struct place {
    rp_int line, k; /* k counts results, whatever the sign of the increment */
};

static bool differs(const struct problem *p, const struct operands *o, struct place at,
                    double us, double them, enum fill fill, char *message, size_t size)
{
    double allowed = bound(p, o->a, at.k, us, fill);
    if (fabs(us - them) <= allowed)
        return false;
    snprintf(message, size, "%s fill, line %lld, element %lld: %.9g, not %.9g +- %.2g",
             fill == FILL_EXACT ? "exact" : "real", (long long)at.line, (long long)at.k,
             them, us, allowed);
    return true;
}

bool CHECK(const struct problem *p, const struct operands *o, const void *ours_,
           enum fill fill, char *message, size_t size)
{
    const real *ours = ours_, *theirs = o->out;
    rp_int lines = rpb_is_reduction(p) ? 1 : rpb_lines(p);
    rp_int length = rpb_is_reduction(p) ? rpb_length_out(p) : rpb_line_length(p);
    rp_int inc = rpb_is_reduction(p) ? p->incy : 1;
    for (rp_int line = 0; line < lines; line++)
        for (rp_int k = 0; k < length; k++) {
            rp_int i = line * p->ldc + rpb_first(length, inc) + k * inc;
            if (ours[i] != theirs[i] &&
                differs(p, o, (struct place){line, k}, (double)ours[i], (double)theirs[i],
                        fill, message, size))
                return false;
        }
    return true;
}
