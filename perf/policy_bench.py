#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""policy_bench.py -- one build in several modes, sampled in turn: does auto choose well?

A process of rp_bench --serve for each mode. With --compare parallel, RAPTORS_PARALLEL is
never, always and auto: auto should take no longer than the better of the two. With
--compare telemetry, RAPTORS_TELEMETRY is 0 and 1: what do counting and learning cost?
Each mode begins a problem with a few untimed calls, which make the helper threads, forgets
what it has learned, and is timed over its first calls; then samples are taken in turn.
"""

import argparse
import json
import sys
import time
from dataclasses import dataclass, field

from results import quantile
from server import Server, ask, problem_strings, run_program
from table import markdown_table

MODES = {
    "parallel": {
        "never": {"RAPTORS_PARALLEL": "never"},
        "always": {"RAPTORS_PARALLEL": "always"},
        "auto": {"RAPTORS_PARALLEL": "auto"},
    },
    "telemetry": {
        "0": {"RAPTORS_TELEMETRY": "0"},
        "1": {"RAPTORS_TELEMETRY": "1"},
    },
}


@dataclass
class Row:
    """ns a call, by mode: of the first calls, and of the samples after them."""

    problem: str
    first: dict = field(default_factory=dict)
    ns: dict = field(default_factory=dict)

    def median(self, mode):
        return quantile(sorted(self.ns[mode]), 0.5)

    def median_first(self, mode):
        return quantile(sorted(self.first[mode]), 0.5)

    def ratios(self):
        """The better arm's time over that of auto, and for the first calls auto's over
        that of the better arm."""
        better = min(self.median("never"), self.median("always"))
        better_first = min(self.median_first("never"), self.median_first("always"))
        return better / self.median("auto"), self.median_first("auto") / better_first

    def added(self):
        """What level 1 adds, in ns and as a part: by pairs, or noise would decide."""
        pairs = list(zip(self.ns["0"], self.ns["1"], strict=True))
        return (
            quantile(sorted(one - none for none, one in pairs), 0.5),
            quantile(sorted(one / none - 1 for none, one in pairs), 0.5),
        )


def in_turn(names, rounds):
    """Each mode goes first in its turn."""
    for i in range(rounds):
        yield [names[(i + k) % len(names)] for k in range(len(names))]


def measure(problem, servers, options):
    row = Row(problem, {name: [] for name in servers}, {name: [] for name in servers})
    names = list(servers)
    for server in servers.values():
        ask(server, "problem " + problem)
        ask(server, "calibrate")  # fills the arrays too
    for turn in in_turn(names, options.first_rounds):
        for name in turn:
            answer = ask(servers[name], f"first {options.first}")
            row.first[name].append(answer["ns"])
    for turn in in_turn(names, options.samples):
        for name in turn:
            row.ns[name].append(ask(servers[name], "sample")["ns"])
    return row


def micro(ns):
    return f"{ns / 1e3:.3g}"


def policy_table(rows, first):
    head = ["problem", "never, µs", "always, µs", "auto, µs", "better / auto"]
    head += [f"first {first}: better arm, µs", "auto, µs", "auto / better"]
    body = []
    for row in sorted(rows, key=lambda row: row.ratios()[0]):
        ratio, first_ratio = row.ratios()
        times = [micro(row.median(mode)) for mode in ("never", "always", "auto")]
        better_first = min(row.median_first("never"), row.median_first("always"))
        firsts = [micro(better_first), micro(row.median_first("auto"))]
        body.append(
            [f"`{row.problem}`", *times, f"{ratio:.3f}", *firsts, f"{first_ratio:.2f}"]
        )
    return markdown_table(head, body, "lrrrrrrr")


def policy_summary(rows):
    ratios = [row.ratios() for row in rows]
    return (
        f"{len(rows)} problems; auto is below 0.97 of the better arm in "
        f"{sum(ratio < 0.97 for ratio, _ in ratios)}, at worst "
        f"{min(ratio for ratio, _ in ratios):.3f}; its first calls cost over a tenth more "
        f"in {sum(first > 1.1 for _, first in ratios)}, at worst "
        f"{max(first for _, first in ratios):.2f} times the better arm's."
    )


def telemetry_table(rows):
    head = ["problem", "level 0, ns", "level 1, ns", "added, ns", "added"]
    body = []
    for row in sorted(rows, key=lambda row: -row.added()[1]):
        ns, part = row.added()
        times = [f"{row.median(mode):.1f}" for mode in ("0", "1")]
        body.append([f"`{row.problem}`", *times, f"{ns:.1f}", f"{part:.1%}"])
    return markdown_table(head, body, "lrrrr")


def telemetry_summary(rows):
    added = [row.added() for row in rows]
    return (
        f"{len(rows)} problems; level 1 adds {quantile(sorted(p for _, p in added), 0.5):.1%}"
        f" in the median, at most {max(p for _, p in added):.1%}."
    )


def report(rows, options):
    if options.compare == "parallel":
        return policy_table(rows, options.first) + "\n" + policy_summary(rows)
    return telemetry_table(rows) + "\n" + telemetry_summary(rows)


def with_threads(problem, threads):
    return problem if ":t=" in problem else f"{problem}:t={threads}"


def run(problems, servers, options):
    rows, start = [], time.perf_counter()
    for done, problem in enumerate(problems, 1):
        row = measure(with_threads(problem, options.threads), servers, options)
        rows.append(row)
        left = (time.perf_counter() - start) / done * (len(problems) - done)
        times = ", ".join(f"{name} {micro(row.median(name))}" for name in servers)
        print(
            f"[{done}/{len(problems)}] {row.problem:<44} {times} us  ({left:.0f} s left)",
            file=sys.stderr,
        )
        if options.json:
            with open(options.json, "a", encoding="utf-8") as out:
                record = {"type": "modes", "compare": options.compare, **vars(row)}
                out.write(json.dumps(record) + "\n")
    return rows


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    add = parser.add_argument
    add("--bench", default="perf/rp_bench", help="the rp_bench (perf/rp_bench)")
    add("--compare", choices=MODES, default="parallel", help="which modes (parallel)")
    add("--suite", help="as for rp_bench")
    add("--isa", help="as for rp_bench")
    add("--threads", type=int, default=2, help="of problems without t= (2)")
    add("--samples", type=int, default=15, help="of each mode and problem (15)")
    add(
        "--sample-us",
        type=int,
        default=5000,
        help="time of a sample; short ones are about helpers that sleep between them (5000)",
    )
    add("--first", type=int, default=100, help="so many calls are the first ones (100)")
    add("--first-rounds", type=int, default=5, help="how often they are timed (5)")
    add("--json", help="append a line for each problem to this file")
    add("problems", nargs="*", help="problem strings")
    return parser.parse_args()


def main():
    options = parse_arguments()
    problems = problem_strings(options.bench, options.suite, options.problems)
    command = [options.bench, "--serve", "--no-pin", "--sample-us", str(options.sample_us)]
    command += ["--isa", options.isa] * bool(options.isa)
    modes = MODES[options.compare]
    servers = {name: Server(command, settings) for name, settings in modes.items()}
    try:
        rows = run(problems, servers, options)
    finally:
        for server in servers.values():
            server.close()
    print(report(rows, options))


if __name__ == "__main__":
    run_program("policy_bench", main)
