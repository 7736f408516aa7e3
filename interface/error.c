/* SPDX-License-Identifier: BSD-3-Clause */
/* error.c -- the replaceable handler of illegal arguments, the heir of XERBLA. */

#include <stdatomic.h>
#include <stdio.h>

#include "interface/region.h"

/*
 * The default handler: one line on stderr, and back to the caller.
 */
static void print_line(const char *routine, int argument)
{
    fprintf(stderr, "raptors: %s: argument %d is illegal\n", routine, argument);
}

static _Atomic rp_error_handler handler = print_line;

/*
 * rp_set_error_handler -- replace what is called for an illegal argument
 *
 * Formula   returns the former handler
 * Args      1 handler in   called with the routine's name as the caller wrote it and the
 *                          number of the first illegal argument in that routine's own
 *                          list, counted from 1; NULL = silent
 * Errors    none
 * Threads   safe at any time; the handler runs in the thread of the illegal call and may
 *           leave it by longjmp
 * Source    XERBLA of the reference BLAS, which stops the program; ours returns
 * Example   examples/errors.c
 */
rp_error_handler rp_set_error_handler(rp_error_handler new_handler)
{
    return atomic_exchange(&handler, new_handler);
}

int rpi_illegal(const char *routine, int argument)
{
    const rp_error_handler call = atomic_load(&handler);
    if (call)
        call(routine, argument);
    return -argument;
}

/*
 * RP_ILLEGAL_ARGUMENT -- have the error handler called by the module raptors
 *
 * Formula   handler(routine, argument); not in raptors.h: the module checks the shapes of
 *           its generic routines itself, and tells of them as every routine does
 * Args      1 routine  in  the name that the caller wrote, with a final NUL
 *           2 argument in  the number of the first illegal argument, counted from 1
 * Errors    none
 * Threads   safe at any time
 */
void rp_illegal_argument_(const char *routine, const int32_t *argument)
{
    rpi_illegal(routine, *argument);
}
