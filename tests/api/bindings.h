/* SPDX-License-Identifier: BSD-3-Clause */
/* bindings.h -- the ways to call the library, as tables. */
#ifndef TEST_BINDINGS_H
#define TEST_BINDINGS_H

#include "api/cases.h"
#include "harness/api.h"

static inline const struct api *P(binding)(enum binding which)
{
    return which == BINDING_C ? &P(library) : which == BINDING_F77 ? &P(f77) : &P(f77_64);
}

#endif
