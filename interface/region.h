/* SPDX-License-Identifier: BSD-3-Clause */
/* region.h -- what every entry does round its routine: the hooks, and the error handler.
 *
 * May be called from: interface.
 */
#ifndef RPI_REGION_H
#define RPI_REGION_H

#include <stdatomic.h>
#include <stddef.h>

#include "raptors.h"
#include "util/hidden.h"

struct rpi_hooks {
    _Atomic(rp_region_hook) start, stop;
};

/* NULL without hooks, which costs a call one load. */
extern RPI_HIDDEN _Atomic(const struct rpi_hooks *) rpi_hooks;

/* Tell the handler and return -argument, as every routine does. */
int rpi_illegal(const char *routine, int argument) __attribute__((cold));

/* The same for the Fortran module, which is another library; a Fortran 77 symbol. */
RP_API void rp_illegal_argument_(const char *routine, const int32_t *argument);

/* Calls the start hook and returns the stop hook that belongs to it. */
rp_region_hook rpi_region_start(const struct rpi_hooks *hooks, const char *routine)
    __attribute__((cold));

static inline rp_region_hook rpi_region_enter(const char *routine)
{
    const struct rpi_hooks *hooks =
        atomic_load_explicit(&rpi_hooks, memory_order_acquire);
    return hooks ? rpi_region_start(hooks, routine) : NULL;
}

static inline int rpi_region_leave(rp_region_hook stop, const char *routine, int status)
{
    if (status)
        status = rpi_illegal(routine, -status);
    if (stop)
        stop(routine);
    return status;
}

/* The body of an entry under the name that its caller used. */
#define RP_REGION(routine, call)                                                         \
    const rp_region_hook rp_stop = rpi_region_enter(routine);                            \
    const int rp_status = rpi_region_leave(rp_stop, routine, (call))

#endif
