#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""regression_gate.py -- is this build slower than that of its base commit?

Both builds' rp_bench run as co-processes on one CPU and are sampled in turn, so that a
busy or throttled machine is busy for both. A row's ratio is the median over the pairs of
samples of our time over the base's. A row above the limit is measured again, each time
in new processes (with new pages), and is a breach when every attempt is above it.
"""

import argparse
import sys
import time
from dataclasses import dataclass, field

from results import SMALL_BYTES, quantile
from server import Server, ask, pin, problem_strings, run_program


@dataclass
class Row:
    problem: str
    ratios: list = field(default_factory=list)  # an attempt each
    small: bool = False  # under 64 KiB
    new: bool = False  # the base cannot do this problem

    def slow(self, limits):
        return bool(self.ratios) and self.ratios[-1] > limits[self.small]

    def breach(self, limits):
        return bool(self.ratios) and min(self.ratios) > limits[self.small]

    def told(self):
        attempts = ", ".join(f"{ratio:.2f}" for ratio in self.ratios)
        return f"{self.problem}: {min(self.ratios):.2f} times the base's time ({attempts})"


def ratio_of(head, base):
    """Of paired samples: what disturbs one pair does not decide the others."""
    return quantile(sorted(h / b for h, b in zip(head, base, strict=True)), 0.5)


def pairs(head, base, count):
    """Samples in turn, each side going first every other time."""
    taken = ([], [])
    for i in range(count):
        for side in (0, 1) if i % 2 else (1, 0):
            taken[side].append((head, base)[side].ask("sample")["ns"])
    return taken


def measure(row, head, base, samples):
    """Adds an attempt to the row; a problem that the base does not know is new."""
    answer = ask(head, "problem " + row.problem)
    row.small = answer["matrix_bytes"] < SMALL_BYTES
    if "error" in base.ask("problem " + row.problem):
        row.new = True
        return
    for side in (head, base):
        side.ask("calibrate")
    row.ratios.append(ratio_of(*pairs(head, base, samples)))


def report(rows, limits):
    """What to say, every breach first, and the exit status: 2 when that says nothing."""
    breaches = [row for row in rows if row.breach(limits)]
    lines = [f"BREACH {row.told()}" for row in breaches]
    lines += [f"new    {row.problem}: the base does not have it" for row in rows if row.new]
    measured = sum(bool(row.ratios) for row in rows)
    again = sum(len(row.ratios) > 1 for row in rows) - len(breaches)
    lines.append(
        f"{measured} rows measured, {len(breaches)} slower than {limits[False]:.2f} times "
        f"the base ({limits[True]:.2f} under 64 KiB), {again} others measured again"
    )
    return lines, 1 if breaches else 0 if measured else 2


class Sides:
    """The two co-processes, for one attempt."""

    def __init__(self, options):
        isa = ["--isa", options.isa] * bool(options.isa)
        commands = [[b, "--serve", *isa] for b in (options.head, options.base)]
        self.head, self.base = (Server(command) for command in commands)
        pin(self.head.header["pinned_to"])

    def __enter__(self):
        return self.head, self.base

    def __exit__(self, *_):
        self.head.close()
        self.base.close()


def attempt(rows, options, name):
    start = time.perf_counter()
    with Sides(options) as (head, base):
        for done, row in enumerate(rows, 1):
            measure(row, head, base, options.samples)
            left = (time.perf_counter() - start) / done * (len(rows) - done)
            last = "new" if row.new else f"{row.ratios[-1]:.2f}"
            print(
                f"{name} [{done}/{len(rows)}] {row.problem:<44} {last}  ({left:.0f} s left)",
                file=sys.stderr,
            )


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--head", required=True, help="the rp_bench of this commit")
    parser.add_argument("--base", required=True, help="the rp_bench of its base")
    parser.add_argument("--suite", help="as for rp_bench")
    parser.add_argument("--isa", help="as for rp_bench")
    parser.add_argument("--limit", type=float, default=1.10, help="a ratio (1.10)")
    parser.add_argument(
        "--small-limit",
        type=float,
        default=1.35,
        help="the same under 64 KiB, where the place of the code alone gave 1.23 (1.35)",
    )
    parser.add_argument("--attempts", type=int, default=4, help="at most (4)")
    parser.add_argument("--samples", type=int, default=25, help="pairs of a row (25)")
    parser.add_argument("problems", nargs="*", help="problem strings")
    return parser.parse_args()


def main():
    options = parse_arguments()
    texts = problem_strings(options.head, options.suite, options.problems)
    rows = [Row(text) for text in texts]
    limits = {False: options.limit, True: options.small_limit}
    slow = rows
    for number in range(1, options.attempts + 1):
        attempt(slow, options, f"attempt {number}")
        slow = [row for row in slow if row.slow(limits)]
        if not slow:
            break
    lines, status = report(rows, limits)
    print("\n".join(lines))
    return status


if __name__ == "__main__":
    run_program("regression gate", main)
