/* SPDX-License-Identifier: BSD-3-Clause */
/* telemetry.h -- what the calls were: how many of each kind, of which size, by whom.
 *
 * A call has a key: what is done, to which type, in which walk, to narrow matrices or
 * wide ones, the binary logarithm of its bytes, and whether helpers were awake. The key
 * is an index, so that counting is a few loads and stores (1 ns). Counts are approximate:
 * of two threads that count one key at the same moment, one may be lost. Shards by thread
 * make that rare, and keep callers from fighting for a cache line.
 * May be called from: lib/plan, interface. Calls: lib/util.
 */
#ifndef RPI_TELEMETRY_H
#define RPI_TELEMETRY_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "plan/op.h"
#include "util/hidden.h"

/* ---- Keys -------------------------------------------------------------------------- */

enum rpi_dtype { rpi_dtype_s, rpi_dtype_d, rpi_dtype_ds, RPI_DTYPES };

/* Of a reduction: its op, 4 across, 8 to one number. */
enum rpi_kind {
    RPI_KIND_ACROSS = 4,
    RPI_KIND_ALL = 8,
    RPI_KIND_ADD_ROW = 16,
    RPI_KIND_ADD_COL,
    RPI_KIND_ADD,
    RPI_KIND_SCALE,
    RPI_KINDS
};

/* All of the key but its size: dtype, kind, narrow or not. */
enum { RPI_ROWS = RPI_DTYPES * RPI_KINDS * 2 };

/* Where lines are shorter than two of the longest vectors, calls are slower. */
enum { RPI_NARROW_BYTES = 128 };

static inline int rpi_row(enum rpi_dtype dtype, int kind, size_t line_bytes)
{
    return ((int)dtype * RPI_KINDS + kind) * 2 + (line_bytes < RPI_NARROW_BYTES);
}

static inline int rpi_kind_of(enum rpi_op op, enum rpi_walk walk)
{
    return (int)op + (walk == RPI_ALONG ? 0 : RPI_KIND_ACROSS);
}

/* A row has a slot for each power of two of bytes; from 128 KiB on, where helpers may be
   asked, one each for helpers asleep and awake; the last is for all that is larger. */
enum {
    RPI_SMALL_LOG2 = 17,
    RPI_LARGE_LOG2 = 34,
    RPI_SLOTS = RPI_SMALL_LOG2 + 2 * (RPI_LARGE_LOG2 - RPI_SMALL_LOG2 + 1),
    RPI_KEYS = RPI_ROWS * RPI_SLOTS
};

static inline int rpi_key(int row, unsigned long long bytes, bool awake)
{
    const int log2 = 63 - __builtin_clzll(bytes | 1);
    const int large = log2 < RPI_LARGE_LOG2 ? log2 : RPI_LARGE_LOG2;
    return row * RPI_SLOTS +
           (log2 < RPI_SMALL_LOG2 ? log2 : 2 * large - RPI_SMALL_LOG2 + awake);
}

/* A key in words. */
struct rpi_key_words {
    const char *op, *dtype, *walk, *pool;
    bool narrow;
    int bytes_log2;
};
struct rpi_key_words rpi_key_words(int key);

static inline bool rpi_key_awake(int key)
{
    const int large = key % RPI_SLOTS - RPI_SMALL_LOG2;
    return large >= 0 && large % 2;
}

/* ---- Counts ------------------------------------------------------------------------ */

/* In one line of the cache. */
struct rpi_counts {
    _Alignas(32) atomic_ullong calls;
    atomic_ullong bytes, by_team;
};

enum { RPI_SHARDS = 8 };
extern RPI_HIDDEN struct rpi_counts rpi_counts[RPI_SHARDS][RPI_KEYS];

/* The place of this thread: its stack tells, without the call that thread-local data of a
   shared library cost. A multiplication spreads what lies megabytes apart. */
static inline struct rpi_counts *rpi_counts_of(int key)
{
    const char here = 0;
    const uint32_t stack = (uint32_t)((uintptr_t)&here >> 18);
    return &rpi_counts[stack * 2654435761u >> 29][key];
}

static inline void rpi_add_relaxed(atomic_ullong *to, unsigned long long n)
{
    const unsigned long long old = atomic_load_explicit(to, memory_order_relaxed);
    atomic_store_explicit(to, old + n, memory_order_relaxed);
}

static inline void rpi_count(struct rpi_counts *counts, size_t bytes)
{
    rpi_add_relaxed(&counts->calls, 1);
    rpi_add_relaxed(&counts->bytes, bytes);
}

/* The sum over the shards. */
struct rpi_totals {
    unsigned long long calls, bytes, by_team;
};
struct rpi_totals rpi_count_totals(int key);

/* ---- Level ------------------------------------------------------------------------- */

/* 0: nothing; 1: counts, and times above the floor; 2: times all. */
enum { RPI_LEVELS = 3 };

/* The level, once it has been asked for; -1 before. */
extern RPI_HIDDEN atomic_int rpi_telemetry_known;

/* The level, by the environment, for who asks first. */
int rpi_telemetry_read(void);

/* What rp_telemetry_enable said, else RAPTORS_TELEMETRY, else 1. */
static inline int rpi_telemetry_level(void)
{
    const int level = atomic_load_explicit(&rpi_telemetry_known, memory_order_relaxed);
    return level >= 0 ? level : rpi_telemetry_read();
}

/* Returns the former one. */
int rpi_telemetry_set(int level);

/* Forget all counts; what was learned before belongs to a former era. */
void rpi_telemetry_forget(void);
unsigned rpi_telemetry_era(void);

#endif
