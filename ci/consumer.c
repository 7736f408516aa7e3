/* SPDX-License-Identifier: BSD-3-Clause */
/* consumer.c -- a user's program, for ci/check-install.sh. */
#include <raptors.h>

int main(void)
{
    const double a[6] = {1, 2, 3, 4, 5, 6};
    double y[2];

    return rp_daxis1sum(RP_ROW_MAJOR, 2, 3, a, 3, y, 1) || y[0] != 6 || y[1] != 15;
}
