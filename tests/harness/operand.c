/* SPDX-License-Identifier: BSD-3-Clause */
/* operand.c -- a matrix or vector in guarded memory, with canaries all round it.
 *
 * Compiled for s and d; ds has one operand of each.
 */

#include "harness/operand.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* Canaries on the side away from the forbidden page: more than a kernel's widest step. */
enum { APRON = 160 };

struct P(operand) P(operand_place)(int which, struct shape shape, struct place place)
{
    const struct arena *arena = arena_get(which);
    ptrdiff_t span = shape_span(shape);
    ptrdiff_t before = place.right ? APRON : place.offset;
    ptrdiff_t after = place.right ? place.offset : APRON;
    struct P(operand) o = {.shape = shape, .count = before + span + after};
    o.zone =
        place.right ? (real *)(void *)arena->hi - o.count : (real *)(void *)arena->lo;
    o.first = o.zone + before;
    if (shape.ld < 0 && span > 0)
        o.first += (shape.lines - 1) * -shape.ld;
    put_canaries(o.zone, (size_t)o.count);
    return o;
}

struct P(operand) P(operand_image)(const struct P(operand) * o)
{
    struct P(operand) image = *o;
    image.zone = malloc((size_t)o->count * sizeof(real));
    if (!image.zone)
        abort();
    memcpy(image.zone, o->zone, (size_t)o->count * sizeof(real));
    image.first = image.zone + (o->first - o->zone);
    return image;
}

void P(operand_restore)(const struct P(operand) * o, const struct P(operand) * image)
{
    memcpy(o->zone, image->zone, (size_t)o->count * sizeof(real));
}

static bool same(real got, real want)
{
    bits g = to_bits(got), w = to_bits(want);
    return g == w || (is_nan(g) && is_nan(w) && g != CANARY && w != CANARY);
}

ptrdiff_t P(operand_compare)(const struct P(operand) * got,
                             const struct P(operand) * want)
{
    if (!memcmp(got->zone, want->zone, (size_t)got->count * sizeof(real)))
        return -1;
    for (ptrdiff_t i = 0; i < got->count; i++)
        if (!same(got->zone[i], want->zone[i]))
            return i;
    return -1;
}

/* Neighbouring numbers differ by one, through zero as well. */
static uint64_t ulp_distance(bits x, bits y)
{
    uint64_t magnitude_x = x & ~SIGN_BIT, magnitude_y = y & ~SIGN_BIT;
    if ((x ^ y) & SIGN_BIT)
        return magnitude_x + magnitude_y;
    return magnitude_x > magnitude_y ? magnitude_x - magnitude_y
                                     : magnitude_y - magnitude_x;
}

/* Which element lies there? false: none, it is a gap or an apron. */
static bool element_at(const struct P(operand) * o, ptrdiff_t at, ptrdiff_t *i,
                       ptrdiff_t *j)
{
    for (*i = 0; *i < o->shape.lines; ++*i) {
        *j = (o->zone + at) - (o->first + *i * o->shape.ld);
        if (*j >= 0 && *j < o->shape.cols)
            return true;
    }
    return false;
}

int P(operand_print)(char *text, size_t size, const struct P(operand) * got,
                     const struct P(operand) * want, ptrdiff_t at)
{
    ptrdiff_t i, j;
    real g = got->zone[at], w = want->zone[at];
    if (!element_at(got, at, &i, &j))
        return snprintf(text, size,
                        "wrote outside the output, %td elements from its first one: %a",
                        (got->zone + at) - got->first, (double)g);
    if (to_bits(g) == CANARY)
        return snprintf(text, size, "did not write output element (%td,%td)", i, j);
    return snprintf(text, size,
                    "output element (%td,%td) is %a, should be %a, %" PRIu64 " ulp off",
                    i, j, (double)g, (double)w, ulp_distance(to_bits(g), to_bits(w)));
}
