#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""accuracy.py -- the error of sums by raptors, OpenBLAS and NumPy, in ulp.

The exact sum is math.fsum of the same full-precision numbers; an ulp is the distance
between neighbouring numbers of the result's type at the exact sum. A sum that cancels to
little has few bits to be right in, whoever adds it up: so the errors are also given in
units of u times the sum of magnitudes, in which the README states our bound.
"""

import argparse
import json
import math
import sys

import numpy as np

from operands import Operands, axis_of
from server import Server, ask, problem_strings, run_program
from vs_numpy import numpy_call

PROBLEMS = (
    "{s,d}sum:{1000,100000,1000000,10000000}",
    "{s,d}axis0sum:r:{1000x100,100000x20,1000000x3}",
    "{s,d}axis1sum:r:{100x1000,20x100000,3x1000000}",
)


def lines_of(o):
    """The summands of each result."""
    axis = axis_of(o.problem)
    if axis is None:
        return [o.A.ravel()]
    return o.A.T if axis == 0 else o.A


def errors(got, lines):
    """The largest and the mean error in ulp, and the largest in u sum|x|."""
    ulps, units = [], []
    u = np.finfo(got.dtype).eps / 2
    for value, line in zip(np.ravel(got), lines, strict=True):
        exact = math.fsum(line)
        off = abs(math.fsum([float(value), -exact]))
        ulps.append(off / float(np.spacing(got.dtype.type(abs(exact)))))
        units.append(off / (u * math.fsum(map(abs, line.tolist()))))
    return {
        "max_ulp": float(max(ulps)),
        "mean_ulp": math.fsum(ulps) / len(ulps),
        "max_u_sum": float(max(units)),
    }


def rows_of(server, text):
    """A record of the problem: who -> errors."""
    o = Operands(ask(server, "problem " + text))
    o.fill("real")
    lines = [np.asarray(line, np.float64) for line in lines_of(o)]
    who = {}
    for name in ("raptors", "openblas"):
        raw = server.output(f"real {name}")
        if raw:
            who[name] = errors(np.asarray(o.view_of(raw)), lines)
    function, arguments, _ = numpy_call(o)
    function(*arguments)
    who["numpy"] = errors(o.OUT, lines)
    return {"type": "accuracy", "problem": text, "dtype": o.problem["dtype"], "who": who}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--bench", required=True, help="the rp_bench to drive")
    parser.add_argument("--isa", help="as for rp_bench")
    parser.add_argument("--json", required=True, help="write JSON lines to this file")
    parser.add_argument("problems", nargs="*", help="sums; default: short and long ones")
    options = parser.parse_args()
    texts = problem_strings(options.bench, None, options.problems or PROBLEMS)
    server = Server([options.bench, "--serve"] + ["--isa", options.isa] * bool(options.isa))
    with open(options.json, "w", encoding="utf-8") as out:
        for done, text in enumerate(texts, 1):
            record = rows_of(server, text)
            print(json.dumps(record), file=out, flush=True)
            told = ", ".join(
                f"{who} {error['max_ulp']:.3g}" for who, error in record["who"].items()
            )
            print(f"[{done}/{len(texts)}] {text:<32} ulp: {told}", file=sys.stderr)
    server.close()
    return 0


if __name__ == "__main__":
    run_program("accuracy", main)
