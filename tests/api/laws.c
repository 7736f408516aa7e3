/* SPDX-License-Identifier: BSD-3-Clause */
/* laws.c -- what must hold, bit for bit, between the results of different calls. */

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/cases.h"
#include "api/sheet.h"
#include "harness/operand.h"
#include "harness/session.h"

enum { CASES = 300 };

static bool gesum_is_sum_of_sums(struct sheet *s, const struct family *none)
{
    (void)none;
    RP(axis0sum)(RP_ROW_MAJOR, s->m, s->n, s->a, s->n, s->three, 1);
    RP_REAL(sum)(s->n, s->three, 1, s->one);
    RP(gesum)(RP_ROW_MAJOR, s->m, s->n, s->a, s->n, s->two);
    return agree(s, 1);
}

/* In memory of the longer row, so that -0 columns and -0 rows are both appended. */
static bool minus_zeros_change_nothing(struct sheet *s, const struct family *none)
{
    (void)none;
    ptrdiff_t wide = s->n + 5, tall = s->m + 3;
    for (ptrdiff_t k = 0; k < tall * wide; k++)
        s->copy[k] = k / wide < s->m && k % wide < s->n ? s->a[k / wide * s->n + k % wide]
                                                        : (elem)from_bits(SIGN_BIT);
    RP(axis0sum)(RP_ROW_MAJOR, s->m, s->n, s->a, s->n, s->one, 1);
    RP(axis0sum)(RP_ROW_MAJOR, tall, s->n, s->copy, wide, s->two, 1);
    RP(axis1sum)(RP_ROW_MAJOR, s->m, s->n, s->a, s->n, s->one + s->n, 1);
    RP(axis1sum)(RP_ROW_MAJOR, s->m, wide, s->copy, wide, s->two + s->n, 1);
    return agree(s, s->n + s->m);
}

/* Appended +0 change no sum but a zero's sign. */
static bool plus_zeros_change_only_a_zero(struct sheet *s, const struct family *none)
{
    (void)none;
    ptrdiff_t count = s->m * s->n;
    memcpy(s->copy, s->a, (size_t)count * sizeof(elem));
    for (ptrdiff_t k = count; k < count + 9; k++)
        s->copy[k] = 0;
    RP(sum)(count, s->a, 1, s->one);
    RP(sum)(count + 9, s->copy, 1, s->two);
    return agree(s, 1) || (s->one[0] == 0 && s->two[0] == 0);
}

/* Divided once, after the sum. */
static bool means_are_divided_sums(struct sheet *s, const struct family *none)
{
    (void)none;
    ptrdiff_t m = s->m, n = s->n, all = n + m;
    RP(axis0sum)(RP_ROW_MAJOR, m, n, s->a, n, s->one, 1);
    RP(axis1sum)(RP_ROW_MAJOR, m, n, s->a, n, s->one + n, 1);
    RP(gesum)(RP_ROW_MAJOR, m, n, s->a, n, s->one + all);
    RP(sum)(m * n, s->a, 1, s->one + all + 1);
    for (ptrdiff_t k = 0; k < all + 2; k++)
        s->one[k] /= (real)(k < n ? m : k < all ? n : m * n);
    RP(axis0mean)(RP_ROW_MAJOR, m, n, s->a, n, s->two, 1);
    RP(axis1mean)(RP_ROW_MAJOR, m, n, s->a, n, s->two + n, 1);
    RP(gemean)(RP_ROW_MAJOR, m, n, s->a, n, s->two + all);
    RP(mean)(m * n, s->a, 1, s->two + all + 1);
    return agree(s, all + 2);
}

#ifdef RP_PREC_DS

