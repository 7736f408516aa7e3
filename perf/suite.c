/* SPDX-License-Identifier: BSD-3-Clause */
/* suite.c -- suites of problem strings: files, comments, and braces as in a shell. */
#include <errno.h>
#include <string.h>

#include "bench.h"

/* Put before + one alternative + after together and go on with that. */
static int expand_one(const char *text, size_t before, const char *item, size_t length,
                      const char *after, rpb_each each, void *context)
{
    char whole[4 * MAX_TEXT];
    if (before + length + strlen(after) >= sizeof whole) {
        fprintf(stderr, "rp_bench: too long: %s\n", text);
        return 2;
    }
    memcpy(whole, text, before);
    memcpy(whole + before, item, length);
    strcpy(whole + before + length, after);
    return rpb_expand(whole, each, context);
}

int rpb_expand(const char *text, rpb_each each, void *context)
{
    const char *open = strchr(text, '{'), *close = open ? strchr(open, '}') : NULL;
    int worst = 0;
    if (!open)
        return each(text, context);
    if (!close) {
        fprintf(stderr, "rp_bench: no } in %s\n", text);
        return 2;
    }
    for (const char *item = open; item < close;) {
        size_t length = strcspn(++item, ",}");
        int status = expand_one(text, (size_t)(open - text), item, length, close + 1,
                                each, context);
        worst = status > worst ? status : worst;
        item += length;
    }
    return worst;
}

int rpb_expand_file(const char *path, rpb_each each, void *context)
{
    char line[4 * MAX_TEXT];
    int worst = 0;
    FILE *file = fopen(path, "r");
    if (!file) {
        fprintf(stderr, "rp_bench: %s: %s\n", path, strerror(errno));
        return 2;
    }
    while (fgets(line, sizeof line, file)) {
        line[strcspn(line, "# \t\r\n")] = '\0';
        int status = *line ? rpb_expand(line, each, context) : 0;
        worst = status > worst ? status : worst;
    }
    fclose(file);
    return worst;
}
