/* SPDX-License-Identifier: BSD-3-Clause */
/* raptors_info.c -- raptors-info: what this machine is, what libraptors has chosen on it,
 * and what it has learned.
 */

#include "tools/raptors_info.h"

#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "raptors.h"

static const char usage[] =
    "Usage: raptors-info [OPTION]...\n"
    "Print what this machine is to libraptors, what it has chosen, and what it has\n"
    "learned of the time that calls take.\n"
    "\n"
    "  -e, --exercise   first call some routines on matrices of several sizes, for a\n"
    "                   second, so that something has been learned\n"
    "  -j, --json       print JSON, as rp_threading_info gives it\n"
    "  -h, --help       print this help and exit\n"
    "  -V, --version    print the version and exit\n"
    "\n"
    "The variables RAPTORS_ISA, RAPTORS_NUM_THREADS, RAPTORS_PARALLEL and\n"
    "RAPTORS_TELEMETRY change what is chosen and learned: see raptors(3).\n";

/* All of it, in memory of its own; NULL when there is not enough. */
static char *state_of_library(void)
{
    const size_t size = rp_threading_info(NULL, 0) + 1;
    char *text = malloc(size);
    if (text)
        rp_threading_info(text, size);
    return text;
}

static bool print_state(bool json)
{
    char *text = state_of_library();
    if (!text)
        return false;
    if (json)
        puts(text);
    else
        info_print_text(stdout, text);
    free(text);
    return true;
}

static int fail(const char *what)
{
    fprintf(stderr, "raptors-info: %s\n", what);
    return EXIT_FAILURE;
}

static int run(bool exercise, bool json)
{
    if (exercise && !info_exercise())
        return fail("not enough memory for the exercise");
    if (!print_state(json))
        return fail("not enough memory");
    return fflush(stdout) || ferror(stdout) ? fail("cannot write") : EXIT_SUCCESS;
}

static int refuse(void)
{
    fputs("Try 'raptors-info --help' for more information.\n", stderr);
    return EXIT_FAILURE;
}

int main(int argc, char **argv)
{
    static const struct option options[] = {{"exercise", no_argument, NULL, 'e'},
                                            {"json", no_argument, NULL, 'j'},
                                            {"help", no_argument, NULL, 'h'},
                                            {"version", no_argument, NULL, 'V'},
                                            {NULL, 0, NULL, 0}};
    bool exercise = false, json = false;
    for (int c; (c = getopt_long(argc, argv, "ejhV", options, NULL)) != -1;)
        switch (c) {
        case 'e': exercise = true; break;
        case 'j': json = true; break;
        case 'h': return fputs(usage, stdout) < 0;
        case 'V': return printf("raptors-info (Raptors) %s\n", rp_version()) < 0;
        default: return refuse();
        }
    if (optind < argc) {
        fprintf(stderr, "raptors-info: unexpected argument '%s'\n", argv[optind]);
        return refuse();
    }
    return run(exercise, json);
}
