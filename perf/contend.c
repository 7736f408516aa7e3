/* SPDX-License-Identifier: BSD-3-Clause */
/* contend.c -- who can solve a problem, and whether a rival's output is ours. */
#include <stdlib.h>
#include <string.h>

#include "bench.h"

/* The tables of rivals, one row a library; raptors, and its other build, first. */
static const struct rival *const tables[][PREC_COUNT] = {
    {rpb_raptors_s, rpb_raptors_d, rpb_raptors_ds},
    {rpb_plain_s, rpb_plain_d, rpb_plain_ds},
#ifdef PERF_OPENBLAS
    {rpb_openblas_s, rpb_openblas_d, NULL},
#endif
#ifdef PERF_EIGEN
    {rpb_eigen_s, rpb_eigen_d, NULL},
#endif
};

void rpb_set_threads(const struct problem *p)
{
    rp_set_num_threads(p->threads);
    rpb_against_threads(p->threads);
#ifdef PERF_OPENBLAS
    rpb_openblas_threads(p->threads);
#endif
}

/* Appends the rows of a table that solve the problem; the new count. */
static int append(const struct problem *p, const struct rival *r, struct contender *list,
                  int count)
{
    for (; r && r->name; r++)
        if (r->op == p->op && (!r->can || r->can(p)) && count < MAX_CONTENDERS)
            list[count++] = (struct contender){.rival = r, .calls = 1};
    return count;
}

int rpb_contenders(const struct problem *p, struct contender *list)
{
    const size_t all = sizeof tables / sizeof *tables;
    int count = 0;
    for (size_t t = 0; t < (rpb_is_against() ? 1 : all); t++)
        count = append(p, tables[t][p->prec], list, count);
    return count;
}

int rpb_add_ceilings(const struct problem *p, struct contender *list, int count)
{
    if (!rpb_has_crew(p->threads)) /* nobody could tell what threads without CPUs move */
        return count;
    count = append(p, rpb_ceiling_full, list, count);
    return append(p, rpb_ceiling_half, list, count);
}

static void (*const fillers[])(const struct problem *, const struct operands *,
                               enum fill) = {rpb_fill_s, rpb_fill_d, rpb_fill_ds};
static bool (*const checkers[])(const struct problem *, const struct operands *,
                                const void *, enum fill, char *,
                                size_t) = {rpb_check_s, rpb_check_d, rpb_check_ds};

void rpb_fill(const struct problem *p, const struct operands *o, enum fill fill)
{
    fillers[p->prec](p, o, fill);
}

bool rpb_has_fill(const struct problem *p, enum fill fill)
{
    /* Above 2^24 summands not even ones add up exactly in float. */
    return fill == FILL_REAL || rpb_terms(p) <= (rp_int)1 << 24;
}

/* The out array of a call that is to come: the operand again when it works in place, else
   NaNs, so that an element that nobody writes is seen. */
static void reset(const struct problem *p, const struct operands *o, const void *operand)
{
    size_t bytes = rpb_span_out(p) * rpb_result_size(p);
    if (p->inplace)
        memcpy(o->out, operand, bytes);
    else
        memset(o->out, 0xff, bytes);
}

/* ours and operand are workspace, as large as out. */
static int disagrees(const struct problem *p, const struct operands *o,
                     const struct contender *list, int count, enum fill fill, void *ours,
                     void *operand, char *message, size_t size)
{
    size_t bytes = rpb_span_out(p) * rpb_result_size(p);
    rpb_fill(p, o, fill);
    if (p->inplace)
        memcpy(operand, o->a, bytes);
    for (int i = 0; i < count; i++) {
        reset(p, o, operand);
        list[i].rival->call(p, o);
        if (i == 0)
            memcpy(ours, o->out, bytes);
        else if (!checkers[p->prec](p, o, ours, fill, message, size))
            return i;
    }
    return 0;
}

int rpb_disagrees(const struct problem *p, const struct operands *o,
                  const struct contender *list, int count, char *message, size_t size)
{
    size_t bytes = rpb_span_out(p) * rpb_result_size(p);
    char *space = malloc(2 * bytes);
    int who = 0;
    if (!space) {
        fprintf(stderr, "rp_bench: no memory to compare outputs\n");
        exit(2);
    }
    for (enum fill fill = 0; fill < FILL_COUNT && !who; fill++)
        if (rpb_has_fill(p, fill))
            who = disagrees(p, o, list, count, fill, space, space + bytes, message, size);
    free(space);
    return who;
}
