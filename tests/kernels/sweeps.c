/* SPDX-License-Identifier: BSD-3-Clause */
/* sweeps.c -- every kernel of kernels.def as a subject, and the sweeps that check it. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/oracle.h"
#include "harness/session.h"
#include "harness/subject.h"
#include "kernels/cases.h"
#include "util/habits.h"
#include "util/scratch.h"

/* What kernels.def does not say: the vector that a kernel reads or writes has one element
   for each of the m lines, or of the n columns; or one for all, and they are no more than
   a block. A new kernel is one row here. */
#define EACH_sum_along "m"
#define EACH_sum_across "n"
#define EACH_mean_across "n"
#define EACH_sum_all_along "m all"
#define EACH_sum_all_across "n all"
#define EACH_max_along "m"
#define EACH_max_across "n"
#define EACH_min_along "m"
#define EACH_min_across "n"
#define EACH_max_all "n all"
#define EACH_min_all "n all"
#define EACH_add_row "n"
#define EACH_add_col "m"
#define EACH_add ""
#define EACH_scale ""
#define EACH_divide ""

static bool has_one_result(const struct subject *k)
{
    return strstr(k->traits, "all") != NULL;
}

static ptrdiff_t vector_length(const struct subject *k, const struct scene *s)
{
    return has_one_result(k) ? 1 : k->traits[0] == 'm' ? s->m : s->n;
}

/* The lines or columns of which a result is made are no more than a block. */
static void fit(const struct subject *k, struct scene *s)
{
    ptrdiff_t *each = k->traits[0] == 'm' ? &s->m : &s->n;
    if (has_one_result(k) && *each > 128)
        *each = 1 + *each % 128;
}

static void shapes_reduce(const struct subject *k, const struct scene *s,
                          struct shape of[3])
{
    of[0] = (struct shape){s->m, s->n, s->lda};
    of[2] = (struct shape){vector_length(k, s), 1, s->ldc};
}

/* The address of the subject's entry in the table. */
static const void *entry(const struct subject *k, const void *table)
{
    return (const char *)table + k->member;
}

static int run_reduce(const struct subject *k, const void *table, const struct call *c)
{
    (*(KERNEL(reduce) *const *)entry(k, table))(c->m, c->n, c->a, c->lda, c->c, c->ldc);
    return 0;
}

#ifndef RP_PREC_DS

static void shapes_scale(const struct subject *k, const struct scene *s,
                         struct shape of[3])
{
    (void)k;
    of[0] = (struct shape){s->m, s->n, s->lda};
    of[2] = (struct shape){s->m, s->n, s->ldc};
}

static void shapes_bcast(const struct subject *k, const struct scene *s,
                         struct shape of[3])
{
    shapes_scale(k, s, of);
    of[1] = (struct shape){vector_length(k, s), 1, s->incx};
}

static void shapes_add(const struct subject *k, const struct scene *s, struct shape of[3])
{
    shapes_scale(k, s, of);
    of[1] = (struct shape){s->m, s->n, s->incx};
}

/* The vector is read and written. */
static void shapes_divide(const struct subject *k, const struct scene *s,
                          struct shape of[3])
{
    (void)k;
    of[0] = of[2] = (struct shape){s->m * s->n, 1, s->ldc};
}

static int run_bcast(const struct subject *k, const void *table, const struct call *c)
{
    (*(KERNEL(bcast) *const *)entry(k, table))(c->m, c->n, c->alpha, c->a, c->lda,
                                               c->beta, c->x, c->incx, c->c, c->ldc);
    return 0;
}

static int run_scale(const struct subject *k, const void *table, const struct call *c)
{
    (*(KERNEL(scale) *const *)entry(k, table))(c->m, c->n, c->alpha, c->a, c->lda, c->c,
                                               c->ldc);
    return 0;
}

static int run_add(const struct subject *k, const void *table, const struct call *c)
{
    (*(KERNEL(add) *const *)entry(k, table))(c->m, c->n, c->alpha, c->a, c->lda, c->beta,
                                             c->x, c->incx, c->c, c->ldc);
    return 0;
}

