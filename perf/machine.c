/* SPDX-License-Identifier: BSD-3-Clause */
/* machine.c -- what a figure depends on besides the code: CPU, caches, versions. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* sched_setaffinity, madvise, MAP_ANONYMOUS */
#endif
#include <assert.h>
#include <sched.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/utsname.h>
#include <time.h>

#include "bench.h"

/* The first line of a file without its newline; false when there is none. */
static bool first_line(const char *path, char *line, size_t size)
{
    FILE *file = fopen(path, "r");
    bool got = file && fgets(line, (int)size, file);
    if (got)
        line[strcspn(line, "\n")] = '\0';
    if (file)
        fclose(file);
    return got;
}

#if defined(__linux__)
/* The last CPU allowed: the first one serves most interrupts. */
int rpb_pin(int cpu)
{
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set))
        return -1;
    for (int i = CPU_SETSIZE - 1; i >= 0 && cpu < 0; i--)
        if (CPU_ISSET((size_t)i, &set))
            cpu = i;
    CPU_ZERO(&set);
    CPU_SET((size_t)cpu, &set);
    return sched_setaffinity(0, sizeof set, &set) ? -1 : cpu;
}

/* Is it the first of the hardware threads of its core? */
static bool is_first_of_core(int cpu)
{
    char path[128], line[64];
    snprintf(path, sizeof path,
             "/sys/devices/system/cpu/cpu%d/topology/thread_siblings_list", cpu);
    return !first_line(path, line, sizeof line) || atoi(line) == cpu;
}

int rpb_cpus(int *cpus, int most)
{
    cpu_set_t set;
    int count = 0;
    if (sched_getaffinity(0, sizeof set, &set))
        return 0;
    for (int first = 1; first >= 0; first--)
        for (int i = 0; i < CPU_SETSIZE && count < most; i++)
            if (CPU_ISSET((size_t)i, &set) && is_first_of_core(i) == (bool)first)
                cpus[count++] = i;
    return count;
}
#else
int rpb_pin(int cpu)
{
    (void)cpu;
    return -1;
}

int rpb_cpus(int *cpus, int most)
{
    cpus[0] = 0;
    return most > 0; /* how many there are is unknown: one thread */
}
#endif

/* Not by malloc, which may hand out what was touched before, and then its pages stay as
   they are. */
void *rpb_map(size_t bytes, bool huge_pages)
{
    assert(bytes % HUGE_PAGE == 0);
    char *got = mmap(NULL, bytes + HUGE_PAGE, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (got == MAP_FAILED)
        return NULL;
    size_t before = -(uintptr_t)got % HUGE_PAGE, after = HUGE_PAGE - before;
    if (before)
        munmap(got, before);
    munmap(got + before + bytes, after);
#if defined(MADV_HUGEPAGE) /* advice: no harm when it is not taken */
    madvise(got + before, bytes, huge_pages ? MADV_HUGEPAGE : MADV_NOHUGEPAGE);
#else
    (void)huge_pages;
#endif
    return got + before;
}

void rpb_unmap(void *start, size_t bytes)
{
    if (start)
        munmap(start, bytes);
}

void rpb_print_string(FILE *to, const char *text)
{
    putc('"', to);
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            putc('\\', to);
        if ((unsigned char)*text < ' ')
            fprintf(to, "\\u%04x", *text);
        else
            putc(*text, to);
    }
    putc('"', to);
}

static void print_member(FILE *to, const char *name, const char *text)
{
    putc(',', to);
    rpb_print_string(to, name);
    putc(':', to);
    rpb_print_string(to, text);
}

