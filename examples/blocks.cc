// SPDX-License-Identifier: BSD-3-Clause
// blocks.cc -- scale one block of a column-major matrix into another, and sum the result.

#include <iostream>
#include <raptors.h>
#include <vector>

int main()
{
    const rp_int rows = 4, columns = 4;
    std::vector<double> a(rows * columns);
    for (rp_int k = 0; k < rows * columns; k++)
        a[k] = static_cast<double>(k);

    // The upper left 2 x 2 block, times 10, becomes the lower right one. Both keep the
    // leading dimension of the whole matrix.
    const double *from = &a[0 + 0 * rows];
    double *to = &a[2 + 2 * rows];
    if (rp_dgescal(RP_COL_MAJOR, 2, 2, 10, from, rows, to, rows) != 0)
        return 1;

    for (rp_int i = 0; i < rows; i++) {
        for (rp_int j = 0; j < columns; j++)
            std::cout << a[i + j * rows] << (j + 1 < columns ? ' ' : '\n');
    }

    double sum, largest;
    rp_dgesum(RP_COL_MAJOR, rows, columns, a.data(), rows, &sum);
    rp_dgemax(RP_COL_MAJOR, rows, columns, a.data(), rows, &largest);
    std::cout << "sum " << sum << ", largest " << largest << '\n';
    return 0;
}
