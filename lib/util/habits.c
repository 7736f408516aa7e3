/* SPDX-License-Identifier: BSD-3-Clause */
/* habits.c -- in what the machines of one instruction set differ. */

#include "util/habits.h"

atomic_uint rpi_habits;
