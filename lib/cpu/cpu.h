/* SPDX-License-Identifier: BSD-3-Clause */
/* cpu.h -- what the machine is. Built for the baseline: it must run anywhere.
 *
 * May be called from: lib/dispatch, interface. Calls nothing.
 */
#ifndef RPI_CPU_H
#define RPI_CPU_H

#include <stdbool.h>

/* Do the processor and the operating system support the instruction set of that name,
   with every feature its kernels are compiled for? */
bool rpi_cpu_has(const char *isa);

/* Bytes of the data caches that one thread sees; 0 where the system does not tell. */
struct rpi_caches {
    long l1d, l2, l3;
};

void rpi_cpu_caches(struct rpi_caches *caches);

#endif
