# SPDX-License-Identifier: BSD-3-Clause
"""test_resume.py -- tests of audits that are interrupted and gone on with."""

import contextlib
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

PERF = Path(__file__).resolve().parent
sys.path.insert(0, str(PERF))

import resume  # noqa: E402
from test_report import header, row  # noqa: E402

META = {"commit": "abc", "audit_command": "perf/run_gap_audit.sh --quick"}
HEADER = json.dumps({"type": "header", **META}) + "\n"


def lines(*problems, kind="row"):
    return "".join(json.dumps({"type": kind, "problem": p}) + "\n" for p in problems)


class Left(unittest.TestCase):
    def test_rows_and_failures_are_done(self):
        texts = [HEADER + lines("a"), lines("c", kind="failure") + "no JSON\n[]\n"]
        self.assertEqual(resume.left_of(["a", "b", "c", "d"], texts), ["b", "d"])
        self.assertEqual(resume.left_of(["a"], []), ["a"])
        self.assertEqual(resume.left_of([], texts), [])

    def test_half_a_line_is_none(self):
        text = HEADER + lines("a", "b")
        self.assertEqual(resume.whole_lines(text), text)
        self.assertEqual(resume.whole_lines(text[:-1]), HEADER + lines("a"))
        self.assertEqual(resume.whole_lines("{"), "")

    def test_parts_are_kept_in_order(self):
        with tempfile.TemporaryDirectory() as directory:
            path = os.path.join(directory, "simd.1-rp_bench.jsonl")
            for problem in ("a", "b"):
                Path(path).write_text(HEADER + lines(problem) + '{"type"', "utf-8")
                texts = resume.put_aside(path, META)
            self.assertEqual(texts, [HEADER + lines("a"), HEADER + lines("b")])
            self.assertEqual(resume.put_aside(path, META), texts)
            names = ["simd.1-rp_bench-1.jsonl", "simd.1-rp_bench-2.jsonl"]
            self.assertEqual(sorted(os.listdir(directory)), names)

    def test_every_part_is_of_this_run(self):
        with tempfile.TemporaryDirectory() as directory:
            path = os.path.join(directory, "simd.1-rp_bench.jsonl")
            other = HEADER.replace("abc", "def") + lines("a")
            Path(directory, "simd.1-rp_bench-1.jsonl").write_text(other, "utf-8")
            for text in (None, HEADER + lines("b")):
                if text:
                    Path(path).write_text(text, "utf-8")
                with self.assertRaises(resume.Other):
                    resume.put_aside(path, META)
            self.assertTrue(os.path.exists(path))

    def test_what_is_missing_after_the_end(self):
        with tempfile.TemporaryDirectory() as directory:
            path = Path(directory, "simd.1-rp_bench.jsonl")
            Path(directory, "simd.1-rp_bench-1.jsonl").write_text(lines("a"), "utf-8")
            with contextlib.redirect_stdout(io.StringIO()) as said:
                self.assertEqual(resume.check(["a", "b", "c"], str(path)), 1)
                path.write_text(lines("b", "c"), "utf-8")
                self.assertEqual(resume.check(["a", "b", "c"], str(path)), 0)
            told = "2 of 3 problems have no row, the first b\n"
            self.assertEqual(said.getvalue(), told)

    def test_another_run_is_refused(self):
        resume.require_same(HEADER + lines("a"), META)
        for name in META:
            with self.assertRaises(resume.Other):
                resume.require_same(HEADER, {**META, name: "another"})


