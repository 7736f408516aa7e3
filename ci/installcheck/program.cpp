/* SPDX-License-Identifier: BSD-3-Clause */
/* program.cpp -- raptors.h is C++ too. */
#include "program.c"
