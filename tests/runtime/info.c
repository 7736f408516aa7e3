/* SPDX-License-Identifier: BSD-3-Clause */
/* info.c -- rp_threading_info. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/guard.h"
#include "harness/session.h"
#include "raptors.h"
#include "runtime/json.h"
#include "runtime/runtime.h"

/* A call as guard_call takes it. */
struct ask {
    char *buf;
    size_t size, length;
};

static void ask(void *context)
{
    struct ask *a = context;
    a->length = rp_threading_info(a->buf, a->size);
}

/* All of it; the text lives until the next call. */
static const char *whole(void)
{
    static char text[1 << 16];
    return rp_threading_info(text, sizeof text) < sizeof text ? text : "";
}

static const char *fail(const char *what, size_t size)
{
    static char text[300];
    snprintf(text, sizeof text, "%s: size %zu, text '%.200s'", what, size, whole());
    return text;
}

/* Up to the forbidden page, with a mark before it. The whole is asked for just before:
   times may grow stale, and the text shorter, from one size to the next. */
static const char *check_size(size_t size)
{
    const char *const text = whole();
    char *const buf = arena_get(ARENA_A)->hi - size;
    struct ask a = {size ? buf : NULL, size, 0};
    session_count();
    memset(buf - 1, '#', size + 1);
    if (guard_call(ask, &a))
        return fail("wrote beyond the buffer", size);
    if (a.length != strlen(text))
        return fail("did not return the whole length", size);
    if (buf[-1] != '#' || (size && memchr(buf, '\0', size) == NULL))
        return fail("did not end the text, or wrote before it", size);
    const size_t there = a.length < size ? a.length : size ? size - 1 : 0;
    return size && (strlen(buf) != there || memcmp(buf, text, there))
               ? fail("did not give the beginning of the text", size)
               : NULL;
}

const char *info_is_cut_as_by_snprintf(void)
{
    const char *verdict = NULL;
    const size_t length = strlen(whole());
    for (size_t size = 0; !verdict && size <= length + 3; size++)
        verdict = check_size(size);
    return verdict;
}

/* No text that is cut is valid, or the checker sees nothing. */
const char *info_is_json(void)
{
    const char *text = whole();
    char *part = calloc(1, strlen(text) + 1);
    const char *verdict = part && json_valid(text) ? NULL : fail("is not valid JSON", 0);
    for (size_t length = 0; !verdict && length < strlen(text); length++) {
        session_count();
        memcpy(part, text, length);
        if (json_valid(part))
            verdict = fail("the checker passes a text that is cut", length);
    }
    free(part);
    return verdict;
}

static const char *quoted(const char *word)
{
    static char text[64];
    snprintf(text, sizeof text, "\"%s\"", word);
    return text;
}

/* Selected and forced, for an instruction set that was asked for. */
static const char *check_isa(const char *asked)
{
    if (rp_set_isa(asked))
        return NULL;
    const char *text = whole(), *available = json_find(text, "isa.available");
    session_count();
    if (!json_is(json_find(text, "isa.selected"), quoted(rp_get_isa())))
        return fail("isa.selected", 0);
    if (!available || *available != '[' || !strstr(available, quoted(rp_get_isa())))
        return fail("isa.available", 0);
    const char *at = asked ? strstr(available, quoted(asked)) : NULL;
    bool widest = !at || at[strlen(quoted(asked))] == ']'; /* it is the last of them */
    return json_is(json_find(text, "isa.forced"), widest ? "false" : "true")
               ? NULL
               : fail("isa.forced", 0);
}

const char *info_is_true(void)
{
    static const char *const isas[] = {"scalar", "generic", "avx2",
                                       "avx512", "neon",    NULL};
    static const char *const sizes[] = {"caches.l1d", "caches.l2", "caches.l3"};
    const char *verdict = NULL;
    for (size_t i = 0; !verdict && i < sizeof isas / sizeof *isas; i++)
        verdict = check_isa(isas[i]);
    const char *text = whole(), *backend = json_find(text, "threads.backend");
    const long max = json_number(json_find(text, "threads.max"));
    if (!json_is(json_find(text, "version"), quoted(rp_version())))
        verdict = fail("version", 0);
    if (!json_is(backend, "\"none\"") && !json_is(backend, "\"pthread\"") &&
        !json_is(backend, "\"openmp\""))
        verdict = fail("threads.backend", 0);
    if (max < 1 || json_number(json_find(text, "threads.limit")) < 1)
        verdict = fail("threads.max or threads.limit", 0);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        if (json_number(json_find(text, sizes[i])) < 0)
            verdict = fail(sizes[i], 0);
    return verdict;
}
