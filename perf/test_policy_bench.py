# SPDX-License-Identifier: BSD-3-Clause
"""test_policy_bench.py -- tests of the comparison of modes on made-up samples."""

import argparse
import os
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import policy_bench as bench  # noqa: E402
from server import ServerError  # noqa: E402


class Side:
    """A process whose calls take `ns`, the first ones `first`."""

    def __init__(self, ns, first, log):
        self.ns, self.first, self.log = ns, first, log

    def ask(self, request):
        self.log.append((self, request))
        if request == "problem nonsense:t=2":
            return {"error": "nonsense"}
        return {"ns": self.first if request.startswith("first ") else self.ns, "calls": 1}


def sides(log=None, **ns):
    log = [] if log is None else log
    return {name: Side(ns, first, log) for name, (ns, first) in ns.items()}


OPTIONS = argparse.Namespace(
    first=100, first_rounds=2, samples=6, threads=2, json=None, compare="parallel"
)


class PolicyBench(unittest.TestCase):
    def test_auto_is_held_against_the_better_arm(self):
        servers = sides(never=(10, 11), always=(8, 20), auto=(8.5, 12))
        row = bench.measure("p", servers, OPTIONS)
        self.assertEqual(row.ratios(), (8 / 8.5, 12 / 11))
        table = bench.report([row], OPTIONS)
        self.assertIn("| `p` | 0.01 | 0.008 | 0.0085 | 0.941 | 0.011 | 0.012 | 1.09 |", table)
        self.assertIn("below 0.97 of the better arm in 1, at worst 0.941", table)
        self.assertIn("over a tenth more in 0, at worst 1.09", table)

    def test_sides_are_asked_in_turn(self):
        log = []
        servers = sides(log, never=(1, 1), always=(1, 1), auto=(1, 1))
        bench.measure("p", servers, OPTIONS)
        who = [side for side, request in log if request == "sample"]
        for side in servers.values():
            self.assertEqual(who.count(side), 6)
            self.assertEqual(who[::3].count(side), 2)  # goes first as often as any
        firsts = [i for i, (_, request) in enumerate(log) if request == "first 100"]
        samples = [i for i, (_, request) in enumerate(log) if request == "sample"]
        self.assertLess(max(firsts), min(samples))

    def test_telemetry_is_paid_for_by_pairs(self):
        row = bench.Row("p", {"0": [1], "1": [1]}, {"0": [10, 30, 20], "1": [11, 31, 21]})
        ns, part = row.added()
        self.assertEqual(ns, 1)
        self.assertAlmostEqual(part, 0.05)
        self.assertIn("| `p` | 20.0 | 21.0 | 1.0 | 5.0% |", bench.telemetry_table([row]))

    def test_threads_are_added_where_a_problem_has_none(self):
        self.assertEqual(bench.with_threads("ssum:100", 2), "ssum:100:t=2")
        self.assertEqual(bench.with_threads("ssum:100:t=3", 2), "ssum:100:t=3")

    def test_a_refused_problem_is_an_error(self):
        servers = sides(never=(1, 1), always=(1, 1), auto=(1, 1))
        with self.assertRaises(ServerError):
            bench.run(["nonsense"], servers, OPTIONS)


if __name__ == "__main__":
    unittest.main()
