# SPDX-License-Identifier: BSD-3-Clause
"""test_ceiling.py -- tests of the ceiling of several threads, and of likwid-bench's."""

import contextlib
import io
import json
import os
import subprocess
import sys
import tempfile
import unittest
import unittest.mock
from pathlib import Path

PERF = Path(__file__).resolve().parent
sys.path.insert(0, str(PERF))

import likwid_check  # noqa: E402

BENCH = os.environ.get("RP_BENCH_STUB")
CPUS = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
ONCE = ["--min-samples", "1", "--max-samples", "1", "--sample-us", "1"]
PROBLEMS = ["{s,d}axis0sum:r:64x64", "{s,d}gescal:r:64x64{,:inplace}", "sgeadd:r:64x64",
            "dgeadd_bcast:r:row:64x64", "saxis1sum:r:5000x3"]  # fmt: skip

LIKWID = """#!/bin/sh
echo "$@" >>{asked}
case $2 in *512) exit 1 ;; esac
echo "MByte/s: 2000"
"""
RP_BENCH = """#!/bin/sh
echo "$@" >>{asked}
echo '{{"type": "header"}}'
echo '{{"results": [{{"rival": "ceiling", "gbps": 3}}, {{"rival": "x", "gbps": 9}}]}}'
"""


@unittest.skipUnless(BENCH and CPUS, "no RP_BENCH_STUB, or no affinity")
class Crew(unittest.TestCase):
    def rows(self, threads, cpus):
        with tempfile.TemporaryDirectory() as directory:
            path = os.path.join(directory, "json")
            command = [BENCH, "--ceiling", "--no-pin", "--json", path, *ONCE]
            command += [f"{problem}:t={threads}" for problem in PROBLEMS]
            subprocess.run(
                command,
                check=True,
                stderr=subprocess.DEVNULL,
                preexec_fn=lambda: os.sched_setaffinity(0, cpus),
            )
            with open(path, encoding="utf-8") as lines:
                return [json.loads(line) for line in lines][1:]

    def ceilings(self, threads, cpus):
        """For each problem, how many ways there are to move its bytes."""
        rows = self.rows(threads, cpus)
        return [sum(r["rival"] == "ceiling" for r in row["results"]) for row in rows]

    def test_threads_without_a_cpu_each_have_none(self):
        self.assertEqual(set(self.ceilings(2, CPUS[:1])), {0})

    @unittest.skipUnless(len(CPUS) > 1, "one CPU")
    def test_several_threads_have_those_of_one(self):
        self.assertEqual(self.ceilings(2, CPUS), self.ceilings(1, CPUS))
        self.assertGreater(min(self.ceilings(2, CPUS)), 0)


class Check(unittest.TestCase):
    def setUp(self):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.place = Path(place.name)
        for name, text in (("likwid-bench", LIKWID), ("rp_bench", RP_BENCH)):
            path = self.place / name
            path.write_text(text.format(asked=self.place / "asked"), "utf-8")
            path.chmod(0o755)

    def check(self, *options):
        out = self.place / "json"
        arguments = ["likwid_check.py", "--bench", str(self.place / "rp_bench")]
        path = {"PATH": f"{self.place}:{os.environ['PATH']}"}
        with (
            contextlib.redirect_stderr(io.StringIO()),
            unittest.mock.patch.object(
                sys, "argv", [*arguments, "--json", str(out), *options]
            ),
            unittest.mock.patch.dict(os.environ, path),
        ):
            self.assertEqual(likwid_check.main(), 0)
        return [json.loads(line) for line in out.read_text("utf-8").splitlines()]

    def test_two_threads_work_on_one_working_set(self):
        records = self.check("--threads", "1", "--threads", "2")
        self.assertEqual(len(records), 2 * 4 * 4)
        self.assertEqual([r["threads"] for r in records], [1] * 16 + [2] * 16)
        asked = (self.place / "asked").read_text("utf-8")
        for wanted in ("-t copy_avx -w S0:8192kB:2\n", "-t stream_avx -w S0:64kB:1\n"):
            self.assertIn(wanted, asked)
        self.assertIn("/dev/stdout ssum:2097152:t=1\n", asked)
        self.assertIn("--no-pin sgescal:r:1x1048576:t=2\n", asked)

    def test_the_fastest_variant_that_runs(self):
        record = self.check()[-1]
        self.assertEqual((record["kind"], record["variant"]), ("add", "stream_avx"))
        self.assertEqual((record["ceiling_gbps"], record["likwid_gbps"]), (3, 2.0))


if __name__ == "__main__":
    unittest.main()