# Stand for rp_bench, and for the Python that runs the other drivers, which have the status
# that the file `status` tells. After each row comes the pause that the file `pause` tells;
# there may be a status to end with in place of one. NumPy's driver has one row less than
# it should where there is a file `short`.
BENCH = """#!/bin/sh
if [ "$1" = --list ]; then cat "$3"; exit; fi
while [ $# -gt 0 ]; do
    case $1 in --suite) suite=$2 ;; --json) json=$2 ;; esac
    shift
done
grep header {rows} >"$json"
while read -r problem; do
    grep -F "\\"$problem\\"" {rows} >>"$json"
    echo "$problem" >&2
    [ ! -f {end} ] || exit "$(cat {end})"
    sleep "$(cat {pause})" >/dev/null 2>&1
done <"$suite"
[ ! -f {status} ] || exit "$(cat {status})"
"""
PYTHON = """#!/bin/sh
case $1 in
*/report.py | */resume.py) exec {python} "$@" ;;
*/vs_numpy.py)
    while [ $# -gt 0 ]; do
        case $1 in --suite) suite=$2 ;; --json) json=$2 ;; esac
        shift
    done
    grep -F -f "$suite" {rows} >"$json"
    [ ! -f {short} ] || {{ sed 1d "$json" >"$json.new" && mv "$json.new" "$json"; }}
    ;;
*) [ ! -f {extra} ] || exit "$(cat {extra})" ;;
esac
"""
PROBLEMS = [f"ssum:{n}00000" for n in range(1, 5)]


