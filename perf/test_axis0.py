# SPDX-License-Identifier: BSD-3-Clause
"""test_axis0.py -- tests of the axis-0 suite on made-up dumps and made-up processes."""

import argparse
import contextlib
import copy
import io
import json
import os
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

try:
    import jsonschema
except ImportError:
    jsonschema = None
try:
    import numpy as np
except ImportError:
    np = None

import telemetry  # noqa: E402

PROBLEM = {
    "problem": "saxis0sum:r:512x512:t=2",
    "op": "axis0sum",
    "fold": "sum",
    "layout": "r",
    "dtype": "float32",
    "result_dtype": "float32",
}
MIB = 1 << 20


def times(samples, median=9000, p95=12000):
    if not samples:
        return {"samples": 0}
    return {"samples": samples, "median_ns_per_mib": median, "p95_ns_per_mib": p95}


def key(calls=0, **members):
    """That of PROBLEM, asked of helpers that are awake."""
    return {
        "op": "sum",
        "dtype": "s",
        "walk": "across",
        "narrow": False,
        "bytes_log2": 20,
        "pool": "awake",
        "plan": "parallel",
        "calls": calls,
        "bytes": calls * MIB,
        "paths": {"sequential": 2, "parallel": calls - 2},
        "sequential": times(2),
        "parallel": times(20),
        "cutover_bytes": 262144,
        "switches": 0,
        "reason": "faster in the median",
        **members,
    }


def dump(*keys, level=1):
    return {
        "version": "0.1.0",
        "isa": {"selected": "avx2", "available": ["scalar", "avx2"], "forced": False},
        "threads": {
            "backend": "pthread",
            "max": 2,
            "limit": 2,
            "started": 1,
            "busy_fallbacks": 0,
        },
        "caches": {"l1d": 32768, "l2": MIB, "l3": 0},
        "policy": {
            "mode": "auto",
            "floor_bytes": {"awake": 65536, "asleep": 2 * MIB},
            "launch_ns": {"awake": 300, "asleep": 50000},
            "stream_store_bytes": 4 * MIB,
        },
        "telemetry": {"level": level, "keys": list(keys)},
    }


def complaints(before, after, calls=100, mode="auto", problem=PROBLEM):
    return telemetry.complaints(problem, mode, calls, before, after)


class Dumps(unittest.TestCase):
    def test_calls_are_those_in_between(self):
        before, after = dump(key(40)), dump(key(140))
        self.assertEqual(complaints(before, after), [])
        (called,) = telemetry.called_between(before, after)
        self.assertEqual(called["new"]["calls"], 100)
        self.assertEqual(called["new"]["paths"], {"sequential": 0, "parallel": 100})
        self.assertEqual(telemetry.called_between(after, after), [])

    def test_awake_and_asleep_add_up(self):
        asleep = key(3, pool="asleep", plan="sequential")
        self.assertEqual(complaints(dump(), dump(asleep, key(97))), [])
        wrong = complaints(dump(), dump(asleep, key(96)))
        self.assertEqual(wrong, ["100 calls were made, 99 counted"])

    def test_calls_of_nobody_and_calls_that_got_lost(self):
        self.assertIn("100 calls were made, 0 counted", complaints(dump(), dump()))
        wrong = complaints(dump(), dump(key(100), key(7, op="max")))
        self.assertIn("100 calls were made, 107 counted", wrong)
        self.assertTrue(any("op is max, not sum" in line for line in wrong))
        lost = complaints(dump(key(100)), dump(key(50)))  # a count that went back
        self.assertIn("100 calls were made, -50 counted", lost)

    def test_the_key_is_that_of_the_problem(self):
        for name, value in (("walk", "along"), ("dtype", "d"), ("bytes_log2", 21)):
            wrong = complaints(dump(), dump(key(100, **{name: value})))
            self.assertTrue(any(f"{name} is {value}" in line for line in wrong), wrong)
        columns = {**PROBLEM, "layout": "c"}
        self.assertEqual(
            complaints(dump(), dump(key(100, walk="along")), problem=columns), []
        )
        mixed, after = {**PROBLEM, "result_dtype": "float64"}, dump(key(100, dtype="ds"))
        self.assertEqual(complaints(dump(), after, problem=mixed), [])

    def test_bytes_and_paths_are_of_the_calls(self):
        other = key(50, pool="asleep", bytes=50 * MIB + 8, plan="sequential")
        wrong = complaints(dump(), dump(key(50), other))
        self.assertTrue(any("different bytes" in line for line in wrong), wrong)
        paths = {"sequential": 1, "parallel": 1}
        wrong = complaints(dump(), dump(key(100, paths=paths)))
        self.assertTrue(any("the paths are not 100 calls" in line for line in wrong))

    def test_the_chosen_arm_has_been_timed(self):
        unseen = {"parallel": times(0)}
        wrong = complaints(dump(), dump(key(100, **unseen)))
        self.assertEqual(
            wrong, ["sum s across 2^20 (awake): parallel was chosen, and never timed"]
        )
        # Nothing can be asked of some calls, of calls below the floor, and of no times.
        self.assertEqual(complaints(dump(), dump(key(5, **unseen)), 5), [])
        asleep = key(100, pool="asleep", **unseen)
        self.assertEqual(complaints(dump(), dump(asleep)), [])
        self.assertEqual(complaints(dump(), dump(key(100, **unseen), level=0)), [])
        higher = dump()
        higher["policy"]["floor_bytes"]["awake"] = 4 * MIB
        self.assertEqual(complaints(higher, dump(key(100, **unseen))), [])
        always = complaints(dump(), dump(key(100, **unseen)), mode="always")
        self.assertEqual(always, [])

    def test_never_is_never(self):
        alone = {"sequential": 100, "parallel": 0}
        good = key(100, plan="sequential", paths=alone)
        self.assertEqual(complaints(dump(), dump(good), mode="never"), [])
        wrong = complaints(dump(), dump(key(100, plan="sequential")), mode="never")
        self.assertTrue(any("never" in line for line in wrong), wrong)

    def test_a_plan_is_an_arm(self):
        wrong = complaints(dump(), dump(key(100, plan="both")))
        self.assertTrue(any("both is no arm" in line for line in wrong), wrong)


