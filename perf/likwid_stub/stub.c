/* SPDX-License-Identifier: BSD-3-Clause */
/* stub.c -- a likwid that writes its calls to the file $LIKWID_STUB_LOG, for the tests.
 *
 * A line a call: "init", "start NAME", "stop NAME NS" with the time since the last start,
 * "close".
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "likwid-marker.h"

static FILE *record;
static struct timespec started;

void likwid_markerInit(void)
{
    const char *path = getenv("LIKWID_STUB_LOG");
    record = path ? fopen(path, "w") : NULL;
    if (record)
        fputs("init\n", record);
}

int likwid_markerStartRegion(const char *name)
{
    if (record)
        fprintf(record, "start %s\n", name);
    return clock_gettime(CLOCK_MONOTONIC, &started);
}

int likwid_markerStopRegion(const char *name)
{
    struct timespec now;
    int status = clock_gettime(CLOCK_MONOTONIC, &now);
    if (record)
        fprintf(record, "stop %s %.0f\n", name,
                (double)(now.tv_sec - started.tv_sec) * 1e9 +
                    (double)(now.tv_nsec - started.tv_nsec));
    return status;
}

void likwid_markerClose(void)
{
    if (record && fputs("close\n", record) >= 0)
        fclose(record);
}
