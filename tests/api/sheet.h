/* SPDX-License-Identifier: BSD-3-Clause */
/* sheet.h -- a matrix, and room for what the laws make of it. */
#ifndef TEST_SHEET_H
#define TEST_SHEET_H

#include "harness/api.h"

enum { SHEET_ELEMENTS = 8192, SHEET_ROOM = 4 * SHEET_ELEMENTS };

/* m rows of n, packed; the rest is scratch: laws compare one with two. */
struct sheet {
    ptrdiff_t m, n;
    elem a[SHEET_ELEMENTS], copy[SHEET_ROOM];
    real one[SHEET_ROOM], two[SHEET_ROOM], three[SHEET_ROOM];
};

/* The four routines of one reduction. */
struct family {
    const char *name;
    api_axis *axis0, *axis1;
    api_ge *ge;
    api_vector *vector;
};

/* A law of this reduction, or, where the family is NULL, of others. */
struct law {
    const char *name;
    bool (*holds)(struct sheet *s, const struct family *f);
};

/* Is one[k] two[k], for k < n? Every NaN counts as the same. */
static inline bool agree(const struct sheet *s, ptrdiff_t n)
{
    for (ptrdiff_t k = 0; k < n; k++) {
        bits x = to_bits(s->one[k]), y = to_bits(s->two[k]);
        if (x != y && !(is_nan(x) && is_nan(y)))
            return false;
    }
    return true;
}

/* The sheet in the other layout: copy[j*m + i] = a[i*n + j]. */
static inline void transpose(struct sheet *s)
{
    for (ptrdiff_t i = 0; i < s->m; i++)
        for (ptrdiff_t j = 0; j < s->n; j++)
            s->copy[j * s->m + i] = s->a[i * s->n + j];
}

/* The laws that every family obeys; a row without a name ends them. */
extern const struct law P(family_laws)[];

#endif
