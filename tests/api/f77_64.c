/* SPDX-License-Identifier: BSD-3-Clause */
/* f77_64.c -- the library as Fortran 77 calls it when every integer is INTEGER*8. */

#define F77_WIDE 1
#include "api/f77.c"