/* Floats first made doubles, and then summed as those. */
static bool doubles_agree(struct sheet *s, const struct family *none)
{
    (void)none;
    ptrdiff_t m = s->m, n = s->n;
    for (ptrdiff_t k = 0; k < m * n; k++)
        s->three[k] = s->a[k];
    rp_dsaxis0sum(RP_ROW_MAJOR, m, n, s->a, n, s->one, 1);
    rp_daxis0sum(RP_ROW_MAJOR, m, n, s->three, n, s->two, 1);
    rp_dsaxis1mean(RP_ROW_MAJOR, m, n, s->a, n, s->one + n, 1);
    rp_daxis1mean(RP_ROW_MAJOR, m, n, s->three, n, s->two + n, 1);
    rp_dsgesum(RP_COL_MAJOR, n, m, s->a, n, s->one + n + m);
    rp_dgesum(RP_COL_MAJOR, n, m, s->three, n, s->two + n + m);
    return agree(s, n + m + 1);
}

#else

/* Row-major rows are column-major columns: the same memory, the broadcast turned. */
static bool broadcasts_turn_with_the_layout(struct sheet *s, const struct family *none)
{
    (void)none;
    api_bcast *const add = RP(geadd_bcast);
    ptrdiff_t m = s->m, n = s->n;
    add(RP_ROW_MAJOR, RP_BCAST_ROW, m, n, 3, s->a, n, -1, s->a, 1, s->one, n);
    add(RP_COL_MAJOR, RP_BCAST_COL, n, m, 3, s->a, n, -1, s->a, 1, s->two, n);
    if (!agree(s, m * n))
        return false;
    add(RP_ROW_MAJOR, RP_BCAST_COL, m, n, 3, s->a, n, -1, s->a, 1, s->one, n);
    add(RP_COL_MAJOR, RP_BCAST_ROW, n, m, 3, s->a, n, -1, s->a, 1, s->two, n);
    return agree(s, m * n);
}

/* In this order nothing rounds differently: x + -0 is x, whatever x, and 1*x is x. */
static bool scaling_is_adding_nothing(struct sheet *s, const struct family *none)
{
    (void)none;
    ptrdiff_t m = s->m, n = s->n;
    const real nothing = from_bits(SIGN_BIT);
    RP(gescal)(RP_ROW_MAJOR, m, n, 3, s->a, n, s->one, n);
    const int scalar = RP_BCAST_SCALAR;
    RP(geadd_bcast)(RP_ROW_MAJOR, scalar, m, n, 3, s->a, n, 1, &nothing, 1, s->two, n);
    return agree(s, m * n);
}

/* Broadcasting is adding a matrix of equal rows, in either layout, in place or not. */
static bool broadcasting_is_adding_a_matrix(struct sheet *s, const struct family *none)
{
    (void)none;
    ptrdiff_t m = s->m, n = s->n;
    for (ptrdiff_t k = 0; k < m * n; k++)
        s->copy[k] = s->a[k % n];
    const int row = RP_BCAST_ROW;
    RP(geadd_bcast)(RP_ROW_MAJOR, row, m, n, 3, s->a, n, -2, s->a, 1, s->one, n);
    RP(geadd)(RP_ROW_MAJOR, m, n, 3, s->a, n, -2, s->copy, n, s->two, n);
    if (!agree(s, m * n))
        return false;
    RP(geadd)(RP_COL_MAJOR, n, m, -2, s->copy, n, 3, s->a, n, s->copy, n);
    memcpy(s->two, s->copy, (size_t)(m * n) * sizeof(real));
    return agree(s, m * n);
}

/* The greatest is the least of the numbers with their signs turned. */
static bool extremes_mirror(struct sheet *s, const struct family *none)
{
    (void)none;
    ptrdiff_t m = s->m, n = s->n;
    for (ptrdiff_t k = 0; k < m * n; k++)
        s->copy[k] = -s->a[k];
    RP(axis0max)(RP_ROW_MAJOR, m, n, s->a, n, s->one, 1);
    RP(axis0min)(RP_ROW_MAJOR, m, n, s->copy, n, s->two, 1);
    RP(axis1max)(RP_ROW_MAJOR, m, n, s->a, n, s->one + n, 1);
    RP(axis1min)(RP_ROW_MAJOR, m, n, s->copy, n, s->two + n, 1);
    for (ptrdiff_t k = 0; k < n + m; k++)
        s->two[k] = -s->two[k];
    return agree(s, n + m);
}

