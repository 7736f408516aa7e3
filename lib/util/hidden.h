/* SPDX-License-Identifier: BSD-3-Clause */
/* hidden.h -- what a declaration says of data that a call looks at on its way. */
#ifndef RPI_HIDDEN_H
#define RPI_HIDDEN_H

/* No other library has it in its place: a load finds it without its address first.
   -fvisibility=hidden says so of definitions only. */
#define RPI_HIDDEN __attribute__((visibility("hidden")))

#endif
