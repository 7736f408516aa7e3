# SPDX-License-Identifier: BSD-3-Clause
"""test_gate.py -- tests of the regression gate on made-up samples."""

import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PERF = Path(__file__).resolve().parent
sys.path.insert(0, str(PERF))

import regression_gate as gate  # noqa: E402
from server import ServerError  # noqa: E402

LIMITS = {False: 1.1, True: 1.35}


class Side:
    """A co-process that takes `ns` a call and knows the problems of `known`."""

    def __init__(self, ns, known=("p",), matrix_bytes=1 << 20):
        self.ns, self.known, self.matrix_bytes = ns, known, matrix_bytes
        self.asked = []

    def ask(self, request):
        self.asked.append(request)
        if request.startswith("problem "):
            known = request[8:] in self.known
            return {"matrix_bytes": self.matrix_bytes} if known else {"error": "none"}
        return {"ns": self.ns} if request == "sample" else {"calls": 1}


def measured(*ratios, **members):
    return gate.Row("p", list(ratios), **members)


class Gate(unittest.TestCase):
    def test_ratio_is_the_median_of_pairs(self):
        self.assertEqual(gate.ratio_of([2, 30, 3], [1, 10, 3]), 2)
        with self.assertRaises(ValueError):
            gate.ratio_of([1, 2], [1])

    def test_both_sides_are_sampled_alike(self):
        head, base = Side(15.0), Side(10.0)
        row = gate.Row("p")
        gate.measure(row, head, base, 5)
        self.assertEqual(row.ratios, [1.5])
        self.assertEqual(head.asked, base.asked)
        self.assertEqual(head.asked.count("sample"), 5)

    def test_a_breach_repeats(self):
        self.assertTrue(measured(1.5, 1.4).breach(LIMITS))
        self.assertFalse(measured(1.5, 1.4, 1.05).breach(LIMITS))
        self.assertFalse(measured().breach(LIMITS))

    def test_small_rows_have_a_limit_of_their_own(self):
        self.assertFalse(measured(1.2, small=True).breach(LIMITS))
        self.assertTrue(measured(1.4, small=True).breach(LIMITS))
        row = gate.Row("p")
        gate.measure(row, Side(1.0, matrix_bytes=100), Side(1.0), 1)
        self.assertTrue(row.small)

    def test_every_breach_is_named(self):
        rows = [gate.Row("a", [1.5]), gate.Row("b", [1.0]), gate.Row("c", [2.0])]
        lines, status = gate.report(rows, LIMITS)
        self.assertEqual(status, 1)
        self.assertTrue(lines[0].startswith("BREACH a: 1.50"))
        self.assertTrue(lines[1].startswith("BREACH c: 2.00"))
        self.assertEqual(len(lines), 3)

    def test_a_new_problem_is_no_breach(self):
        row = gate.Row("p")
        gate.measure(row, Side(1.0), Side(1.0, known=()), 3)
        lines, status = gate.report([row, measured(1.0)], LIMITS)
        self.assertEqual((status, row.ratios), (0, []))
        self.assertIn("new    p", lines[0])

    def test_nothing_measured_is_a_failure(self):
        self.assertEqual(gate.report([], LIMITS)[1], 2)
        self.assertEqual(gate.report([gate.Row("p", new=True)], LIMITS)[1], 2)

    def test_a_problem_that_this_build_refuses(self):
        with self.assertRaises(ServerError):
            gate.measure(gate.Row("p"), Side(1.0, known=()), Side(1.0), 1)


# Stands for the Python that measures: says what the test wants, and what it was asked.
PYTHON = """#!/bin/sh
echo "$@" >{top}/asked
cat {top}/said
exit "$(cat {top}/status)"
"""
KERNEL = "void K(sum_across)(ptrdiff_t m)\n{\n}\n"


