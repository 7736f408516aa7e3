/* SPDX-License-Identifier: BSD-3-Clause */
/* far.h -- which calls are about more than the caches can hold?
 *
 * May be called from: lib/plan, interface, the tests. Calls: lib/cpu, lib/util.
 */
#ifndef RPI_FAR_H
#define RPI_FAR_H

#include <stdbool.h>
#include <stddef.h>

/* A call that moves so many bytes stores past the caches, by a team or one thread. */
size_t rpi_far_bytes(bool team);

#endif
