/* SPDX-License-Identifier: BSD-3-Clause */
/* counts.c -- keys, and the calls that are counted under them. */

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plan/learn.h"
#include "raptors.h"
#include "telemetry/telemetry.h"
#include "tests/telemetry/telemetry.h"
#include "util/clock.h"

static const char *text_of(int key)
{
    static char text[100];
    const struct rpi_key_words w = rpi_key_words(key);
    snprintf(text, sizeof text, "%s %s %s %d %d %s", w.op, w.dtype, w.walk, w.narrow,
             w.bytes_log2, w.pool);
    return text;
}

static int compare(const void *a, const void *b)
{
    return strcmp(a, b);
}

const char *keys_are_all_different(void)
{
    static char texts[RPI_KEYS][100];
    for (int key = 0; key < RPI_KEYS; key++)
        strcpy(texts[key], text_of(key));
    qsort(texts, RPI_KEYS, sizeof texts[0], compare);
    for (int i = 1; i < RPI_KEYS; i++)
        if (!strcmp(texts[i - 1], texts[i]))
            return texts[i];
    return NULL;
}

const char *sizes_have_their_slots(void)
{
    const int row = rpi_row(rpi_dtype_d, RPI_KIND_ADD, RPI_NARROW_BYTES);
    for (int log2 = 0; log2 < 8 * (int)sizeof(size_t); log2++)
        for (int awake = 0; awake < 2; awake++) {
            const size_t least = (size_t)1 << log2, most = least + (least - 1);
            const int key = rpi_key(row, least, awake);
            const struct rpi_key_words w = rpi_key_words(key);
            const int expected = log2 < RPI_LARGE_LOG2 ? log2 : RPI_LARGE_LOG2;
            const char *pool = log2 < RPI_SMALL_LOG2 ? "any" : awake ? "awake" : "asleep";
            if (key != rpi_key(row, most, awake) || key / RPI_SLOTS != row)
                return "sizes of one power of two have several keys";
            if (w.bytes_log2 != expected || strcmp(w.pool, pool) || w.narrow ||
                rpi_key_awake(key) != (awake && log2 >= RPI_SMALL_LOG2))
                return text_of(key);
        }
    return NULL;
}

/* ---- Calls ------------------------------------------------------------------------- */

enum { M = 64, N = 512 };
static float a[M * N], b[M * N], y[M * N];
static double da[M * (N + 1)], dy[M * N];

/* What a call of m lines by n elements adds, and the words of its key. */
struct counted {
    void (*call)(rp_int m, rp_int n);
    const char *words;
    int bytes; /* of one element of the matrix */
};

static void axis0sum(rp_int m, rp_int n)
{
    rp_saxis0sum(RP_ROW_MAJOR, m, n, a, n, y, 1);
}

static void axis0mean_columns(rp_int m, rp_int n)
{
    rp_saxis0mean(RP_COL_MAJOR, n, m, a, n, y, 1);
}

static void axis1max(rp_int m, rp_int n)
{
    rp_daxis1max(RP_ROW_MAJOR, m, n, da, n, dy, 1);
}

static void mixed_gemean(rp_int m, rp_int n)
{
    rp_dsgemean(RP_ROW_MAJOR, m, n, a, n, dy);
}

static void gemin_columns(rp_int m, rp_int n)
{
    rp_dgemin(RP_COL_MAJOR, n, m, da, n + 1, dy);
}

/* As of a vector. */
static void packed_gemin(rp_int m, rp_int n)
{
    rp_dgemin(RP_COL_MAJOR, n, m, da, n, dy);
}

static void add_row(rp_int m, rp_int n)
{
    rp_sgeadd_bcast(RP_ROW_MAJOR, RP_BCAST_ROW, m, n, 1, a, n, 1, b, 1, y, n);
}

static void add_scalar(rp_int m, rp_int n)
{
    rp_sgeadd_bcast(RP_COL_MAJOR, RP_BCAST_SCALAR, n, m, 1, a, n, 1, b, 1, y, n);
}