@unittest.skipUnless(shutil.which("git"), "no git")
class Script(unittest.TestCase):
    """run_regression_gate.sh in a repository of its own, where nothing is to be built."""

    def setUp(self):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.top = Path(place.name).resolve() / "tree"
        self.put("said", "1 row measured\n")
        self.put("status", "0\n")
        for name in ("run_regression_gate.sh", "prepare.sh", "suites/gate.txt"):
            self.put(f"perf/{name}", (PERF / name).read_text("utf-8"))
        self.put("lib/kernels/sum_across.c", KERNEL)
        self.put(".gitignore", "build\nsaid\nstatus\nasked\npython\n")
        self.put("bootstrap", "#!/bin/sh\n")
        self.put("configure", "#!/bin/sh\necho 'perf-programs:' >Makefile\n")
        self.put("python", PYTHON.format(top=self.top))
        self.git("init", "-q", "-b", "main")
        self.commit("first")

    def put(self, name, text):
        path = self.top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        path.chmod(0o755)

    def git(self, *words):
        who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
        return subprocess.check_output(["git", "-C", self.top, *who, *words], text=True)

    def commit(self, name):
        self.put("version", name)
        self.git("add", "-A")
        self.git("commit", "-q", "-m", name)

    def run_gate(self, *options):
        command = ["sh", "perf/run_regression_gate.sh", "--no-install", *options]
        done = subprocess.run(
            command,
            cwd=self.top,
            env={**os.environ, "PYTHON": f"{self.top}/python", "MAKEFLAGS": ""},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout

    def side(self, name, file):
        path = self.top / "build" / "gate" / name / "src" / file
        return path.read_text("utf-8") if path.exists() else None

    def test_the_base_is_the_parent_and_new_files_count(self):
        self.commit("second")
        self.put("new file", "")
        status, said = self.run_gate()
        self.assertEqual(status, 0, said)
        self.assertEqual(self.side("base", "version"), "first")
        self.assertEqual(self.side("head", "version"), "second")
        self.assertEqual(self.side("head", "new file"), "")
        self.assertIsNone(self.side("head", "build"))

    def test_the_status_is_that_of_the_gate(self):
        self.commit("second")
        for status in (1, 2):
            self.put("status", f"{status}\n")
            self.assertEqual(self.run_gate()[0], status)

    def test_options_in_any_order(self):
        self.commit("second")
        options = ("--limit", "1.2", "--base", "HEAD", "ssum:9", "--suite", "gate")
        self.put("version", "third")
        status, said = self.run_gate(*options)
        self.assertEqual(status, 0, said)
        self.assertEqual(self.side("base", "version"), "second")
        asked = (self.top / "asked").read_text("utf-8")
        self.assertIn(f"--suite {self.top}/perf/suites/gate.txt ", asked)
        self.assertTrue(asked.endswith("rp_bench --limit 1.2 ssum:9\n"), asked)
        for bad in (("--suite", "none"), ("--base",), ("--limit",), ("--base", "none")):
            self.assertEqual(self.run_gate(*bad)[0], 2, bad)

    def test_nothing_to_compare(self):
        status, said = self.run_gate()
        self.assertEqual(status, 0, said)
        self.assertIn("nothing to compare", said)
        self.assertFalse((self.top / "asked").exists())
        self.put("version", "changed")
        self.assertEqual(self.run_gate()[0], 0)
        self.assertEqual(self.side("base", "version"), "first")
        self.assertEqual(self.side("head", "version"), "changed")

    def test_a_shallow_clone_says_so(self):
        self.commit("second")
        whole = self.top.with_name("whole")
        self.top.rename(whole)
        clone = ["git", "clone", "-q", "--depth", "1", f"file://{whole}", str(self.top)]
        subprocess.run(clone, check=True)
        for options in ((), ("--base", "HEAD^")):
            status, said = self.run_gate(*options)
            self.assertEqual(status, 2, said)
            self.assertIn("git fetch --unshallow", said)

    def test_a_side_that_does_not_build(self):
        self.put("bootstrap", "#!/bin/sh\necho no autoconf\nexit 1\n")
        self.commit("second")
        self.git("checkout", "-q", "HEAD^", "--", "bootstrap")
        status, said = self.run_gate()
        self.assertEqual(status, 0, said)
        self.git("reset", "-q", "--hard")
        status, said = self.run_gate()
        self.assertEqual(status, 2)
        self.assertIn("no autoconf", said)
        self.put("bootstrap", "#!/bin/sh\n")
        self.put("lib/kernels/sum_across.c", "")
        status, said = self.run_gate("--prove")
        self.assertEqual(status, 2)
        self.assertIn("no sum_across to slow down", said)

    def prove(self, said, status):
        self.put("said", said)
        self.put("status", f"{status}\n")
        return self.run_gate("--prove")

    def test_the_proof_wants_a_row_of_the_slowed_kernel(self):
        self.commit("second")
        for said, status, wanted in (
            ("BREACH saxis0sum:r:9x9: 1.50\n", 1, 0),
            ("BREACH dsaxis0sum:r:9x9: 1.50\n", 1, 0),
            ("BREACH ssum:9: 1.50\n", 1, 2),
            ("1 row measured\n", 0, 2),
            ("new    saxis0sum:r:9x9\n", 1, 2),
            ("", 2, 2),
        ):
            self.assertEqual(self.prove(said, status)[0], wanted, (said, status))
        self.assertEqual(self.side("base", "version"), "second")
        self.assertEqual(self.side("base", "lib/kernels/sum_across.c"), KERNEL)
        self.assertIn("once(", self.side("head", "lib/kernels/sum_across.c"))
        self.assertEqual(self.run_gate("--prove", "--base", "HEAD")[0], 2)


if __name__ == "__main__":
    unittest.main()
