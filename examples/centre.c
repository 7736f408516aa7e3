/* SPDX-License-Identifier: BSD-3-Clause */
/* centre.c -- subtract from every column of a matrix its mean. */

#include <raptors.h>
#include <stdio.h>

enum { M = 4, N = 3 };

int main(void)
{
    double a[M * N] = {
        1, 10, 0.5, /* a row is one observation, */
        2, 20, 0.5, /* a column one variable */
        3, 30, 1.5, /**/
        6, 40, 1.5,
    };
    double mean[N];

    if (rp_daxis0mean(RP_ROW_MAJOR, M, N, a, N, mean, 1))
        return 1;

    /* A = 1*A - 1*mean, in place; ROW: the vector is added to every row. */
    if (rp_dgeadd_bcast(RP_ROW_MAJOR, RP_BCAST_ROW, M, N, 1, a, N, -1, mean, 1, a, N))
        return 1;

    printf("means %g %g %g\n", mean[0], mean[1], mean[2]);
    for (int i = 0; i < M; i++)
        printf("%5g %5g %5g\n", a[i * N], a[i * N + 1], a[i * N + 2]);
    return 0;
}
