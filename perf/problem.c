/* SPDX-License-Identifier: BSD-3-Clause */
/* problem.c -- problem strings: the grammar, the parser, and the sizes that follow. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"

static const char grammar[] =
    "A problem string is a routine and its arguments, separated by colons:\n"
    "\n"
    "  {s,d}{axis0,axis1,ge}{sum,mean,max,min}:LAYOUT:MxN[:OPTION]...\n"
    "  {s,d}{sum,mean,max,min}:N[:OPTION]...\n"
    "  ds in place of s or d, for sums and means\n"
    "  {s,d}geadd_bcast:LAYOUT:{row,col,scalar}:MxN[:OPTION]...\n"
    "  {s,d}{geadd,gescal}:LAYOUT:MxN[:OPTION]...\n"
    "\n"
    "  LAYOUT     r row-major, c column-major\n"
    "  lda=, ldb=, ldc=  leading dimensions of the operands and of the result matrix\n"
    "             (ldc= in gescal, too); default: no padding, and the others as lda\n"
    "  incx=      increment of the vector read (not 0; default 1)\n"
    "  incy=      increment of the vector written (not 0; default 1)\n"
    "  offset=    elements by which the matrix (or vector) that is read, and the result\n"
    "             matrix, begin behind the start of a page (0 to 65535; default 0)\n"
    "  inplace    the result matrix is the operand\n"
    "  alpha=     default 1; for gescal 1+2^-10, in place -1, which\n"
    "             repeated calls do not drive to infinity\n"
    "  beta=      default 1\n"
    "  t=         threads of raptors and OpenBLAS (1); more than 1 want --no-pin\n"
    "\n"
    "Braces are expanded as in a shell: "
    "{s,d}gescal:r:{64x64,1000x333:lda=340}{,:inplace}.\n"
    "A suite is a file of such strings, one a line; # begins a comment.\n";

/* Which kernel a matrix walk ends in; the rows of kernels.def give its traffic. */
enum kernel {
#define RPK(name, class, reads, writes) K_##name,
#include "kernels/kernels.def"
#undef RPK
    K_COUNT
};

static const struct {
    const char *name;
    int reads, writes; /* passes over the matrix */
} kernels[] = {
#define RPK(name, class, reads, writes) {#name, reads, writes},
#include "kernels/kernels.def"
#undef RPK
};

enum results { PER_COLUMN, PER_ROW, ONE, MATRIX };

/* A reduction's name goes on with that of its fold. */
static const struct {
    const char *name;
    enum results results;
    bool has_bcast;
} ops[OP_COUNT] = {
    [OP_AXIS0] = {"axis0", PER_COLUMN, false},
    [OP_AXIS1] = {"axis1", PER_ROW, false},
    [OP_GE] = {"ge", ONE, false},
    [OP_VECTOR] = {"", ONE, false},
    [OP_GEADD_BCAST] = {"geadd_bcast", MATRIX, true},
    [OP_GEADD] = {"geadd", MATRIX, false},
    [OP_GESCAL] = {"gescal", MATRIX, false},
};

static const struct {
    const char *name;
    enum kernel along, across;
} folds[FOLD_COUNT] = {
    [FOLD_SUM] = {"sum", K_sum_along, K_sum_across},
    [FOLD_MEAN] = {"mean", K_sum_along, K_mean_across},
    [FOLD_MAX] = {"max", K_max_along, K_max_across},
    [FOLD_MIN] = {"min", K_min_along, K_min_across},
};

static const struct {
    const char *name, *elements, *results;
} precisions[PREC_COUNT] = {
    [PREC_S] = {"s", "float32", "float32"},
    [PREC_D] = {"d", "float64", "float64"},
    [PREC_DS] = {"ds", "float32", "float64"},
};

static const char *const bcasts[] = {"row", "col", "scalar"}; /* from RP_BCAST_ROW on */

void rpb_print_grammar(FILE *to)
{
    fputs(grammar, to);
}

/* The next field of *rest, copied to `field`; false at the end. */
static bool next_field(const char **rest, char *field, size_t size)
{
    size_t length = strcspn(*rest, ":");
    if (!**rest || length >= size)
        return false;
    memcpy(field, *rest, length);
    field[length] = '\0';
    *rest += length + ((*rest)[length] == ':');
    return true;
}

static bool number(const char *text, rp_int *value)
{
    char *end;
    *value = strtoll(text, &end, 10);
    return end != text && !*end;
}

static bool parse_shape(struct problem *p, char *text, bool is_vector)
{
    char *x = strchr(text, 'x');
    p->m = 1;
    if (is_vector)
        return !x && number(text, &p->n) && p->n >= 1;
    if (!x)
        return false;
    *x = '\0';
    return number(text, &p->m) && number(x + 1, &p->n) && p->m >= 1 && p->n >= 1;
}

