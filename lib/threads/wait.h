/* SPDX-License-Identifier: BSD-3-Clause */
/* wait.h -- sleeping on a word until somebody else has changed it.
 *
 * Used in this folder only.
 */
#ifndef RPI_WAIT_H
#define RPI_WAIT_H

#include <stdatomic.h>

/* Sleep while *word == seen. May return too early: look again. */
void rpi_wait(atomic_uint *word, unsigned seen);

/* Wake who sleeps on it, after a change. */
void rpi_wake(atomic_uint *word);

/* In the child of a fork: nobody sleeps. */
void rpi_wait_forget(void);

/* What a loop does that will soon see its word change. */
static inline void rpi_pause(void)
{
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

#endif
