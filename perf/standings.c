/* SPDX-License-Identifier: BSD-3-Clause */
/* standings.c -- rp_bench --table: every problem with its ceiling and best rival. */
#include <stdlib.h>
#include <string.h>

#include "bench.h"

struct standing {
    char problem[MAX_TEXT], rival[MAX_TEXT / 2], ceiling[MAX_TEXT / 2];
    double ns, gbps;    /* ours */
    double ceiling_ns;  /* of the fastest way to move the bytes; 0 when none was timed */
    double share;       /* of the ceiling that we reach */
    double rival_ratio; /* the best rival's time over ours; 0 when there is none */
};

static struct standing *table;
static size_t used;

static bool is_ceiling(const struct contender *c)
{
    return !strcmp(c->rival->name, "ceiling");
}

const struct contender *rpb_best(const struct contender *list, int count, bool ceiling,
                                 double *ns)
{
    const struct contender *best = NULL;
    for (int i = 1; i < count; i++) {
        double median = rpb_summarise(list[i].ns, list[i].samples).median;
        if (is_ceiling(&list[i]) == ceiling && (!best || median < *ns)) {
            best = &list[i];
            *ns = median;
        }
    }
    return best;
}

static struct standing *append(void)
{
    struct standing *larger = realloc(table, (used + 1) * sizeof *table);
    if (!larger) {
        fprintf(stderr, "rp_bench: no memory for the table\n");
        exit(2);
    }
    table = larger;
    table[used] = (struct standing){.ns = 0};
    return &table[used++];
}

void rpb_stand(const struct problem *p, const struct contender *list, int count)
{
    struct standing *s = append();
    double theirs = 0;
    const struct contender *rival = rpb_best(list, count, false, &theirs);
    const struct contender *ceiling = rpb_best(list, count, true, &s->ceiling_ns);
    strcpy(s->problem, p->text);
    s->ns = rpb_summarise(list[0].ns, list[0].samples).median;
    s->gbps = rpb_traffic_bytes(p) / s->ns;
    s->share = s->ceiling_ns / s->ns;
    s->rival_ratio = theirs / s->ns;
    if (rival)
        snprintf(s->rival, sizeof s->rival, "%s %s", rival->rival->name,
                 rival->rival->how);
    if (ceiling)
        snprintf(s->ceiling, sizeof s->ceiling, "%s", ceiling->rival->how);
}

/* The lower of the share and the ratio: both want to be 1. */
static double badness(const struct standing *s)
{
    if (!*s->ceiling)
        return s->rival_ratio;
    return *s->rival && s->rival_ratio < s->share ? s->rival_ratio : s->share;
}

static int worst_first(const void *a_, const void *b_)
{
    double a = badness(a_), b = badness(b_);
    return (a > b) - (a < b);
}

static void print(const struct standing *s)
{
    printf("%10.0f %7.2f", s->ns, s->gbps);
    if (*s->ceiling)
        printf(" %7.2f %5.0f%%", s->gbps / s->share, 100 * s->share);
    else
        printf(" %7s %6s", "-", "-");
    if (*s->rival)
        printf(" %6.2f", s->rival_ratio);
    else
        printf(" %6s", "-");
    printf("  %-44s %-22s %s\n", s->problem, s->rival, s->ceiling);
}

void rpb_print_standings(void)
{
    qsort(table, used, sizeof *table, worst_first);
    printf("%10s %7s %7s %6s %6s  %-44s %-22s %s\n", "ns", "GB/s", "ceiling", "share",
           "ratio", "problem", "best rival", "ceiling by");
    for (size_t i = 0; i < used; i++)
        print(&table[i]);
}