/* "model name" on x86; elsewhere the machine's own name has to do. */
static void cpu_model(char *model, size_t size)
{
    char line[256];
    struct utsname name;
    FILE *file = fopen("/proc/cpuinfo", "r");
    snprintf(model, size, "%s", uname(&name) ? "unknown" : name.machine);
    while (file && fgets(line, sizeof line, file)) {
        char *value = strchr(line, ':');
        if (value && !strncmp(line, "model name", 10)) {
            value[strcspn(value, "\n")] = '\0';
            snprintf(model, size, "%s", value + 2);
            break;
        }
    }
    if (file)
        fclose(file);
}

/* "caches": {"L1d": "32K", ...} */
static void print_caches(FILE *to, int cpu)
{
    char path[128], level[16], type[32], size[32];
    const char *comma = "";
    fputs(",\"caches\":{", to);
    for (int i = 0; i < 8; i++) {
        const char *const format = "/sys/devices/system/cpu/cpu%d/cache/index%d/%s";
        snprintf(path, sizeof path, format, cpu < 0 ? 0 : cpu, i, "level");
        if (!first_line(path, level, sizeof level))
            break;
        snprintf(path, sizeof path, format, cpu < 0 ? 0 : cpu, i, "type");
        if (!first_line(path, type, sizeof type) || type[0] == 'I')
            continue;
        snprintf(path, sizeof path, format, cpu < 0 ? 0 : cpu, i, "size");
        if (!first_line(path, size, sizeof size))
            continue;
        fprintf(to, "%s\"L%s%s\":\"%s\"", comma, level, type[0] == 'D' ? "d" : "", size);
        comma = ",";
    }
    putc('}', to);
}

static void print_system(FILE *to)
{
    char line[128], date[32];
    time_t now = time(NULL);
    struct utsname name;
    strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%SZ", gmtime(&now));
    print_member(to, "date", date);
    if (!uname(&name)) {
        snprintf(line, sizeof line, "%.40s %.60s", name.sysname, name.release);
        print_member(to, "system", line);
        print_member(to, "machine", name.machine);
    }
    if (first_line("/sys/kernel/mm/transparent_hugepage/enabled", line, sizeof line))
        print_member(to, "transparent_hugepages", line);
    if (first_line("/proc/loadavg", line, sizeof line))
        print_member(to, "load_average", line);
}

static void print_versions(FILE *to)
{
    print_member(to, "raptors", rp_version());
    print_member(to, "isa", rp_get_isa());
#if defined(__clang__)
    print_member(to, "compiler", __VERSION__);
#else
    print_member(to, "compiler", "gcc " __VERSION__);
#endif
#ifdef PERF_PLAIN_CFLAGS
    print_member(to, "plain_cflags", PERF_PLAIN_CFLAGS);
#endif
#ifdef PERF_OPENBLAS
    print_member(to, "openblas", rpb_openblas_version());
#endif
#ifdef PERF_EIGEN
    print_member(to, "eigen", rpb_eigen_version());
#endif
}

/* meta: further "name=value" pairs from the command line, such as the commit. */
static void print_meta(FILE *to, const char *const *meta, int metas)
{
    for (int i = 0; i < metas; i++) {
        char name[64];
        size_t length = strcspn(meta[i], "=");
        if (length >= sizeof name || !meta[i][length])
            continue;
        memcpy(name, meta[i], length);
        name[length] = '\0';
        print_member(to, name, meta[i] + length + 1);
    }
}

void rpb_print_header(FILE *to, int argc, char **argv, int cpu, const char *const *meta,
                      int metas)
{
    char model[128];
    cpu_model(model, sizeof model);
    fputs("{\"type\":\"header\",\"schema\":1,\"driver\":\"rp_bench\"", to);
    print_member(to, "cpu", model);
    fprintf(to, ",\"pinned_to\":%d", cpu);
    print_caches(to, cpu);
    print_system(to);
    print_versions(to);
    print_meta(to, meta, metas);
    fputs(",\"command\":[", to);
    for (int i = 0; i < argc; i++) {
        if (i)
            putc(',', to);
        rpb_print_string(to, argv[i]);
    }
    fputs("]}\n", to);
}