static bool parse_option(struct problem *p, const char *text)
{
    struct {
        const char *name;
        rp_int *value;
    } const integers[] = {{"lda=", &p->lda},   {"ldb=", &p->ldb},
                          {"ldc=", &p->ldc},   {"incx=", &p->incx},
                          {"incy=", &p->incy}, {"offset=", &p->offset}};
    for (size_t i = 0; i < sizeof integers / sizeof *integers; i++)
        if (!strncmp(text, integers[i].name, strlen(integers[i].name)))
            return number(strchr(text, '=') + 1, integers[i].value);
    if (!strncmp(text, "alpha=", 6) || !strncmp(text, "beta=", 5)) {
        char *end;
        *(text[0] == 'a' ? &p->alpha : &p->beta) = strtod(strchr(text, '=') + 1, &end);
        return !*end;
    }
    p->inplace = p->inplace || !strcmp(text, "inplace");
    rp_int threads;
    if (!strncmp(text, "t=", 2)) {
        bool good = number(text + 2, &threads) && threads >= 1 && threads <= 1024;
        p->threads = good ? (int)threads : 0;
        return good;
    }
    return !strcmp(text, "inplace");
}

bool rpb_is_reduction(const struct problem *p)
{
    return p->op <= OP_VECTOR;
}

/* Is `name` a routine of p->prec, without the letters of the precision? */
static bool parse_operation(struct problem *p, const char *name)
{
    for (p->op = 0; p->op < OP_COUNT; p->op++) {
        size_t length = strlen(ops[p->op].name);
        if (strncmp(name, ops[p->op].name, length))
            continue;
        if (!rpb_is_reduction(p) && !name[length])
            return p->prec != PREC_DS;
        if (rpb_is_reduction(p))
            for (p->fold = 0; p->fold < FOLD_COUNT; p->fold++)
                if (!strcmp(name + length, folds[p->fold].name))
                    return p->prec != PREC_DS || p->fold <= FOLD_MEAN;
    }
    return false;
}

static const char *parse_routine(struct problem *p, const char *name)
{
    snprintf(p->routine, sizeof p->routine, "rp_%.28s", name);
    for (p->prec = 0; p->prec < PREC_COUNT; p->prec++) {
        size_t length = strlen(precisions[p->prec].name);
        if (!strncmp(name, precisions[p->prec].name, length) &&
            parse_operation(p, name + length))
            return NULL;
    }
    return "no such routine";
}

static const char *parse_layout(struct problem *p, const char *name)
{
    if (strcmp(name, "r") && strcmp(name, "c"))
        return "the layout is r or c";
    p->layout = name[0] == 'r' ? RP_ROW_MAJOR : RP_COL_MAJOR;
    return NULL;
}

static const char *parse_bcast(struct problem *p, const char *name)
{
    for (int i = 0; i < 3; i++)
        if (!strcmp(name, bcasts[i]))
            p->bcast = RP_BCAST_ROW + i;
    return p->bcast ? NULL : "the broadcast is row, col or scalar";
}

/* Defaults that depend on what was said, and the rules that tie the sizes together. */
static const char *complete(struct problem *p)
{
    rp_int length = rpb_line_length(p);
    if (p->lda == 0)
        p->lda = length;
    if (p->ldb == 0)
        p->ldb = p->lda;
    if (p->ldc == 0 || p->inplace)
        p->ldc = p->lda;
    if (isnan(p->alpha))
        p->alpha = p->op != OP_GESCAL ? 1.0 : p->inplace ? -1.0 : 1.0009765625;
    if (p->inplace && ops[p->op].results != MATRIX)
        return "only an operation with a result matrix works in place";
    if (p->lda < length || p->ldb < length || p->ldc < length)
        return "a leading dimension is too small";
    if (p->incx == 0 || p->incy == 0)
        return "an increment is 0";
    if (p->offset < 0 || p->offset > 65535)
        return "the offset is not from 0 to 65535";
    return NULL;
}

const char *rpb_parse(struct problem *p, const char *text)
{
    char field[MAX_TEXT];
    const char *rest = text, *wrong;
    *p = (struct problem){.layout = RP_ROW_MAJOR,
                          .incx = 1,
                          .incy = 1,
                          .threads = 1,
                          .alpha = NAN,
                          .beta = 1.0};
    if (strlen(text) >= sizeof p->text)
        return "too long";
    strcpy(p->text, text);
    if (!next_field(&rest, field, sizeof field))
        return "no routine";
    if ((wrong = parse_routine(p, field)))
        return wrong;
    if (p->op != OP_VECTOR) {
        if (!next_field(&rest, field, sizeof field))
            return "no layout";
        if ((wrong = parse_layout(p, field)))
            return wrong;
    }
    if (ops[p->op].has_bcast) {
        if (!next_field(&rest, field, sizeof field))
            return "no broadcast";
        if ((wrong = parse_bcast(p, field)))
            return wrong;
    }
    if (!next_field(&rest, field, sizeof field) ||
        !parse_shape(p, field, p->op == OP_VECTOR))
        return p->op == OP_VECTOR ? "the shape is N, at least 1"
                                  : "the shape is MxN, both at least 1";
    while (next_field(&rest, field, sizeof field))
        if (!parse_option(p, field))
            return "an option that is unknown or has a bad value";
    return complete(p);
}

