/* SPDX-License-Identifier: BSD-3-Clause */
/* file.h -- small files in which the system tells about itself.
 *
 * May be called from: lib/cpu. Calls nothing.
 */
#ifndef RPI_FILE_H
#define RPI_FILE_H

#include <stdbool.h>

enum { RPI_PATH_SIZE = 4096 };

/* The first line of a file, without its end; false when there is none. */
bool rpi_read_line(const char *folder, const char *name, char *line, int size);

#endif
