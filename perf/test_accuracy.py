# SPDX-License-Identifier: BSD-3-Clause
"""test_accuracy.py -- tests of the errors of sums, and of what likwid-bench prints."""

import os
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import likwid_check  # noqa: E402

try:
    import numpy as np

    import accuracy
except ImportError:
    np = None


@unittest.skipUnless(np, "no NumPy")
class Accuracy(unittest.TestCase):
    def test_exact_sums_have_no_error(self):
        got = np.array([6, 15], np.float32)
        lines = [np.array([1.0, 2.0, 3.0]), np.array([4.0, 5.0, 6.0])]
        self.assertEqual(set(accuracy.errors(got, lines).values()), {0.0})

    def test_one_ulp(self):
        got = np.array([np.nextafter(np.float32(4), np.float32(5)), 4], np.float32)
        found = accuracy.errors(got, [np.array([1.0, 3.0])] * 2)
        self.assertEqual((found["max_ulp"], found["mean_ulp"]), (1.0, 0.5))
        self.assertEqual(found["max_u_sum"], 2.0)

    def test_what_cancels_counts_in_magnitudes(self):
        found = accuracy.errors(np.array([0.0]), [np.array([1.0, 2.0**-52, -1.0])])
        self.assertGreater(found["max_ulp"], 1e15)
        self.assertAlmostEqual(found["max_u_sum"], 1.0)


class Likwid(unittest.TestCase):
    def test_speed(self):
        text = "Cycles:\t\t1\nMByte/s:\t\t71653.27\nCycles per update:\t0.1\n"
        self.assertAlmostEqual(likwid_check.speed_of(text), 71.65327)
        self.assertIsNone(likwid_check.speed_of("Unknown test case"))


if __name__ == "__main__":
    unittest.main()
