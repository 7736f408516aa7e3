/* SPDX-License-Identifier: BSD-3-Clause */
/* bench.h -- what the parts of rp_bench share: problems, operands, rivals, samples. */
#ifndef PERF_BENCH_H
#define PERF_BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "raptors.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { MAX_CONTENDERS = 16, MAX_SAMPLES = 400, MAX_TEXT = 160, MAX_REGION = 80 };

/* The first four are reductions, of which there is one for each fold. */
enum op {
    OP_AXIS0,
    OP_AXIS1,
    OP_GE,
    OP_VECTOR,
    OP_GEADD_BCAST,
    OP_GEADD,
    OP_GESCAL,
    OP_COUNT
};

enum fold { FOLD_SUM, FOLD_MEAN, FOLD_MAX, FOLD_MIN, FOLD_COUNT };

enum precision {
    PREC_S,
    PREC_D,
    PREC_DS, /* float in, double arithmetic and results; sums and means only */
    PREC_COUNT
};

/* One problem string, taken apart. A vector (OP_VECTOR) is a row-major 1 x n matrix. */
struct problem {
    char text[MAX_TEXT], routine[32]; /* routine: rp_saxis0sum */
    enum op op;
    enum fold fold; /* of a reduction */
    enum precision prec;
    int layout, bcast;
    rp_int m, n, lda, ldb, ldc, incx, incy;
    rp_int offset; /* elements from a page to a, and to out where it is a matrix */
    bool inplace;
    int threads;
    double alpha, beta;
};

/* The arrays of one problem; out is a itself when the problem is in place. */
struct operands {
    void *a, *x, *out; /* x: the vector, or the second matrix of geadd */
    void *ones;        /* max(m, n) of them, for the rivals that sum by gemv */
    void *work;        /* max(m, n) elements */
};

/* One way to solve one kind of problem; `can` is NULL when it always applies. */
struct rival {
    const char *name; /* the library */
    const char *how;  /* its routines; NULL for the one that the problem is named after */
    enum op op;
    bool (*can)(const struct problem *p);
    void (*call)(const struct problem *p, const struct operands *o);
};

/* What a fill puts into the operands. */
enum fill {
    FILL_EXACT, /* small integers: every order of summation gives the same bits */
    FILL_REAL,  /* in [-1, 1) with all the bits of the precision */
    FILL_COUNT
};

/* problem.c */
const char *rpb_parse(struct problem *p, const char *text); /* NULL, or what is wrong */
void rpb_print_grammar(FILE *to);
void rpb_print_problem(FILE *to, const struct problem *p); /* JSON members, no braces */
rp_int rpb_terms(const struct problem *p);                 /* summands per result; 1 */
rp_int rpb_length_x(const struct problem *p);
rp_int rpb_length_out(const struct problem *p); /* results written */
size_t rpb_element_size(const struct problem *p);
size_t rpb_result_size(const struct problem *p); /* another one for ds */
bool rpb_is_reduction(const struct problem *p);
size_t rpb_span_a(const struct problem *p); /* elements from the first to the last */
size_t rpb_span_x(const struct problem *p);
size_t rpb_span_out(const struct problem *p);
int rpb_passes(const struct problem *p); /* over a matrix, reading or writing */
double
rpb_traffic_bytes(const struct problem *p); /* useful reads and writes, once each */
double rpb_matrix_bytes(const struct problem *p);

/* suite.c: calls `each` for every problem string that the text stands for. */
typedef int (*rpb_each)(const char *text, void *context);
int rpb_expand(const char *text, rpb_each each, void *context);
int rpb_expand_file(const char *path, rpb_each each, void *context);

/* operands.c */
struct operands rpb_operands(const struct problem *p,
                             bool huge_pages); /* valid until the next call */

/* fill.c and check.c, once per precision */
void rpb_fill_s(const struct problem *p, const struct operands *o, enum fill fill);
void rpb_fill_d(const struct problem *p, const struct operands *o, enum fill fill);
void rpb_fill_ds(const struct problem *p, const struct operands *o, enum fill fill);
bool rpb_check_s(const struct problem *p, const struct operands *o, const void *ours,
                 enum fill fill, char *message, size_t size); /* theirs is in o->out */
bool rpb_check_d(const struct problem *p, const struct operands *o, const void *ours,
                 enum fill fill, char *message, size_t size);
bool rpb_check_ds(const struct problem *p, const struct operands *o, const void *ours,
                  enum fill fill, char *message, size_t size);
bool rpb_has_fill(const struct problem *p, enum fill fill);

/* contend.c: who can solve a problem, and do they agree? Raptors is always the first. */
void rpb_set_threads(const struct problem *p); /* of all who have threads */
struct contender {
    const struct rival *rival;
    long calls;              /* per sample */
    char region[MAX_REGION]; /* what likwid calls its timed loops; "" = not marked */
    int samples, preempted;
    double ns[MAX_SAMPLES]; /* per call */
};
int rpb_contenders(const struct problem *p, struct contender *list);
/* Appends those that only move the bytes, which have no output; the new count. */
int rpb_add_ceilings(const struct problem *p, struct contender *list, int count);
void rpb_fill(const struct problem *p, const struct operands *o, enum fill fill);
/* 0, or the index of the first one whose output is not that of list[0]; says why. */
int rpb_disagrees(const struct problem *p, const struct operands *o,
                  const struct contender *list, int count, char *message, size_t size);