/* Here no order matters: that of the matrix, its transpose, or one long vector. */
static bool extremes_have_no_order(struct sheet *s, const struct family *none)
{
    (void)none;
    ptrdiff_t m = s->m, n = s->n;
    RP(gemax)(RP_ROW_MAJOR, m, n, s->a, n, s->one);
    RP(gemin)(RP_ROW_MAJOR, m, n, s->a, n, s->one + 1);
    s->one[2] = s->one[0];
    s->one[3] = s->one[1];
    RP(gemax)(RP_COL_MAJOR, m, n, s->a, m, s->two);
    RP(gemin)(RP_COL_MAJOR, m, n, s->a, m, s->two + 1);
    RP(max)(m * n, s->a, -1, s->two + 2);
    RP(min)(m * n, s->a, 1, s->two + 3);
    return agree(s, 4);
}

#endif

static const struct law laws[] = {
    {"gesum_is_sum_of_sums", gesum_is_sum_of_sums},
    {"minus_zeros_change_nothing", minus_zeros_change_nothing},
    {"plus_zeros_change_only_a_zero", plus_zeros_change_only_a_zero},
    {"means_are_divided_sums", means_are_divided_sums},
#ifdef RP_PREC_DS
    {"doubles_agree", doubles_agree},
#else
    {"broadcasts_turn_with_the_layout", broadcasts_turn_with_the_layout},
    {"scaling_is_adding_nothing", scaling_is_adding_nothing},
    {"broadcasting_is_adding_a_matrix", broadcasting_is_adding_a_matrix},
    {"extremes_mirror", extremes_mirror},
    {"extremes_have_no_order", extremes_have_no_order},
#endif
};

#define FAMILY(op)                                                                       \
    {                                                                                    \
#op, RP(axis0##op), RP(axis1##op), RP(ge##op), RP(op)                            \
    }

static const struct family families[] = {
    FAMILY(sum),
    FAMILY(mean),
#ifndef RP_PREC_DS
    FAMILY(max),
    FAMILY(min),
#endif
};

enum {
    LAWS = sizeof laws / sizeof *laws,
    FAMILIES = sizeof families / sizeof *families,
};

/* ---- the sweep over sheets --------------------------------------------------------- */

/* A law and, unless it is NULL, its family. */
struct target {
    const struct law *law;
    const struct family *family;
    char name[64];
};

static enum profile draw_sheet(struct sheet *s, struct rng *r)
{
    static const int sides[] = {1, 2, 5, 9, 20, 33, 64, 130, 260, 600};
    int m = RNG_PICK(r, sides), most = SHEET_ELEMENTS / m / 2;
    s->m = 1 + rng_below(r, m);
    s->n = 1 + rng_below(r, most < 600 ? most : 600);
    struct E(operand) o = {.shape = {s->m, s->n, s->n}, .first = s->a};
    enum profile profile = (enum profile)rng_below(r, PROFILES);
    E(operand_fill)(&o, r, profile, -1);
    return profile;
}

static const char *check_law(const void *context, uint64_t id)
{
    static char text[400];
    static struct sheet sheet;
    const struct target *t = context;
    struct rng r = rng_for(session.seed, t->name, id);
    enum profile profile = draw_sheet(&sheet, &r);
    if (t->law->holds(&sheet, t->family))
        return NULL;
    snprintf(text, sizeof text,
             PREFIX " law %s broken: m=%td n=%td profile=%s\n"
                    "replay: RAPTORS_TEST_SEED=0x%" PRIx64
                    " RAPTORS_TEST_CASE=%s:%" PRIu64 " %s %s",
             t->name, sheet.m, sheet.n, profile_names[profile], session.seed, t->name, id,
             session.program, session.isa);
    return text;
}

int P(api_laws)(void)
{
    int each = 0;
    while (P(family_laws)[each].name)
        each++;
    return LAWS + FAMILIES * each;
}

