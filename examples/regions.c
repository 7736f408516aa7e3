/* SPDX-License-Identifier: BSD-3-Clause */
/* regions.c -- single calls under a profiler: the hooks mark each with its name. */

#include <raptors.h>
#include <stdio.h>

#if defined(LIKWID_PERFMON)
#include <likwid-marker.h>
#else /* to see where the markers stand */
#define LIKWID_MARKER_INIT (void)0
#define LIKWID_MARKER_START(region) printf("> %s\n", region)
#define LIKWID_MARKER_STOP(region) printf("< %s\n", region)
#define LIKWID_MARKER_CLOSE (void)0
#endif

static void start(const char *routine)
{
    LIKWID_MARKER_START(routine);
}

static void stop(const char *routine)
{
    LIKWID_MARKER_STOP(routine);
}

enum { M = 1000, N = 1000 };
static float a[M * N], b[M * N], y[N];

int main(void)
{
    LIKWID_MARKER_INIT;
    rp_set_region_hooks(start, stop);

    rp_saxis0sum(RP_ROW_MAJOR, M, N, a, N, y, 1);
    rp_sgescal(RP_ROW_MAJOR, M, N, 2.0f, a, N, b, N);

    rp_set_region_hooks(NULL, NULL); /* calls that do not matter */
    rp_sgescal(RP_ROW_MAJOR, 1, N, 0.5f, y, N, y, N);

    LIKWID_MARKER_CLOSE;
    return 0;
}