@unittest.skipUnless(jsonschema, "no jsonschema")
class Texts(unittest.TestCase):
    def test_a_good_one(self):
        text = json.dumps(dump(key(100)))
        self.assertEqual(telemetry.parse(text), dump(key(100)))

    def test_what_cannot_be_used_is_refused(self):
        good = dump(key(100))
        texts = ["", "{", "null", "[]", "{}", json.dumps(good)[:-1], "nan", '{"isa": 1}']
        for member in good:
            texts.append(json.dumps({k: v for k, v in good.items() if k != member}))
        for member in good["telemetry"]["keys"][0]:
            less = copy.deepcopy(good)
            del less["telemetry"]["keys"][0][member]
            texts.append(json.dumps(less))
        for name, value in (("plan", "both"), ("calls", -1), ("reason", "")):
            texts.append(json.dumps(dump({**key(100), name: value})))
        texts.append(json.dumps(dump(key(100, parallel={"samples": 3}))))
        for text in texts:
            with self.assertRaises(telemetry.Unusable, msg=text):
                telemetry.parse(text)


class Process:
    """Answers like rp_bench --serve: a matrix of four columns, and keys that count."""

    def __init__(self, mode, ns=100.0, off=0, lost=0):
        self.mode, self.ns, self.off, self.lost = mode, ns, off, lost
        self.key, self.header = key(0, paths={"sequential": 0, "parallel": 0}), {}
        if mode == "never":
            self.key["plan"] = "sequential"

    def ask(self, request):
        word, _, rest = request.partition(" ")
        if word == "problem":
            members = {"m": 300, "n": 4, "lda": 4, "incx": 1, "incy": 1, "offset": 0}
            members["bcast"] = None
            return {**PROBLEM, "problem": rest, "inplace": False, **members}
        if word == "threading_info":
            calls = self.key["calls"]
            known = {**self.key, "bytes": calls * MIB}
            return copy.deepcopy(dump(known) if calls else dump())
        if word == "call":
            path = "sequential" if self.mode == "never" else "parallel"
            self.key["calls"] += int(rest) - self.lost
            self.key["paths"][path] += int(rest) - self.lost
        return {"ns": self.ns, "calls": 1}

    def output(self, kind):
        from canonical import columns_to_one
        from operands import Operands

        o = Operands(self.ask("problem p"))
        o.fill(kind)
        y = columns_to_one(o.A, "sum", o.result_dtype)
        y[0] = np.nextafter(y[0], np.float32(self.off)) if self.off else y[0]
        return y.tobytes()


OPTIONS = argparse.Namespace(calls=100, samples=3, strict=False, tolerance=0.9, threads=2)


