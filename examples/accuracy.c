/* SPDX-License-Identifier: BSD-3-Clause */
/* accuracy.c -- the mean of two long float columns: a loop, rp_s and rp_ds. */

#include <raptors.h>
#include <stdio.h>
#include <stdlib.h>

enum { M = 1000000, N = 2 };

int main(void)
{
    float *a = malloc(sizeof(float) * M * N);
    if (!a)
        return 1;
    for (int i = 0; i < M * N; i++)
        a[i] = 0.1f;

    float loop = 0, mean[N];
    double mixed[N];
    for (int i = 0; i < M; i++)
        loop += a[i * N];
    rp_saxis0mean(RP_ROW_MAJOR, M, N, a, N, mean, 1);
    rp_dsaxis0mean(RP_ROW_MAJOR, M, N, a, N, mixed, 1);

    printf("a loop   %.9f\n", loop / M);
    printf("float    %.9f\n", mean[0]);
    printf("mixed    %.9f\n", mixed[0]);
    printf("0.1f is  %.9f\n", 0.1f);
    free(a);
    return 0;
}
