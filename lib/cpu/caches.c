/* SPDX-License-Identifier: BSD-3-Clause */
/* caches.c -- the sizes of the data caches that one thread sees. */

#include "config.h"

#include "cpu/cpu.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "util/file.h"

static long bytes(const char *text)
{
    char *unit;
    const long n = strtol(text, &unit, 10);
    return *unit == 'K' ? n << 10 : *unit == 'M' ? n << 20 : n;
}

/* What Linux tells of a cache of the first CPU; false when there is no such cache. */
static bool add_cache(const char *root, int index, struct rpi_caches *caches)
{
    char folder[RPI_PATH_SIZE], level[8], type[24], size[24];
    snprintf(folder, sizeof folder, "%s/sys/devices/system/cpu/cpu0/cache/index%d", root,
             index);
    if (!rpi_read_line(folder, "level", level, sizeof level) ||
        !rpi_read_line(folder, "type", type, sizeof type) ||
        !rpi_read_line(folder, "size", size, sizeof size))
        return false;
    if (type[0] == 'I') /* instructions */
        return true;
    switch (level[0]) {
    case '1': caches->l1d = bytes(size); break;
    case '2': caches->l2 = bytes(size); break;
    case '3': caches->l3 = bytes(size); break;
    default: break;
    }
    return true;
}

struct rpi_caches rpi_cpu_caches_told(const char *root)
{
    struct rpi_caches caches = {0, 0, 0};
    for (int i = 0; add_cache(root, i, &caches); i++)
        ;
    return caches;
}

#if defined(_SC_LEVEL1_DCACHE_SIZE)
static void ask(int name, long *size)
{
    const long told = *size ? *size : sysconf(name);
    *size = told > 0 ? told : 0;
}
#endif

/* The files first: for a virtual machine sysconf() may add up the last caches of a whole
   socket. */
static struct rpi_caches find_caches(void)
{
    struct rpi_caches caches = rpi_cpu_caches_told("");
#if defined(_SC_LEVEL1_DCACHE_SIZE)
    ask(_SC_LEVEL1_DCACHE_SIZE, &caches.l1d);
    ask(_SC_LEVEL2_CACHE_SIZE, &caches.l2);
    ask(_SC_LEVEL3_CACHE_SIZE, &caches.l3);
#endif
    return caches;
}

/* Of threads that ask at the same time each looks, and all find the same. */
struct rpi_caches rpi_cpu_caches(void)
{
    static atomic_long l1d, l2, l3;
    static atomic_bool known;
    if (!atomic_load_explicit(&known, memory_order_acquire)) {
        const struct rpi_caches found = find_caches();
        atomic_store_explicit(&l1d, found.l1d, memory_order_relaxed);
        atomic_store_explicit(&l2, found.l2, memory_order_relaxed);
        atomic_store_explicit(&l3, found.l3, memory_order_relaxed);
        atomic_store_explicit(&known, true, memory_order_release);
    }
    return (struct rpi_caches){.l1d = atomic_load_explicit(&l1d, memory_order_relaxed),
                               .l2 = atomic_load_explicit(&l2, memory_order_relaxed),
                               .l3 = atomic_load_explicit(&l3, memory_order_relaxed)};
}
