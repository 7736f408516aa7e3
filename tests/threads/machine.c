/* SPDX-License-Identifier: BSD-3-Clause */
/* machine.c -- limits, and machines that are made of files. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cpu/cores.h"
#include "cpu/cpu.h"
#include "harness/session.h"
#include "plan/far.h"
#include "raptors.h"
#include "threads/checks.h"
#include "threads/threads.h"
#include "util/habits.h"

/* ---- Limits ------------------------------------------------------------------------ */

/* Where there is nobody else, a call may use its own thread, whatever is asked for. */
static const char *one_is_the_limit(void)
{
    struct rpi_threads_facts facts;
    rpi_threads_facts(&facts);
    if (strcmp(facts.backend, "none") != 0)
        return NULL;
    return rp_set_num_threads(7) == 0 && rp_get_num_threads() == 1 &&
                   rp_set_num_threads_local(3) == 0 && rp_get_num_threads() == 1 &&
                   rp_set_num_threads_local(0) == 3 && rp_set_num_threads(-1) == -1
               ? ""
               : "more threads than one without helpers";
}

const char *threads_are_set(void)
{
    const char *verdict = one_is_the_limit();
    const int usual = rp_get_num_threads();
    session_count();
    if (verdict)
        return *verdict ? verdict : NULL;
    if (usual < 1 || rp_set_num_threads(7) != 0 || rp_get_num_threads() != 7)
        return "rp_set_num_threads";
    if (rp_set_num_threads_local(3) != 0 || rp_get_num_threads() != 3 ||
        rp_set_num_threads_local(9) != 3 || rp_get_num_threads() != 7)
        return "rp_set_num_threads_local";
    if (rp_set_num_threads(-1) != -1 || rp_set_num_threads_local(-2) != -1 ||
        rp_get_num_threads() != 7 || rp_set_num_threads_local(0) != 9)
        return "negative numbers";
    if (rp_set_num_threads(1000) != 0 || rp_get_num_threads() != RPI_THREADS_MOST)
        return "more than there may be";
    return rp_set_num_threads(0) == 0 && rp_get_num_threads() == usual ? NULL
                                                                       : "the default";
}

/* ---- Machines ---------------------------------------------------------------------- */

static char root[200];

/* A file with its folders; root/path. */
static void put(const char *path, const char *text)
{
    char name[600];
    const int length = snprintf(name, sizeof name, "%s/%s", root, path);
    for (int i = (int)strlen(root) + 1; i < length; i++)
        if (name[i] == '/') {
            name[i] = '\0';
            mkdir(name, 0700);
            name[i] = '/';
        }
    FILE *file = fopen(name, "w");
    if (file) {
        fprintf(file, "%s\n", text);
        fclose(file);
    }
}

static bool begin_machine(void)
{
    const char *tmp = getenv("TMPDIR");
    session_count();
    snprintf(root, sizeof root, "%s/raptors-machine-XXXXXX", tmp ? tmp : "/tmp");
    return mkdtemp(root) != NULL;
}

static void end_machine(void)
{
    char command[300];
    snprintf(command, sizeof command, "rm -rf '%s'", root);
    if (system(command))
        perror(command);
}

static void put_siblings(int cpu, const char *list)
{
    char path[100];
    snprintf(path, sizeof path,
             "sys/devices/system/cpu/cpu%d/topology/thread_siblings_list", cpu);
    put(path, list);
}

/* Cores of two threads, numbered in either way; a CPU that nothing is known of. */
const char *cores_are_counted(void)
{
    static const int all[] = {0, 1, 2, 3, 8, 9}, some[] = {1, 2, 3};
    if (!begin_machine())
        return "no folder for a machine";
    put_siblings(0, "0,2");
    put_siblings(1, "1,3");
    put_siblings(2, "0,2");
    put_siblings(3, "1,3");
    put_siblings(8, "8-9");
    put_siblings(9, "8-9");
    const int cores = rpi_cpu_cores(root, all, 6), among = rpi_cpu_cores(root, some, 3);
    static const int unknown[] = {0, 77};
    const int odd = rpi_cpu_cores(root, unknown, 2);
    end_machine();
    return cores != 3   ? "all CPUs"
           : among != 2 ? "some CPUs"
           : odd != 2   ? "unknown"
                        : NULL;
}

static void put_cache(int index, const char *level, const char *type, const char *size)
{
    static const char *const names[] = {"level", "type", "size"};
    const char *const texts[] = {level, type, size};
    for (int i = 0; i < 3; i++) {
        char path[80];
        snprintf(path, sizeof path, "sys/devices/system/cpu/cpu0/cache/index%d/%s", index,
                 names[i]);
        put(path, texts[i]);
    }
}

