/* SPDX-License-Identifier: BSD-3-Clause */
/* machine.c -- pieces, limits, and machines that are made of files. */

#include "config.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cpu/cores.h"
#include "cpu/cpu.h"
#include "harness/session.h"
#include "raptors.h"
#include "threads/checks.h"
#include "threads/threads.h"

/* ---- Pieces ------------------------------------------------------------------------ */

static atomic_int done[RPI_THREADS_MOST];

static void do_piece(void *context, int piece)
{
    (void)context;
    atomic_fetch_add(&done[piece], 1);
}

static bool run_once(int width, int pieces)
{
    if (!rpi_threads_take(width))
        return false;
    const bool second = rpi_threads_take(width);
    for (int i = 0; i < RPI_THREADS_MOST; i++)
        atomic_store(&done[i], 0);
    rpi_threads_run(width, pieces, do_piece, NULL);
    rpi_threads_give();
    bool right = !second;
    for (int i = 0; i < RPI_THREADS_MOST; i++)
        right &= atomic_load(&done[i]) == (i < pieces);
    session_count();
    return right;
}

const char *pieces_are_done_once(void)
{
    static const int widths[] = {2, 3, 5, 16, 64};
    struct rpi_threads_facts facts;
    rpi_threads_facts(&facts);
    if (!strcmp(facts.backend, "none"))
        return rpi_threads_take(2) ? "a team of nobody" : NULL;
    for (size_t w = 0; w < sizeof widths / sizeof *widths; w++)
        for (int pieces = 1; pieces <= RPI_THREADS_MOST; pieces++)
            for (int again = 0; again < 5; again++)
                if (!run_once(widths[w], pieces))
                    return "a piece was done twice, or not, or there were two teams";
    return rpi_threads_launch_ns(RPI_AWAKE) ? NULL : "the launch was not measured";
}

static uint64_t fallbacks(void)
{
    struct rpi_threads_facts facts;
    rpi_threads_facts(&facts);
    return facts.busy_fallbacks;
}

/* While another caller has the team: results that it would share out, or each of a few
   pieces of them; one line; elements. */
const char *fallbacks_are_calls(void)
{
    enum { SIDE = 8192 };
    static float a[2 * SIDE], y[SIDE];
    session_count();
    rp_set_num_threads(2);
    if (!rpi_threads_take(2))
        return NULL; /* nobody would be waited for */
    const uint64_t before = fallbacks();
    rp_sgesum(RP_ROW_MAJOR, 2, SIDE, a, SIDE, y);
    const uint64_t shared = fallbacks();
    rp_sgesum(RP_COL_MAJOR, 3 * SIDE / 8, 5, a, 3 * SIDE / 8, y);
    const uint64_t piecewise = fallbacks();
    rp_sgesum(RP_ROW_MAJOR, 5, 3 * SIDE / 8, a, 3 * SIDE / 8, y);
    const uint64_t across = fallbacks();
    rp_saxis0sum(RP_ROW_MAJOR, 2, SIDE, a, SIDE, y, 1);
    rpi_threads_give();
    return shared != before + 1        ? "many results"
           : piecewise != shared + 1   ? "a few results"
           : across != piecewise + 1   ? "a few results of columns"
           : fallbacks() != across + 1 ? "one reduction"
                                       : NULL;
}

/* ---- Signals ----------------------------------------------------------------------- */

static pthread_t asking;
static atomic_int helped, handled, unheard;

static void handle(int number)
{
    (void)number;
    atomic_fetch_add(&handled, 1);
}

/* A helper that brings a signal upon itself must come back from the handler. The caller
   works on piece 0 until a helper has been there, for so many looks. */
static void signal_myself(void *context, int piece)
{
    const int number = *(const int *)context;
    if (!pthread_equal(pthread_self(), asking)) {
        const int before = atomic_load(&handled);
        raise(number);
        atomic_fetch_add(&unheard, atomic_load(&handled) != before + 1);
        atomic_fetch_add(&helped, 1);
    }
    for (int i = 0; piece == 0 && i < 1000 && atomic_load(&helped) == 0; i++)
        sched_yield();
}

static bool is_heard(int number)
{
    struct sigaction action = {.sa_handler = handle}, former;
    sigaction(number, &action, &former);
    atomic_store(&helped, 0);
    atomic_store(&unheard, 0);
    for (int i = 0; i < 1000 && atomic_load(&helped) == 0; i++)
        if (rpi_threads_take(2)) {
            rpi_threads_run(2, 2, signal_myself, &number);
            rpi_threads_give();
        }
    sigaction(number, &former, NULL);
    return atomic_load(&unheard) == 0;
}

const char *helpers_hear_their_signals(void)
{
    static const int own[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSYS};
    struct rpi_threads_facts facts;
    rpi_threads_facts(&facts);
    if (strcmp(facts.backend, "pthread") != 0)
        return NULL; /* others make their helpers as they think right */
    asking = pthread_self();
    for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
        session_count();
        if (!is_heard(own[i]))
            return "a helper blocks a signal that it brought upon itself";
    }
    return is_heard(SIGUSR1) && atomic_load(&helped)
               ? "a helper does not block the signals of the program"
               : NULL;
}

/* ---- Affinity ---------------------------------------------------------------------- */

#if defined(__linux__)

static cpu_set_t of_process, of_helper;

static void look_at_affinity(void *context, int piece)
{
    (void)context;
    if (!pthread_equal(pthread_self(), asking)) {
        sched_getaffinity(0, sizeof of_helper, &of_helper);
        atomic_fetch_add(&helped, 1);
    }
    for (int i = 0; piece == 0 && i < 1000 && atomic_load(&helped) == 0; i++)
        sched_yield();
}

/* Bound to the first CPU of the process, as a thread of a parallel program may be. */
static void *call_first(void *verdict)
{
    cpu_set_t one;
    int cpu = 0;
    while (!CPU_ISSET((size_t)cpu, &of_process))
        cpu++;
    CPU_ZERO(&one);
    CPU_SET((size_t)cpu, &one);
    asking = pthread_self();
    if (sched_setaffinity(0, sizeof one, &one))
        return verdict;
    for (int i = 0; i < 1000 && atomic_load(&helped) == 0; i++)
        if (rpi_threads_take(2)) {
            rpi_threads_run(2, 2, look_at_affinity, NULL);
            rpi_threads_give();
        }
    if (atomic_load(&helped) && !CPU_EQUAL(&of_helper, &of_process))
        *(const char **)verdict = "the helpers of a bound thread are bound with it";
    return verdict;
}

/* What the first caller may not use, the process may. */
const char *first_caller_may_be_bound(void)
{
    const char *verdict = NULL;
    pthread_t thread;
    struct rpi_threads_facts facts;
    rpi_threads_facts(&facts);
    session_count();
    if (strcmp(facts.backend, "pthread") != 0 ||
        sched_getaffinity(0, sizeof of_process, &of_process) ||
        pthread_create(&thread, NULL, call_first, &verdict))
        return NULL;
    pthread_join(thread, NULL);
    return verdict                                  ? verdict
           : rpi_threads_max() == rpi_cpu_threads() ? NULL
                                                    : "the machine of a bound thread";
}

#else

const char *first_caller_may_be_bound(void)
{
    session_count();
    return NULL;
}

#endif

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
