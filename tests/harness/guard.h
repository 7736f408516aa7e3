/* SPDX-License-Identifier: BSD-3-Clause */
/* guard.h -- memory between two forbidden pages, and calls that may crash. */
#ifndef TEST_GUARD_H
#define TEST_GUARD_H

#include <stdbool.h>
#include <stddef.h>

/* The bytes lo .. hi-1 may be used; the pages map .. lo-1 and hi .. end-1 may not be
   touched. Made once and used again by every case: an operand lies flush with an end. */
struct arena {
    char *map, *lo, *hi, *end;
};

enum { ARENA_A, ARENA_X, ARENA_C, ARENAS, ARENA_BYTES = 1 << 25 };

const struct arena *arena_get(int which);

/* Forbid or allow writing to the pages that hold these bytes. */
void arena_protect(const void *lo, size_t bytes, bool read_only);

/* Call f(context); 0, or the signal of the crash it died of. */
int guard_call(void (*f)(void *), void *context);

/* Have these floating-point exceptions trapped, or with 0 none: where that can be. */
void guard_unmask(int flags);

/* Can it be here? */
bool guard_traps(void);

/* Where the last crash happened. */
const void *guard_crash_address(void);

#endif
