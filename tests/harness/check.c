/* SPDX-License-Identifier: BSD-3-Clause */
/* check.c -- one call, compared in every respect with what the oracle does. */

#include <fenv.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/subject.h"

/* One draw in two is a number with no special meaning. */
static real draw_factor(struct rng *r)
{
    const bits one = (bits)(EXPONENT_MAX / 2) << MANTISSA_BITS;
    const bits special[] = {0,
                            SIGN_BIT,
                            one,
                            one | SIGN_BIT,
                            one + 1,
                            INF_BITS,
                            INF_BITS | QUIET_BIT,
                            INF_BITS - 1,
                            1,
                            SIGN_BIT | 0x1234,
                            one + ((bits)5 << (MANTISSA_BITS - 1))};
    bits fraction = (bits)(rng_next(r) >> (64 - MANTISSA_BITS));
    return from_bits(rng_below(r, 2) ? one | fraction : RNG_PICK(r, special));
}

static bool empty(struct shape s)
{
    return shape_span(s) == 0;
}

/* NULL for what the routine may not look at: nothing is read when nothing is written. */
static void hide_unused(struct stage *stage)
{
    bool idle = empty(stage->c.shape);
    if (idle || empty(stage->a.shape))
        stage->call.a = NULL;
    if (idle || empty(stage->x.shape))
        stage->call.x = NULL;
    if (idle)
        stage->call.c = NULL;
}

/* The same memory: only where elem is real. */
static struct R(operand) written_over(const struct E(operand) * o)
{
    return (struct R(operand)){o->shape, (real *)(void *)o->first,
                               (real *)(void *)o->zone, o->count};
}

static void place_output(struct stage *stage, const struct scene *s, struct shape shape)
{
    if (s->alias == C_IS_A || s->alias == ALL_ONE)
        stage->c = written_over(&stage->a);
    else if (s->alias == C_IS_X)
        stage->c = written_over(&stage->x);
    else
        stage->c = R(operand_place)(ARENA_C, shape, s->place[2]);
}

void P(stage_set)(struct stage *stage, const struct subject *subject,
                  const struct scene *s, struct rng *r)
{
    struct shape shape[3] = {{0}};
    subject->shapes(subject, s, shape);
    stage->a = E(operand_place)(ARENA_A, shape[0], s->place[0]);
    E(operand_fill)(&stage->a, r, s->profile, s->odd_at);
    stage->x = E(operand_place)(ARENA_X, shape[1], s->place[1]);
    E(operand_fill)(&stage->x, r, rng_below(r, 4) ? s->profile : UNIFORM, -1);
    if (s->alias == X_IS_A || s->alias == ALL_ONE)
        stage->x = stage->a;
    place_output(stage, s, shape[2]);
    stage->call = (struct call){.layout = s->layout,
                                .bcast = s->bcast,
                                .m = s->m,
                                .n = s->n,
                                .lda = s->lda,
                                .incx = s->incx,
                                .ldc = s->ldc,
                                .alpha = draw_factor(r),
                                .beta = draw_factor(r),
                                .a = stage->a.first,
                                .x = stage->x.first,
                                .c = stage->c.first};
    if (s->null_unused)
        hide_unused(stage);
}

static bool is_output(const struct stage *stage, const struct E(operand) * o)
{
    return (const void *)stage->c.zone == (const void *)o->zone;
}

/* The call with what it may only read where it cannot write. */
static struct call read_only_inputs(const struct stage *stage)
{
    struct call call = stage->call;
    if (call.a && !is_output(stage, &stage->a))
        call.a = arena_read_only(call.a);
    if (call.x && !is_output(stage, &stage->x))
        call.x = arena_read_only(call.x);
    return call;
}

/* Exceptions that are trapped when they are raised; underflow is trapped for an exact
   result too, which raises nothing. */
enum { TRAPPABLE = FE_INVALID | FE_DIVBYZERO | FE_OVERFLOW | FE_INEXACT };

/* A call as guard_call() takes it. */
struct attempt {
    const struct subject *subject;
    const void *table;
    const struct call *call;
    int unmasked;
    int returned, flags;
};

/* What a kernel leaves unset on its stack is then a signalling NaN, and is heard of. */
static __attribute__((noinline)) void dirty_stack(void)
{
    bits junk[65536 / sizeof(bits)];
    put_canaries(junk, sizeof junk / sizeof *junk);
    __asm__ volatile("" : : "r"(junk) : "memory"); /* somebody looks at it */
}

static void attempt_run(void *context)
{
    struct attempt *t = context;
    feclearexcept(FE_ALL_EXCEPT);
    guard_unmask(t->unmasked);
    t->returned = t->subject->run(t->subject, t->table, t->call);
    guard_unmask(0);
    t->flags = fetestexcept(FE_ALL_EXCEPT);
    feclearexcept(FE_ALL_EXCEPT);
}

static void attempt_on_dirt(void *context)
{
    dirty_stack();
    attempt_run(context);
}