static int run_divide(const struct subject *k, const void *table, const struct call *c)
{
    (*(KERNEL(divide) *const *)entry(k, table))(c->m * c->n, c->alpha, c->c, c->ldc);
    return 0;
}

#endif

#define SUBJECT(name, each, class)                                                       \
    {#name, offsetof(struct KERNELS, name), each, shapes_##class, run_##class, OP_NONE},

static const struct subject subjects[] = {
#define ROW(name, class) SUBJECT(name, EACH_##name, class)
#define ROW_SECOND(name, second, class) SUBJECT(second, EACH_##name, class)
#include "harness/kernel_rows.def"
};

static const enum kernel_kind kinds[] = {
#define ROW(name, class) KIND_##class,
#include "harness/kernel_rows.def"
};

/* What a sweep hands to each of its cases. */
struct target {
    const void *table;
    int row;
    enum profile profile;
    char routine[24];
};

static struct target target_of(const void *table, int row, const char *sweep)
{
    struct target t = {.table = table, .row = row};
    snprintf(t.routine, sizeof t.routine, PREFIX "%s%s", subjects[row].name, sweep);
    return t;
}

/* Every third case of a maximum or a minimum meets zeros, infinities and NaN late. */
static void meet_late(const struct target *t, struct scene *scene)
{
    const char *const name = subjects[t->row].name;
    if (rng_mix(~scene->seed + scene->id) % 3 == 0 &&
        (!strncmp(name, "max", 3) || !strncmp(name, "min", 3)))
        scene->profile = FEW_ODD;
}

static void dress(const struct target *t, struct scene *scene, struct rng *r)
{
    scene_dress(scene, r);
    meet_late(t, scene);
}

/* With the habits of one machine or another, another one with another seed. */
static struct scene scene_of(const struct target *t, uint64_t id)
{
    atomic_store(&rpi_habits, (unsigned)rng_mix(session.seed + id) & RPI_ALL_HABITS);
    struct scene scene = {.seed = session.seed, .id = id};
    memcpy(scene.routine, t->routine, sizeof scene.routine);
    return scene;
}

static const char *check_sizes(const void *context, uint64_t id)
{
    const struct target *t = context;
    struct rng r = rng_for(session.seed, t->routine, id);
    struct scene scene = scene_of(t, id);
    kernel_scene(&scene, kinds[t->row], &r);
    meet_late(t, &scene);
    fit(&subjects[t->row], &scene);
    return P(check)(&subjects[t->row], t->table, &P(oracle_kernels), &scene, &r);
}

const char *P(kernel_sizes)(const void *table, int row)
{
    struct target t = target_of(table, row, "");
    return session_sweep(t.routine, kernel_cases(), check_sizes, &t);
}

const char *P(kernel_case)(const void *table, int row, uint64_t id)
{
    struct target t = target_of(table, row, "");
    return check_sizes(&t, id);
}

/* Sizes whose every element is the odd one once: both sides pass the widest vectors. */
static const struct odd_size {
    ptrdiff_t m, n;
} odd_sizes[] = {{1, 70},  {2, 37},  {5, 33},  {19, 7},  {37, 3},  {35, 35},
                 {131, 5}, {5, 140}, {1, 300}, {300, 1}, {1, 340}, {19, 60}};

static ptrdiff_t odd_elements(void)
{
    ptrdiff_t elements = 0;
    for (size_t i = 0; i < sizeof odd_sizes / sizeof *odd_sizes; i++)
        elements += odd_sizes[i].m * odd_sizes[i].n;
    return elements;
}

/* The id counts the elements of all these matrices through. */
static const char *check_odd(const void *context, uint64_t id)
{
    const struct target *t = context;
    struct rng r = rng_for(session.seed, t->routine, id);
    struct scene scene = scene_of(t, id);
    const struct odd_size *size = odd_sizes;
    ptrdiff_t at = (ptrdiff_t)id;
    for (at %= odd_elements(); at >= size->m * size->n; size++)
        at -= size->m * size->n;
    scene_dress(&scene, &r);
    scene.m = size->m;
    scene.n = size->n;
    scene.profile = t->profile;
    fit(&subjects[t->row], &scene);
    scene.odd_at = at % (scene.m * scene.n);
    kernel_strides(&scene, kinds[t->row], &r);
    return P(check)(&subjects[t->row], t->table, &P(oracle_kernels), &scene, &r);
}

const char *P(kernel_odd)(const void *table, int row, enum profile profile)
{
    struct target t = target_of(table, row, profile == ONE_NAN ? "/nan" : "/zero");
    t.profile = profile;
    return session_sweep(t.routine, (uint64_t)odd_elements(), check_odd, &t);
}

/* Packed lines that share vectors: every length up to twice the widest vector, in
   every number up to a few more than three times as many, and a few large numbers; the
   matrix right before a page that must not be read. */
static const ptrdiff_t packed_more[] = {127, 255, 256, 257, 700};
enum {
    PACKED_N = 33,
    PACKED_ALL = 52,
    PACKED_M = PACKED_ALL + sizeof packed_more / sizeof *packed_more,
    PACKED = PACKED_N * PACKED_M,
    PACKED_STRIDE = 787, /* a prime, not in PACKED: any few cases are spread widely */
};
_Static_assert(PACKED % PACKED_STRIDE != 0, "the stride must visit every pair");

static const char *check_packed(const void *context, uint64_t id)
{
    const struct target *t = context;
    struct rng r = rng_for(session.seed, t->routine, id);
    struct scene scene = scene_of(t, id);
    dress(t, &scene, &r);
    const ptrdiff_t pair = (ptrdiff_t)(id % PACKED) * PACKED_STRIDE % PACKED;
    const ptrdiff_t m = pair / PACKED_N;
    scene.n = 1 + pair % PACKED_N;
    scene.m = m < PACKED_ALL ? m + 1 : packed_more[m - PACKED_ALL];
    scene.place[0] = (struct place){.right = true, .offset = 0};
    fit(&subjects[t->row], &scene);
    kernel_strides(&scene, kinds[t->row], &r);
    scene.lda = scene.n;
    if (kinds[t->row] != KIND_reduce)
        scene.ldc = scene.n;
    if (kinds[t->row] == KIND_add)
        scene.incx = scene.n;
    return P(check)(&subjects[t->row], t->table, &P(oracle_kernels), &scene, &r);
}

const char *P(kernel_packed)(const void *table, int row)
{
    struct target t = target_of(table, row, "/packed");
    if (kinds[row] == KIND_divide)
        return NULL;
    return session_sweep(t.routine, PACKED, check_packed, &t);
}

/* Lines and rows that begin anywhere in a vector: long lines, whose ends must not be read
   beyond, and lines of some blocks, alone and several; long rows that all begin alike,
   and packed ones of a block that do not; packed rows. Operands right before or behind a
   page that must not be touched, for every place in the widest vector. */
static const struct ragged_size {
    ptrdiff_t m, n;
} ragged_lines[] = {{1, 12288}, {1, 12289}, {1, 12303}, {1, 12304}, {1, 12305}, {2, 511},
                    {6, 1500},  {1, 70000}, {1, 512},   {1, 600},   {1, 1000},  {1, 1024},
                    {1, 1030},  {1, 2047},  {20, 250},  {20, 300},  {20, 600}},
  ragged_rows[] = {{20, 16},  {20, 48},  {7, 100}, {20, 301}, {20, 304}, {3, 512},
                   {6, 1100}, {1, 5000}, {20, 17}, {5, 33},   {9, 129},  {2, 700},
                   {13, 40},  {1, 1000}, {40, 15}, {11, 65},  {4, 260}},
  ragged_columns[] = {{17, 256},  {2, 300},   {9, 320},   {40, 320},  {130, 300},
                      {97, 1040}, {112, 352}, {33, 2064}, {33, 1040}, {40, 50},
                      {85, 90},   {97, 38},   {112, 74},  {128, 62},  {120, 108},
                      {70, 42},   {55, 132}};
enum {
    RAGGED_ALIKE = 9, /* of the first so many columns all rows begin alike */
    RAGGED_SIZES = sizeof ragged_rows / sizeof *ragged_rows,
    RAGGED_PLACES = 16,
    RAGGED = RAGGED_SIZES * RAGGED_PLACES * 2,
    RAGGED_STRIDE = 35,
};
_Static_assert(sizeof ragged_lines == sizeof ragged_rows &&
                   sizeof ragged_columns == sizeof ragged_rows,
               "there are as many of each");
_Static_assert(RAGGED % 5 != 0 && RAGGED % 7 != 0, "the stride must visit every case");

static const char *check_ragged(const void *context, uint64_t id)
{
    const struct target *t = context;
    const struct subject *k = &subjects[t->row];
    struct rng r = rng_for(session.seed, t->routine, id);
    struct scene scene = scene_of(t, id);
    const int at = (int)(id % RAGGED * RAGGED_STRIDE % RAGGED);
    const int size = at / 2 / RAGGED_PLACES;
    const bool reduces = kinds[t->row] == KIND_reduce;
    const struct ragged_size *of = !reduces              ? ragged_rows
                                   : k->traits[0] == 'm' ? ragged_lines
                                                         : ragged_columns;
    dress(t, &scene, &r);
    scene.m = of[size].m;
    scene.n = of[size].n;
    scene.place[reduces ? 0 : 2] = (struct place){at % 2 != 0, at / 2 % RAGGED_PLACES};
    fit(k, &scene);
    kernel_strides(&scene, kinds[t->row], &r);
    if (reduces) {
        const bool packed = of == ragged_columns && size >= RAGGED_ALIKE;
        const ptrdiff_t gap = packed ? 1 : RAGGED_PLACES;
        scene.lda = (scene.n + gap - 1) / gap * gap;
        return P(check)(k, t->table, &P(oracle_kernels), &scene, &r);
    }
    scene.lda = scene.ldc = scene.n;
    scene.incx = kinds[t->row] == KIND_add ? scene.n : at % 3 ? 1 : 2;
    return P(check)(k, t->table, &P(oracle_kernels), &scene, &r);
}

const char *P(kernel_ragged)(const void *table, int row)
{
    struct target t = target_of(table, row, "/ragged");
    if (kinds[row] == KIND_divide)
        return NULL;
    return session_sweep(t.routine, RAGGED, check_ragged, &t);
}

/* Reductions across every number of rows up to a block, which L1 does not hold but for
   those to one result: packed, padded, and so that multiples of 512 bytes or 2 KB lie
   between them; with all habits and without any. Then as many short rows that all begin
   at the same place of a vector, and one column of them, or of 128 more, whose elements
   lie apart. However few are run, the first has 16 rows that share sets of L1. */
enum {
    ROWS_GAPS = 4,
    ROWS = 128 * ROWS_GAPS,
    ROWS_FIRST = 16 * ROWS_GAPS - 1,
    ROWS_STRIDE = 101, /* has no factor in common with ROWS */
    ROWS_ELEMENTS = 48000 / sizeof(elem),
    ROWS_WIDEST = 16, /* elements of the widest vector */
};

static const unsigned rows_habits[] = {0, RPI_AHEAD | RPI_SERIAL, RPI_ALL_HABITS};
enum { ROWS_WAYS = (1 << sizeof rows_habits / sizeof *rows_habits) - 1 };

static void enter_rows(int way)
{
    atomic_store(&rpi_habits, rows_habits[way]);
}

static const char *check_rows(const void *context, uint64_t id)
{
    const struct target *t = context;
    struct rng r = rng_for(session.seed, t->routine, id);
    struct scene scene = scene_of(t, id);
    const ptrdiff_t at = ((ptrdiff_t)(id % ROWS) * ROWS_STRIDE + ROWS_FIRST) % ROWS;
    dress(t, &scene, &r);
    scene.m = 1 + at / ROWS_GAPS;
    scene.n = ROWS_ELEMENTS / scene.m + rng_below(&r, 40);
    fit(&subjects[t->row], &scene);
    kernel_strides(&scene, kinds[t->row], &r);
    const ptrdiff_t multiple = (ptrdiff_t[ROWS_GAPS]){
        1, scene.n + 3, 512 / sizeof(elem), 2048 / sizeof(elem)}[at % ROWS_GAPS];
    scene.lda = (scene.n + multiple - 1) / multiple * multiple;
    scene.ldc = 1;
    const char *verdict = P(check_ways)(&subjects[t->row], t->table, &P(oracle_kernels),
                                        &scene, &r, ROWS_WAYS, enter_rows);
    if (verdict)
        return verdict;
    scene.n = 1 + rng_below(&r, 5 * ROWS_WIDEST);
    scene.lda = (scene.n + ROWS_WIDEST - 1) / ROWS_WIDEST * ROWS_WIDEST;
    verdict = P(check)(&subjects[t->row], t->table, &P(oracle_kernels), &scene, &r);
    if (verdict)
        return verdict;
    scene.n = 1;
    scene.m += 128 * rng_below(&r, 2);
    scene.lda = 2 + rng_below(&r, 40);
    return P(check)(&subjects[t->row], t->table, &P(oracle_kernels), &scene, &r);
}

const char *P(kernel_rows)(const void *table, int row)
{
    struct target t = target_of(table, row, "/rows");
    if (kinds[row] != KIND_reduce || subjects[row].traits[0] == 'm')
        return NULL;
    return session_sweep(t.routine, ROWS, check_rows, &t);
}

/* Those with which large cases are checked: all, three machines' without those that hide
   others, and none. */
static const unsigned large_habits[] = {RPI_ALL_HABITS, RPI_AHEAD | RPI_SERIAL,
                                        RPI_ASKS | RPI_RISING, RPI_RISING | RPI_STREAMS,
                                        0};
enum { LARGE_HABITS = sizeof large_habits / sizeof *large_habits };

/* All the scratch there is, while it is taken, and NULL behind it. */
static void *taken[64];

static void starve(void)
{
    static int all; /* what a kernel does not give back is missing from then on */
    int places = 0;
    while (places < 64 && (taken[places] = rpi_scratch_take()))
        places++;
    if (places == 64 || (all != 0 && places != all))
        abort(); /* NDEBUG is no reason not to hear of it */
    all = places;
}

static void feed(void)
{
    for (int i = 0; taken[i]; i++) {
        rpi_scratch_give(taken[i]);
        taken[i] = NULL;
    }
}

/* The place that a kernel takes first: what it leaves unset there is heard of. */
static void dirty_scratch(void)
{
    bits *const place = rpi_scratch_take();
    if (!place)
        abort();
    put_canaries(place, RPI_SCRATCH / sizeof *place);
    rpi_scratch_give(place);
}

/* With each of those habits, and then once more where others have all the scratch. */
static void enter_large(int way)
{
    atomic_store(&rpi_habits, large_habits[way % LARGE_HABITS]);
    if (way < LARGE_HABITS)
        dirty_scratch();
    else if (!taken[0])
        starve();
}

/* All of them; of few cases one each, but other cases others. */
static unsigned large_ways(uint64_t id)
{
    if (session_is_whole())
        return (1U << 2 * LARGE_HABITS) - 1;
    return 1U << id % LARGE_HABITS | 1U << (LARGE_HABITS + (id + 2) % LARGE_HABITS);
}

/* What is large goes other ways: of a reduction, rows that do not fit the scratch, with
   last blocks of seven and of eight streams, rows that are narrow to one VL and not to
   another, and such that go by places or in groups, few whose tiles are wide, blocks that
   L1 does not hold, and last ones of six streams, of seven, and of a bit more, up to 16
   rows in several parts, lines of some blocks, with a rest and without, rows that begin
   each elsewhere, more than L2 holds, and short rows with gaps; of the broadcast of a
   row, lines that are cut, in place and not, and of a column, narrow ones, of 4.5 MB.
   What adds or scales a matrix works in place on 3 MB, without gaps and with. */
enum {
    LARGE_ROWS = 5, /* four at as many places, and one left */
    LARGE_ROW = 3500000 / sizeof(elem) / LARGE_ROWS,
    LARGE_COLUMN = 4500000 / sizeof(elem),
    LARGE_IN_PLACE = 3000000 / sizeof(elem) / 3,
    LARGE_STRIDE = 25, /* prime to the number of shapes */
    LARGE_LEAST = 8,   /* of them are run in any case */
};
static const struct large_size {
    ptrdiff_t m, n;
} large_reduce[] = {{20000, 7},  {9000, 11},  {5000, 24},  {224, 336},  {240, 336},
                    {50000, 3},  {2000, 80},  {250, 336},  {16, 20003}, {230, 2050},
                    {13, 10240}, {16, 18432}, {250, 5000}, {40000, 2},  {17000, 4},
                    {1, 40000},  {60, 200},   {29, 384},   {23, 640},   {19, 724},
                    {11, 1408},  {13, 1500},  {250, 300},  {250, 302},  {250, 301},
                    {20, 16387}, {28, 16387}, {51, 17003}, {1200, 128}, {420, 1001},
                    {5000, 90},  {420, 1002}, {2200, 20},  {7000, 9},   {3000, 29},
                    {900, 100},  {140000, 2}, {20000, 6}};
/* From this one on with gaps: 7000 short rows are five streams a part of 64 KB apart. */
enum { LARGE_PADDED = 31, LARGE_GAP = 3 };
_Static_assert(sizeof large_reduce / sizeof *large_reduce % 5 != 0,
               "the stride must visit every shape");

static uint64_t large_shapes(int row)
{
    return kinds[row] == KIND_reduce ? sizeof large_reduce / sizeof *large_reduce : 2;
}

static void shape_large(const struct target *t, uint64_t id, struct scene *scene)
{
    const enum kernel_kind kind = kinds[t->row];
    const bool odd = id % 2;
    scene->m = 3;
    scene->incx = 1;
    if (kind == KIND_reduce) {
        scene->m = large_reduce[id % large_shapes(t->row)].m;
        scene->n = large_reduce[id % large_shapes(t->row)].n;
    } else if (kind != KIND_bcast) {
        scene->n = LARGE_IN_PLACE;
        scene_alias(scene, C_IS_A);
    } else if (subjects[t->row].traits[0] == 'm') {
        scene->n = odd ? 11 : 3;
        scene->m = LARGE_COLUMN / scene->n;
    } else {
        scene->m = LARGE_ROWS;
        scene->n = LARGE_ROW;
        if (odd)
            scene_alias(scene, C_IS_A);
    }
    fit(&subjects[t->row], scene);
    scene->lda = scene->n;
    if (kind == KIND_reduce)
        scene->lda += id % large_shapes(t->row) >= LARGE_PADDED ? LARGE_GAP : 0;
    if (kind == KIND_add || kind == KIND_scale)
        scene->lda += odd ? 33 : 0;
    if (kind == KIND_add)
        scene->incx = scene->lda;
    scene->ldc = kind == KIND_bcast ? scene->n : 1;
}

static const char *check_large(const void *context, uint64_t id)
{
    const struct target *t = context;
    /* However few are run, other rows have others. */
    const uint64_t size = (id * LARGE_STRIDE + (uint64_t)t->row) % large_shapes(t->row);
    struct rng r = rng_for(session.seed, t->routine, id);
    struct scene scene = scene_of(t, id);
    dress(t, &scene, &r);
    shape_large(t, size, &scene);
    if (strstr(subjects[t->row].name, "sum") || strstr(subjects[t->row].name, "mean"))
        scene.profile = id % 2 ? UNIFORM : LOGNORMAL; /* no sum is infinite */
    const char *verdict = P(check_ways)(&subjects[t->row], t->table, &P(oracle_kernels),
                                        &scene, &r, large_ways(id), enter_large);
    feed();
    return verdict;
}

const char *P(kernel_large)(const void *table, int row)
{
    const struct subject *k = &subjects[row];
    struct target t = target_of(table, row, "/large");
    if (kinds[row] == KIND_divide || (has_one_result(k) && k->traits[0] == 'm'))
        return NULL;
    return session_sweep_some(LARGE_LEAST, t.routine, large_shapes(row), check_large, &t);
}
