/* SPDX-License-Identifier: BSD-3-Clause */
/* bounds.c -- the error bound of every sum and mean, against a sum in long double. */

#include <float.h>
#include <inttypes.h>
#include <stdio.h>

#include "api/cases.h"
#include "api/subjects.h"
#include "harness/session.h"

enum { CASES = 250 };

static int log2_ceiling(ptrdiff_t k)
{
    int h = 0;
    while (((ptrdiff_t)1 << h) < k)
        h++;
    return h;
}

/* The height of the tree over k summands: design.md, section 2. */
static int height(ptrdiff_t k)
{
    return 7 + log2_ceiling((k + 127) / 128);
}

/* Every other element of lines x cols at (line, col) steps, and its magnitude's sum. The
   sum is pairwise, so that its own error stays at log2(count) roundings. */
struct reference {
    long double sum, magnitude, slack;
};

static struct reference add_up(ptrdiff_t count, const elem *x)
{
    if (count == 0)
        return (struct reference){0, 0, 0};
    if (count == 1)
        return (struct reference){*x, *x < 0 ? -(long double)*x : (long double)*x, 0};
    struct reference low = add_up(count / 2, x);
    struct reference high = add_up(count - count / 2, x + count / 2);
    return (struct reference){low.sum + high.sum, low.magnitude + high.magnitude, 0};
}

/* An element passes h roundings, each of which multiplies it by 1 + d, |d| <= u. So the
   error is at most ((1+u)^h - 1) sum|x|, and that is at most hu(1 + hu) sum|x|, as
   hu < 1: the slack to first order is the factor 1 + hu. (No addition can underflow with
   an error; a division can, by half the least subnormal number.) The reference is wrong
   by at most log2(count) roundings of its own in each of its two sums, and one in the
   mean: in the error itself, and in the magnitude, where it is relative. */
static bool within(real got, struct reference want, ptrdiff_t count, int h)
{
    long double hu = h * UNIT_ROUNDOFF;
    long double own = (log2_ceiling(count) + 1) * (LDBL_EPSILON / 2) * 2;
    long double error = got - want.sum;
    return (error < 0 ? -error : error) <=
           (hu * (1 + hu) + own) * want.magnitude * (1 + own) + want.slack;
}

/* How a routine adds up: by columns, by rows, or all there is. */
enum way { COLUMNS, ROWS, ALL };

static enum way way_of(const struct subject *u)
{
    return !strchr(u->traits, 'S') ? ALL : u->name[4] == '0' ? COLUMNS : ROWS;
}

/* What output number `out` of this routine adds up. */
static ptrdiff_t gather(const struct stage *t, enum way way, ptrdiff_t out, elem *x)
{
    const struct shape s = t->a.shape;
    bool across = (way == COLUMNS) == (t->call.layout == RP_ROW_MAJOR);
    ptrdiff_t count = way == ALL ? s.lines * s.cols : across ? s.lines : s.cols;
    for (ptrdiff_t k = 0; k < count; k++)
        x[k] = way == ALL ? t->a.first[k / s.cols * s.ld + k % s.cols]
               : across   ? t->a.first[k * s.ld + out]
                          : t->a.first[out * s.ld + k];
    return count;
}

/* The roundings that an element passes; a vector is one row. */
static int height_of(const struct call *c, const struct subject *u)
{
    const enum way way = way_of(u);
    const bool vector = u->traits[0] == 'N';
    return (u->op == OP_MEAN) + (way == COLUMNS          ? height(c->m)
                                 : way == ROWS || vector ? height(c->n)
                                                         : height(c->m) + height(c->n));
}

/* Output number `out` in memory: with a negative increment the first is the last. */
static real output(const struct stage *t, ptrdiff_t out)
{
    const struct shape s = t->c.shape;
    return t->c.first[(t->call.ldc < 0 ? s.lines - 1 - out : out) * s.ld];
}

/* Sum and magnitude of what one output should be; a mean of nothing has none. */
static struct reference reference(const struct subject *u, ptrdiff_t count, const elem *x)
{
    struct reference want = add_up(count, x);
    if (u->op == OP_MEAN && count) {
        want.sum /= count;
        want.magnitude /= count;
        want.slack = from_bits(1) / 2.0L;
    }
    return want;
}

static const char *check_outputs(const struct subject *u, const struct stage *stage,
                                 const struct scene *scene)
{
    static char text[400];
    static elem x[1 << 18];
    for (ptrdiff_t out = 0; out < stage->c.shape.lines; out++) {
        ptrdiff_t count = gather(stage, way_of(u), out, x);
        struct reference want = reference(u, count, x);
        real got = output(stage, out);
        if (within(got, want, count, height_of(&stage->call, u)) ||
            (u->op == OP_MEAN && count == 0 && is_nan(to_bits(got))))
            continue;
        int at = snprintf(text, sizeof text,
                          "output %td is %a, %.3Lg from the one in long double, "
                          "magnitude %.3Lg: beyond the bound\n",
                          out, (double)got, got - want.sum, want.magnitude);
        scene_print(text + at, sizeof text - (size_t)at, scene);
        return text;
    }
    return NULL;
}

static const char *check_bound(const void *context, uint64_t id)
{
    static const enum profile finite[] = {UNIFORM, LOGNORMAL, CANCELLING, DENORMAL};
    int number = *(const int *)context;
    struct scene scene;
    struct stage stage;
    struct rng r = P(api_scene)(&scene, number, "/bound", session.seed, id);
    scene.profile = RNG_PICK(&r, finite);
    scene.null_unused = false;
    const struct subject *u = &P(api_subjects)[number];
    P(stage_set)(&stage, u, &scene, &r);
    u->run(u, &P(library), &stage.call);
    return check_outputs(u, &stage, &scene);
}

/* Of a sum or a mean; the others have none, and are exact. */
const char *P(api_bound)(int number)
{
    const enum op op = P(api_subjects)[number].op;
    struct scene scene;
    if (op != OP_SUM && op != OP_MEAN)
        return NULL;
    P(api_scene)(&scene, number, "/bound", 0, 0); /* for the name */
    return session_sweep(scene.routine, CASES, check_bound, &number);
}
