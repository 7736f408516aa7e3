# SPDX-License-Identifier: BSD-3-Clause
"""test_pictures.py -- tests of curves and of whole reports that are really drawn, and of
the cells that the suites fill."""

import contextlib
import io
import json
import os
import sys
import tempfile
import unittest
from pathlib import Path

PERF = Path(__file__).resolve().parent
sys.path.insert(0, str(PERF))

import curves  # noqa: E402
import report  # noqa: E402
import results  # noqa: E402
from server import Server, ask, problem_strings  # noqa: E402
from test_page import Balance, square  # noqa: E402
from test_report import header, row  # noqa: E402

try:
    import matplotlib
except ImportError:
    matplotlib = None

BENCH = os.environ.get("RP_BENCH_STUB")
TWO_SIZES = [header(), square(64, 8), square(256, 4)]


@unittest.skipUnless(matplotlib, "no Matplotlib")
class Drawn(unittest.TestCase):
    def setUp(self):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.place = Path(place.name)

    def test_curves(self):
        path = self.place / "curves.svg"
        self.assertTrue(curves.draw(results.merge(TWO_SIZES), path))
        text = path.read_text("utf-8")
        for wanted in ("axis0sum, float32", "raptors", "ceiling", "plain", "16 KB"):
            self.assertIn(wanted, text)

    def test_no_curve_is_drawn_through_one_point(self):
        path = self.place / "curves.svg"
        self.assertFalse(curves.draw(results.merge([header(), square(64, 8)]), path))
        self.assertFalse(path.exists())

    def report(self, *records):
        lines = self.place / "simd.1-rp_bench.jsonl"
        lines.write_text("".join(json.dumps(r) + "\n" for r in records), "utf-8")
        with contextlib.redirect_stdout(io.StringIO()):
            status = report.main(["--output", str(self.place), str(lines)])
        self.assertEqual(status, 0)
        return (self.place / "gap-audit-simd.html").read_text("utf-8")

    def test_the_page_holds_both_pictures(self):
        text = self.report(*TWO_SIZES)
        balance = Balance()
        balance.feed(text)
        self.assertEqual((balance.open, balance.wrong), ([], []))
        self.assertEqual([link for link in balance.links if not link.startswith("#")], [])
        self.assertEqual((text.count("<svg"), text.count("<figure>")), (2, 2))
        for wanted in ("raptors against best of", "GB/s of useful traffic", "256x256"):
            self.assertIn(wanted, text)

    def test_the_page_without_curves(self):
        text = self.report(header(), row(rivals=[("plain", "loop", 50.0)]))
        self.assertEqual((text.count("<svg"), text.count("<figure>")), (1, 1))


class Curves(unittest.TestCase):
    def test_what_differs_has_a_curve_of_its_own(self):
        parts = (
            {"threads": 2},
            {"alpha": 1.5},
            {"inplace": True},
            {"result_dtype": "float64"},
        )
        records = [square(n, 4, **part) for part in ({}, *parts) for n in (16, 64)]
        charts = curves.curves_of(results.merge([header(), *records]))
        self.assertEqual(len(charts), 1 + len(parts))
        for chart in charts.values():
            self.assertEqual([size for size, _ in chart["raptors"]], [1024, 16384])

    def test_padded_strided_and_displaced_matrices_are_on_none(self):
        for part in ({"ldb": 80}, {"incx": 2}, {"incy": 2}, {"offset": 1}):
            self.assertFalse(curves.on_the_curve({**square(64, 4), **part}), part)
        self.assertTrue(curves.on_the_curve({**square(64, 4), "ldb": 64, "offset": 0}))


@unittest.skipUnless(BENCH, "no RP_BENCH_STUB")
class Suites(unittest.TestCase):
    def setUp(self):
        self.server = Server([BENCH, "--serve", "--no-pin"])
        self.addCleanup(self.server.close)

    def problems(self, suite):
        """As rp_bench takes them apart."""
        texts = problem_strings(BENCH, str(PERF / "suites" / f"{suite}.txt"), [])
        return [ask(self.server, "problem " + text) for text in texts]

    def test_every_problem_has_a_cell_of_its_own(self):
        for suite in sorted(path.stem for path in (PERF / "suites").glob("*.txt")):
            seen, names = {}, (results.routine_of, results.dtype_of, results.shape_of)
            for made in self.problems(suite):
                text, cell = made["problem"], tuple(name(made) for name in names)
                self.assertNotIn(cell, seen, f"{suite}: {text}, {seen.get(cell)}")
                seen[cell] = text
            self.assertTrue(seen, suite)

    def test_the_squares(self):
        """Every routine, row and column, both types and layouts, on three squares."""
        folds = [k + fold for k in ("axis0", "axis1", "ge") for fold in ("sum", "mean")]
        routines = [*folds, "geadd_bcast row", "geadd_bcast col", "geadd", "gescal"]
        wanted = {
            (routine + layout, dtype, f"{n}x{n}")
            for routine in routines
            for layout in ("", " col-major")
            for dtype in ("float32", "float64")
            for n in (512, 1024, 2048)
        }
        names = (results.routine_of, results.dtype_of, results.shape_of)
        found = {tuple(name(made) for name in names) for made in self.problems("2d")}
        self.assertEqual(found, wanted)

    def test_suites_are_what_they_are_called(self):
        all_of = {
            "axis0": lambda p: p["op"].startswith("axis0"),
            "broadcast": lambda p: p["op"] == "geadd_bcast",
            "scale": lambda p: p["op"] in ("gescal", "geadd"),
            "small": lambda p: p["m"] * p["n"] <= 256 * 256,
            "narrow": lambda p: p["n"] <= 32,
        }
        for suite, right in all_of.items():
            wrong = [p["problem"] for p in self.problems(suite) if not right(p)]
            self.assertEqual(wrong, [], suite)
        self.assertEqual({p["n"] for p in self.problems("narrow")} & {1, 2}, {1, 2})

    def test_the_threads(self):
        """Each problem with one thread and with two."""
        texts = {p["problem"]: p["threads"] for p in self.problems("threads")}
        self.assertEqual(set(texts.values()), {1, 2})
        for text in texts:
            self.assertIn(text.replace("t=1", "t=2"), texts)
            self.assertIn(text.replace("t=2", "t=1"), texts)


if __name__ == "__main__":
    unittest.main()
