/* SPDX-License-Identifier: BSD-3-Clause */
/* guard.h -- memory between two forbidden pages, and calls that may crash. */
#ifndef TEST_GUARD_H
#define TEST_GUARD_H

#include <stdbool.h>
#include <stddef.h>

/* The bytes lo .. hi-1 may be used; in map .. end-1 lie forbidden pages right before and
   after them, and the read-only view with the same round it. Made once and used again by
   every case: an operand lies flush with an end. */
struct arena {
    char *map, *lo, *hi, *end;
};

enum { ARENA_A, ARENA_X, ARENA_C, ARENAS, ARENA_BYTES = 1 << 25 };

const struct arena *arena_get(int which);

/* The same byte of an arena where it can be read, and not written: as far from the
   beginning of its page. */
const void *arena_read_only(const void *p);

/* Call f(context); 0, or the signal of the crash it died of. */
int guard_call(void (*f)(void *), void *context);

/* Have these floating-point exceptions trapped, or with 0 none: where that can be. */
void guard_unmask(int flags);

/* Can it be here? */
bool guard_traps(void);

/* Where the last crash happened. */
const void *guard_crash_address(void);

#endif
