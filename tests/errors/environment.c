/* SPDX-License-Identifier: BSD-3-Clause */
/* environment.c -- the RAPTORS_ variables, and what may be printed when. */

#include "errors/environment.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "harness/capture.h"
#include "harness/session.h"
#include "raptors.h"

static const char *const names[] = {"scalar", "generic", "avx2", "avx512", "neon"};
enum { NAMES = 5, NO_NAME = NAMES };

static int name_index(const char *isa)
{
    int i = 0;
    while (i < NAMES && strcmp(names[i], isa))
        i++;
    return i;
}

/* ---- what the child processes do: the library reads its environment once in each --- */

/* A few calls of several kinds; the ISA afterwards. */
static int use_it(void)
{
    float a[6] = {1, 2, 3, 4, 5, 6}, y[3];
    for (int i = 0; i < 3; i++) {
        rp_saxis0sum(RP_ROW_MAJOR, 2, 3, a, 3, y, 1);
        rp_sgescal(RP_COL_MAJOR, 2, 3, 2, a, 2, a, 2);
    }
    return name_index(rp_get_isa());
}

static int set_isa_after_reset(void)
{
    if (rp_set_isa("scalar") != 0 || rp_set_isa(NULL) != 0)
        return NO_NAME;
    return use_it();
}

static int use_threads(void)
{
    const int n = rp_get_num_threads();
    return n < 1 || rp_get_num_threads() != n ? NO_NAME : use_it();
}

/* Nonsense leaves the default, 1. */
static int change_telemetry(void)
{
    const int former = rp_telemetry_enable(2);
    return former != 1 || rp_telemetry_enable(former) != 2 ? NO_NAME : use_it();
}

static const char *asked;

static int offers_asked(void)
{
    return rp_set_isa(asked) == 0;
}

static int call_wrongly(void)
{
    float y[3] = {0};
    return -rp_saxis0sum(RP_ROW_MAJOR, 2, -3, y, 3, y, 1);
}

static int call_wrongly_in_silence(void)
{
    return rp_set_error_handler(NULL) ? call_wrongly() : 0;
}

static int refuse_names(void)
{
    static const char *const bad[] = {"", "sse9", "scalar ", "avx", "avx5122", "NULL"};
    int kept = use_it();
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (rp_set_isa(bad[i]) != -1 || name_index(rp_get_isa()) != kept)
            return NO_NAME;
    return kept;
}

/* ---- what they must show ----------------------------------------------------------- */

static const char *const nothing[] = {NULL};

static const char *fail(const char *what, int result, const char *printed)
{
    static char text[1200];
    snprintf(text, sizeof text, "%s: result %d, printed '%s'", what, result, printed);
    return text;
}

/* A run under this setting ends with the usual ISA, and prints so many lines, with the
   word in them. */
struct run {
    const char *what, *setting;
    int (*f)(void);
    int lines;
    const char *word;
};