/* The laws, and then each family law for each family. */
const char *P(api_law)(int which)
{
    struct target t = {0};
    if (which < LAWS) {
        t.law = &laws[which];
        snprintf(t.name, sizeof t.name, "%s", t.law->name);
    } else {
        t.law = &P(family_laws)[(which - LAWS) / FAMILIES];
        t.family = &families[(which - LAWS) % FAMILIES];
        snprintf(t.name, sizeof t.name, "%s/%s", t.law->name, t.family->name);
    }
    return session_sweep(t.name, CASES, check_law, &t);
}

/* ---- What comes from the memory ---------------------------------------------------- */

/* So large a matrix goes to other kernels, and its halves do not. */
enum { FAR_ELEMENTS = 17000000 / sizeof(elem) };

/* Both axes of the halves, of rows or of columns, are those of the whole. */
static bool halves_agree(const struct family *f, ptrdiff_t m, ptrdiff_t n, const elem *a,
                         real *one, real *two)
{
    const ptrdiff_t i = m / 2, j = n / 2;
    f->axis1(RP_ROW_MAJOR, m, n, a, n, one, 1);
    f->axis1(RP_ROW_MAJOR, i, n, a, n, two, 1);
    f->axis1(RP_ROW_MAJOR, m - i, n, a + i * n, n, two + i, 1);
    if (memcmp(one, two, (size_t)m * sizeof *one) != 0)
        return false;
    f->axis0(RP_ROW_MAJOR, m, n, a, n, one, 1);
    f->axis0(RP_ROW_MAJOR, m, j, a, n, two, 1);
    f->axis0(RP_ROW_MAJOR, m, n - j, a + j, n, two + j, 1);
    return memcmp(one, two, (size_t)n * sizeof *one) == 0;
}

/* The sum of all is that of the sums, in either layout. */
static bool sums_agree(ptrdiff_t m, ptrdiff_t n, const elem *a, real *one)
{
    real of_sums, all;
    RP(axis0sum)(RP_ROW_MAJOR, m, n, a, n, one, 1);
    RP_REAL(sum)(n, one, 1, &of_sums);
    RP(gesum)(RP_ROW_MAJOR, m, n, a, n, &all);
    if (to_bits(all) != to_bits(of_sums))
        return false;
    RP(axis1sum)(RP_ROW_MAJOR, m, n, a, n, one, 1);
    RP_REAL(sum)(m, one, 1, &of_sums);
    RP(gesum)(RP_COL_MAJOR, n, m, a, n, &all);
    return to_bits(all) == to_bits(of_sums);
}

/* Matrices of so many columns. Two orders of addition hardly ever agree, not in double
   either. */
static const char *check_far(const void *context, uint64_t id)
{
    static char text[80];
    static const ptrdiff_t columns[] = {80, 24, 3000, 40000};
    const ptrdiff_t n = columns[id % 4], m = FAR_ELEMENTS / n;
    struct rng r = rng_for(session.seed, context, id);
    elem *a = malloc(FAR_ELEMENTS * sizeof *a);
    real *one = malloc(2 * (size_t)(m + n) * sizeof *one);
    const bool room = a && one;
    bool agree = room;
    for (ptrdiff_t k = 0; agree && k < FAR_ELEMENTS; k++) {
        const int exponent = -(int)rng_below(&r, 60);
        a[k] = (elem)ldexp((double)(rng_below(&r, 1 << 30) - (1 << 29)), exponent);
    }
    agree = agree && sums_agree(m, n, a, one);
    rp_set_num_threads_local(1);
    agree = agree && sums_agree(m, n, a, one);
    rp_set_num_threads_local(0);
    for (int f = 0; agree && f < FAMILIES; f++)
        agree = halves_agree(&families[f], m, n, a, one, one + m + n);
    free(a);
    free(one);
    snprintf(text, sizeof text, PREFIX ": %td columns: %s", n,
             room ? "parts disagree" : "no memory");
    return agree ? NULL : text;
}

const char *P(api_far)(void)
{
    static const char name[] = PREFIX "far";
    return session_sweep(name, 4, check_far, name);
}
