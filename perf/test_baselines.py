# SPDX-License-Identifier: BSD-3-Clause
"""test_baselines.py -- tests of baselines and the validator on made-up results."""

import contextlib
import importlib.machinery
import importlib.util
import io
import json
import math
import os
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

import baselines  # noqa: E402
import results  # noqa: E402
from report import json_text  # noqa: E402
from test_report import header, row  # noqa: E402


def script(name):
    """A program without a suffix as a module."""
    loader = importlib.machinery.SourceFileLoader(name, os.path.join(HERE, name))
    module = importlib.util.module_from_spec(
        importlib.util.spec_from_loader(name, loader)
    )
    loader.exec_module(module)
    return module


validate, update = script("validate_results"), script("update_baselines")


def run_of(*rows, **members):
    members = {"openblas": "1.0", "commit": "abc", **members}
    return results.merge([header(**members), *rows])


def usual(**members):
    ways = [("ceiling", "copy", 90.0), ("plain", "loop", 120.0), ("openblas", "x", 150.0)]
    return row("p", rivals=ways, **members)


def kinds(baseline, run):
    return [finding.kind for finding in baselines.compare(baseline, run)]


class Baselines(unittest.TestCase):
    def setUp(self):
        self.baseline = baselines.renew(None, run_of(usual()), "first")

    def test_measures(self):
        measures = self.baseline["rows"]["p"]
        self.assertEqual(measures["ceiling"], {"ratio": 0.9, "band": 0.1})
        self.assertEqual(measures["openblas"]["version"], "1.0")

    def test_the_best_way_counts(self):
        ways = [("ceiling", "copy", 90.0), ("ceiling", "stream", 80.0)]
        renewed = baselines.renew(None, run_of(row("p", rivals=ways)), "r")
        self.assertEqual(renewed["rows"]["p"]["ceiling"]["ratio"], 0.8)

    def test_bands_follow_the_spread(self):
        noisy = usual()
        for result in noisy["results"]:
            result["mad_ns"] = 0.02 * result["median_ns"]
        bands = baselines.renew(None, run_of(noisy), "r")["rows"]["p"]
        self.assertAlmostEqual(bands["plain"]["band"], 0.16)
        for result in noisy["results"]:
            result["mad_ns"] = result["median_ns"]
        bands = baselines.renew(None, run_of(noisy), "r")["rows"]["p"]
        self.assertEqual(bands["plain"]["band"], baselines.MAX_BAND)

    def test_the_same_run_has_no_findings(self):
        self.assertEqual(kinds(self.baseline, run_of(usual())), [])

    def test_every_breach_is_found(self):
        found = kinds(self.baseline, run_of(usual(ours=130.0)))
        self.assertEqual(found, ["breach", "breach", "slower"])

    def test_within_the_band(self):
        self.assertEqual(kinds(self.baseline, run_of(usual(ours=108.0))), [])

    def test_gains(self):
        self.assertEqual(kinds(self.baseline, run_of(usual(ours=50.0))), ["gain"] * 3)

    def test_another_version_is_told_and_not_compared(self):
        slower = row("p", rivals=[("openblas", "x", 10.0)])
        run = run_of(slower, openblas="2.0")
        self.assertEqual(kinds(self.baseline, run), ["missing", "missing", "version"])

    def test_missing_and_new_rows(self):
        self.assertEqual(kinds(self.baseline, run_of(row("q"))), ["missing", "new"])

    def test_renewal_keeps_reasons_and_other_rows(self):
        second = baselines.renew(self.baseline, run_of(row("q"), commit="def"), " new ")
        self.assertEqual(list(second["rows"]), ["p", "q"])
        self.assertEqual([r["reason"] for r in second["reasons"]], ["first", "new"])
        self.assertEqual(second["reasons"][1]["commit"], "def")

    def test_renewal_wants_a_reason_and_the_same_machine(self):
        with self.assertRaises(baselines.Unusable):
            baselines.renew(None, run_of(usual()), "  ")
        with self.assertRaises(baselines.Unusable):
            baselines.renew(self.baseline, run_of(usual(), cpu="Another"), "why")

    def test_a_row_that_was_deleted_can_leave(self):
        second = baselines.renew(self.baseline, run_of(row("q")), "no p", replace=True)
        self.assertEqual(list(second["rows"]), ["q"])
        self.assertEqual(second["reasons"][1]["removed"], ["p"])
        self.assertEqual([r["reason"] for r in second["reasons"]], ["first", "no p"])

    def test_runs_that_nothing_should_be_held_against(self):
        for part in ({"failures": [{}]}, {"complaints": ["interrupted"]}, {"rows": []}):
            with self.assertRaises(baselines.Unusable):
                baselines.renew(None, {**run_of(usual()), **part}, "why")

    def test_text_is_json(self):
        self.assertEqual(json.loads(baselines.text_of(self.baseline)), self.baseline)


