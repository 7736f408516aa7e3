/* SPDX-License-Identifier: BSD-3-Clause */
/* telemetry.c -- how much the library remembers of its calls. */

#include "telemetry/telemetry.h"
#include "plan/decide.h"
#include "raptors.h"

/*
 * rp_telemetry_enable -- choose how much the library remembers of its calls
 *
 * Formula   returns the former level
 * Args      1 level  in   0 = nothing; 1, the default = calls, bytes and path of every
 *                         kind of call, and times of some of those that are long enough
 *                         to be shared with helper threads; 2 = times of all calls
 * Errors    -1 is returned, and nothing changes, when level is none of these; the error
 *           handler is not called
 * Numerics  the level changes the speed and no bit of any result
 * Threads   safe at any time, for all threads of the process. With level 0, the size of a
 *           call alone decides how many threads it gets; with 1 and 2, the times of such
 *           calls before it. Counts may miss a call where threads call at the same moment
 * Source    RAPTORS_TELEMETRY gives the level at the start
 */
int rp_telemetry_enable(int level)
{
    return level < 0 || level >= RPI_LEVELS ? -1 : rpi_set_telemetry(level);
}

/*
 * rp_telemetry_reset -- forget all calls, and what their times have taught
 *
 * Formula   rp_threading_info names no keys until there are calls; its threads stay
 * Errors    none
 * Numerics  changes no bit of any result
 * Threads   safe at any time; a call under way may still be counted after it
 * Source    the costs of starting helper threads, which were measured once, stay
 */
void rp_telemetry_reset(void)
{
    rpi_telemetry_forget();
}
