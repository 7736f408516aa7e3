# SPDX-License-Identifier: BSD-3-Clause
"""server.py -- rp_bench --serve as a co-process: samples of raptors on request."""

import json
import os
import subprocess


class ServerError(Exception):
    """The co-process ended, or answered what it should not."""


class Server:
    def __init__(self, command, settings=None):
        self.name = command[0]
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **(settings or {})},
        )
        self.header = self.answer()

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            raise ServerError(f"{self.name} ended early (status {self.process.wait()})")
        return json.loads(line)

    def ask(self, request):
        self.process.stdin.write(request.encode() + b"\n")
        self.process.stdin.flush()
        return self.answer()

    def output(self, kind):
        """Empty when that fill does not apply to the problem."""
        return self.process.stdout.read(self.ask("output " + kind)["bytes"])

    def close(self):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


def problem_strings(bench, suite, problems):
    """The problem strings of a suite and a command line, expanded by rp_bench."""
    command = [bench, "--list"] + ["--suite", suite] * bool(suite) + list(problems)
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise ServerError(f"{bench} refuses the problems (status {done.returncode})")
    return done.stdout.split()


def pin(cpu):
    """To the co-process's CPU: they take turns, under one clock and one noise."""
    if cpu >= 0 and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {cpu})