static void add(rp_int m, rp_int n)
{
    rp_sgeadd(RP_ROW_MAJOR, m, n, 1, a, n, 1, b, n, y, n);
}

static void scale(rp_int m, rp_int n)
{
    rp_dgescal(RP_ROW_MAJOR, m, n, 2, da, n, dy, n);
}

static const struct counted calls[] = {
    {axis0sum, "sum s across", 4},   {axis0mean_columns, "mean s along", 4},
    {axis1max, "max d along", 8},    {mixed_gemean, "mean_all ds across", 4},
    {gemin_columns, "min_all d", 8}, {packed_gemin, "min_all d across", 8},
    {add_row, "add_bcast s row", 8}, {add_scalar, "add_bcast s col", 8},
    {add, "add s whole", 12},        {scale, "scale d whole", 16},
};

/* All that is counted must be under keys that begin like this. */
static const char *check_counts(const char *words, unsigned long long calls_made,
                                unsigned long long bytes)
{
    static char text[200];
    struct rpi_totals sum = {0, 0, 0};
    for (int key = 0; key < RPI_KEYS; key++) {
        const struct rpi_totals t = rpi_count_totals(key);
        if (t.calls && strncmp(text_of(key), words, strlen(words)))
            return text_of(key);
        sum.calls += t.calls;
        sum.bytes += t.bytes;
        sum.by_team += t.by_team;
    }
    if (sum.calls == calls_made && sum.bytes == bytes && sum.by_team <= sum.calls)
        return NULL;
    snprintf(text, sizeof text, "%s: %llu calls of %llu, %llu bytes of %llu", words,
             sum.calls, calls_made, sum.bytes, bytes);
    return text;
}

/* Any walk gives the minimum of all: a small matrix goes across, long lines along. */
static const char *walks_of_gemin(void)
{
    rp_telemetry_reset();
    gemin_columns(7, 5);
    const char *verdict = check_counts("min_all d across", 1, 7 * 5 * sizeof(double));
    if (verdict)
        return verdict;
    rp_telemetry_reset();
    gemin_columns(M, N);
    return check_counts("min_all d along", 1, M * N * sizeof(double));
}

/* Small calls and large ones, alone and with threads that may be asked. */
const char *calls_are_counted(void)
{
    rp_telemetry_enable(1);
    for (int level = 1; level <= 2; level++)
        for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
            for (int threads = 1; threads <= 2; threads++) {
                rp_set_num_threads(threads);
                rp_telemetry_enable(level);
                rp_telemetry_reset();
                for (int call = 0; call < 30; call++) {
                    calls[i].call(7, 5);
                    calls[i].call(M, N);
                }
                const unsigned long long elements = 30 * (7 * 5 + M * N);
                const char *verdict =
                    check_counts(calls[i].words, 60, elements * (unsigned)calls[i].bytes);
                if (verdict)
                    return verdict;
            }
    return walks_of_gemin();
}

static bool small_was_timed(void)
{
    struct rpi_learned learned;
    const int row = rpi_row(rpi_dtype_s, RPI_KIND_ACROSS, 5 * sizeof(float));
    rpi_learned(rpi_key(row, 7 * 5 * sizeof(float), false), rpi_clock_ns(), &learned);
    return learned.any && learned.arm[RPI_SEQUENTIAL].count > 0;
}

const char *levels_are_kept(void)
{
    if (rp_telemetry_enable(0) != 1)
        return "the default is not 1";
    axis0sum(7, 5);
    axis0sum(M, N);
    if (check_counts("", 0, 0))
        return "level 0 counts";
    if (rp_telemetry_enable(3) != -1 || rp_telemetry_enable(-1) != -1 ||
        rp_telemetry_enable(1) != 0)
        return "levels out of range";
    axis0sum(7, 5);
    if (check_counts("sum s across", 1, 7 * 5 * sizeof(float)) || small_was_timed())
        return "level 1 does not count, or times a small call";
    if (rp_telemetry_enable(2) != 1)
        return "the former level";
    axis0sum(7, 5);
    return small_was_timed() ? NULL : "level 2 does not time a small call";
}
