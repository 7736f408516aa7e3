# SPDX-License-Identifier: BSD-3-Clause
"""test_report.py -- tests of the report's pure parts: python -m unittest."""

import json
import math
import os
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import picture  # noqa: E402
import report  # noqa: E402
import results  # noqa: E402
import table  # noqa: E402


def result(rival, median, how="way"):
    return {
        "rival": rival,
        "how": how,
        "calls": 1,
        "median_ns": median,
        "p95_ns": 1.1 * median,
        "mad_ns": 0.0,
        "ns": [median] * 3,
    }


def row(
    problem="saxis0sum:r:512x512", rivals=(), driver="rp_bench", ours=100.0, **members
):
    """A row in which raptors takes `ours` ns and rivals is (library, how, ns)..."""
    shape = {
        "op": "axis0sum",
        "dtype": "float32",
        "layout": "r",
        "m": 512,
        "n": 512,
        "lda": 512,
        "ldc": 512,
        "incx": 1,
        "incy": 1,
        "inplace": False,
        "bcast": None,
        "matrix_bytes": 1048576,
        "traffic_bytes": 1050624,
    }
    listed = [result("raptors", ours)] + [result(r, ns, how) for r, how, ns in rivals]
    return {
        "type": "row",
        "driver": driver,
        "problem": problem,
        **shape,
        **members,
        "results": listed,
    }


def header(driver="rp_bench", **members):
    return {
        "type": "header",
        "schema": 1,
        "driver": driver,
        "cpu": "A CPU",
        "isa": "scalar",
        "caches": {"L1d": "32K"},
        "command": ["rp_bench", "a b"],
        **members,
    }


class Statistics(unittest.TestCase):
    def test_quantile_interpolates(self):
        self.assertEqual(results.quantile([1, 2, 3, 4], 0.5), 2.5)
        self.assertEqual(results.quantile([7], 0.95), 7)
        self.assertAlmostEqual(results.quantile(list(range(21)), 0.95), 19.0)

    def test_summary_of_samples(self):
        got = results.summarise([4.0, 1.0, 2.0], 8.0)
        self.assertEqual((got["median_ns"], got["mad_ns"], got["gbps"]), (2.0, 1.0, 4.0))

    def test_geometric_mean(self):
        self.assertAlmostEqual(results.geometric_mean([0.5, 2.0]), 1.0)
        self.assertIsNone(results.geometric_mean([]))


class Reading(unittest.TestCase):
    def test_good_lines(self):
        lines = [json.dumps(header()), "", json.dumps(row())]
        records, complaints = results.parse_lines(lines)
        self.assertEqual([r["type"] for r in records], ["header", "row"])
        self.assertEqual(complaints, [])

    def test_truncated_last_line_keeps_the_rest(self):
        text = json.dumps(row())
        records, complaints = results.parse_lines([json.dumps(header()), text[:50]], "x")
        self.assertEqual(len(records), 1)
        self.assertIn("x, line 2: not JSON", complaints[0])

    def test_what_is_no_record(self):
        for line in ("[]", "3", '"row"', "null", "{}", '{"type": "other"}'):
            records, complaints = results.parse_lines([line])
            self.assertEqual((records, len(complaints)), ([], 1), line)

    def test_unusable_rows(self):
        incomplete = row()
        del incomplete["lda"]
        bad = [
            incomplete,
            {**row(), "results": []},
            {**row(), "results": None},
            {**row(), "results": [3]},
            {**row(), "results": [result("plain", 1.0)]},
            {**row(), "results": [result("raptors", 0.0)]},
            {**row(), "results": [result("raptors", math.nan)]},
            {**row(), "results": [{"rival": "raptors", "median_ns": 1.0}]},
        ]
        records, complaints = results.parse_lines(map(json.dumps, bad))
        self.assertEqual((records, len(complaints)), ([], len(bad)))

    def test_missing_file_is_a_complaint(self):
        records, complaints = results.read_files(["no such file"])
        self.assertEqual(records, [])
        self.assertIn("no such file", complaints[0])


