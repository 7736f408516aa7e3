/* SPDX-License-Identifier: BSD-3-Clause */
/* errors.c -- an error handler of one's own: it counts and says which argument. */

#include <raptors.h>
#include <stdio.h>

static int errors;

static void count(const char *routine, int argument)
{
    errors++;
    printf("%s: look at argument %d\n", routine, argument);
}

int main(void)
{
    const float a[6] = {1, 2, 3, 4, 5, 6};
    float y[3] = {-1, -1, -1};

    const rp_error_handler former = rp_set_error_handler(count);

    /* Rows of 3 elements cannot lie 2 apart: argument 5, lda, is illegal. */
    const int status = rp_saxis0sum(RP_ROW_MAJOR, 2, 3, a, 2, y, 1);
    printf("returned %d, y[0] is still %g, %d error\n", status, y[0], errors);

    rp_set_error_handler(former);
    return 0;
}
