#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""vs_numpy.py -- times NumPy and raptors in turn, outputs compared first.

raptors is sampled by a co-process (rp_bench --serve), NumPy here, both on one CPU: so
raptors does not pay for ctypes, and NumPy pays the cost of a call that its user pays.
Both fill their own arrays with the same numbers, aligned alike; results go to out=.
"""

import argparse
import gc
import json
import os
import platform
import resource
import sys
import time
from itertools import repeat

import numpy as np

from operands import Operands, axis_of
from results import quantile, summarise
from server import Server, ask, pin, problem_strings, run_program

RETRIES, RETRY_NS, WARM_CALLS, WARM_NS = 3, 1e6, 5, 2e6  # as in timing.c


def numpy_call(o):
    """What a NumPy user would write: a function, its arguments and its text."""
    p, scalar = o.problem, o.dtype.type
    if p["fold"]:
        axis = axis_of(p)
        dtype = o.result_dtype if o.result_dtype != o.dtype else None
        name = {"sum": "add", "max": "maximum", "min": "minimum"}.get(p["fold"])
        if name is None:
            return np.mean, (o.A, axis, dtype, o.OUT), f"mean(axis={axis})"
        function = getattr(np, name).reduce
        return function, (o.A, axis, dtype, o.OUT), f"{name}.reduce(axis={axis})"
    if p["op"] == "gescal":
        return np.multiply, (o.A, scalar(p["alpha"]), o.OUT), "multiply"
    if p["alpha"] == 1 and p["beta"] == 1:
        return np.add, (o.A, o.X, o.OUT), "add"
    alpha, beta = scalar(p["alpha"]), scalar(p["beta"])

    def scaled(a, x, out):
        scaled_x = np.multiply(x, beta)
        np.multiply(a, alpha, out)
        np.add(out, scaled_x, out)

    return scaled, (o.A, o.X, o.OUT), "multiply+add"


def mismatch(server, o, function, arguments):
    """What differs, or None."""
    for kind in ("exact", "real"):
        raw = server.output(kind)
        if not raw:
            continue
        o.fill(kind)
        function(*arguments)
        ours = o.view_of(raw)
        if np.array_equal(ours, o.OUT):
            continue
        off = np.abs(ours.astype(np.float64) - o.OUT)
        if not np.all(off <= o.bound(kind)):
            return f"{kind} fill: off by up to {np.max(off):.3g}"
    return None


def time_calls(function, arguments, calls):
    start = time.perf_counter_ns()
    for _ in repeat(None, calls):
        function(*arguments)
    return time.perf_counter_ns() - start


def warm_up(function, arguments):
    """Brings back the caches that the other side has used."""
    start = time.perf_counter_ns()
    for _ in repeat(None, WARM_CALLS):
        function(*arguments)
        if time.perf_counter_ns() - start > WARM_NS:
            break


def calibrate(function, arguments, sample_ns):
    """Calls a sample; as rpb_calibrate."""
    warm_up(function, arguments)
    calls = 1
    while (took := time_calls(function, arguments, calls)) < sample_ns / 4:
        calls *= 2
    return calls if took >= sample_ns else -int(-calls * sample_ns // took)


def preemptions():
    return resource.getrusage(resource.RUSAGE_THREAD).ru_nivcsw


def sample(function, arguments, calls):
    """As rpb_sample."""
    for _ in range(1 + RETRIES):
        warm_up(function, arguments)
        before = preemptions()
        took = time_calls(function, arguments, calls)
        preempted = preemptions() != before
        if not preempted or took > RETRY_NS:
            break
    return {"ns": took / calls, "preempted": preempted}


def interleave(server, function, arguments, options):
    ours, theirs = [], []
    start = time.perf_counter()
    calls = calibrate(function, arguments, options.sample_us * 1e3)
    our_calls = server.ask("calibrate")["calls"]
    while len(ours) < options.max_samples:
        if (
            len(ours) >= options.min_samples
            and time.perf_counter() - start > options.budget_ms / 1e3
        ):
            break
        ours.append(server.ask("sample"))
        theirs.append(sample(function, arguments, calls))
    return (our_calls, ours), (calls, theirs)


def result(rival, how, calls, samples, traffic_bytes):
    ns = [s["ns"] for s in samples]
    return {
        "rival": rival,
        "how": how,
        "calls": calls,
        "preempted": sum(s["preempted"] for s in samples),
        **summarise(ns, traffic_bytes),
        "ns": [round(x, 3) for x in ns],
    }


def run_problem(server, text, options):
    """The row or failure to write."""
    p = ask(server, "problem " + text)
    o = Operands(p)
    function, arguments, how = numpy_call(o)
    wrong = mismatch(server, o, function, arguments)
    if wrong:
        return {
            "type": "failure",
            "driver": "vs_numpy",
            **p,
            "rival": "numpy",
            "how": how,
            "message": wrong,
        }
    (our_calls, ours), (calls, theirs) = interleave(server, function, arguments, options)
    name = "rp_" + p["problem"].split(":")[0]
    traffic = p["traffic_bytes"]
    return {
        "type": "row",
        "driver": "vs_numpy",
        **p,
        "results": [
            result("raptors", name, our_calls, ours, traffic),
            result("numpy", how, calls, theirs, traffic),
        ],
    }


def progress(done, total, row, start):
    head = f"[{done:{len(str(total))}}/{total}] {row['problem']:<44}"
    if row["type"] == "failure":
        print(f"{head} MISMATCH with numpy: {row['message']}", file=sys.stderr)
        return
    ours, theirs = (quantile(sorted(r["ns"]), 0.5) for r in row["results"])
    left = int((time.perf_counter() - start) / done * (total - done))
    print(
        f"{head} {row['traffic_bytes'] / ours:7.2f} GB/s  {theirs / ours:6.2f}x numpy"
        f"  ({left // 60}:{left % 60:02} left)",
        file=sys.stderr,
    )


def header_of(server):
    return {
        **server.header,
        "driver": "vs_numpy",
        "numpy": np.__version__,
        "python": platform.python_version(),
        "command": sys.argv,
    }


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--bench", required=True, help="the rp_bench to drive")
    parser.add_argument("--suite", help="as for rp_bench")
    parser.add_argument("--json", help="write JSON lines to this file")
    parser.add_argument("--isa", help="as for rp_bench")
    parser.add_argument("--no-pin", action="store_true", help="as for rp_bench")
    parser.add_argument("--meta", action="append", default=[], help="as for rp_bench")
    parser.add_argument("--sample-us", type=int, default=50, help="as for rp_bench")
    parser.add_argument("--budget-ms", type=int, default=500, help="as for rp_bench")
    parser.add_argument("--min-samples", type=int, default=11, help="as for rp_bench")
    parser.add_argument("--max-samples", type=int, default=101, help="as for rp_bench")
    parser.add_argument("problems", nargs="*", help="problem strings")
    return parser.parse_args()


def run_all(server, problems, options, json_file):
    """A row at a time, so that an interrupted run keeps what it has."""
    start, status = time.perf_counter(), 0
    for done, text in enumerate(problems, 1):
        row = run_problem(server, text, options)
        print(json.dumps(row), file=json_file, flush=True)
        progress(done, len(problems), row, start)
        status = max(status, int(row["type"] == "failure"))
    return status


def main():
    options = parse_arguments()
    problems = problem_strings(options.bench, options.suite, options.problems)
    command = [options.bench, "--serve", "--sample-us", str(options.sample_us)]
    command += ["--isa", options.isa] * bool(options.isa)
    command += ["--no-pin"] * options.no_pin
    for pair in options.meta:
        command += ["--meta", pair]
    server = Server(command)
    pin(server.header["pinned_to"])
    gc.disable()
    with open(options.json or os.devnull, "w", encoding="utf-8") as json_file:
        print(json.dumps(header_of(server)), file=json_file, flush=True)
        status = run_all(server, problems, options, json_file)
    server.close()
    return status


if __name__ == "__main__":
    run_program("vs_numpy", main)
