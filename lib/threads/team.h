/* SPDX-License-Identifier: BSD-3-Clause */
/* team.h -- what a backend gives to team.c, and what team.c gives to it.
 *
 * Used in this folder only. Helpers are numbered from 1; 0 is the caller. But for
 * rpi_team_awake and rpi_team_rouse, only who has the team calls a backend.
 */
#ifndef RPI_TEAM_H
#define RPI_TEAM_H

#include <stdbool.h>

#include "threads/threads.h"

/* ---- The backend ------------------------------------------------------------------- */

extern const char *const rpi_team_backend;

/* Threads that it can have at work on a call, the caller included. */
extern const int rpi_team_most;

/* Before the first use, by any caller; false: there will be no team. */
bool rpi_team_prepare(void);

/* Have `helpers` helpers; how many there are. */
int rpi_team_start(int helpers);
int rpi_team_started(void);

/* Would they all start at once? */
bool rpi_team_awake(int helpers);

/* Have them spin, if they sleep, for the job that is likely to come. */
void rpi_team_rouse(int helpers);

/* Have every helper go to sleep as soon as it is idle, or no longer so. */
void rpi_team_tire(bool tired);

/* Have rpi_team_help called by the caller and by such helpers as find the time; none of
   them is in it on return. */
void rpi_team_work(int helpers);

/* ---- team.c ------------------------------------------------------------------------ */

/* Take part in the job, as thread number `me`. */
void rpi_team_help(int me);

/* In the child of a fork: nobody has the team. */
void rpi_team_forget(void);

#endif
