/* SPDX-License-Identifier: BSD-3-Clause */
/* main.c -- check_kernels ISA: every kernel of one instruction set against the oracle. */

#include <fenv.h>
#include <string.h>

#include "dispatch/dispatch.h"
#include "harness/check_main.h"
#include "harness/session.h"
#include "kernels/cases.h"
#include "util/habits.h"

static const struct rpi_isa *isa;

static bool choose(const char *name)
{
    for (int i = 0; i < rpi_isas_count; i++)
        if (!strcmp(rpi_isas[i]->name, name) && rpi_isa_usable(rpi_isas[i]))
            isa = rpi_isas[i];
    return isa != NULL;
}

/* What is compiled once per precision. */
struct precision {
    size_t table; /* where struct rpi_isa has it */
    const char *(*sizes)(const void *table, int row);
    const char *(*odd)(const void *table, int row, enum profile profile);
    const char *(*packed)(const void *table, int row);
    const char *(*ragged)(const void *table, int row);
    const char *(*rows)(const void *table, int row);
    const char *(*large)(const void *table, int row);
};

#define PRECISION(p)                                                                     \
    {                                                                                    \
        offsetof(struct rpi_isa, p), p##_kernel_sizes, p##_kernel_odd,                   \
            p##_kernel_packed, p##_kernel_ragged, p##_kernel_rows, p##_kernel_large      \
    }

static const struct precision precisions[] = {
    PRECISION(s),
    PRECISION(d),
    PRECISION(ds),
};

/* Loop number i stands for (row, precision): the rows of s, then those of d, of ds. */
enum { LOOPS = 2 * KERNEL_ROWS + KERNEL_SUM_ROWS };

static const struct precision *precision_of(int i)
{
    return &precisions[i / KERNEL_ROWS];
}

static const void *table_of(int i)
{
    return (const char *)isa + precision_of(i)->table;
}

START_TEST(sizes)
{
    must_pass(precision_of(_i)->sizes(table_of(_i), _i % KERNEL_ROWS));
}
END_TEST

START_TEST(nans)
{
    must_pass(precision_of(_i)->odd(table_of(_i), _i % KERNEL_ROWS, ONE_NAN));
}
END_TEST

START_TEST(zeros)
{
    must_pass(precision_of(_i)->odd(table_of(_i), _i % KERNEL_ROWS, ODD_ZERO));
}
END_TEST

START_TEST(packed)
{
    must_pass(precision_of(_i)->packed(table_of(_i), _i % KERNEL_ROWS));
}
END_TEST

START_TEST(ragged)
{
    must_pass(precision_of(_i)->ragged(table_of(_i), _i % KERNEL_ROWS));
}
END_TEST

START_TEST(rows)
{
    must_pass(precision_of(_i)->rows(table_of(_i), _i % KERNEL_ROWS));
}
END_TEST

START_TEST(large)
{
    must_pass(precision_of(_i)->large(table_of(_i), _i % KERNEL_ROWS));
}
END_TEST