static const struct run runs[] = {
    {"calls print nothing", "RAPTORS_TEST_NOTHING=1", use_it, 0, ""},
    {"RAPTORS_VERBOSE=0 prints nothing", "RAPTORS_VERBOSE=0", use_it, 0, ""},
    {"RAPTORS_VERBOSE=1 prints once", "RAPTORS_VERBOSE=1", use_it, 1, "raptors"},
    {"RAPTORS_VERBOSE=1 prints once", "RAPTORS_VERBOSE=1", set_isa_after_reset, 1,
     "raptors"},
    {"an empty RAPTORS_VERBOSE prints nothing", "RAPTORS_VERBOSE=", use_it, 0, ""},
    {"a nonsense RAPTORS_VERBOSE is named", "RAPTORS_VERBOSE=banana", use_it, 1,
     "RAPTORS_VERBOSE=banana"},
    {"a nonsense RAPTORS_VERBOSE is named", "RAPTORS_VERBOSE=2", use_it, 1, "=2"},
    {"a nonsense RAPTORS_VERBOSE is named", "RAPTORS_VERBOSE=-1", use_it, 1, "=-1"},
    {"a nonsense RAPTORS_VERBOSE is named", "RAPTORS_VERBOSE=01", use_it, 1, "=01"},
    {"a nonsense RAPTORS_VERBOSE is named", "RAPTORS_VERBOSE=1 ", use_it, 1, "=1 "},
    {"a nonsense RAPTORS_VERBOSE is named", "RAPTORS_VERBOSE=yes", set_isa_after_reset, 1,
     "=yes"},
    {"a nonsense RAPTORS_ISA is named", "RAPTORS_ISA=banana", use_it, 1, "RAPTORS_ISA"},
    {"a nonsense RAPTORS_ISA is named", "RAPTORS_ISA=banana", set_isa_after_reset, 1,
     "banana"},
    {"RAPTORS_NUM_THREADS prints nothing", "RAPTORS_NUM_THREADS=2", use_threads, 0, ""},
    {"a nonsense RAPTORS_NUM_THREADS is named", "RAPTORS_NUM_THREADS=banana", use_threads,
     1, "RAPTORS_NUM_THREADS=banana"},
    {"a nonsense RAPTORS_NUM_THREADS is named", "RAPTORS_NUM_THREADS=0", use_threads, 1,
     "=0"},
    {"a nonsense RAPTORS_NUM_THREADS is named", "RAPTORS_NUM_THREADS=-1", use_threads, 1,
     "=-1"},
    {"a nonsense RAPTORS_NUM_THREADS is named", "RAPTORS_NUM_THREADS=2,3", use_threads, 1,
     "=2,3"},
    {"a nonsense OMP_NUM_THREADS is not ours", "OMP_NUM_THREADS=banana", use_threads, 0,
     ""},
    {"RAPTORS_PARALLEL prints nothing", "RAPTORS_PARALLEL=never", use_it, 0, ""},
    {"RAPTORS_PARALLEL prints nothing", "RAPTORS_PARALLEL=always", use_it, 0, ""},
    {"an empty RAPTORS_PARALLEL prints nothing", "RAPTORS_PARALLEL=", use_it, 0, ""},
    {"a nonsense RAPTORS_PARALLEL is named", "RAPTORS_PARALLEL=banana", use_it, 1,
     "RAPTORS_PARALLEL=banana"},
    {"a nonsense RAPTORS_PARALLEL is named", "RAPTORS_PARALLEL=Auto", use_it, 1, "=Auto"},
    {"RAPTORS_TELEMETRY prints nothing", "RAPTORS_TELEMETRY=0", use_it, 0, ""},
    {"RAPTORS_TELEMETRY prints nothing", "RAPTORS_TELEMETRY=2", use_it, 0, ""},
    {"an empty RAPTORS_TELEMETRY prints nothing", "RAPTORS_TELEMETRY=", use_it, 0, ""},
    {"a nonsense RAPTORS_TELEMETRY is named", "RAPTORS_TELEMETRY=banana", use_it, 1,
     "RAPTORS_TELEMETRY=banana"},
    {"a nonsense RAPTORS_TELEMETRY is named", "RAPTORS_TELEMETRY=3", use_it, 1, "=3"},
    {"a nonsense RAPTORS_TELEMETRY is named", "RAPTORS_TELEMETRY=-1", use_it, 1, "=-1"},
    {"a nonsense RAPTORS_TELEMETRY is named once", "RAPTORS_TELEMETRY=01",
     change_telemetry, 1, "=01"},
    {"unknown names are refused in silence", "RAPTORS_TEST_NOTHING=1", refuse_names, 0,
     ""},
};

int environment_runs(void)
{
    return (int)(sizeof runs / sizeof *runs);
}

const char *environment_run(int which)
{
    char printed[1000], usual[1000];
    const struct run *t = &runs[which];
    const char *const setting[] = {t->setting, NULL};
    session_count();
    int best = capture(use_it, nothing, usual, sizeof usual);
    int got = capture(t->f, setting, printed, sizeof printed);
    bool right = got == best && got != NO_NAME && count_lines(printed) == t->lines &&
                 strstr(printed, t->word);
    return right ? NULL : fail(t->what, got, printed);
}

/* Under RAPTORS_ISA=name: that ISA if it is here, and nothing printed; else a lesser one,
   and the name of another architecture may be called nonsense. */
const char *environment_cap(int name)
{
    char printed[1000], setting_text[40];
    snprintf(setting_text, sizeof setting_text, "RAPTORS_ISA=%s", names[name]);
    const char *const setting[] = {setting_text, NULL};
    session_count();
    asked = names[name];
    bool here = capture(offers_asked, nothing, printed, sizeof printed) == 1;
    int got = capture(use_it, setting, printed, sizeof printed);
    int again = capture(set_isa_after_reset, setting, printed, sizeof printed);
    if (here && (got != name || again != name || printed[0]))
        return fail(setting_text, got, printed);
    if (got >= NAMES || got != again)
        return fail(setting_text, got, printed);
    return NULL;
}

const char *environment_default_handler(void)
{
    char printed[1000];
    session_count();
    int got = capture(call_wrongly, nothing, printed, sizeof printed);
    if (got != 3 || count_lines(printed) != 1 || !strstr(printed, "rp_saxis0sum") ||
        !strchr(printed, '3'))
        return fail("the default handler", got, printed);
    got = capture(call_wrongly_in_silence, nothing, printed, sizeof printed);
    if (got != 3 || printed[0])
        return fail("no handler at all", got, printed);
    return NULL;
}
