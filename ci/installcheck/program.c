/* SPDX-License-Identifier: BSD-3-Clause */
/* program.c -- a user's program in C and, from program.cpp, in C++. */
#include <string.h>

#include <raptors.h>

int main(void)
{
    const double a[6] = {1, 2, 3, 4, 5, 6};
    double y[2];

    if (rp_daxis1sum(RP_ROW_MAJOR, 2, 3, a, 3, y, 1) || y[0] != 6 || y[1] != 15)
        return 1;
    return strlen(rp_version()) < 5 || rp_set_isa("scalar");
}
