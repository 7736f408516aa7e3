# SPDX-License-Identifier: BSD-3-Clause
"""test_policy_bench.py -- tests of the comparison of arms on made-up samples."""

import argparse
import os
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import policy_bench as bench  # noqa: E402
from server import ServerError  # noqa: E402


class Process:
    """Its calls take so long, and so long at first, by threads and level of telemetry."""

    def __init__(self, name, log, ns, first, traffic_bytes=1000):
        self.name, self.log, self.ns, self.first = name, log, ns, first
        self.state = {"threads": 2, "telemetry": 1}
        self.traffic_bytes = traffic_bytes

    def ask(self, request):
        now = (self.state["threads"], self.state["telemetry"])
        self.log.append((self.name, request, *now))
        word, _, rest = request.partition(" ")
        if request == "problem nonsense:t=2":
            return {"error": "nonsense"}
        if word in self.state:
            self.state[word] = int(rest)
        if word == "threading_info":
            return {"policy": {"floor_bytes": {"awake": 100}}}
        times = self.first if word == "first" else self.ns
        answer = {"ns": times[now], "calls": 1, "threads": self.state["threads"]}
        return {**answer, "traffic_bytes": self.traffic_bytes}


def processes(log=None, ns=None, first=None, always=1, **more):
    """The times of never, of the team and of auto; and those of the other process."""
    log = [] if log is None else log
    arms = ((1, 1), (2, 0), (2, 1))
    ns, first = (dict(zip(arms, times or (1, 1, 1), strict=True)) for times in (ns, first))
    return {
        "auto": Process("auto", log, ns, first, **more),
        "always": Process("always", log, {(2, 1): always}, {(2, 1): always}, **more),
    }


OPTIONS = argparse.Namespace(
    first=100, first_rounds=2, samples=8, threads=2, json=None, compare="parallel"
)


class PolicyBench(unittest.TestCase):
    def test_auto_is_held_against_the_best_arm(self):
        servers = processes(ns=(10, 8, 8.5), first=(11, 20, 12), always=7)
        row = bench.measure("p:t=2", servers, OPTIONS)
        self.assertEqual(row.ratios(), (8 / 8.5, 12 / 11))
        table = bench.report([row], OPTIONS)
        self.assertIn("| 0.01 | 0.008 | 0.007 | 0.0085 | 0.941 | 0.011 | 0.012 | 1.09 |", table)
        self.assertIn("below 0.97 of the best arm in 1, at worst 0.941", table)
        self.assertIn("over a tenth more in 0, at worst 1.09", table)

    def test_always_counts_below_the_floor(self):
        servers = processes(ns=(10, 10, 10), always=7, traffic_bytes=99)
        row = bench.measure("p:t=2", servers, OPTIONS)
        self.assertEqual(row.ratios()[0], 7 / 10)

    def test_arms_are_asked_in_turn(self):
        log = []
        bench.measure("p:t=2", processes(log), OPTIONS)
        who = [(name, *now) for name, request, *now in log if request == "sample"]
        for arm in (("auto", 1, 1), ("auto", 2, 0), ("auto", 2, 1), ("always", 2, 1)):
            self.assertEqual(who.count(arm), 8)
            self.assertEqual(who[::4].count(arm), 2)  # goes first as often as any
        firsts = [i for i, entry in enumerate(log) if entry[1] == "first 100"]
        samples = [i for i, entry in enumerate(log) if entry[1] == "sample"]
        self.assertLess(max(firsts), min(samples))

    def test_levels_are_those_of_one_process(self):
        log = []
        servers = {"auto": processes(log, ns=(1, 10, 11))["auto"]}
        options = argparse.Namespace(**{**vars(OPTIONS), "compare": "telemetry"})
        row = bench.measure("p:t=2", servers, options)
        self.assertEqual(row.added(), (1, 11 / 10 - 1))
        self.assertEqual({now[0] for _, _, *now in log}, {2})

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
        with self.assertRaises(ServerError):
            bench.run(["nonsense"], processes(), OPTIONS)


if __name__ == "__main__":
    unittest.main()