class Cells(unittest.TestCase):
    def cell(self, *rows):
        return results.cells_of(results.merge(rows))[0]

    def test_best_rival_is_the_fastest(self):
        cell = self.cell(
            row(rivals=[("openblas", "gemv", 150.0), ("plain", "loop", 80.0)])
        )
        self.assertEqual(cell.best, "plain loop")
        self.assertEqual(cell.ratio, 0.8)

    def test_the_ceiling_is_no_rival(self):
        ways = [("ceiling", "copy", 90.0), ("ceiling", "stream", 80.0)]
        cell = self.cell(row(rivals=[("plain", "loop", 120.0), *ways]))
        self.assertEqual((cell.ratio, cell.share), (1.2, 0.8))

    def test_a_result_of_another_type_is_told(self):
        self.assertEqual(self.cell(row()).dtype, "float32")
        cell = self.cell(row(result_dtype="float64"))
        self.assertEqual(cell.dtype, "float32 to float64")

    def test_a_library_counts_with_its_best_way(self):
        cell = self.cell(
            row(rivals=[("openblas", "sum", 300.0), ("openblas", "dot", 200.0)])
        )
        self.assertEqual(cell.ratios, {"openblas": 2.0})

    def test_ratios_stay_within_a_run(self):
        """Our second run was twice as slow; NumPy is compared with that one."""
        cell = self.cell(
            row(rivals=[("plain", "loop", 100.0)]),
            row(rivals=[("numpy", "add", 300.0)], ours=200.0, driver="vs_numpy"),
        )
        self.assertEqual(cell.ratios, {"plain": 1.0, "numpy": 1.5})

    def test_a_row_without_rivals(self):
        cell = self.cell(row())
        self.assertEqual((cell.ratio, cell.best), (math.inf, ""))

    def test_worst_first(self):
        document = results.merge(
            [
                row("a", [("plain", "loop", 200.0)]),
                row("b"),
                row("c", [("plain", "loop", 50.0)]),
            ]
        )
        self.assertEqual([c.problem for c in results.cells_of(document)], ["c", "a", "b"])

    def test_headers_tell_the_threads_of_the_rows(self):
        rows = [row("a", threads=2), row("b", threads=1), row("c", threads=2)]
        document = results.merge([header(), *rows])
        self.assertEqual(document["headers"][0]["threads"], [1, 2])
        self.assertIn("| threads | `1, 2` |", table.facts(document))

    def test_names(self):
        padded = row(lda=520, ldc=520, layout="c", m=512, n=3)
        self.assertEqual(results.shape_of(padded), "512x3 lda 520")
        self.assertEqual(results.routine_of(padded), "axis0sum col-major")
        added = row(op="geadd_bcast", bcast="row", inplace=True)
        self.assertEqual(results.routine_of(added), "geadd_bcast row in place")
        vector = row(op="sum", m=1, n=9, lda=9, ldc=9, incx=2)
        self.assertEqual(results.shape_of(vector), "9 inc 2")

    def test_names_tell_problems_apart(self):
        scaled = {"op": "gescal", "alpha": 1 + 2**-10, "beta": 1.0, "threads": 1}
        usual = row(**scaled, ldb=512, offset=0)
        self.assertEqual(results.routine_of(usual), "gescal")
        self.assertEqual(results.shape_of(usual), "512x512")
        in_place = {**usual, "inplace": True, "alpha": -1.0}
        self.assertEqual(results.routine_of(in_place), "gescal in place")
        other = {**usual, "alpha": 1.5, "beta": 0.5, "threads": 2}
        self.assertEqual(results.routine_of(other), "gescal alpha 1.5 beta 0.5 2 threads")
        for part in ({"ldb": 600}, {"ldc": 600}, {"incx": 2}, {"incy": -1}, {"offset": 1}):
            ((name, value),) = part.items()
            got = results.shape_of({**usual, **part})
            self.assertEqual(got, f"512x512 {name} {value}")


