/* SPDX-License-Identifier: BSD-3-Clause */
/* cpu.h -- what the machine is. Built for the baseline: it must run anywhere.
 *
 * May be called from: lib/dispatch, lib/plan, interface, the tests. Calls: lib/util. The
 * caches are read from files, once: not for the call path.
 */
#ifndef RPI_CPU_H
#define RPI_CPU_H

#include <stdbool.h>

#include "util/habits.h"

/* Do the processor and the operating system support the instruction set of that name,
   with every feature its kernels are compiled for? */
bool rpi_cpu_has(const char *isa);

/* The habits of such a processor, of enum rpi_habit. */
unsigned rpi_cpu_habits(void);

/* Bytes of the data caches that one thread sees; 0 where the system does not tell. */
struct rpi_caches {
    long l1d, l2, l3;
};

struct rpi_caches rpi_cpu_caches(void);

/* What the files of a Linux whose root is there tell; the tests make such ones. */
struct rpi_caches rpi_cpu_caches_told(const char *root);

#endif
