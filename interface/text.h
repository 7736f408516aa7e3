/* SPDX-License-Identifier: BSD-3-Clause */
/* text.h -- text that may not fit: all of it is counted, what fits is written. */
#ifndef RPI_TEXT_H
#define RPI_TEXT_H

#include <stddef.h>

struct rpi_text {
    char *buf;
    size_t size, length;
};

#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
void rpi_text_add(struct rpi_text *t, const char *format, ...);

/* The keys of telemetry as a JSON array. */
void rpi_text_add_keys(struct rpi_text *t);

#endif
