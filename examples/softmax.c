/* SPDX-License-Identifier: BSD-3-Clause */
/* softmax.c -- exp(x) / sum exp(x) of every row, shifted by the maximum of the row, so
   that nothing overflows. The rows lie 4 apart, of which 3 are used: the leading
   dimension. */

#include <math.h>
#include <raptors.h>
#include <stdio.h>

enum { M = 2, N = 3, LDA = 4 };

int main(void)
{
    float a[M * LDA] = {
        1,    2,    3,    -1, /* the last column is padding */
        1000, 1000, 1000, -1,
    };
    float max[M], sum[M];

    if (rp_saxis1max(RP_ROW_MAJOR, M, N, a, LDA, max, 1) != 0)
        return 1;

    /* COL: max has one element for every row. */
    rp_sgeadd_bcast(RP_ROW_MAJOR, RP_BCAST_COL, M, N, 1, a, LDA, -1, max, 1, a, LDA);

    for (int i = 0; i < M; i++)
        for (int j = 0; j < N; j++)
            a[i * LDA + j] = expf(a[i * LDA + j]);

    rp_saxis1sum(RP_ROW_MAJOR, M, N, a, LDA, sum, 1);

    for (int i = 0; i < M; i++) {
        const float *row = &a[i * LDA];
        printf("%.4f %.4f %.4f\n", row[0] / sum[i], row[1] / sum[i], row[2] / sum[i]);
    }
    return 0;
}
