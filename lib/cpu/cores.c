/* SPDX-License-Identifier: BSD-3-Clause */
/* cores.c -- affinity, physical cores, and the quota of control groups. */

#include "config.h"

#include "cpu/cores.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#if defined(__linux__)
#include <sched.h>
#endif

#include "util/file.h"

enum { PATH_SIZE = RPI_PATH_SIZE, CPUS_MOST = 1024 };

/* Is there, in a list such as "0,8-11", one of these CPUs? */
static bool any_listed(const char *list, const int *cpus, int count)
{
    while (*list) {
        char *end;
        const long first = strtol(list, &end, 10);
        if (end == list)
            return false;
        const long last = *end == '-' ? strtol(end + 1, &end, 10) : first;
        for (int i = 0; i < count; i++)
            if (cpus[i] >= first && cpus[i] <= last)
                return true;
        list = *end == ',' ? end + 1 : end;
    }
    return false;
}

int rpi_cpu_cores(const char *root, const int *cpus, int count)
{
    int cores = 0;
    for (int i = 0; i < count; i++) {
        char name[80], siblings[256];
        snprintf(name, sizeof name,
                 "sys/devices/system/cpu/cpu%d/topology/thread_siblings_list", cpus[i]);
        if (!rpi_read_line(root, name, siblings, sizeof siblings) ||
            !any_listed(siblings, cpus, i))
            cores++;
    }
    return cores;
}

/* ---- Control groups ---------------------------------------------------------------- */

/* The CPUs that a quota stands for; 0 without limit. */
static int share(long long quota, long long period)
{
    if (quota <= 0 || period <= 0)
        return 0;
    const long long cpus = (quota + period - 1) / period;
    return cpus < CPUS_MOST ? (int)cpus : CPUS_MOST;
}

/* Version 2: one file with "max 100000" or "150000 100000". */
static int quota_v2(const char *group)
{
    char line[64];
    long long quota, period;
    if (!rpi_read_line(group, "cpu.max", line, sizeof line) ||
        sscanf(line, "%lld %lld", &quota, &period) != 2)
        return 0;
    return share(quota, period);
}

/* Version 1: two files, and -1 for no limit. */
static int quota_v1(const char *group)
{
    char quota[32], period[32];
    if (!rpi_read_line(group, "cpu.cfs_quota_us", quota, sizeof quota) ||
        !rpi_read_line(group, "cpu.cfs_period_us", period, sizeof period))
        return 0;
    return share(atoll(quota), atoll(period));
}

/* 0 stands for no limit. */
static int least(int a, int b)
{
    return a == 0 || (b != 0 && b < a) ? b : a;
}

/* The least quota of a group and of those above it. In a container the group may not be
   visible under its name, but the mount point is then its own. */
static int quota_upward(const char *mount, const char *group, int (*quota)(const char *))
{
    char path[PATH_SIZE];
    int all = 0;
    if (snprintf(path, sizeof path, "%s%s", mount, group) >= (int)sizeof path)
        return 0;
    for (;;) {
        all = least(all, quota(path));
        char *end = strrchr(path, '/');
        if (!end || end < path + strlen(mount))
            return all;
        *end = '\0';
    }
}

/* Is "cpu" one of the controllers of a line such as "4:cpu,cpuacct:/path"? */
static bool has_cpu(const char *controllers, const char *end)
{
    while (controllers < end) {
        const size_t length = strcspn(controllers, ",:");
        if (length == 3 && strncmp(controllers, "cpu", 3) == 0)
            return true;
        controllers += length + 1;
    }
    return false;
}

/* One line of /proc/self/cgroup. */
static int quota_of_line(const char *root, const char *line)
{
    char mount[PATH_SIZE];
    const char *controllers = strchr(line, ':');
    const char *path = controllers ? strchr(controllers + 1, ':') : NULL;
    if (!path)
        return 0;
    const bool v2 = path == controllers + 1;
    if (!v2 && !has_cpu(controllers + 1, path))
        return 0;
    if (snprintf(mount, sizeof mount, "%s/sys/fs/cgroup%s", root, v2 ? "" : "/cpu") >=
        (int)sizeof mount)
        return 0;
    return quota_upward(mount, path + 1, v2 ? quota_v2 : quota_v1);
}

int rpi_cpu_quota(const char *root)
{
    char path[PATH_SIZE], line[PATH_SIZE];
    int all = 0;
    if (snprintf(path, sizeof path, "%s/proc/self/cgroup", root) >= (int)sizeof path)
        return 0;
    FILE *file = fopen(path, "re");
    while (file && fgets(line, sizeof line, file)) {
        line[strcspn(line, "\n")] = '\0';
        all = least(all, quota_of_line(root, line));
    }
    if (file)
        fclose(file);
    return all;
}

/* ---- This process ------------------------------------------------------------------ */

#if defined(__linux__)

/* The main thread stands for the process: who calls first may be bound to one CPU, as
   each of many threads of a program. */
static bool get_process_cpus(cpu_set_t *set)
{
    return sched_getaffinity(getpid(), sizeof *set, set) == 0;
}

/* The CPUs that the process may run on; 0 where the system does not tell. */
static int allowed(int cpus[CPUS_MOST])
{
    int count = 0;
    cpu_set_t set;
    if (get_process_cpus(&set))
        for (int i = 0; i < CPU_SETSIZE && i < CPUS_MOST; i++)
            if (CPU_ISSET((size_t)i, &set))
                cpus[count++] = i;
    return count;
}

void rpi_cpu_unbind(int but)
{
    cpu_set_t set;
    if (!get_process_cpus(&set))
        return;
    if (but >= 0 && but < CPU_SETSIZE && CPU_COUNT(&set) > 1)
        CPU_CLR((size_t)but, &set);
    sched_setaffinity(0, sizeof set, &set);
}

int rpi_cpu_current(void)
{
    return sched_getcpu();
}

#else

static int allowed(int cpus[CPUS_MOST])
{
    (void)cpus;
    return 0;
}

void rpi_cpu_unbind(int but)
{
    (void)but;
}

int rpi_cpu_current(void)
{
    return -1;
}

#endif

int rpi_cpu_threads(void)
{
    int cpus[CPUS_MOST];
    const int count = allowed(cpus);
    const long online = sysconf(_SC_NPROCESSORS_ONLN);
    const int cores = count ? rpi_cpu_cores("", cpus, count) : (int)online;
    const int threads = least(rpi_cpu_quota(""), cores);
    return threads > 1 ? threads : 1;
}
