# SPDX-License-Identifier: BSD-3-Clause
"""test_publish.py -- tests of the dated copies of an audit, on made-up results."""

import contextlib
import io
import json
import os
import sys
import tempfile
import unittest
import unittest.mock
from pathlib import Path

try:
    import matplotlib
except ImportError:
    matplotlib = None

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import results  # noqa: E402
from report import json_text  # noqa: E402
from test_baselines import script  # noqa: E402
from test_report import header, row  # noqa: E402

publish = script("publish_audit")

ROWS = [
    row(rivals=[("plain", "loop", 200.0), ("numpy", "add.reduce", 400.0)]),
    row(problem="saxis0sum:r:2048x2048", m=2048, n=2048, lda=2048, ldc=2048,
        rivals=[("numpy", "add.reduce", 100.0)]),
    row(problem="saxis0sum:r:600x600", m=600, n=600, lda=600, ldc=600,
        rivals=[("plain", "loop", 90.0)]),
]  # fmt: skip


class Publish(unittest.TestCase):
    def setUp(self):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.results, self.doc = Path(place.name, "results"), Path(place.name, "doc")
        self.results.mkdir()
        self.audit("simd")

    def audit(self, target, *rows, origin=None, **members):
        records = [header(date="2026-11-24T01:02:03Z", **(origin or {})), *(rows or ROWS)]
        document = {**results.merge(records), **members}
        (self.results / f"latest_{target}.json").write_text(json_text(document), "utf-8")

    def publish(self, *options):
        with contextlib.redirect_stdout(io.StringIO()) as said:
            with contextlib.redirect_stderr(said):
                arguments = ["--results", str(self.results), "--doc", str(self.doc)]
                status = publish.main([*arguments, *options])
        return status, said.getvalue()

    def text(self, name):
        return (self.doc / name).read_text("utf-8")

    def test_the_names_have_the_day_of_the_run(self):
        (self.results / "gap-audit-simd.png").write_bytes(b"of another run")
        self.assertEqual(self.publish()[0], 0)
        names = ["benchmark-analysis.md"]
        names += [f"gap-audit.{suffix}" for suffix in ("html", "json", "md")]
        if matplotlib:
            names[1:1] = ["gap-audit-curves.svg"]
            names += ["gap-audit.png"]
        self.assertEqual(sorted(os.listdir(self.doc)), [f"2026-11-24-{n}" for n in names])
        rows = json.loads(self.text("2026-11-24-gap-audit.json"))["rows"]
        self.assertEqual(len(rows), len(ROWS))

    @unittest.skipUnless(matplotlib, "no Matplotlib")
    def test_the_pictures_are_of_this_run(self):
        (self.results / "gap-audit-simd.png").write_bytes(b"of another run")
        self.publish()
        self.assertEqual((self.doc / "2026-11-24-gap-audit.png").read_bytes()[1:4], b"PNG")
        text = self.text("2026-11-24-gap-audit.md")
        self.assertIn("(2026-11-24-gap-audit.png)", text)
        self.assertIn("(2026-11-24-gap-audit-curves.svg)", text)
        self.assertEqual(self.text("2026-11-24-gap-audit.html").count("<svg"), 2)

    def test_without_matplotlib_no_picture_is_shown(self):
        with unittest.mock.patch.object(publish.report, "draw", return_value=[]):
            self.publish("--date", "2027-01-01")
        self.assertNotIn("png", self.text("2027-01-01-gap-audit.md"))

    def test_the_suite_is_in_the_names(self):
        start = "perf/run_gap_audit.sh"
        for command, suffix in (
            ("", ""),
            (" --suite gap --output out", ""),
            (" --quick", "-quick"),
            (" --suite narrow", "-narrow"),
            (" --quick --suite /some/where/narrow.txt", "-narrow-quick"),
        ):
            self.assertEqual(publish.suffix_of(start + command), suffix)
        self.audit("simd", origin={"audit_command": start + " --suite narrow"})
        self.publish()
        text = self.text("2026-11-24-benchmark-analysis-narrow.md")
        self.assertIn("(2026-11-24-gap-audit-narrow.md)", text)
        self.assertTrue((self.doc / "2026-11-24-gap-audit-narrow.json").exists())

    def test_what_is_of_another_run_is_left_out(self):
        this = {"commit": "abc", "audit_command": "perf/run_gap_audit.sh"}
        for name in this:
            self.audit("simd", origin=this)
            self.audit("scalar", ROWS[0], origin={**this, name: "other"})
            said = self.publish()[1]
            self.assertIn(f"left out: its {name} is other, not {this[name]}", said)
            text = self.text("2026-11-24-benchmark-analysis.md")
            self.assertNotIn("## The scalar kernels", text)
        self.telemetry([{"commit": "def"}])
        self.assertIn("telemetry is left out: its commit is def, not abc", self.publish()[1])
        self.assertFalse((self.doc / "2026-11-24-threading-info.json").exists())
        self.telemetry([{"commit": "abc"}])
        self.publish()
        self.assertTrue((self.doc / "2026-11-24-threading-info.json").exists())

    def test_one_audit_has_one_commit(self):
        headers = [header(commit="abc"), header("vs_numpy", commit="def")]
        self.audit("simd", headers=headers)
        status, said = self.publish()
        self.assertEqual((status, "of several commits" in said), (2, True))

    def test_the_analysis(self):
        self.audit("scalar", ROWS[0])
        self.publish()
        text = self.text("2026-11-24-benchmark-analysis.md")
        self.assertIn("geometric mean 2.00, lowest 1.00", text)  # of 4 and 1
        self.assertIn("| axis0sum | float32 | 4.00 | – | 1.00 |", text)
        worst = text.index("## The three worst rows")
        self.assertIn("| 0.90 | axis0sum | float32 | 600x600 |", text[worst:])
        self.assertIn("## The scalar kernels", text)
        self.assertNotIn("## Telemetry", text)
        self.assertTrue(text.endswith(publish.REMARKS))

    def test_what_was_written_by_hand_is_kept(self):
        self.publish()
        path = self.doc / "2026-11-24-benchmark-analysis.md"
        path.write_text(path.read_text("utf-8") + "\nThat is why.\n", "utf-8")
        self.publish()
        self.assertEqual(path.read_text("utf-8").count("That is why."), 1)
        self.assertEqual(path.read_text("utf-8").count(publish.REMARKS), 1)

    def telemetry(self, headers):
        dump = {"telemetry": {"level": 1, "keys": [{}, {}]}}
        suite = {"headers": headers, "before": dump, "after": dump, "rows": []}
        path = self.results / "axis0-telemetry.json"
        path.write_text(json.dumps(suite), "utf-8")
        return path, suite

    def test_dumps_before_and_after(self):
        path, suite = self.telemetry([])
        self.publish()
        self.assertIn("2 keys learned", self.text("2026-11-24-benchmark-analysis.md"))
        dumps = json.loads(self.text("2026-11-24-threading-info.json"))
        self.assertEqual(dumps["after"], suite["after"])
        bad = [json.dumps({**suite, **part}) for part in ({"after": None}, {"headers": [3]})]
        for text in ("{", "[]", '{"before": 1}', *bad):
            path.write_text(text, "utf-8")
            status, said = self.publish()
            self.assertEqual((status, "not of perf/run_axis0_suite" in said), (2, True))

    def test_what_is_not_for_keeping(self):
        path = self.results / "latest_simd.json"
        for text in ("", "{", "[]", '{"schema": 1}'):
            path.write_text(text, "utf-8")
            self.assertEqual(self.publish()[0], 2, text)
        self.audit("simd", complaints=["The run was interrupted"])
        self.assertIn("incomplete", self.publish()[1])
        self.audit("simd", failures=[{"problem": "p"}])
        self.assertIn("outputs differ in 1", self.publish()[1])
        path.unlink()
        self.assertIn("perf/run_gap_audit.sh makes it", self.publish()[1])
        self.assertFalse(self.doc.exists())


if __name__ == "__main__":
    unittest.main()
