/* SPDX-License-Identifier: BSD-3-Clause */
/* op.h -- what is reduced, and in which direction of the memory. */
#ifndef RPI_OP_H
#define RPI_OP_H

enum rpi_op { RPI_SUM, RPI_MEAN, RPI_MAX, RPI_MIN };

enum rpi_walk {
    RPI_ALONG, /* reduce each line to one number */
    RPI_ACROSS /* reduce the lines to one line */
};

#endif
