/* SPDX-License-Identifier: BSD-3-Clause */
/* against.c -- another build of the library, in the same process.
 *
 * Two processes have other pages and other luck, and one binary differs from itself by
 * more than most changes are worth. Two builds that work on the same operands in turn
 * differ by what is different in them.
 */
#define _GNU_SOURCE /* dlmopen */
#include <dlfcn.h>

#include "bench.h"

static void *library;
void (*rpb_against_routine)(void);

/* In a namespace of its own, where there are such, as every name in it is one of ours. */
static void *load(const char *path)
{
#if defined(LM_ID_NEWLM)
    return dlmopen(LM_ID_NEWLM, path, RTLD_NOW | RTLD_LOCAL);
#else
    return dlopen(path, RTLD_NOW | RTLD_LOCAL);
#endif
}

/* Its routine of this name, as a function. */
union routine {
    void *object;
    void (*any)(void);
    int (*set_isa)(const char *);
    int (*set_threads)(int);
};

static union routine find(const char *name)
{
    return (union routine){dlsym(library, name)};
}

bool rpb_load_against(const char *path, const char *isa)
{
    library = load(path);
    if (!library) {
        fprintf(stderr, "rp_bench: %s\n", dlerror());
        return false;
    }
    const union routine set = find("rp_set_isa");
    if (!isa || (set.object && set.set_isa(isa) == 0))
        return true;
    fprintf(stderr, "rp_bench: %s has no such kernels here: %s\n", path, isa);
    return false;
}

bool rpb_is_against(void)
{
    return library != NULL;
}

bool rpb_find_against(const struct problem *p)
{
    rpb_against_routine = library ? find(p->routine).any : NULL;
    return rpb_against_routine != NULL;
}

void rpb_against_threads(int threads)
{
    if (library && find("rp_set_num_threads").object)
        find("rp_set_num_threads").set_threads(threads);
}
