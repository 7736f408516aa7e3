# SPDX-License-Identifier: BSD-3-Clause
"""server.py -- rp_bench --serve as a co-process: samples of raptors on request."""

import json
import os
import subprocess
import sys
import traceback


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
        try:
            return json.loads(line)
        except ValueError as error:
            raise ServerError(f"{self.name} answered no JSON ({error})") from error

    def ask(self, request):
        try:
            self.process.stdin.write(request.encode() + b"\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass  # there is no answer, either, and that tells the status
        return self.answer()

    def output(self, kind):
        """Empty when that fill does not apply to the problem."""
        return self.process.stdout.read(self.ask("output " + kind)["bytes"])

    def close(self):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


def ask(server, request):
    """The answer, unless it is an error."""
    answer = server.ask(request)
    if "error" in answer:
        raise ServerError(f"{request.removeprefix('problem ')}: {answer['error']}")
    return answer


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


def run_program(name, main, *expected):
    """Ends the program with the status of main(), or with 2.

    An exception would make it 1, which says that an output differed. Those that are
    expected have a message; the others are defects, and show where they came from.
    """
    try:
        sys.exit(main())
    except (ServerError, *expected) as error:
        print(f"{name}: {error}", file=sys.stderr)
    except Exception:
        traceback.print_exc()
    sys.exit(2)
