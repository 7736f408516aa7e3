/* SPDX-License-Identifier: BSD-3-Clause */
/* cases.h -- the tests through the public names; each gives a verdict, or NULL. */
#ifndef TEST_API_CASES_H
#define TEST_API_CASES_H

/* The first issue's rows of routines.def, all of them, and those that ds has. */
enum { API_FIRST_SUBJECTS = 6, API_SUBJECTS = 19, API_DS_SUBJECTS = 8 };

/* From C, from Fortran with INTEGER, from Fortran with INTEGER*8. */
enum binding { BINDING_C, BINDING_F77, BINDING_F77_64, BINDINGS };

/* random        calls against the oracle, in every respect that P(check) knows
   law           what holds between the results of different calls, and how many such laws
   bound         the error bound of a sum or mean, against a sum in long double
   far           parts of matrices from the memory, and the whole
   known_sums    numbers worked out by the Python of design.md */
#define DECLARE_API_TESTS(p)                                                             \
    const char *p##_api_random(int subject, enum binding binding);                       \
    int p##_api_laws(void);                                                              \
    const char *p##_api_law(int law);                                                    \
    const char *p##_api_bound(int subject);                                              \
    const char *p##_api_far(void);                                                       \
    const char *p##_api_known_sums(void);

DECLARE_API_TESTS(s)
DECLARE_API_TESTS(d)
DECLARE_API_TESTS(ds)

/* More numbers worked out by hand. */
const char *s_api_ieee(void);
const char *d_api_ieee(void);
const char *s_api_extremes(void);
const char *d_api_extremes(void);
const char *s_api_many_ones(void);

#endif
