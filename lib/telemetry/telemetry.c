/* SPDX-License-Identifier: BSD-3-Clause */
/* telemetry.c -- levels, totals, and keys in words. */

#include "telemetry/telemetry.h"

#include "util/env.h"

/* Zero pages of the system until a key is used. */
struct rpi_counts rpi_counts[RPI_SHARDS][RPI_KEYS];

/* ---- Level ------------------------------------------------------------------------- */

atomic_int rpi_telemetry_known = -1;

static int parse_level(const char *value)
{
    static const char *const words[] = {"0", "1", "2", NULL};
    return rpi_env_word(value, words);
}

int rpi_telemetry_read(void)
{
    static struct rpi_setting setting = {"RAPTORS_TELEMETRY", "0, 1 or 2", parse_level,
                                         0};
    const int asked = rpi_env_setting(&setting), level = asked < 0 ? 1 : asked;
    int known = -1; /* unless another thread was faster */
    return atomic_compare_exchange_strong(&rpi_telemetry_known, &known, level) ? level
                                                                               : known;
}

int rpi_telemetry_set(int level)
{
    rpi_telemetry_level();
    return atomic_exchange(&rpi_telemetry_known, level);
}

/* ---- Counts ------------------------------------------------------------------------ */

struct rpi_totals rpi_count_totals(int key)
{
    struct rpi_totals totals = {0, 0, 0};
    for (int shard = 0; shard < RPI_SHARDS; shard++) {
        struct rpi_counts *c = &rpi_counts[shard][key];
        totals.calls += atomic_load_explicit(&c->calls, memory_order_relaxed);
        totals.bytes += atomic_load_explicit(&c->bytes, memory_order_relaxed);
        totals.by_team += atomic_load_explicit(&c->by_team, memory_order_relaxed);
    }
    return totals;
}

static atomic_uint era;

unsigned rpi_telemetry_era(void)
{
    return atomic_load_explicit(&era, memory_order_relaxed);
}

void rpi_telemetry_forget(void)
{
    atomic_fetch_add(&era, 1);
    for (int shard = 0; shard < RPI_SHARDS; shard++)
        for (int key = 0; key < RPI_KEYS; key++) {
            struct rpi_counts *c = &rpi_counts[shard][key];
            if (atomic_load_explicit(&c->calls, memory_order_relaxed) == 0)
                continue; /* leave untouched pages untouched */
            atomic_store_explicit(&c->calls, 0, memory_order_relaxed);
            atomic_store_explicit(&c->bytes, 0, memory_order_relaxed);
            atomic_store_explicit(&c->by_team, 0, memory_order_relaxed);
        }
}

/* ---- Words ------------------------------------------------------------------------- */

static const char *op_of(int kind)
{
    static const char *const reductions[2][4] = {
        {"sum", "mean", "max", "min"}, {"sum_all", "mean_all", "max_all", "min_all"}};
    static const char *const others[] = {"add_bcast", "add_bcast", "add", "scale"};
    return kind >= RPI_KIND_ADD_ROW ? others[kind - RPI_KIND_ADD_ROW]
                                    : reductions[kind / RPI_KIND_ALL][kind % 4];
}

static const char *walk_of(int kind)
{
    static const char *const others[] = {"row", "col", "whole", "whole"};
    return kind >= RPI_KIND_ADD_ROW ? others[kind - RPI_KIND_ADD_ROW]
           : kind & RPI_KIND_ACROSS ? "across"
                                    : "along";
}

struct rpi_key_words rpi_key_words(int key)
{
    static const char *const dtypes[] = {"s", "d", "ds"};
    const int row = key / RPI_SLOTS, slot = key % RPI_SLOTS;
    const int kind = row / 2 % RPI_KINDS, large = slot - RPI_SMALL_LOG2;
    return (struct rpi_key_words){.op = op_of(kind),
                                  .dtype = dtypes[row / 2 / RPI_KINDS],
                                  .walk = walk_of(kind),
                                  .pool = large < 0   ? "any"
                                          : large % 2 ? "awake"
                                                      : "asleep",
                                  .narrow = row % 2,
                                  .bytes_log2 =
                                      large < 0 ? slot : RPI_SMALL_LOG2 + large / 2};
}
