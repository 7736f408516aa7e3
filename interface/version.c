/* SPDX-License-Identifier: BSD-3-Clause */
/* version.c -- which library this is. */

#include "config.h"

#include "raptors.h"

/*
 * rp_version -- the version of the library at run time
 *
 * Formula   returns "major.minor.patch", to compare with RP_VERSION_MAJOR and the others
 * Errors    none
 * Threads   safe at any time; the string lives as long as the library
 */
const char *rp_version(void)
{
    return PACKAGE_VERSION;
}
