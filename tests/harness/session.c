/* SPDX-License-Identifier: BSD-3-Clause */
/* session.c -- one run of a test program: its ISA, seed, volume, and count of cases. */

#include "harness/session.h"
#include "harness/guard.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#ifndef BUILT_ISAS
#error "define BUILT_ISAS as the names configure chose, in one string"
#endif

struct session session = {"", "", 0x5eed};

static uint64_t volume = 100;
static char only_routine[64];
static uint64_t only_id;

/* Shared with the processes that Check forks: they count, their parent asks. */
struct count {
    uint64_t cases, swept;
};
static struct count *count;

static bool listed(const char *name, const char *list)
{
    size_t length = strlen(name);
    for (const char *at = list; at && (at = strstr(at, name)); at += length) {
        bool begins = at == list || strchr(" ,", at[-1]);
        if (begins && (at[length] == '\0' || strchr(" ,", at[length])))
            return true;
    }
    return false;
}

static void read_environment(void)
{
    static const char *const not_ours[] = {
        "RAPTORS_ISA",       "RAPTORS_NUM_THREADS", "RAPTORS_PARALLEL",
        "RAPTORS_TELEMETRY", "RAPTORS_VERBOSE",     "OMP_NUM_THREADS",
    };
    const char *seed = getenv("RAPTORS_TEST_SEED");
    const char *percent = getenv("RAPTORS_TEST_VOLUME");
    const char *only = getenv("RAPTORS_TEST_CASE");
    if (seed)
        session.seed = strtoull(seed, NULL, 0);
    if (percent)
        volume = strtoull(percent, NULL, 0);
    if (only)
        sscanf(only, "%63[^:]:%" SCNu64, only_routine, &only_id);
    for (size_t i = 0; i < sizeof not_ours / sizeof *not_ours; i++)
        unsetenv(not_ours[i]); /* the user's settings are not what is tested */
}

/* Asked of the compiler's own probe: a dispatcher that finds less is found out. */
static bool cpu_has(const char *isa)
{
#if defined __x86_64__ || defined __i386__
    if (!strcmp(isa, "avx2"))
        return __builtin_cpu_supports("avx2");
    if (!strcmp(isa, "avx512"))
        return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
               __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl");
#endif
    return strcmp(isa, "avx2") && strcmp(isa, "avx512");
}

static int without_isa(void)
{
    bool built = listed(session.isa, BUILT_ISAS);
    bool broken = built && cpu_has(session.isa);
    bool required = listed(session.isa, getenv("RAPTORS_REQUIRE_ISA"));
    printf("%s: %s %s: %s\n", broken || required ? "FAIL" : "SKIP", session.program,
           session.isa,
           broken  ? "built, and this CPU has it, but the library does not offer it"
           : built ? "this CPU lacks it"
                   : "not built");
    return broken || required ? EXIT_FAILURE : SESSION_SKIP;
}

/* What to type: libtool's wrapper tests/x, of which tests/.libs/x is the inner half. */
static const char *without_libs(const char *path)
{
    static char name[200];
    const char *inner = strstr(path, "/.libs/");
    if (!inner)
        return path;
    const char *base = inner + strlen("/.libs/");
    base += strncmp(base, "lt-", 3) ? 0 : 3;
    snprintf(name, sizeof name, "%.*s/%s", (int)(inner - path), path, base);
    return name;
}

int session_open(int argc, char **argv, bool (*choose)(const char *isa))
{
    session.program = without_libs(argv[0]);
    read_environment();
    count = mmap(NULL, sizeof *count, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
                 -1, 0);
    if (count == MAP_FAILED)
        return 99;
    for (int i = 0; i < ARENAS; i++)
        arena_get(i); /* once for all children; pages are made at their first use */
    if (!choose)
        return SESSION_GO;
    if (argc != 2) {
        fprintf(stderr, "usage: %s scalar|generic|avx2|avx512|neon\n", argv[0]);
        return 99;
    }
    session.isa = argv[1];
    return choose(session.isa) ? SESSION_GO : without_isa();
}

int session_close(int failures)
{
    printf("%s %s: %" PRIu64 " cases, RAPTORS_TEST_SEED=0x%" PRIx64 "\n", session.program,
           session.isa, count->cases, session.seed);
    bool nothing = count->cases == 0 || (only_routine[0] && count->swept == 0);
    if (nothing)
        printf("FAIL: nothing was checked\n");
    return failures || nothing ? EXIT_FAILURE : EXIT_SUCCESS;
}

bool session_is_whole(void)
{
    return volume >= 100;
}

bool session_is_long(void)
{
    return getenv("RAPTORS_TEST_LONG") != NULL;
}

void session_count(void)
{
    count->cases++; /* Check runs one child at a time */
}

const char *session_sweep(const char *routine, uint64_t full,
                          const char *(*check)(const void *context, uint64_t id),
                          const void *context)
{
    return session_sweep_some(1, routine, full, check, context);
}

const char *session_sweep_some(uint64_t least, const char *routine, uint64_t full,
                               const char *(*check)(const void *context, uint64_t id),
                               const void *context)
{
    const uint64_t scaled = (full * volume + 99) / 100,
                   some = least < full ? least : full;
    uint64_t id = 0, end = scaled < some ? some : scaled;
    if (only_routine[0]) {
        id = only_id;
        end = strcmp(routine, only_routine) ? 0 : id + 1;
    }
    for (; id < end; id++) {
        const char *verdict = check(context, id);
        session_count();
        count->swept++;
        if (verdict)
            return verdict;
    }
    return NULL;
}
