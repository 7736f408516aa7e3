/* SPDX-License-Identifier: BSD-3-Clause */
/* serve.c -- rp_bench --serve: samples on request, for a driver in another language.
 *
 * One request a line, one JSON line in answer; vs_numpy.py takes its own samples in
 * between, so that neither side pays for the other's way of calling.
 *   problem STRING     sets it up; answers with its sizes
 *   output exact|real [RIVAL]
 *                      fills, calls raptors or the rival once; {"bytes": N} and then the
 *                      N bytes of the result, padding included; 0 when that fill does not
 *                      apply or nobody of that name can solve the problem
 *   calibrate          fills and chooses the number of calls a sample; {"calls": N}
 *   sample             {"ns": per call, "preempted": true|false}
 *   first N            the same of N calls after raptors has forgotten all of them
 *   call N             exactly N calls; {"ns": per call}
 *   threads N          as t=N in the problem, from now on; {"threads": N}
 *   telemetry L        level L, from now on; {"level": the former one}
 *   threading_info     what rp_threading_info gives
 */
#include <stdlib.h>
#include <string.h>

#include "bench.h"

static struct {
    struct problem problem;
    struct operands operands;
    struct contender list[MAX_CONTENDERS];
    int count;
    bool ready, huge_pages;
} now;

static int answer_error(const char *what)
{
    fputs("{\"error\":", stdout);
    rpb_print_string(stdout, what);
    fputs("}\n", stdout);
    return 1;
}

static int serve_problem(const char *text)
{
    const char *wrong = rpb_parse(&now.problem, text);
    now.ready = !wrong;
    if (wrong)
        return answer_error(wrong);
    now.operands = rpb_operands(&now.problem, now.huge_pages);
    rpb_set_threads(&now.problem);
    now.count = rpb_contenders(&now.problem, now.list);
    putchar('{');
    rpb_print_problem(stdout, &now.problem);
    fputs("}\n", stdout);
    return 0;
}

/* The first contender of that name; raptors without one; NULL when there is nobody. */
static const struct rival *named(const char *name)
{
    for (int i = 0; i < now.count; i++)
        if (!*name || !strcmp(now.list[i].rival->name, name))
            return now.list[i].rival;
    return NULL;
}

static int serve_output(enum fill fill, const char *who)
{
    const struct rival *rival = named(who + strspn(who, " "));
    size_t bytes = rpb_span_out(&now.problem) * rpb_result_size(&now.problem);
    if (!rival || !rpb_has_fill(&now.problem, fill)) {
        puts("{\"bytes\":0}");
        return 0;
    }
    rpb_fill(&now.problem, &now.operands, fill);
    rival->call(&now.problem, &now.operands);
    printf("{\"bytes\":%zu}\n", bytes);
    fwrite(now.operands.out, 1, bytes, stdout);
    return 0;
}

static int answer_sample(struct sample s)
{
    return printf("{\"ns\":%.3f,\"preempted\":%s}\n", s.ns,
                  s.preempted ? "true" : "false") < 0;
}

static int serve_first(long calls)
{
    if (calls < 1)
        return answer_error("how many calls?");
    return answer_sample(
        rpb_sample_first(&now.list[0], &now.problem, &now.operands, calls));
}

static int serve_calls(long calls)
{
    if (calls < 1)
        return answer_error("how many calls?");
    const double start = rpb_now();
    for (long i = 0; i < calls; i++)
        now.list[0].rival->call(&now.problem, &now.operands);
    return printf("{\"ns\":%.3f}\n", (rpb_now() - start) / (double)calls) < 0;
}

static int serve_threads(int threads)
{
    if (threads < 1)
        return answer_error("how many threads?");
    now.problem.threads = threads;
    rpb_set_threads(&now.problem);
    return printf("{\"threads\":%d}\n", threads) < 0;
}

static int serve_telemetry(int level)
{
    return printf("{\"level\":%d}\n", rp_telemetry_enable(level)) < 0;
}

static int serve_threading_info(void)
{
    const size_t size = rp_threading_info(NULL, 0) + 1;
    char *text = malloc(size);
    if (!text)
        return answer_error("not enough memory");
    rp_threading_info(text, size);
    puts(text);
    free(text);
    return 0;
}

static int serve_request(const char *request, double sample_ns)
{
    if (!strncmp(request, "problem ", 8))
        return serve_problem(request + 8);
    if (!strcmp(request, "threading_info"))
        return serve_threading_info();
    if (!now.ready)
        return answer_error("no problem yet");
    if (!strncmp(request, "output exact", 12))
        return serve_output(FILL_EXACT, request + 12);
    if (!strncmp(request, "output real", 11))
        return serve_output(FILL_REAL, request + 11);
    if (!strcmp(request, "calibrate")) {
        rpb_fill(&now.problem, &now.operands, FILL_REAL);
        rpb_calibrate(&now.list[0], &now.problem, &now.operands, sample_ns);
        return printf("{\"calls\":%ld}\n", now.list[0].calls) < 0;
    }
    if (!strcmp(request, "sample"))
        return answer_sample(rpb_sample(&now.list[0], &now.problem, &now.operands));
    if (!strncmp(request, "first ", 6))
        return serve_first(atol(request + 6));
    if (!strncmp(request, "call ", 5))
        return serve_calls(atol(request + 5));
    if (!strncmp(request, "threads ", 8))
        return serve_threads(atoi(request + 8));
    if (!strncmp(request, "telemetry ", 10))
        return serve_telemetry(atoi(request + 10));
    return answer_error("unknown request");
}

int rpb_serve(double sample_ns, bool huge_pages)
{
    char line[2 * MAX_TEXT];
    now.huge_pages = huge_pages;
    while (fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\r\n")] = '\0';
        serve_request(line, sample_ns);
        fflush(stdout);
    }
    return 0;
}