class Report(unittest.TestCase):
    def document(self):
        return results.merge(
            [
                header(commit="abc"),
                header("vs_numpy", numpy="2.0"),
                row("slow", [("plain", "loop", 50.0)]),
                row("fast", [("plain", "loop", 400.0)], dtype="float64"),
                row("tiny", [("plain", "loop", 10.0)], matrix_bytes=256),
            ],
            ["a complaint"],
        )

    def test_markdown(self):
        text = table.markdown(self.document(), ["a.png"])
        for wanted in (
            "A CPU",
            "`abc`",
            "L1d 32K",
            "rp_bench 'a b'",
            "a complaint",
            "a.png",
            "2 cells from 64 KiB up; 1 slower",
            "worst 0.50 (slow",
        ):
            self.assertIn(wanted, text)
        self.assertLess(text.index("`slow`"), text.index("`fast`"))
        self.assertLess(text.index("Under 64 KiB"), text.index("`tiny`"))

    def test_means_leave_out_small_cells(self):
        last = table.means([c for c in results.cells_of(self.document()) if not c.small])
        self.assertIn("| **all** |  | 2 | 1 | – | 1.41 | – | – | – | 1.41 |", last)

    def test_failures_come_before_figures(self):
        failure = {
            "type": "failure",
            "problem": "p",
            "rival": "eigen",
            "how": "sum()",
            "message": "off | by one",
        }
        text = table.markdown(results.merge([header(), failure, row("x")]))
        self.assertIn("off \\| by one", text)
        self.assertLess(text.index("Outputs that differ"), text.index("Worst offenders"))

    def test_busy_machine(self):
        quiet = row("x", [("plain", "loop", 50.0)])
        self.assertNotIn("busy", table.markdown(results.merge([header(), quiet])))
        quiet["results"][0]["preempted"] = 3
        text = table.markdown(results.merge([header(), quiet]))
        self.assertIn("50% of the samples lost the CPU, in 1 cells", text)

    def test_nothing_measured(self):
        text = table.markdown(results.merge([header()]))
        self.assertIn("No cell of 64 KiB or more was measured.", text)

    def test_json_is_json(self):
        document = self.document()
        self.assertEqual(json.loads(report.json_text(document)), document)

    def test_write_replaces(self):
        with tempfile.TemporaryDirectory() as directory:
            path = os.path.join(directory, "x")
            for text in ("one", "two"):
                report.write(path, text)
            with open(path, encoding="utf-8") as made:
                self.assertEqual(made.read(), "two")
            self.assertEqual(os.listdir(directory), ["x"])


class Picture(unittest.TestCase):
    def test_a_vector_joins_the_matrix_of_its_size(self):
        cells = results.cells_of(
            results.merge(
                [
                    row("m", [("plain", "loop", 50.0)]),
                    row("v", [("numpy", "add", 70.0)], op="sum", m=1, n=512 * 512,
                        lda=512 * 512, ldc=512 * 512),
                    row("w", [("plain", "loop", 80.0)], op="sum", m=1, n=7, lda=7,
                        ldc=7),
                ]
            )
        )
        labels, columns, grid = picture.grid_of(cells, ("plain", "numpy"))
        self.assertEqual(labels, ["axis0sum  float32", "sum  float32"])
        self.assertEqual(columns, ["512x512", "7"])
        self.assertEqual(grid[1], [0.7, 0.8])
        self.assertTrue(math.isnan(grid[0][1]))

    def test_only_a_packed_matrix_takes_a_vector(self):
        cells = results.cells_of(
            results.merge(
                [
                    row("m", [("plain", "loop", 50.0)], ldc=600),
                    row("n", [("plain", "loop", 60.0)], incy=2),
                    row("v", [("plain", "loop", 70.0)], op="sum", m=1, n=512 * 512,
                        lda=512 * 512, ldc=512 * 512),
                ]
            )
        )  # fmt: skip
        columns, place = picture.columns_of(cells)
        self.assertEqual(columns, ["512x512 ldc 600", "512x512 incy 2", "262144"])
        self.assertEqual(place["262144"], "262144")

    def test_panels_without_figures_are_left_out(self):
        cells = results.cells_of(results.merge([row("m", [("eigen", "sum()", 50.0)])]))
        self.assertEqual(
            [libraries for _, libraries in picture.panels_of(cells)],
            [("openblas", "eigen", "plain")],
        )

    def test_text(self):
        self.assertEqual(
            [picture.text_of(x) for x in (math.nan, 0.5, 12.3)], ["", "0.50", "12"]
        )


if __name__ == "__main__":
    unittest.main()
