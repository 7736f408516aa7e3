/* SPDX-License-Identifier: BSD-3-Clause */
/* far.h -- which calls are about more than the caches can hold?
 *
 * May be called from: lib/plan, interface, the tests. Calls: lib/cpu.
 */
#ifndef RPI_FAR_H
#define RPI_FAR_H

#include <stddef.h>

/* A call of `width` threads that moves so many bytes stores past the caches. */
size_t rpi_far_bytes(int width);

#endif
