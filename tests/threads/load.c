/* SPDX-License-Identifier: BSD-3-Clause */
/* load.c -- other processes that want every CPU, for as long as a test lasts. */

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "threads/checks.h"

enum { MOST = 64 };

static pid_t others[MOST];
static int begun;

static void keep_busy(void)
{
    for (volatile unsigned i = 0;; i++)
        ;
}

void load_begin(void)
{
    const long cpus = sysconf(_SC_NPROCESSORS_ONLN);
    for (; begun < MOST && begun < cpus; begun++) {
        others[begun] = fork();
        if (others[begun] == 0)
            keep_busy();
        if (others[begun] < 0)
            break;
    }
}

void load_end(void)
{
    while (begun > 0) {
        kill(others[--begun], SIGKILL);
        waitpid(others[begun], NULL, 0);
    }
}
