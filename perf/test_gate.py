# SPDX-License-Identifier: BSD-3-Clause
"""test_gate.py -- tests of the regression gate on made-up samples."""

import os
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

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
        self.assertEqual(gate.report([], LIMITS)[1], 1)

    def test_a_problem_that_this_build_refuses(self):
        with self.assertRaises(ServerError):
            gate.measure(gate.Row("p"), Side(1.0, known=()), Side(1.0), 1)


if __name__ == "__main__":
    unittest.main()