/* What the oracle does, on a copy of the output (which may be the input as well). */
static struct R(operand) expected(const struct stage *stage, struct attempt *oracle)
{
    struct R(operand) image = R(operand_image)(&stage->c);
    struct call call = stage->call;
    if (call.c)
        call.c = image.first;
    if (call.a && is_output(stage, &stage->a))
        call.a = (const elem *)(const void *)image.first;
    if (call.x && is_output(stage, &stage->x))
        call.x = (const elem *)(const void *)image.first;
    oracle->call = &call;
    attempt_run(oracle);
    oracle->call = NULL;
    return image;
}

static char verdict[1500];

static const char *failed(const struct scene *s, const struct call *call,
                          const char *format, ...) __attribute__((format(printf, 3, 4)));

static const char *failed(const struct scene *s, const struct call *call,
                          const char *format, ...)
{
    va_list rest;
    va_start(rest, format);
    size_t at = (size_t)snprintf(verdict, sizeof verdict, "%s: ", s->routine);
    at += (size_t)vsnprintf(verdict + at, sizeof verdict - at, format, rest);
    va_end(rest);
    at += (size_t)snprintf(verdict + at, sizeof verdict - at, "\ncase: alpha=%a beta=%a ",
                           (double)call->alpha, (double)call->beta);
    scene_print(verdict + at, sizeof verdict - at, s);
    return verdict;
}

static const char *flag_names(int flags)
{
    static char text[64];
    snprintf(text, sizeof text, "%s%s%s%s%s", flags & FE_INVALID ? " invalid" : "",
             flags & FE_DIVBYZERO ? " divide-by-zero" : "",
             flags & FE_OVERFLOW ? " overflow" : "",
             flags & FE_UNDERFLOW ? " underflow" : "",
             flags & FE_INEXACT ? " inexact" : "");
    return text;
}

static const char *judge(const struct scene *s, const struct attempt *got,
                         const struct attempt *want, const struct R(operand) * c,
                         const struct R(operand) * image)
{
    char text[300];
    ptrdiff_t at = R(operand_compare)(c, image);
    if (at >= 0) {
        R(operand_print)(text, sizeof text, c, image, at);
        return failed(s, got->call, "%s", text);
    }
    if (got->returned != want->returned)
        return failed(s, got->call, "returned %d, should return %d", got->returned,
                      want->returned);
    if (got->flags & ~want->flags)
        return failed(s, got->call, "raised%s, which the operation does not",
                      flag_names(got->flags & ~want->flags));
    return NULL;
}

/* Whose arena, forbidden pages included, did it crash in? */
static const char *crashed(const struct call *call, const struct scene *s, int number)
{
    static const char *const names[ARENAS] = {"a", "x", "the output"};
    const char *where = guard_crash_address(), *what = "no operand";
    if (number == SIGFPE)
        return failed(s, call,
                      "was trapped for an exception that the operation "
                      "does not raise");
    for (int i = 0; i < ARENAS; i++) {
        const struct arena *arena = arena_get(i);
        if (where >= arena->map && where < arena->end)
            what = names[i];
    }
    return failed(s, call,
                  "crashed with signal %d at %p (a=%p x=%p c=%p), at or beyond %s",
                  number, (const void *)where, (const void *)call->a,
                  (const void *)call->x, (const void *)call->c, what);
}

/* One way: the table's routine on the operands as they are. */
static const char *check_once(const struct stage *stage, const struct scene *scene,
                              struct attempt *got, const struct attempt *want,
                              const struct R(operand) * image)
{
    const struct call call = read_only_inputs(stage);
    got->call = &call;
    if (scene->unmasked)
        got->unmasked = TRAPPABLE & ~want->flags;
    int signal_number = guard_call(attempt_on_dirt, got);
    guard_unmask(0);
    return signal_number ? crashed(&call, scene, signal_number)
                         : judge(scene, got, want, &stage->c, image);
}

static void enter_none(int way)
{
    (void)way;
}

const char *P(check)(const struct subject *subject, const void *table, const void *oracle,
                     const struct scene *scene, struct rng *r)
{
    return P(check_ways)(subject, table, oracle, scene, r, 1, enter_none);
}

const char *P(check_ways)(const struct subject *subject, const void *table,
                          const void *oracle, const struct scene *scene, struct rng *r,
                          unsigned ways, void (*enter)(int way))
{
    struct stage stage;
    P(stage_set)(&stage, subject, scene, r);
    struct attempt want = {.subject = subject, .table = oracle};
    const bool once = (ways & (ways - 1)) == 0;
    struct R(operand) before = {.zone = NULL};
    if (!once)
        before = R(operand_image)(&stage.c);
    struct R(operand) image = expected(&stage, &want);
    const char *said = NULL;
    for (int way = 0; !said && ways >> way; way++) {
        struct attempt got = {.subject = subject, .table = table};
        if (!(ways >> way & 1))
            continue;
        if (!once)
            R(operand_restore)(&stage.c, &before);
        enter(way);
        said = check_once(&stage, scene, &got, &want, &image);
        if (said && !once)
            snprintf(verdict + strlen(verdict), sizeof verdict - strlen(verdict),
                     "\nway %d", way);
    }
    free(image.zone);
    free(before.zone);
    return said;
}
