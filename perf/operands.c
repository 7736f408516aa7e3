/* SPDX-License-Identifier: BSD-3-Clause */
/* operands.c -- memory for the operands of a problem, kept for the next one. */
#include <stdlib.h>

#include "bench.h"

/* From this size on NumPy asks for huge pages, and so do we, or the two would be compared
   by their page tables. */
static const size_t huge_from = (size_t)4 << 20, huge_page = (size_t)2 << 20;
/* All arrays begin with a page, or so many elements behind it as the problem says. */
static const size_t page = 4096;

struct area {
    void *start;
    size_t bytes;
};

static void *at_least(struct area *area, size_t bytes)
{
    size_t unit = bytes >= huge_from ? huge_page : page;
    if (bytes <= area->bytes)
        return area->start;
    free(area->start);
    area->bytes = (bytes + unit - 1) / unit * unit;
    area->start = aligned_alloc(unit, area->bytes);
    if (!area->start) {
        fprintf(stderr, "rp_bench: no memory for %zu bytes\n", bytes);
        exit(2);
    }
    if (unit == huge_page)
        rpb_use_huge_pages(area->start, area->bytes);
    return area->start;
}

/* Areas are shared by problems of one page size only: a small operand in a large area's
   huge page would see another TLB than a user's. */
struct operands rpb_operands(const struct problem *p)
{
    static struct area areas[2][5];
    size_t size = rpb_element_size(p), result = rpb_result_size(p);
    size_t side = (size_t)(p->m > p->n ? p->m : p->n);
    size_t need[5] = {rpb_span_a(p) * size, rpb_span_x(p) * size,
                      rpb_span_out(p) * result, side * result, side * result};
    size_t offset = (size_t)p->offset;
    size_t displaced[5] = {offset * size, 0, rpb_is_reduction(p) ? 0 : offset * result};
    char *got[5];
    for (int i = 0; i < 5; i++) {
        size_t bytes = need[i] + displaced[i];
        got[i] = at_least(&areas[need[i] >= huge_from][i], bytes ? bytes : 1);
        got[i] += displaced[i];
    }
    return (struct operands){.a = got[0],
                             .x = got[1],
                             .out = p->inplace ? got[0] : got[2],
                             .ones = got[3],
                             .work = got[4]};
}