/* against.c: another build of the library, if one was loaded */
bool rpb_load_against(const char *path, const char *isa); /* says why not */
bool rpb_is_against(void);
bool rpb_find_against(const struct problem *p); /* its routine, until the next problem */
extern void (*rpb_against_routine)(void);
void rpb_against_threads(int threads);

/* crew.c: work in the problem's threads, which take a part each. */
typedef void (*rpb_part)(const struct problem *p, const struct operands *o, int part,
                         int parts);
bool rpb_has_crew(int threads); /* is there a CPU for each? */
void rpb_crew(rpb_part work, const struct problem *p, const struct operands *o);
void rpb_crew_rest(void); /* until the next call they take no CPU */

/* region.c: likwid's markers round timed loops, in a build --with-likwid. */
void rpb_regions_open(void);
void rpb_regions_close(void);
/* Marks loops from now on that take so long, if that is enough for a marker. */
void rpb_name_region(struct contender *c, const struct problem *p, double loop_ns);
void rpb_region_start(const struct contender *c);
void rpb_region_stop(const struct contender *c);

/* timing.c */
struct budget {
    double sample_ns;  /* a sample takes at least this long, or is one call */
    double problem_ns; /* no new round of samples after this long */
    int min_samples, max_samples;
};
double rpb_now(void); /* ns */
void rpb_calibrate(struct contender *c, const struct problem *p, const struct operands *o,
                   double sample_ns);
struct sample {
    double ns;      /* per call */
    bool preempted; /* each time, although it was taken again */
};
struct sample rpb_sample(const struct contender *c, const struct problem *p,
                         const struct operands *o);
/* So many calls, with helpers made and caches warm, but nothing learned. */
struct sample rpb_sample_first(const struct contender *c, const struct problem *p,
                               const struct operands *o, long calls);
void rpb_interleave(struct contender *list, int count, const struct problem *p,
                    const struct operands *o, const struct budget *budget);
struct summary {
    double median, p95, mad;
};
struct summary rpb_summarise(const double *ns, int count);

/* options.c */
enum { MAX_META = 16 };
struct options {
    const char *suite, *json, *isa, *against, *meta[MAX_META];
    char **problems; /* up to a NULL */
    int metas, cpu;
    bool list, serve, info, ceiling, table, no_pin, small_pages;
    struct budget budget;
};

int rpb_options(struct options *o, int argc,
                char **argv); /* the exit status, or -1: go on */

/* standings.c: the rows of the table, printed worst first at the end. */
void rpb_stand(const struct problem *p, const struct contender *list, int count);
void rpb_print_standings(void);
/* The fastest rival, or ceiling, and its median; NULL when there is none. */
const struct contender *rpb_best(const struct contender *list, int count, bool ceiling,
                                 double *ns);

/* serve.c: answer requests on stdin until it ends; see the head of the file */
int rpb_serve(double sample_ns, bool huge_pages);

/* machine.c */
int rpb_pin(int cpu); /* -1 chooses; the CPU, or -1 when it could not be done */
int rpb_cpus(int *cpus, int most); /* that are allowed: one of each core comes first */
enum { HUGE_PAGE = 2 << 20 };
void *rpb_map(size_t bytes, bool huge_pages); /* whole huge pages; or NULL */
void rpb_unmap(void *start, size_t bytes);
void rpb_print_header(FILE *to, int argc, char **argv, int cpu, const char *const *meta,
                      int metas);                  /* one JSON line */
void rpb_print_string(FILE *to, const char *text); /* quoted and escaped */

/* The rivals, once per precision; each table ends with a row without a name. */
extern const struct rival rpb_raptors_s[], rpb_raptors_d[], rpb_raptors_ds[];
extern const struct rival rpb_plain_s[], rpb_plain_d[], rpb_plain_ds[];
extern const struct rival rpb_openblas_s[], rpb_openblas_d[];
extern const struct rival rpb_eigen_s[], rpb_eigen_d[];
extern const struct rival rpb_ceiling_full[], rpb_ceiling_half[]; /* any precision */
void rpb_openblas_threads(int threads);
const char *rpb_openblas_version(void);
const char *rpb_eigen_version(void);

/* The lines of a matrix, which are contiguous, and the walk of x against them. */
static inline rp_int rpb_lines(const struct problem *p)
{
    return p->layout == RP_ROW_MAJOR ? p->m : p->n;
}

static inline rp_int rpb_line_length(const struct problem *p)
{
    return p->layout == RP_ROW_MAJOR ? p->n : p->m;
}

/* How far x moves from line to line, and from element to element of a line. */
static inline rp_int rpb_x_per_line(const struct problem *p)
{
    int walk = p->layout == RP_ROW_MAJOR ? RP_BCAST_COL : RP_BCAST_ROW;
    return p->bcast == walk ? p->incx : 0;
}

static inline rp_int rpb_x_per_element(const struct problem *p)
{
    int walk = p->layout == RP_ROW_MAJOR ? RP_BCAST_ROW : RP_BCAST_COL;
    return p->bcast == walk ? p->incx : 0;
}

/* Element 0 of an n-vector lies here when the increment is negative, as in BLAS. */
static inline rp_int rpb_first(rp_int n, rp_int inc)
{
    return inc < 0 ? (1 - n) * inc : 0;
}

static inline bool rpb_packed(const struct problem *p)
{
    return p->lda == rpb_line_length(p) && p->ldc == rpb_line_length(p);
}

#ifdef __cplusplus
}
#endif

#endif
