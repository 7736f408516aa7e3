/* SPDX-License-Identifier: BSD-3-Clause */
/* f77_runtime.c -- the runtime calls with integers as Fortran 77 subroutines.
 *
 * INFO is what the function in C returns, or 0. As f77.c, once for INTEGER and for
 * INTEGER*8.
 */

#include "raptors.h"

/* The callers are written in Fortran and see no prototypes. */
#pragma GCC diagnostic ignored "-Wmissing-prototypes"

#if defined(RP_F77_64)
typedef int64_t integer;
#define F77(name) name##_64_
#else
typedef int32_t integer;
#define F77(name) name##_
#endif

/* An INTEGER*8 may not fit an int: such a number is illegal, not cut short. */
static int small(integer n)
{
    return n == (int)n ? (int)n : -1;
}

RP_API void F77(rp_get_num_threads)(integer *info)
{
    *info = rp_get_num_threads();
}

RP_API void F77(rp_set_num_threads)(const integer *n, integer *info)
{
    *info = rp_set_num_threads(small(*n));
}

RP_API void F77(rp_set_num_threads_local)(const integer *n, integer *info)
{
    *info = rp_set_num_threads_local(small(*n));
}

RP_API void F77(rp_telemetry_enable)(const integer *level, integer *info)
{
    *info = rp_telemetry_enable(small(*level));
}

RP_API void F77(rp_telemetry_reset)(integer *info)
{
    rp_telemetry_reset();
    *info = 0;
}