/* The sizes that a virtual machine tells right here and wrong by sysconf(). */
const char *caches_are_read(void)
{
    if (!begin_machine())
        return "no folder for a machine";
    const struct rpi_caches none = rpi_cpu_caches_told(root);
    put_cache(0, "1", "Data", "48K");
    put_cache(1, "1", "Instruction", "32K");
    put_cache(2, "2", "Unified", "1024K");
    put_cache(3, "3", "Unified", "32M");
    const struct rpi_caches all = rpi_cpu_caches_told(root);
    end_machine();
    return none.l1d || none.l2 || none.l3 ? "no cache"
           : all.l1d != 48 << 10          ? "the data cache"
           : all.l2 != 1 << 20            ? "the second cache"
           : all.l3 != 32 << 20           ? "the last cache"
                                          : NULL;
}

#if defined(__x86_64__) || defined(__i386__)
/* By the system's word, as the compiler may be older. */
static bool is_zen_5(void)
{
    char line[256];
    int family = 0;
    FILE *file = fopen("/proc/cpuinfo", "r");
    while (file && family == 0 && fgets(line, sizeof line, file))
        sscanf(line, "cpu family : %d", &family);
    if (file)
        fclose(file);
    return family >= 26;
}

#define HABITS                                                                           \
    (!__builtin_cpu_is("amd")            ? RPI_ASKS                                      \
     : is_zen_5()                        ? RPI_AHEAD | RPI_SERIAL | RPI_KEEPS            \
     : __builtin_cpu_supports("avx512f") ? RPI_RISING                                    \
                                         : RPI_RISING | RPI_STREAMS)
#else
#define HABITS 0
#endif

/* From the first call on; by the compiler's word for the vendor, and the system's. */
const char *habits_are_told(void)
{
    rp_get_isa();
    return atomic_load(&rpi_habits) == (unsigned)HABITS ? NULL : "habits of another";
}

/* A team stores past the caches when one thread does, or, where that is a habit, from
   5/3 as many bytes on, but at the latest from 48 MiB on. */
const char *teams_keep(void)
{
    const unsigned habits = atomic_load(&rpi_habits);
    const size_t alone = rpi_far_bytes(false), kept = alone / 3 * 5, most = 48 << 20;
    atomic_store(&rpi_habits, habits & ~(unsigned)RPI_KEEPS);
    const size_t without = rpi_far_bytes(true);
    atomic_store(&rpi_habits, habits | RPI_KEEPS);
    const size_t with = rpi_far_bytes(true);
    const size_t one_with = rpi_far_bytes(false);
    atomic_store(&rpi_habits, habits);
    return alone == 0                            ? "everything is far"
           : without != alone                    ? "a team without the habit"
           : one_with != alone                   ? "one thread with the habit"
           : with != (kept < most ? kept : most) ? "a team with the habit"
                                                 : NULL;
}

static int quota_of(const char *cgroup, const char *const files[])
{
    if (!begin_machine())
        return -1;
    put("proc/self/cgroup", cgroup);
    for (; *files; files += 2)
        put(files[0], files[1]);
    const int quota = rpi_cpu_quota(root);
    end_machine();
    return quota;
}

const char *quota_is_read(void)
{
    static const char *const none[] = {NULL};
    static const char *const v2[] = {"sys/fs/cgroup/a/b/cpu.max", "max 100000",
                                     "sys/fs/cgroup/a/cpu.max", "150000 100000", NULL};
    static const char *const inside[] = {"sys/fs/cgroup/cpu.max", "300000 100000", NULL};
    static const char *const v1[] = {"sys/fs/cgroup/cpu/x/cpu.cfs_quota_us",
                                     "250000",
                                     "sys/fs/cgroup/cpu/x/cpu.cfs_period_us",
                                     "50000",
                                     "sys/fs/cgroup/cpu/cpu.cfs_quota_us",
                                     "-1",
                                     "sys/fs/cgroup/cpu/cpu.cfs_period_us",
                                     "100000",
                                     NULL};
    return quota_of("0::/", none) != 0                   ? "no quota"
           : quota_of("0::/a/b", v2) != 2                ? "a quota above, rounded up"
           : quota_of("0::/far", inside) != 3            ? "a group that is not visible"
           : quota_of("4:cpu,cpuacct:/x\n0::/", v1) != 5 ? "version 1"
           : quota_of("4:cpuset:/x", v1) != 0            ? "another controller"
                                                         : NULL;
}
