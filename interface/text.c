/* SPDX-License-Identifier: BSD-3-Clause */
/* text.c -- text that may not fit. */

#include "interface/text.h"

#include <stdarg.h>
#include <stdio.h>

void rpi_text_add(struct rpi_text *t, const char *format, ...)
{
    const size_t left = t->length < t->size ? t->size - t->length : 0;
    va_list args;
    va_start(args, format);
    const int n = vsnprintf(left ? t->buf + t->length : NULL, left, format, args);
    va_end(args);
    t->length += n > 0 ? (size_t)n : 0;
}
