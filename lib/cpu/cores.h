/* SPDX-License-Identifier: BSD-3-Clause */
/* cores.h -- how many threads this process can keep busy.
 *
 * May be called from: lib/threads, the tests. Calls: lib/util. Reads files: not for the
 * call path.
 */
#ifndef RPI_CORES_H
#define RPI_CORES_H

#include <stddef.h>

/* The least of: the physical cores among the CPUs that the process may run on, and what
   the quota of its control groups (versions 1 and 2) allows. At least 1. */
int rpi_cpu_threads(void);

/* Let this thread run where the process may, and not only where the thread that made it
   may; but not on this CPU, unless it is -1 or the only one. */
void rpi_cpu_unbind(int but);

/* The CPU that this thread runs on; -1 where the system does not tell. */
int rpi_cpu_current(void);

/* The same in parts, for a system whose files lie under root; the tests make such ones.
   */

/* How many of the CPUs lead their core: no CPU before them in the list shares it. */
int rpi_cpu_cores(const char *root, const int *cpus, int count);

/* What the control groups allow, rounded up; 0 when they set no limit. */
int rpi_cpu_quota(const char *root);

#endif
