#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""policy_bench.py -- alone, by the team, or as the library chooses: does it choose well?

The pages of one process may lie worse in the caches than another's, by a fifth and more,
so what is compared are calls of one process, rp_bench --serve, sampled in turn:

  never   by one thread
  team    without telemetry, when all calls from the floor on are the team's
  auto    as the library comes
  always  in another process, with RAPTORS_PARALLEL=always: the team's calls below the floor

Auto should take no longer than the best of them, where always counts below the floor only.
With --compare telemetry the calls are at level 0 and at level 1: what do counting and
learning cost? A problem begins with a few untimed calls, which make the helper threads;
then, for each of these, the library forgets what it has learned, and the first calls are
timed; then samples are taken in turn.
"""

import argparse
import json
import sys
import time
from dataclasses import dataclass, field

from results import quantile
from server import Server, ask, problem_strings, run_program
from table import markdown_table

PROCESSES = {
    "parallel": {"auto": {}, "always": {"RAPTORS_PARALLEL": "always"}},
    "telemetry": {"auto": {}},
}


@dataclass
class Arm:
    """The calls of a process between two requests."""

    process: str
    before: str = ""
    after: str = ""

    def ask(self, servers, request):
        server = servers[self.process]
        if self.before:
            ask(server, self.before)
        answer = ask(server, request)
        if self.after:
            ask(server, self.after)
        return answer["ns"]


def arms_of(compare, threads):
    if compare == "telemetry":
        return {"0": Arm("auto", "telemetry 0", "telemetry 1"), "1": Arm("auto")}
    return {
        "never": Arm("auto", "threads 1", f"threads {threads}"),
        "team": Arm("auto", "telemetry 0", "telemetry 1"),
        "auto": Arm("auto"),
        "always": Arm("always"),
    }


def median(samples):
    return quantile(sorted(samples), 0.5)


@dataclass
class Row:
    """ns a call, by arm: of the first calls, and of the samples after them."""

    problem: str
    first: dict = field(default_factory=dict)
    ns: dict = field(default_factory=dict)
    below_floor: bool = False

    def best(self, times):
        arms = ["never", "team"] + ["always"] * self.below_floor
        return min(median(times[arm]) for arm in arms)

    def ratios(self):
        """The best arm's time over that of auto, and for the first calls auto's over
        that of the best arm."""
        return (
            self.best(self.ns) / median(self.ns["auto"]),
            median(self.first["auto"]) / self.best(self.first),
        )

    def added(self):
        """What level 1 adds, in ns and as a part: by pairs, or noise would decide."""
        pairs = list(zip(self.ns["0"], self.ns["1"], strict=True))
        return (
            median(one - none for none, one in pairs),
            median(one / none - 1 for none, one in pairs),
        )


def in_turn(names, rounds):
    """Each goes first in its turn."""
    for i in range(rounds):
        yield [names[(i + k) % len(names)] for k in range(len(names))]


def measure(problem, servers, options):
    facts = {name: ask(server, "problem " + problem) for name, server in servers.items()}
    for server in servers.values():
        ask(server, "calibrate")  # fills the arrays too
    arms = arms_of(options.compare, facts["auto"]["threads"])
    row = Row(problem, {name: [] for name in arms}, {name: [] for name in arms})
    floor = ask(servers["auto"], "threading_info")["policy"]["floor_bytes"]["awake"]
    row.below_floor = facts["auto"]["traffic_bytes"] < floor
    for turn in in_turn(list(arms), options.first_rounds):
        for name in turn:
            row.first[name].append(arms[name].ask(servers, f"first {options.first}"))
    for turn in in_turn(list(arms), options.samples):
        for name in turn:
            row.ns[name].append(arms[name].ask(servers, "sample"))
    return row


def micro(ns):
    return f"{ns / 1e3:.3g}"


def policy_table(rows, first):
    arms = ("never", "team", "always", "auto")
    head = ["problem", *(f"{arm}, µs" for arm in arms), "best / auto"]
    head += [f"first {first}: best arm, µs", "auto, µs", "auto / best"]
    body = []
    for row in sorted(rows, key=lambda row: row.ratios()[0]):
        ratio, first_ratio = row.ratios()
        times = [micro(median(row.ns[arm])) for arm in arms]
        firsts = [micro(row.best(row.first)), micro(median(row.first["auto"]))]
        body.append(
            [f"`{row.problem}`", *times, f"{ratio:.3f}", *firsts, f"{first_ratio:.2f}"]
        )
    return markdown_table(head, body, "lrrrrrrrr")


def policy_summary(rows):
    ratios = [row.ratios() for row in rows]
    return (
        f"{len(rows)} problems; auto is below 0.97 of the best arm in "
        f"{sum(ratio < 0.97 for ratio, _ in ratios)}, at worst "
        f"{min(ratio for ratio, _ in ratios):.3f}; its first calls cost over a tenth more "
        f"in {sum(first > 1.1 for _, first in ratios)}, at worst "
        f"{max(first for _, first in ratios):.2f} times the best arm's."
    )


def telemetry_table(rows):
    head = ["problem", "level 0, ns", "level 1, ns", "added, ns", "added"]
    body = []
    for row in sorted(rows, key=lambda row: -row.added()[1]):
        ns, part = row.added()
        times = [f"{median(row.ns[level]):.1f}" for level in ("0", "1")]
        body.append([f"`{row.problem}`", *times, f"{ns:.1f}", f"{part:.1%}"])
    return markdown_table(head, body, "lrrrr")


def telemetry_summary(rows):
    added = [row.added() for row in rows]
    return (
        f"{len(rows)} problems; level 1 adds {median(p for _, p in added):.1%}"
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
        times = ", ".join(f"{name} {micro(median(row.ns[name]))}" for name in row.ns)
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
    add("--compare", choices=PROCESSES, default="parallel", help="what (parallel)")
    add("--suite", help="as for rp_bench")
    add("--isa", help="as for rp_bench")
    add("--threads", type=int, default=2, help="of problems without t= (2)")
    add("--samples", type=int, default=15, help="of each arm and problem (15)")
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
    processes = PROCESSES[options.compare]
    servers = {name: Server(command, settings) for name, settings in processes.items()}
    try:
        rows = run(problems, servers, options)
    finally:
        for server in servers.values():
            server.close()
    print(report(rows, options))


if __name__ == "__main__":
    run_program("policy_bench", main)
