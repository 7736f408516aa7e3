# SPDX-License-Identifier: BSD-3-Clause
"""test_server.py -- tests of co-processes that fail, and of the drivers' exit status."""

import contextlib
import io
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PERF = Path(__file__).resolve().parent
sys.path.insert(0, str(PERF))

import server  # noqa: E402

try:
    import numpy
except ImportError:
    numpy = None

# Stands for rp_bench: a co-process that says what $1 tells, after a header.
SERVE = """#!/bin/sh
case $* in *--list*) echo ssum:1000; exit ;; esac
echo '{"pinned_to": -1}'
read -r request
"""


def ending(main, *expected):
    """The status that run_program() ends with, and what it says."""
    with contextlib.redirect_stderr(io.StringIO()) as said:
        try:
            server.run_program("driver", main, *expected)
        except SystemExit as end:
            return end.code, said.getvalue()
    return None, said.getvalue()


def raising(error):
    def main():
        raise error

    return main


class Status(unittest.TestCase):
    def test_the_program_has_its_own(self):
        for status in (0, 1, 2, None):
            self.assertEqual(ending(lambda value=status: value), (status, ""))

    def test_exceptions_are_never_1(self):
        told = (2, "driver: no\n")
        self.assertEqual(ending(raising(server.ServerError("no"))), told)
        self.assertEqual(ending(raising(ValueError("no")), ValueError), told)
        status, said = ending(raising(KeyError("no")))
        self.assertEqual((status, "Traceback" in said), (2, True))


class Programs(unittest.TestCase):
    """Co-processes that are made up, and the drivers of them."""

    def setUp(self):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.bench = Path(place.name) / "rp_bench"

    def say(self, text):
        self.bench.write_text(SERVE + text, "utf-8")
        self.bench.chmod(0o755)
        return [str(self.bench), "--serve"]

    def test_answers(self):
        process = server.Server(self.say("echo '{\"error\": \"none\"}'\n"))
        with self.assertRaisesRegex(server.ServerError, "^p: none$"):
            server.ask(process, "problem p")
        process.close()

    def test_what_is_no_answer(self):
        for text, said in (("echo nonsense", "no JSON"), ("exit 3", "status 3")):
            process = server.Server(self.say(text + "\n"))
            with self.assertRaisesRegex(server.ServerError, said):
                process.ask("sample")
            process.process.wait()
            with self.assertRaises(server.ServerError):
                process.ask("sample")
            process.process.stdout.close()
            with contextlib.suppress(BrokenPipeError):
                process.process.stdin.close()

    def drive(self, name, *options):
        command = [sys.executable, str(PERF / name), "--bench", str(self.bench), *options]
        done = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        )
        return done.returncode, done.stdout

    @unittest.skipUnless(numpy, "no NumPy")
    def test_drivers_end_with_2(self):
        drivers = (
            ("vs_numpy.py", "ssum:1000"),
            ("accuracy.py", "--json", "/dev/null", "ssum:1000"),
            ("policy_bench.py", "ssum:1000"),
        )
        answers = ("echo '{\"error\": \"none\"}'", "echo '{}'", "echo nonsense", "exit 1")
        for driver in drivers:
            for answer in answers:
                self.say(answer + "\n")
                status, said = self.drive(*driver)
                self.assertEqual(status, 2, (driver, answer, said))

    def test_the_check_ends_with_2(self):
        self.say("exit 1\n")
        self.assertEqual(self.drive("likwid_check.py", "--json", "/dev/null")[0], 2)


if __name__ == "__main__":
    unittest.main()
