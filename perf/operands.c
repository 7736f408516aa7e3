/* SPDX-License-Identifier: BSD-3-Clause */
/* operands.c -- memory for the operands of a problem, kept for the next one. */
#include <stdlib.h>

#include "bench.h"

/* From this size on NumPy asks for huge pages, and so do we, or the two would be compared
   by their page tables. */
static const size_t huge_from = (size_t)4 << 20;
/* All arrays begin with a page, or so many elements behind it as the problem says. */
static const size_t page = 4096;

struct area {
    void *start;
    size_t bytes;
};

static void *at_least(struct area *area, size_t bytes, bool large, bool huge_pages)
{
    if (bytes <= area->bytes)
        return area->start;
    if (large)
        rpb_unmap(area->start, area->bytes);
    else
        free(area->start);
    const size_t unit = large ? HUGE_PAGE : page;
    area->bytes = (bytes + unit - 1) / unit * unit;
    area->start =
        large ? rpb_map(area->bytes, huge_pages) : aligned_alloc(page, area->bytes);
    if (!area->start) {
        fprintf(stderr, "rp_bench: no memory for %zu bytes\n", bytes);
        exit(2);
    }
    return area->start;
}

/* Areas are shared by problems of one page size only: a small operand in a large area's
   huge page would see another TLB than a user's. */
struct operands rpb_operands(const struct problem *p, bool huge_pages)
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
        bool large = need[i] >= huge_from;
        got[i] = at_least(&areas[large][i], bytes ? bytes : 1, large, huge_pages);
        got[i] += displaced[i];
    }
    return (struct operands){.a = got[0],
                             .x = got[1],
                             .out = p->inplace ? got[0] : got[2],
                             .ones = got[3],
                             .work = got[4]};
}
