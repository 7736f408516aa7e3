/* SPDX-License-Identifier: BSD-3-Clause */
/* rp_bench.c -- times raptors against its rivals in one process, in turn. */
#include <errno.h>
#include <string.h>

#include "bench.h"

struct run {
    const struct options *options;
    FILE *json; /* NULL when none is wanted */
    int done, total;
    double start;
};

static double gigabytes_per_second(const struct problem *p, double ns)
{
    return rpb_traffic_bytes(p) / ns;
}

static void print_result(FILE *to, const struct problem *p, const struct contender *c)
{
    struct summary s = rpb_summarise(c->ns, c->samples);
    fprintf(to, "{\"rival\":\"%s\",\"how\":\"%s\",\"calls\":%ld,\"preempted\":%d",
            c->rival->name, c->rival->how ? c->rival->how : p->routine, c->calls,
            c->preempted);
    if (c->region[0])
        fprintf(to, ",\"region\":\"%s\"", c->region);
    fprintf(to,
            ",\"median_ns\":%.3f,\"p95_ns\":%.3f,\"mad_ns\":%.3f,\"gbps\":%.3f,\"ns\":[",
            s.median, s.p95, s.mad, gigabytes_per_second(p, s.median));
    for (int i = 0; i < c->samples; i++)
        fprintf(to, "%s%.3f", i ? "," : "", c->ns[i]);
    fputs("]}", to);
}

static void write_row(FILE *to, const struct problem *p, const struct contender *list,
                      int count)
{
    if (!to)
        return;
    fputs("{\"type\":\"row\",\"driver\":\"rp_bench\",", to);
    rpb_print_problem(to, p);
    fputs(",\"results\":[", to);
    for (int i = 0; i < count; i++) {
        if (i)
            putc(',', to);
        print_result(to, p, &list[i]);
    }
    fputs("]}\n", to);
    fflush(to); /* an interrupted run keeps what it has */
}

static int write_failure(FILE *to, const struct problem *p, const struct rival *rival,
                         const char *message)
{
    fprintf(stderr, "rp_bench: %s: MISMATCH with %s %s: %s\n", p->text, rival->name,
            rival->how, message);
    if (to) {
        fputs("{\"type\":\"failure\",\"driver\":\"rp_bench\",", to);
        rpb_print_problem(to, p);
        fprintf(to, ",\"rival\":\"%s\",\"how\":\"%s\",\"message\":", rival->name,
                rival->how);
        rpb_print_string(to, message);
        fputs("}\n", to);
        fflush(to);
    }
    return 1;
}

/* One line a problem: our speed, share of the ceiling, best rival, and the time left. */
static void report_progress(const struct run *run, const struct problem *p,
                            const struct contender *list, int count)
{
    double ours = rpb_summarise(list[0].ns, list[0].samples).median, ns = 0.0;
    double left = (rpb_now() - run->start) / 1e9 / run->done * (run->total - run->done);
    fprintf(stderr, "[%*d/%d] %-44s %7.2f GB/s", run->total > 99 ? 3 : 2, run->done,
            run->total, p->text, gigabytes_per_second(p, ours));
    if (rpb_best(list, count, true, &ns))
        fprintf(stderr, "  %3.0f%%", 100 * ns / ours);
    const struct contender *best = rpb_best(list, count, false, &ns);
    if (best)
        fprintf(stderr, "  %6.2fx %s %s", ns / ours, best->rival->name, best->rival->how);
    fprintf(stderr, "  (%d:%02d left)\n", (int)left / 60, (int)left % 60);
}

static int run_problem(const char *text, void *context)
{
    static struct contender list[MAX_CONTENDERS];
    struct run *run = context;
    struct problem p;
    char message[256];
    const char *wrong = rpb_parse(&p, text);
    if (!wrong && p.threads > 1 && !run->options->no_pin)
        wrong = "more than one thread wants --no-pin";
    if (wrong) {
        fprintf(stderr, "rp_bench: %s: %s\n", text, wrong);
        return 2;
    }
    struct operands o = rpb_operands(&p, !run->options->small_pages);
    rpb_set_threads(&p);
    int count = rpb_contenders(&p, list);
    run->done++;
    int who = rpb_disagrees(&p, &o, list, count, message, sizeof message);
    if (who)
        return write_failure(run->json, &p, list[who].rival, message);
    if (run->options->ceiling)
        count = rpb_add_ceilings(&p, list, count);
    rpb_fill(&p, &o, FILL_REAL);
    rpb_interleave(list, count, &p, &o, &run->options->budget);
    write_row(run->json, &p, list, count);
    report_progress(run, &p, list, count);
    if (run->options->table)
        rpb_stand(&p, list, count);
    return 0;
}

static int count_problem(const char *text, void *context)
{
    (void)text;
    ++*(int *)context;
    return 0;
}

static int print_problem(const char *text, void *context)
{
    struct problem p;
    const char *wrong = rpb_parse(&p, text);
    (void)context;
    puts(text);
    if (wrong)
        fprintf(stderr, "rp_bench: %s: %s\n", text, wrong);
    return wrong ? 2 : 0;
}

static int for_each_problem(const struct options *options, rpb_each each, void *context)
{
    int worst = options->suite ? rpb_expand_file(options->suite, each, context) : 0;
    for (char **rest = options->problems; *rest; rest++) {
        int status = rpb_expand(*rest, each, context);
        worst = status > worst ? status : worst;
    }
    return worst;
}

static int run_all(const struct options *options, int argc, char **argv, int cpu)
{
    struct run run = {.options = options, .start = rpb_now()};
    int status = for_each_problem(options, count_problem, &run.total);
    if (status)
        return status;
    if (options->json && !(run.json = fopen(options->json, "w"))) {
        fprintf(stderr, "rp_bench: %s: %s\n", options->json, strerror(errno));
        return 2;
    }
    if (run.json)
        rpb_print_header(run.json, argc, argv, cpu, options->meta, options->metas);
    status = for_each_problem(options, run_problem, &run);
    if (options->table)
        rpb_print_standings();
    if (run.json && fclose(run.json))
        return 2;
    return status;
}

int main(int argc, char **argv)
{
    struct options o;
    int status = rpb_options(&o, argc, argv);
    if (status >= 0)
        return status;
    if (o.isa && rp_set_isa(o.isa)) {
        fprintf(stderr, "rp_bench: no such kernels here: %s\n", o.isa);
        return 2;
    }
    if (o.against && !rpb_load_against(o.against, o.isa))
        return 2;
    if (o.list)
        return for_each_problem(&o, print_problem, NULL);
    int cpu = o.no_pin ? -1 : rpb_pin(o.cpu);
    if (o.info || o.serve)
        rpb_print_header(stdout, argc, argv, cpu, o.meta, o.metas);
    fflush(stdout);
    if (o.info)
        return 0;
    rpb_regions_open();
    status = o.serve ? rpb_serve(o.budget.sample_ns, !o.small_pages)
                     : run_all(&o, argc, argv, cpu);
    rpb_regions_close();
    return status;
}