/* Matrices from the memory have kernels of their own in the places of some. */
START_TEST(far_tables)
{
    const struct rpi_isa *const far = isa->far;
    ck_assert_ptr_eq(far->far, far);
#define RPK(name, class, reads, writes)                                                  \
    ck_assert(far->s.name == isa->s.name && far->d.name == isa->d.name);
#define RPK_FAR(name)                                                                    \
    ck_assert(far->s.name == isa->s.name##_far && far->d.name == isa->d.name##_far);
#define RPK_SUM_FAR RPK_FAR
#include "kernels/kernels.def"
#define RPK_SUM(name) ck_assert(far->ds.name == isa->ds.name);
#define RPK_SUM_FAR(name) ck_assert(far->ds.name == isa->ds.name##_far);
#include "kernels/kernels.def"
}
END_TEST

/* Nobody promises that elements are aligned to their own size: a double of the i386 ABI
   need not be in a struct. UBSan knows better. */
#if !defined(__SANITIZE_ADDRESS__)
enum { UNALIGNED = 1000 };

static bool streams_to(size_t offset, ptrdiff_t m, ptrdiff_t n)
{
    static _Alignas(64) unsigned char from[(UNALIGNED + 16) * sizeof(double)],
        to[4][(UNALIGNED + 16) * sizeof(double)];
    const double *const a = (const void *)(from + offset);
    const double two = 2;
    bool right = true;
    memset(to, 0, sizeof to);
    for (ptrdiff_t k = 0; k < m * n; k++)
        memcpy(from + offset + k * sizeof two, &two, sizeof two);
    isa->d.scale_stream(m, n, 6, a, n, (void *)(to[0] + offset), n);
    isa->d.add_stream(m, n, 3, a, n, 3, a, n, (void *)(to[1] + offset), n);
    isa->d.add_row_stream(m, n, 3, a, n, 3, a, 1, (void *)(to[2] + offset), n);
    isa->d.add_col_stream(m, n, 3, a, n, 3, a, 0, (void *)(to[3] + offset), n);
    for (ptrdiff_t k = 0; k < 4 * m * n; k++) {
        double got;
        memcpy(&got, to[k % 4] + offset + k / 4 * sizeof got, sizeof got);
        right = right && got == 12;
    }
    return right;
}

static bool sums_to(size_t offset, ptrdiff_t m, ptrdiff_t n)
{
    enum { MOST = 3000 };
    static _Alignas(64) unsigned char from[(MOST + 16) * sizeof(double)];
    const double *const a = (const void *)(from + offset);
    const double two = 2;
    double along[128], across[MOST];
    bool right = true;
    for (ptrdiff_t k = 0; k < m * n; k++)
        memcpy(from + offset + k * sizeof two, &two, sizeof two);
    isa->d.sum_along(m, n, a, n, along, 1);
    isa->d.sum_across(m, n, a, n, across, 1);
    for (ptrdiff_t i = 0; i < m; i++)
        right = right && along[i] == 2 * (double)n;
    for (ptrdiff_t j = 0; j < n; j++)
        right = right && across[j] == 2 * (double)m;
    return right;
}

START_TEST(unaligned)
{
    for (size_t offset = 1; offset < 2 * 64; offset++) {
        atomic_store(&rpi_habits, offset < 64 ? 0 : RPI_ALL_HABITS);
        ck_assert(streams_to(offset, 1, UNALIGNED) && streams_to(offset, 1, 64) &&
                  streams_to(offset, 20, 16) && streams_to(offset, 100, 3));
        ck_assert(sums_to(offset, 1, 600) && sums_to(offset, 1, 3000) &&
                  sums_to(offset, 40, 21) && sums_to(offset, 100, 21) &&
                  sums_to(offset, 5, 300));
    }
}
END_TEST
#endif

/* Rows that fill vectors with whole blocks of them and one row more, so that sums of
   blocks meet; 2^24 + (1 + 1) is exact, but 2^24 + 1 is not. */
static bool is_exact(ptrdiff_t m, ptrdiff_t n)
{
    enum { MOST = 1537 * 8 };
    static float a[MOST];
    const float big = 0x1p24f;
    float y[8];
    memset(a, 0, sizeof a);
    for (ptrdiff_t j = 0; j < n; j++) {
        a[j] = big;
        a[(m - 257) * n + j] = a[(m - 1) * n + j] = 1;
    }
    feclearexcept(FE_ALL_EXCEPT);
    isa->s.sum_across(m, n, a, n, y, 1);
    const bool exact = fetestexcept(FE_ALL_EXCEPT) == 0;
    for (ptrdiff_t j = 0; j < n; j++)
        if (y[j] != big + 2)
            return false;
    return exact;
}

START_TEST(spare_lanes)
{
    for (ptrdiff_t n = 2; n <= 8; n++)
        ck_assert(is_exact(769, n) && is_exact(1537, n));
}
END_TEST

static Suite *suite(void)
{
    Suite *made = suite_create("kernels");
    tcase_add_loop_test(add_tests(made, "sizes"), sizes, 0, LOOPS);
    tcase_add_loop_test(add_tests(made, "nans"), nans, 0, LOOPS);
    tcase_add_loop_test(add_tests(made, "zeros"), zeros, 0, LOOPS);
    tcase_add_loop_test(add_tests(made, "packed"), packed, 0, LOOPS);
    tcase_add_loop_test(add_tests(made, "ragged"), ragged, 0, LOOPS);
    tcase_add_loop_test(add_tests(made, "rows"), rows, 0, LOOPS);
    tcase_add_loop_test(add_tests(made, "large"), large, 0, LOOPS);
    tcase_add_test(add_tests(made, "far_tables"), far_tables);
    tcase_add_test(add_tests(made, "spare_lanes"), spare_lanes);
#if !defined(__SANITIZE_ADDRESS__)
    tcase_add_test(add_tests(made, "unaligned"), unaligned);
#endif
    return made;
}

int main(int argc, char **argv)
{
    int status = session_open(argc, argv, choose);
    return status == SESSION_GO ? session_close(run_suite(suite())) : status;
}