class Audit(unittest.TestCase):
    """run_gap_audit.sh in a tree of its own, whose programs are made up."""

    def setUp(self):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.top = Path(place.name).resolve()
        build = self.top / "build" / "perf"
        (build / "perf").mkdir(parents=True)
        (self.top / "ci").mkdir()
        (self.top / "perf").symlink_to(PERF)
        (build / "config.status").touch()
        (build / "Makefile").write_text("perf-programs:\n", "utf-8")
        (self.top / "suite").write_text("\n".join(PROBLEMS) + "\n", "utf-8")
        names = ("rows", "pause", "end", "status", "short", "extra")
        words = {name: self.top / name for name in names}
        bench = BENCH.format(**words)
        python = PYTHON.format(python=sys.executable, **words)
        self.script("configure", "#!/bin/sh\n")
        self.script("python", python)
        self.script("ci/python-env.sh", f"#!/bin/sh\necho {self.top}/python\n")
        self.script("build/perf/perf/rp_bench", bench)
        records = [{**header(), **self.meta()}, *(row(problem=p) for p in PROBLEMS)]
        text = "".join(json.dumps(record) + "\n" for record in records)
        (self.top / "rows").write_text(text, "utf-8")

    def script(self, name, text):
        path = self.top / name
        path.write_text(text, "utf-8")
        path.chmod(0o755)

    def arguments(self):
        return ["--no-install", "--simd", "--quick", "--suite", f"{self.top}/suite"]

    def meta(self):
        options = " ".join(["--simd", "--quick", "--suite", f"{self.top}/suite"])
        output = f" --output {self.top}/out"
        command = f"perf/run_gap_audit.sh {options}{output}"
        return {"commit": "unknown", "audit_command": command}

    def start(self, pause, *options):
        (self.top / "pause").write_text(str(pause), "utf-8")
        command = ["sh", str(self.top / "perf" / "run_gap_audit.sh"), *self.arguments()]
        return subprocess.Popen(
            [*command, "--output", f"{self.top}/out", *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "GIT_CEILING_DIRECTORIES": "/", "GIT_DIR": "/nowhere"},
            # SIGINT as a shell's foreground has it, whatever this runs in.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        )

    def wait_for_rows(self, count):
        path = self.top / "out" / "simd.1-rp_bench.jsonl"
        for _ in range(600):
            if path.exists() and path.read_text("utf-8").count('"row"') >= count:
                return
            time.sleep(0.05)
        self.fail("no rows")

    def problems(self):
        text = (self.top / "out" / "latest_simd.json").read_text("utf-8")
        return [merged["problem"] for merged in json.loads(text)["rows"]]

    def interrupt(self, number):
        shutil.rmtree(self.top / "out", ignore_errors=True)
        run = self.start(20)
        self.wait_for_rows(1)
        run.send_signal(number)
        said, _ = run.communicate(timeout=60)
        self.assertEqual(run.returncode, 130, said)
        self.assertIn("interrupted; this goes on where it stopped", said)
        said = said.replace(f"{self.top}/", "")
        self.assertIn("--suite suite --output out --resume", said)
        self.assertEqual(self.problems(), PROBLEMS[:1])
        text = (self.top / "out" / "gap-audit-simd.md").read_text("utf-8")
        self.assertIn("The run was interrupted", text)

    def test_an_interrupted_audit_reports_and_goes_on(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            self.interrupt(number)
            run = self.start(0, "--resume")
            said, _ = run.communicate(timeout=60)
            self.assertEqual(run.returncode, 0, said)
            self.assertIn("3 of 4 problems are left", said)
            self.assertEqual(self.problems(), PROBLEMS)
            text = (self.top / "out" / "gap-audit-simd.md").read_text("utf-8")
            self.assertNotIn("interrupted", text)

    def test_a_closed_terminal_takes_no_messages(self):
        run = self.start(20)
        self.wait_for_rows(1)
        run.stdout.close()
        run.send_signal(signal.SIGHUP)
        self.assertEqual(run.wait(timeout=60), 130)
        self.assertEqual(self.problems(), PROBLEMS[:1])

    def put(self, **files):
        for name, text in files.items():
            (self.top / name).write_text(str(text), "utf-8")

    def finish(self, *options):
        """The status, what was said, and the report."""
        said, _ = (run := self.start(0, *options)).communicate(timeout=60)
        report = self.top / "out" / "gap-audit-simd.md"
        return run.returncode, said, report.read_text("utf-8") if report.exists() else ""

    def test_a_driver_that_fails_leaves_a_report(self):
        self.put(end=3)
        status, said, report = self.finish()
        self.assertEqual(status, 2, said)
        self.assertIn("rp_bench failed (status 3)", report)
        self.assertIn("the audit stops here", said)
        self.assertEqual(self.problems(), PROBLEMS[:1])

    def test_missing_rows_are_no_success(self):
        self.put(end=0)
        status, said, report = self.finish()
        self.assertEqual(status, 2, said)
        self.assertIn("rp_bench: 3 of 4 problems have no row", report)
        (self.top / "end").unlink()
        self.put(short="")
        status, said, report = self.finish("--resume")
        self.assertEqual(status, 0, said)
        shutil.rmtree(self.top / "out")
        status, said, report = self.finish()
        self.assertEqual(status, 2, said)
        self.assertIn("vs_numpy: 1 of 4 problems have no row", report)

    def test_what_rows_do_not_depend_on_stops_nothing(self):
        self.put(extra=2)
        status, said, report = self.finish()
        self.assertEqual(status, 2, said)
        self.assertIn("accuracy failed (status 2)", report)
        self.assertEqual(self.problems(), PROBLEMS)

    def test_a_mismatch_is_one_after_resuming_too(self):
        rows = (self.top / "rows").read_text("utf-8").splitlines()
        failure = {"type": "failure", "problem": PROBLEMS[0], "rival": "eigen"}
        self.put(rows="\n".join([rows[0], json.dumps(failure), *rows[2:]]) + "\n", status=1)
        self.assertEqual(self.finish()[0], 1)
        (self.top / "status").unlink()
        status, said, _ = self.finish("--resume")
        self.assertIn("0 of 4 problems are left", said)
        self.assertEqual(status, 1, said)

    def test_another_commit_does_not_go_on(self):
        self.interrupt(signal.SIGTERM)
        path = self.top / "out" / "simd.1-rp_bench.jsonl"
        text = path.read_text("utf-8").replace('"commit": "unknown"', '"commit": "abc"')
        path.write_text(text, "utf-8")
        run = self.start(0, "--resume")
        said, _ = run.communicate(timeout=60)
        self.assertEqual(run.returncode, 2)
        self.assertIn("commit is unknown, and was abc; without --resume", said)


class Command(unittest.TestCase):
    def test_a_missing_bench_is_an_error(self):
        with contextlib.redirect_stderr(io.StringIO()), self.assertRaises(OSError):
            resume.main(["--bench", "/nowhere", "--suite", "s", "--left", "l", "f"])


if __name__ == "__main__":
    unittest.main()
