/* SPDX-License-Identifier: BSD-3-Clause */
/* likwid-marker.h -- the markers of a likwid that counts nothing: see stub.c. */
#ifndef PERF_LIKWID_STUB_H
#define PERF_LIKWID_STUB_H

void likwid_markerInit(void);
int likwid_markerStartRegion(const char *name);
int likwid_markerStopRegion(const char *name);
void likwid_markerClose(void);

#define LIKWID_MARKER_INIT likwid_markerInit()
#define LIKWID_MARKER_START(name) likwid_markerStartRegion(name)
#define LIKWID_MARKER_STOP(name) likwid_markerStopRegion(name)
#define LIKWID_MARKER_CLOSE likwid_markerClose()

#endif
