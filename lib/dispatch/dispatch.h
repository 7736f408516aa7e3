/* SPDX-License-Identifier: BSD-3-Clause */
/* dispatch.h -- which instruction set is in use, and its table of kernels.
 *
 * May be called from: lib/plan, interface (the isa calls) and the tests.
 * Calls: lib/cpu, lib/util. Holds one atomic pointer to a const table: no lock anywhere.
 */
#ifndef RPI_DISPATCH_H
#define RPI_DISPATCH_H

#include <stdatomic.h>
#include <stdbool.h>

#include "kernels/kernels.h"
#include "util/hidden.h"

/* The sets this library was built with, from the plainest to the widest. */
extern const struct rpi_isa *const rpi_isas[];
extern const int rpi_isas_count;

/* Can this machine run it? */
bool rpi_isa_usable(const struct rpi_isa *isa);

extern RPI_HIDDEN _Atomic(const struct rpi_isa *) rpi_isa_chosen;

/* Choose by CPU and environment. Racing threads all store the same value. */
const struct rpi_isa *rpi_isa_choose(void) __attribute__((cold));

static inline const struct rpi_isa *rpi_isa_current(void)
{
    const struct rpi_isa *isa =
        atomic_load_explicit(&rpi_isa_chosen, memory_order_acquire);
    return isa ? isa : rpi_isa_choose();
}

#endif
