/* SPDX-License-Identifier: BSD-3-Clause */
/* text.c -- JSON as lines to read.
 *
 * The JSON is the library's own: valid, without escapes in its strings, and no deeper
 * than this recursion can go. A function that prints a value gives its end.
 */

#include "tools/raptors_info.h"

#include <string.h>

static const char *print_value(FILE *to, const char *at, int depth);

static const char *skip(const char *at, const char *what)
{
    return at + strspn(at, what);
}

static bool nested(const char *at)
{
    return *at == '{' || *at == '[';
}

/* A number, a word or a string, without its quotes. */
static const char *print_simple(FILE *to, const char *at)
{
    const bool string = *at == '"';
    const size_t length = string ? strcspn(++at, "\"") : strcspn(at, ",]} ");
    if (!string && !strncmp(at, "null", length))
        fputs("none", to);
    else
        fprintf(to, "%.*s", (int)length, at);
    return at + length + string;
}

/* The name of a member; what follows is its value. */
static const char *print_name(FILE *to, const char *at)
{
    const size_t length = strcspn(++at, "\"");
    for (size_t i = 0; i < length; i++)
        putc(at[i] == '_' ? ' ' : at[i], to);
    at = skip(at + length + 1, ": ");
    fputs(nested(at) ? ":" : " ", to);
    return at;
}

static const char *print_line(FILE *to, const char *at)
{
    const char *separator = " ";
    const bool object = *at == '{';
    if (at[1] == ']' || at[1] == '}')
        fputs(" none", to);
    for (at = skip(at + 1, " "); *at && *at != '}' && *at != ']'; at = skip(at, ", ")) {
        fputs(separator, to);
        if (object)
            at = print_name(to, at);
        at = print_simple(to, at);
        separator = ", ";
    }
    return at + 1;
}

/* Does it hold nothing that is nested? */
static bool is_flat(const char *at)
{
    return !nested(at + 1 + strcspn(at + 1, "{[}]"));
}

static void new_line(FILE *to, int depth)
{
    fprintf(to, "\n%*s", 2 * depth, "");
}

/* In a list of objects, neighbours that are simple share a line. */
static const char *print_members(FILE *to, const char *at, int depth, bool in_list)
{
    bool first = true, shared = in_list;
    for (at = skip(at + 1, " "); *at && *at != '}'; at = skip(at, ", ")) {
        const bool simple = !nested(skip(at + 1 + strcspn(at + 1, "\"") + 1, ": "));
        if (!(shared && simple) && !(first && depth == 0))
            new_line(to, depth);
        else if (!first)
            fputs(", ", to);
        at = print_value(to, print_name(to, at), depth + 1);
        shared = in_list && simple;
        first = false;
    }
    return at + 1;
}

static const char *print_elements(FILE *to, const char *at, int depth)
{
    for (at = skip(at + 1, " "); *at && *at != ']'; at = skip(at, ", ")) {
        new_line(to, depth);
        fputs("- ", to);
        at = print_members(to, at, depth + 2, true);
    }
    return at + 1;
}

static const char *print_value(FILE *to, const char *at, int depth)
{
    return !nested(at)   ? print_simple(to, at)
           : is_flat(at) ? print_line(to, at)
           : *at == '{'  ? print_members(to, at, depth, false)
                         : print_elements(to, at, depth);
}

void info_print_text(FILE *to, const char *json)
{
    print_members(to, json, 0, false);
    putc('\n', to);
}
