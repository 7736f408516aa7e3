/* SPDX-License-Identifier: BSD-3-Clause */
/* far.h -- which calls are about more than the caches can hold?
 *
 * May be called from: lib/plan, interface. Calls: lib/cpu.
 */
#ifndef RPI_FAR_H
#define RPI_FAR_H

#include <stddef.h>

/* A call that moves so many bytes stores past the caches. */
size_t rpi_far_bytes(void);

#endif
