/* SPDX-License-Identifier: BSD-3-Clause */
/* options.c -- the command line of rp_bench. */
#include <getopt.h>
#include <stdlib.h>

#include "bench.h"

static const char usage[] =
    "Usage: rp_bench [OPTION]... [PROBLEM]...\n"
    "Compare the outputs of raptors and its rivals, then time them in turn.\n"
    "\n"
    "  --suite FILE       the problem strings of FILE, then those of the command line\n"
    "  --json FILE        write a header and one row a problem, as JSON lines\n"
    "  --isa NAME         the kernels to use, as for RAPTORS_ISA\n"
    "  --against LIBRARY  the only rival is another build of it, such as\n"
    "                     .../.libs/libraptors.so: the ratio is the gain\n"
    "  --cpu N            pin to CPU N; default the last one allowed\n"
    "  --no-pin           leave the process where it is; for problems with threads\n"
    "  --small-pages      ask for no huge pages for arrays of 4 MiB and more\n"
    "  --sample-us N      a sample lasts this long, or is one call (50)\n"
    "  --budget-ms N      no further samples of a problem after this long (500)\n"
    "  --min-samples N    at least this many of each contender (11)\n"
    "  --max-samples N    at most this many (101)\n"
    "  --meta NAME=VALUE  put into the header, such as commit=...\n"
    "  --ceiling          time also what only moves the bytes: the limit of the machine\n"
    "  --table            print a table when all is done, the worst problems first\n"
    "  --list             print the problem strings, expanded, and stop\n"
    "  --info             print the header and stop\n"
    "  --serve            answer requests on standard input (see perf/serve.c)\n"
    "  --help             this text\n"
    "\n"
    "Exit status: 0; 1 when an output differs from a rival's; 2 when it cannot run.\n"
    "\n";

static int help(void)
{
    fputs(usage, stdout);
    rpb_print_grammar(stdout);
    return 0;
}

enum {
    SUITE = 256,
    JSON,
    ISA,
    AGAINST,
    META,
    CPU,
    SAMPLE,
    BUDGET,
    MIN,
    MAX, /* with a number */
    LIST,
    INFO,
    SERVE,
    CEILING,
    TABLE,
    NO_PIN,
    SMALL_PAGES,
    HELP
};

static const struct option long_options[] = {
    {"suite", 1, 0, SUITE},
    {"json", 1, 0, JSON},
    {"isa", 1, 0, ISA},
    {"against", 1, 0, AGAINST},
    {"cpu", 1, 0, CPU},
    {"sample-us", 1, 0, SAMPLE},
    {"budget-ms", 1, 0, BUDGET},
    {"min-samples", 1, 0, MIN},
    {"max-samples", 1, 0, MAX},
    {"meta", 1, 0, META},
    {"list", 0, 0, LIST},
    {"info", 0, 0, INFO},
    {"serve", 0, 0, SERVE},
    {"ceiling", 0, 0, CEILING},
    {"table", 0, 0, TABLE},
    {"no-pin", 0, 0, NO_PIN},
    {"small-pages", 0, 0, SMALL_PAGES},
    {"help", 0, 0, HELP},
    {0, 0, 0, 0},
};

/* A whole number in [least, most], or the end of the program. */
static int whole(const char *text, int least, int most)
{
    char *end;
    long value = strtol(text, &end, 10);
    if (end == text || *end || value < least || value > most) {
        fprintf(stderr, "rp_bench: %s is not a number from %d to %d\n", text, least,
                most);
        exit(2);
    }
    return (int)value;
}

static void take_meta(struct options *o)
{
    if (o->metas < MAX_META)
        o->meta[o->metas++] = optarg;
}

static void take_number(struct options *o, int which)
{
    struct budget *b = &o->budget;
    if (which == CPU)
        o->cpu = whole(optarg, 0, 1023);
    else if (which == SAMPLE)
        b->sample_ns = 1e3 * whole(optarg, 1, 1000000);
    else if (which == BUDGET)
        b->problem_ns = 1e6 * whole(optarg, 1, 1000000);
    else
        *(which == MIN ? &b->min_samples : &b->max_samples) =
            whole(optarg, 1, MAX_SAMPLES);
}

static bool take_flag(struct options *o, int which)
{
    switch (which) {
    case LIST: o->list = true; return true;
    case INFO: o->info = true; return true;
    case SERVE: o->serve = true; return true;
    case CEILING: o->ceiling = true; return true;
    case TABLE: o->table = true; return true;
    case NO_PIN: o->no_pin = true; return true;
    case SMALL_PAGES: o->small_pages = true; return true;
    default: return false;
    }
}

static bool take_option(struct options *o, int which)
{
    if (which == SUITE)
        o->suite = optarg;
    else if (which == JSON)
        o->json = optarg;
    else if (which == ISA)
        o->isa = optarg;
    else if (which == AGAINST)
        o->against = optarg;
    else if (which == META)
        take_meta(o);
    else if (which >= CPU && which <= MAX)
        take_number(o, which);
    else
        return take_flag(o, which);
    return true;
}

int rpb_options(struct options *o, int argc, char **argv)
{
    *o = (struct options){.cpu = -1, .budget = {5e4, 5e8, 11, 101}};
    for (int which; (which = getopt_long(argc, argv, "h", long_options, NULL)) != -1;) {
        if (which == HELP || which == 'h')
            return help();
        if (!take_option(o, which))
            return 2;
    }
    o->problems = argv + optind;
    if (o->info || o->serve || o->suite || *o->problems)
        return -1;
    fputs(usage, stderr);
    return 2;
}