@unittest.skipUnless(np and jsonschema, "no NumPy or jsonschema")
class Suite(unittest.TestCase):
    def setUp(self):
        import axis0_suite

        self.suite = axis0_suite
        self.servers = {m: Process(m) for m in ("never", "always", "auto", "scalar")}

    def measure(self, **options):
        options = argparse.Namespace(**{**vars(OPTIONS), **options})
        return self.suite.measure("p", self.servers, options)

    def document(self, *rows):
        headers = [{"driver": "axis0_suite", "cpu": "that of nobody"}]
        return {"problems": 2, "tolerance": 0.9, "headers": headers, "rows": list(rows)}

    def test_all_is_well(self):
        row = self.measure()
        self.assertEqual(row["complaints"], [])
        self.assertEqual(row["auto_to_better_arm"], 1.0)
        text = self.suite.markdown(self.document(row))
        self.assertIn("1 of 2 problems; no complaints", text)
        line = "| `p` | 1.00 | awake | 100 | parallel | 2: 9, 12 | 20: 9, 12 | 256 KiB |"
        self.assertIn(line, text)
        self.assertIn("`that of nobody`", text)

    def test_one_bit_in_one_mode(self):
        self.servers["scalar"].off = 1e9
        row = self.measure()
        fills = ("exact", "real")
        expected = [f"scalar, {fill} fill: not the canonical result" for fill in fills]
        self.assertEqual(row["complaints"], expected)
        text = self.suite.markdown(self.document(row))
        self.assertIn("2 complaints", text)
        self.assertIn("* `p`: scalar, exact fill", text)

    def test_a_call_that_was_not_counted(self):
        self.servers["always"].lost = 1
        wrong = self.measure()["complaints"]
        self.assertEqual(wrong, ["always: 100 calls were made, 99 counted"])

    def test_slowness_is_told_and_no_complaint_unless_asked(self):
        self.servers["auto"].ns = 200.0
        row = self.measure()
        self.assertEqual((row["complaints"], row["auto_to_better_arm"]), ([], 0.5))
        text = self.suite.summary(self.document(row))
        self.assertIn("less than 0.9 of the better arm in 1, at worst 0.50 (p)", text)
        strict = self.measure(strict=True)["complaints"]
        self.assertEqual(strict, ["auto reaches 0.50 of the better arm"])

    def test_an_interrupted_run_is_a_report(self):
        self.assertIn("0 of 2 problems; no", self.suite.markdown(self.document()))
        with tempfile.TemporaryDirectory() as directory:
            with contextlib.redirect_stdout(io.StringIO()) as out:
                with contextlib.redirect_stderr(out):
                    self.suite.save(self.document(self.measure()), directory)
            self.assertIn("1 of 2 problems", out.getvalue())
            with open(os.path.join(directory, "axis0-telemetry.json")) as file:
                self.assertEqual(len(json.load(file)["rows"]), 1)


@unittest.skipUnless(np, "no NumPy")
class Canonical(unittest.TestCase):
    @staticmethod
    def plain(x):
        """As the manual has it, for one vector."""
        blocks = 1
        while 128 * blocks < len(x):
            blocks *= 2
        v = np.full(128 * blocks, -0.0, x.dtype)
        v[: len(x)] = x
        v = v.reshape(blocks, 128)
        for h in (64, 32, 16, 8, 4, 2, 1):
            v = v[:, :h] + v[:, h : 2 * h]
        v = v[:, 0]
        while len(v) > 1:
            v = v[0::2] + v[1::2]
        return v[0]

    def test_columns_are_vectors(self):
        import canonical

        numbers = np.random.default_rng(1)
        for dtype in (np.dtype(np.float32), np.dtype(np.float64)):
            for m in (1, 2, 127, 128, 129, 300, 1000):
                a = numbers.standard_normal((m, 3)).astype(dtype)
                sums = canonical.columns_to_one(a, "sum", dtype)
                means = canonical.columns_to_one(a, "mean", dtype)
                for j in range(3):
                    self.assertEqual(sums[j], self.plain(a[:, j]))
                    self.assertEqual(means[j], self.plain(a[:, j]) / dtype.type(m))

    def test_parts_and_signs_of_zero(self):
        import canonical

        a = np.full((5, 40), -0.0, np.float32)
        a[:, 1] = 0.1
        wide = canonical.columns_to_one(a, "sum", np.dtype(np.float32))
        most, canonical.MOST_ELEMENTS = canonical.MOST_ELEMENTS, 1
        try:
            narrow = canonical.columns_to_one(a, "sum", np.dtype(np.float32))
        finally:
            canonical.MOST_ELEMENTS = most
        self.assertEqual(wide.tobytes(), narrow.tobytes())
        self.assertTrue(np.signbit(wide[0]))
        double = canonical.columns_to_one(a, "sum", np.dtype(np.float64))
        self.assertEqual(double[1], 5 * np.float64(np.float32(0.1)))


if __name__ == "__main__":
    unittest.main()
