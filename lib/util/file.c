/* SPDX-License-Identifier: BSD-3-Clause */
/* file.c -- small files in which the system tells about itself. */

#include "config.h"

#include "util/file.h"

#include <stdio.h>
#include <string.h>

bool rpi_read_line(const char *folder, const char *name, char *line, int size)
{
    char path[RPI_PATH_SIZE];
    if (snprintf(path, sizeof path, "%s/%s", folder, name) >= (int)sizeof path)
        return false;
    FILE *file = fopen(path, "re");
    const bool read = file && fgets(line, size, file);
    if (file)
        fclose(file);
    if (read)
        line[strcspn(line, "\n")] = '\0';
    return read;
}
