/* SPDX-License-Identifier: BSD-3-Clause */
/* wait.c -- sleeping by the futex of Linux, elsewhere by a mutex and a condition. */

#include "config.h"

#include "threads/wait.h"

#if defined(HAVE_LINUX_FUTEX_H)

#include <linux/futex.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>

void rpi_wait(atomic_uint *word, unsigned seen)
{
    syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, seen, NULL, NULL, 0);
}

void rpi_wake(atomic_uint *word)
{
    syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}

void rpi_wait_forget(void) {}

#else

#include <pthread.h>

/* One for all words: who is woken for another word looks again. */
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;

/* A caller who is cancelled while he sleeps would leave his helpers without a job. */
void rpi_wait(atomic_uint *word, unsigned seen)
{
    int state;
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &state);
    pthread_mutex_lock(&mutex);
    while (atomic_load_explicit(word, memory_order_acquire) == seen)
        pthread_cond_wait(&changed, &mutex);
    pthread_mutex_unlock(&mutex);
    pthread_setcancelstate(state, &state);
}

/* The lock between: a sleeper has either seen the change or waits already. */
void rpi_wake(atomic_uint *word)
{
    (void)word;
    pthread_mutex_lock(&mutex);
    pthread_mutex_unlock(&mutex);
    pthread_cond_broadcast(&changed);
}

void rpi_wait_forget(void)
{
    pthread_mutex_init(&mutex, NULL);
    pthread_cond_init(&changed, NULL);
}

#endif
