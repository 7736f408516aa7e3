# SPDX-License-Identifier: BSD-3-Clause
"""test_operands.py -- tests of where a problem's arrays lie, and of problem strings."""

import os
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from server import Server, ask  # noqa: E402

try:
    import numpy as np

    import operands
except ImportError:
    np = None

BENCH = os.environ.get("RP_BENCH_STUB")
PROBLEM = {
    "op": "gescal", "fold": "", "dtype": "float64", "result_dtype": "float64",
    "layout": "r", "bcast": None, "m": 3, "n": 5, "lda": 7, "ldb": 7, "ldc": 6,
    "incx": 1, "incy": 1, "offset": 0, "inplace": False, "alpha": 1.5, "beta": 1.0,
}  # fmt: skip


def place(array):
    """Bytes behind the start of a page."""
    return array.ctypes.data % operands.PAGE


@unittest.skipUnless(np, "no NumPy")
class Places(unittest.TestCase):
    def test_arrays_begin_with_a_page(self):
        o = operands.Operands(PROBLEM)
        self.assertEqual([place(x) for x in (o.A, o.X, o.OUT)], [0, 0, 0])

    def test_matrices_are_displaced_and_vectors_not(self):
        o = operands.Operands({**PROBLEM, "offset": 3})
        self.assertEqual([place(x) for x in (o.A, o.X, o.OUT)], [24, 0, 24])
        self.assertEqual((o.A.shape, o.OUT.shape), ((3, 5), (3, 5)))
        summed = {"op": "axis0sum", "fold": "sum", "offset": 511}
        o = operands.Operands({**PROBLEM, **summed})
        self.assertEqual([place(x) for x in (o.A, o.OUT)], [4088, 0])

    def test_large_arrays_keep_their_pages(self):
        array = operands.aligned(operands.HUGE_FROM // 4, "f4", 1)
        self.assertEqual(array.ctypes.data % operands.HUGE_PAGE, 4)
        self.assertEqual(len(array), operands.HUGE_FROM // 4)

    def test_in_place_is_one_array(self):
        o = operands.Operands({**PROBLEM, "offset": 1, "inplace": True, "ldc": 7})
        self.assertIs(o.A, o.OUT)


@unittest.skipUnless(BENCH, "no RP_BENCH_STUB")
class Strings(unittest.TestCase):
    def test_the_offset(self):
        server = Server([BENCH, "--serve", "--no-pin"])
        self.assertEqual(ask(server, "problem ssum:9")["offset"], 0)
        self.assertEqual(ask(server, "problem ssum:9:offset=3")["offset"], 3)
        for bad in ("-1", "65536", "x", ""):
            self.assertIn("error", server.ask(f"problem ssum:9:offset={bad}"), bad)
        server.close()

    def test_displaced_operands_have_the_same_results(self):
        """rp_bench compares raptors and its rivals; vs_numpy.py compares NumPy."""
        hastily = ["--min-samples", "1", "--max-samples", "1", "--sample-us", "1"]
        problems = [
            f"{routine}:offset={offset}"
            for routine in ("{s,d}{axis0sum,axis1sum,gesum,gescal,geadd}:{r,c}:33x17",
                            "{s,d}sum:1000", "{s,d}gescal:r:33x17:inplace",
                            "{s,d}geadd_bcast:r:{row,col,scalar}:33x17")
            for offset in (1, 1020)
        ]  # fmt: skip
        command = [BENCH, "--ceiling", *hastily, *problems]
        done = subprocess.run(command, stderr=subprocess.PIPE, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)


if __name__ == "__main__":
    unittest.main()
