/* SPDX-License-Identifier: BSD-3-Clause */
/* family_laws.c -- the laws of sums, means, maxima and minima alike. */

#include "api/sheet.h"

static bool layouts_agree(struct sheet *s, const struct family *f)
{
    transpose(s);
    f->axis0(RP_ROW_MAJOR, s->m, s->n, s->a, s->n, s->one, 1);
    f->axis0(RP_COL_MAJOR, s->m, s->n, s->copy, s->m, s->two, 1);
    if (!agree(s, s->n))
        return false;
    f->axis1(RP_ROW_MAJOR, s->m, s->n, s->a, s->n, s->one, 1);
    f->axis1(RP_COL_MAJOR, s->m, s->n, s->copy, s->m, s->two, 1);
    f->ge(RP_ROW_MAJOR, s->m, s->n, s->a, s->n, s->one + s->m);
    f->ge(RP_COL_MAJOR, s->m, s->n, s->copy, s->m, s->two + s->m);
    return agree(s, s->m + 1);
}

static bool axis0_is_axis1_of_transpose(struct sheet *s, const struct family *f)
{
    transpose(s);
    f->axis0(RP_ROW_MAJOR, s->m, s->n, s->a, s->n, s->one, 1);
    f->axis1(RP_ROW_MAJOR, s->n, s->m, s->copy, s->m, s->two, 1);
    return agree(s, s->n);
}

static bool axes_are_those_of_vectors(struct sheet *s, const struct family *f)
{
    f->axis0(RP_ROW_MAJOR, s->m, s->n, s->a, s->n, s->one, 1);
    f->axis1(RP_ROW_MAJOR, s->m, s->n, s->a, s->n, s->one + s->n, 1);
    for (ptrdiff_t j = 0; j < s->n; j++)
        f->vector(s->m, s->a + j, s->n, s->two + j);
    for (ptrdiff_t i = 0; i < s->m; i++)
        f->vector(s->n, s->a + i * s->n, 1, s->two + s->n + i);
    return agree(s, s->n + s->m);
}

/* x[n-1], .. x[0] at increment -1 is x[0], .. x[n-1] at 1; the same for y. */
static bool negative_increments_reverse(struct sheet *s, const struct family *f)
{
    ptrdiff_t count = s->m * s->n;
    for (ptrdiff_t k = 0; k < count; k++)
        s->copy[2 * (count - 1 - k)] = s->a[k];
    f->vector(count, s->a, 1, s->one + s->n);
    f->vector(count, s->copy, -2, s->two + s->n);
    f->axis0(RP_ROW_MAJOR, s->m, s->n, s->a, s->n, s->one, 1);
    f->axis0(RP_ROW_MAJOR, s->m, s->n, s->a, s->n, s->three, -3);
    for (ptrdiff_t j = 0; j < s->n; j++)
        s->two[j] = s->three[3 * (s->n - 1 - j)];
    return agree(s, s->n + 1);
}

/* The sheet somewhere inside a larger matrix of NaN. */
static bool place_does_not_matter(struct sheet *s, const struct family *f)
{
    ptrdiff_t ld = s->n + 7, both = s->n + s->m;
    for (ptrdiff_t k = 0; k < (s->m + 2) * ld; k++)
        s->copy[k] = (elem)from_bits(INF_BITS | QUIET_BIT);
    elem *inner = s->copy + ld + 3;
    for (ptrdiff_t k = 0; k < s->m * s->n; k++)
        inner[k / s->n * ld + k % s->n] = s->a[k];
    f->axis0(RP_ROW_MAJOR, s->m, s->n, s->a, s->n, s->one, 1);
    f->axis0(RP_ROW_MAJOR, s->m, s->n, inner, ld, s->two, 1);
    f->axis1(RP_ROW_MAJOR, s->m, s->n, s->a, s->n, s->one + s->n, 1);
    f->axis1(RP_ROW_MAJOR, s->m, s->n, inner, ld, s->two + s->n, 1);
    f->ge(RP_ROW_MAJOR, s->m, s->n, s->a, s->n, s->one + both);
    f->ge(RP_ROW_MAJOR, s->m, s->n, inner, ld, s->two + both);
    return agree(s, both + 1);
}

const struct law P(family_laws)[] = {
    {"layouts_agree", layouts_agree},
    {"axis0_is_axis1_of_transpose", axis0_is_axis1_of_transpose},
    {"axes_are_those_of_vectors", axes_are_those_of_vectors},
    {"negative_increments_reverse", negative_increments_reverse},
    {"place_does_not_matter", place_does_not_matter},
    {NULL, NULL},
};
