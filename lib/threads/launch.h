/* SPDX-License-Identifier: BSD-3-Clause */
/* launch.h -- measuring what it costs to start a helper. Used in this folder only. */
#ifndef RPI_LAUNCH_H
#define RPI_LAUNCH_H

/* Once in a process, by who has the team, when there are helpers. Takes a millisecond. */
void rpi_launch_measure(void);

#endif
