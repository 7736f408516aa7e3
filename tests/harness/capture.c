/* SPDX-License-Identifier: BSD-3-Clause */
/* capture.c -- what a piece of code writes to stderr, in a process of its own. */

#include "harness/capture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void child(int (*f)(void), const char *const environment[], int to)
{
    for (; *environment; environment++) {
        const char *value = strchr(*environment, '=') + 1;
        char name[64];
        snprintf(name, sizeof name, "%.*s", (int)(value - 1 - *environment),
                 *environment);
        setenv(name, value, 1);
    }
    dup2(to, STDERR_FILENO);
    int result = f();
    fflush(stderr);
    _exit(result);
}

int capture(int (*f)(void), const char *const environment[], char *text, size_t size)
{
    int ends[2], status;
    size_t length = 0;
    fflush(NULL);
    if (pipe(ends))
        return -1;
    pid_t pid = fork();
    if (pid < 0)
        return -1;
    if (pid == 0)
        child(f, environment, ends[1]);
    close(ends[1]);
    for (ssize_t got; (got = read(ends[0], text + length, size - 1 - length)) > 0;)
        length += (size_t)got;
    text[length] = '\0';
    close(ends[0]);
    waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int count_lines(const char *text)
{
    int lines = 0;
    for (; *text; text++)
        lines += *text == '\n' || text[1] == '\0'; /* an unfinished line is one as well */
    return lines;
}