rp_int rpb_terms(const struct problem *p)
{
    switch (ops[p->op].results) {
    case PER_COLUMN: return p->m;
    case PER_ROW: return p->n;
    case ONE: return p->m * p->n;
    default: return 1;
    }
}

rp_int rpb_length_x(const struct problem *p)
{
    if (!p->bcast)
        return 0;
    return p->bcast == RP_BCAST_ROW ? p->n : p->bcast == RP_BCAST_COL ? p->m : 1;
}

rp_int rpb_length_out(const struct problem *p)
{
    return ops[p->op].results == MATRIX ? p->m * p->n : p->m * p->n / rpb_terms(p);
}

size_t rpb_element_size(const struct problem *p)
{
    return p->prec == PREC_D ? sizeof(double) : sizeof(float);
}

size_t rpb_result_size(const struct problem *p)
{
    return p->prec == PREC_S ? sizeof(float) : sizeof(double);
}

static size_t span(rp_int n, rp_int inc)
{
    return n ? (size_t)((n - 1) * (inc < 0 ? -inc : inc) + 1) : 0;
}

size_t rpb_span_a(const struct problem *p)
{
    return p->op == OP_VECTOR ? span(p->n, p->incx) : (size_t)(rpb_lines(p) * p->lda);
}

size_t rpb_span_x(const struct problem *p)
{
    if (p->op == OP_GEADD)
        return (size_t)(rpb_lines(p) * p->ldb);
    return span(rpb_length_x(p), p->incx);
}

size_t rpb_span_out(const struct problem *p)
{
    if (ops[p->op].results == MATRIX)
        return (size_t)(rpb_lines(p) * p->ldc);
    return span(rpb_length_out(p), p->incy);
}

static enum kernel kernel_of(const struct problem *p)
{
    bool row_major = p->layout == RP_ROW_MAJOR;
    enum fold fold = p->fold;
    switch (p->op) {
    case OP_GEADD_BCAST: return rpb_x_per_element(p) ? K_add_row : K_add_col;
    case OP_GEADD: return K_add;
    case OP_GESCAL: return K_scale;
    case OP_AXIS1:
    case OP_VECTOR: row_major = !row_major; break;
    case OP_GE: fold = fold == FOLD_MEAN ? FOLD_SUM : fold; break; /* divided once */
    default: break;
    }
    return row_major ? folds[fold].across : folds[fold].along;
}

double rpb_matrix_bytes(const struct problem *p)
{
    return (double)(p->m * p->n) * (double)rpb_element_size(p);
}

int rpb_passes(const struct problem *p)
{
    enum kernel k = kernel_of(p);
    return kernels[k].reads + kernels[k].writes;
}

double rpb_traffic_bytes(const struct problem *p)
{
    double bytes = rpb_matrix_bytes(p) * rpb_passes(p) +
                   (double)rpb_length_x(p) * (double)rpb_element_size(p);
    if (rpb_is_reduction(p))
        bytes += (double)rpb_length_out(p) * (double)rpb_result_size(p);
    return bytes;
}

void rpb_print_problem(FILE *to, const struct problem *p)
{
    fputs("\"problem\":", to);
    rpb_print_string(to, p->text);
    fprintf(to, ",\"op\":\"%s%s\",\"fold\":\"%s\",\"kernel\":\"%s\"", ops[p->op].name,
            rpb_is_reduction(p) ? folds[p->fold].name : "",
            rpb_is_reduction(p) ? folds[p->fold].name : "", kernels[kernel_of(p)].name);
    fprintf(to, ",\"dtype\":\"%s\",\"result_dtype\":\"%s\",\"layout\":\"%s\"",
            precisions[p->prec].elements, precisions[p->prec].results,
            p->layout == RP_ROW_MAJOR ? "r" : "c");
    if (p->bcast)
        fprintf(to, ",\"bcast\":\"%s\"", bcasts[p->bcast - RP_BCAST_ROW]);
    else
        fputs(",\"bcast\":null", to);
    fprintf(to, ",\"m\":%lld,\"n\":%lld,\"lda\":%lld,\"ldb\":%lld,\"ldc\":%lld",
            (long long)p->m, (long long)p->n, (long long)p->lda, (long long)p->ldb,
            (long long)p->ldc);
    fprintf(to, ",\"incx\":%lld,\"incy\":%lld,\"offset\":%lld", (long long)p->incx,
            (long long)p->incy, (long long)p->offset);
    fprintf(to, ",\"inplace\":%s,\"threads\":%d", p->inplace ? "true" : "false",
            p->threads);
    fprintf(to, ",\"alpha\":%.17g,\"beta\":%.17g", p->alpha, p->beta);
    fprintf(to, ",\"matrix_bytes\":%.0f,\"traffic_bytes\":%.0f", rpb_matrix_bytes(p),
            rpb_traffic_bytes(p));
}