class Programs(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = directory.name
        self.baseline = self.path("baseline.json")
        self.assertEqual(self.update(self.run_file(usual()), "first")[0], 0)

    def path(self, name):
        return os.path.join(self.directory, name)

    def run_file(self, *rows):
        with open(self.path("run.json"), "w", encoding="utf-8") as file:
            file.write(json_text(run_of(*rows)))
        return self.path("run.json")

    def call(self, main, *arguments):
        out = io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
            status = main(list(arguments))
        return status, out.getvalue()

    def update(self, run, reason, *options):
        return self.call(update.main, self.baseline, run, "--reason", reason, *options)

    def validate(self, run, *options):
        return self.call(validate.main, self.baseline, run, *options)

    def test_a_repeat_passes(self):
        self.assertEqual(self.validate(self.run_file(usual()))[0], 0)

    def test_a_slower_run_fails_and_names_the_rows(self):
        slow = {**usual(ours=150.0), "problem": "q"}
        self.update(self.run_file(usual(), {**usual(), "problem": "q"}), "two rows")
        status, text = self.validate(self.run_file(usual(ours=150.0), slow))
        self.assertEqual(status, 1)
        self.assertEqual(text.count("BREACH  p: "), 2)
        self.assertEqual(text.count("BREACH  q: "), 2)
        self.assertEqual(text.count("slower  "), 2)

    def test_a_missing_row_fails_unless_partial(self):
        run = self.run_file(row("q"))
        self.assertEqual(self.validate(run)[0], 1)
        self.assertEqual(self.validate(run, "--partial")[0], 0)

    def test_malformed_files(self):
        for text in ("", "{", "[]", "3", "{}", '{"schema": 1}', "\x00"):
            bad = self.path("bad.json")
            with open(bad, "w", encoding="utf-8") as file:
                file.write(text)
            self.assertEqual(self.validate(bad)[0], 2, text)
            self.assertEqual(self.call(validate.main, bad, bad)[0], 2, text)
            self.assertEqual(self.call(update.main, bad, bad, "--reason", "r")[0], 2)
        self.assertEqual(self.validate(self.path("none"))[0], 2)

    def write(self, name, document):
        with open(self.path(name), "w", encoding="utf-8") as file:
            json.dump(document, file)
        return self.path(name)

    def test_malformed_rows_of_a_run(self):
        good = run_of(usual())["rows"][0]
        runs = good["runs"]
        result = runs[0]["results"][0]
        rows = [{}, 3, None, [], {**good, "m": "9"}, {**good, "problem": 3}]
        rows += [{**good, "runs": bad} for bad in ({}, [], [3], [{}], [{"results": [{}]}])]
        rows += [{**good, "matrix_bytes": bad} for bad in (0, -1, None, 1e999)]
        for name in ("median_ns", "p95_ns", "mad_ns"):
            for bad in (math.nan, math.inf, "1", None, True, 10**400):
                listed = [{**result, name: bad}, *runs[0]["results"][1:]]
                rows.append({**good, "runs": [{"driver": "d", "results": listed}]})
        for name, bad in (("median_ns", -1), ("median_ns", 0), ("mad_ns", -1), ("ns", [{}])):
            rows.append({**good, "runs": [{"results": [{**result, name: bad}]}]})
        for row_ in rows:
            run = self.write("bad.json", {**run_of(), "rows": [row_]})
            status, text = self.validate(run)
            self.assertEqual((status, "validate_results: " in text), (2, True), row_)
            self.assertEqual(self.update(run, "why")[0], 2, row_)

    def test_malformed_members(self):
        run = run_of(usual())
        for name in ("headers", "rows", "failures", "complaints"):
            for bad in ({}, 3, None):
                path = self.write("bad.json", {**run, name: bad})
                self.assertEqual(self.validate(path)[0], 2, (name, bad))
        self.assertEqual(self.validate(self.write("b.json", {**run, "headers": [3]}))[0], 2)

    def test_malformed_baselines(self):
        run = self.run_file(usual())
        with open(self.baseline, encoding="utf-8") as file:
            good = json.load(file)
        measures = [{}, 3, {"ratio": 1.0}, {"band": 0.1}]
        measures += [
            {"ratio": 1.0, "band": 0.1, name: bad}
            for name in ("ratio", "band")
            for bad in (math.nan, math.inf, -1, None, "1", True)
        ]
        parts = [{"rows": {"p": {"plain": measure}}} for measure in measures]
        parts += [{"rows": bad} for bad in ([], [{}], {"p": []}, {"p": 3}, None)]
        parts += [{"reasons": bad} for bad in ({}, [3], None)] + [{"machine": "this"}]
        for part in parts:
            self.write("baseline.json", {**good, **part})
            status, text = self.validate(run)
            self.assertEqual((status, "validate_results: " in text), (2, True), part)
            self.assertEqual(self.update(run, "why")[0], 2, part)

    def test_a_new_directory_is_made(self):
        run = self.run_file(usual())
        self.baseline = self.path("one/two/baseline.json")
        self.assertEqual(self.update(run, "why")[0], 0)
        self.assertEqual(self.validate(run)[0], 0)
        self.baseline = self.path("run.json/baseline.json")
        status, text = self.update(run, "why")
        self.assertEqual((status, "update_baselines: " in text), (2, True))

    def test_replacing(self):
        self.assertEqual(self.update(self.run_file(row("q")), "no p", "--replace")[0], 0)
        with open(self.baseline, encoding="utf-8") as file:
            self.assertEqual(list(json.load(file)["rows"]), ["q"])

    def test_an_incomplete_run_is_refused(self):
        run = self.write("run.json", {**run_of(usual()), "complaints": ["interrupted"]})
        status, text = self.update(run, "why")
        self.assertEqual((status, "incomplete: interrupted" in text), (2, True))

    def test_another_schema(self):
        document = {**run_of(usual()), "schema": 99}
        with open(self.path("new.json"), "w", encoding="utf-8") as file:
            json.dump(document, file)
        status, text = self.validate(self.path("new.json"))
        self.assertEqual(status, 2)
        self.assertIn("schema 99", text)


if __name__ == "__main__":
    unittest.main()
