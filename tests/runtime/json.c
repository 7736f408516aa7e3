/* SPDX-License-Identifier: BSD-3-Clause */
/* json.c -- as much of JSON as it takes to check some: RFC 8259 by recursive descent.
 *
 * Each step gives the end of what it read, or NULL; and NULL in, NULL out.
 */

#include "runtime/json.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static const char *value(const char *at);

static const char *space(const char *at)
{
    return at ? at + strspn(at, " \t\r\n") : NULL;
}

static const char *literal(const char *at, const char *word)
{
    size_t length = strlen(word);
    return at && !strncmp(at, word, length) ? at + length : NULL;
}

static const char *digits(const char *at)
{
    size_t count = at ? strspn(at, "0123456789") : 0;
    return count ? at + count : NULL;
}

static const char *number(const char *at)
{
    at += *at == '-';
    at = *at == '0' ? at + 1 : digits(at);
    if (at && *at == '.')
        at = digits(at + 1);
    if (at && (*at == 'e' || *at == 'E'))
        at = digits(at + 1 + (at[1] == '+' || at[1] == '-'));
    return at;
}

static const char *escape(const char *at)
{
    if (*at != 'u')
        return *at && strchr("\"\\/bfnrt", *at) ? at + 1 : NULL;
    for (int i = 1; i <= 4; i++)
        if (!isxdigit((unsigned char)at[i]))
            return NULL;
    return at + 5;
}

static const char *string(const char *at)
{
    at = literal(at, "\"");
    while (at && *at != '"') {
        if ((unsigned char)*at < ' ')
            return NULL; /* the end of the text among them */
        at = *at == '\\' ? escape(at + 1) : at + 1;
    }
    return at ? at + 1 : NULL;
}

static const char *member(const char *at)
{
    return value(literal(space(string(space(at))), ":"));
}

/* Items between brackets, commas between them; `at` is after the opening bracket. */
static const char *items(const char *at, char end, const char *(*item)(const char *))
{
    at = space(at);
    if (*at == end)
        return at + 1;
    while ((at = space(item(at))) && *at == ',')
        at++;
    return at && *at == end ? at + 1 : NULL;
}

static const char *value(const char *at)
{
    at = space(at);
    if (!at)
        return NULL;
    switch (*at) {
    case '{': return items(at + 1, '}', member);
    case '[': return items(at + 1, ']', value);
    case '"': return string(at);
    case 't': return literal(at, "true");
    case 'f': return literal(at, "false");
    case 'n': return literal(at, "null");
    default: return number(at);
    }
}

bool json_valid(const char *text)
{
    const char *end = space(value(text));
    return end && *end == '\0';
}

/* The value of the member of this name; the text is known to be valid. */
static const char *find_one(const char *at, const char *name, size_t length)
{
    at = literal(space(at), "{");
    while ((at = space(at)) && *at == '"') {
        const char *after = space(string(at)) + 1;
        if (!strncmp(at + 1, name, length) && at[1 + length] == '"')
            return space(after);
        at = space(value(after));
        at += *at == ',';
    }
    return NULL;
}

/* The element of an array, counted from 0. */
static const char *find_element(const char *at, long number)
{
    at = space(literal(space(at), "["));
    while (at && *at != ']' && number-- > 0) {
        at = space(value(at));
        at = space(at + (*at == ','));
    }
    return at && *at != ']' ? at : NULL;
}

const char *json_find(const char *text, const char *path)
{
    while (text && *path) {
        size_t length = strcspn(path, ".");
        text = isdigit((unsigned char)*path) ? find_element(text, atol(path))
                                             : find_one(text, path, length);
        path += length + (path[length] == '.');
    }
    return text;
}

bool json_is(const char *at, const char *expected)
{
    const char *end = literal(at, expected);
    return end && end == value(at);
}

long json_number(const char *at)
{
    const char *end = at && isdigit((unsigned char)*at) ? number(at) : NULL;
    return end && strspn(at, "0123456789") == (size_t)(end - at) ? atol(at) : -1;
}
