#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""axis0_suite.py -- problems of axis 0: results to the last bit, and what was learned.

A process of rp_bench --serve for each mode: RAPTORS_PARALLEL never, always and auto, and
one with scalar kernels. Each problem is solved by all of them, on two fills, and compared
with NumPy's canonical tree; then it is called so many times, with rp_threading_info
before and after; then samples of never, always and auto are taken in turn.
"""

import argparse
import json
import os
import signal
import sys
import time

import telemetry
from canonical import columns_to_one
from operands import Operands
from policy_bench import in_turn, median, with_threads
from report import write
from results import portable
from server import Server, ServerError, ask, problem_strings, run_program
from table import facts, markdown_table

MODES = ("never", "always", "auto")  # of RAPTORS_PARALLEL, a process each
SCHEMA = 1


def dump_of(server):
    """rp_threading_info of that process, valid by its schema."""
    return telemetry.validated(ask(server, "threading_info"))


def wrong_bits(problem, servers):
    """Every process against the canonical results."""
    wrong, o = [], Operands(problem)
    for fill in ("exact", "real"):
        o.fill(fill)
        expected = columns_to_one(o.A, problem["fold"], o.result_dtype).tobytes()
        for name, server in servers.items():
            raw = server.output(fill)
            if raw and o.view_of(raw).tobytes() != expected:
                wrong.append(f"{name}, {fill} fill: not the canonical result")
    return wrong


def observe(problem, mode, server, calls):
    """Calls between two dumps: the record, and what is wrong with it."""
    before = dump_of(server)
    ns = ask(server, f"call {calls}")["ns"]
    after = dump_of(server)
    keys = telemetry.called_between(before, after)
    wrong = telemetry.complaints(problem, mode, calls, before, after)
    return {"first_ns": ns, "keys": keys}, [f"{mode}: {line}" for line in wrong]


def measure(text, servers, options):
    """The record of one problem."""
    for server in servers.values():
        problem = ask(server, "problem " + text)
    if problem["op"] != "axis0" + str(problem["fold"]):
        raise ServerError(f"{text}: not a problem of axis 0")
    complaints, modes = wrong_bits(problem, servers), {}
    ns = {mode: [] for mode in MODES}
    for mode in MODES:
        ask(servers[mode], "calibrate")
        modes[mode], wrong = observe(problem, mode, servers[mode], options.calls)
        complaints += wrong
    for turn in in_turn(MODES, options.samples):
        for mode in turn:
            ns[mode].append(ask(servers[mode], "sample")["ns"])
    for mode in MODES:
        modes[mode]["ns"] = ns[mode]
    ratio = min(median(ns["never"]), median(ns["always"])) / median(ns["auto"])
    if options.strict and ratio < options.tolerance:
        complaints.append(f"auto reaches {ratio:.2f} of the better arm")
    return {
        "problem": text,
        "calls": options.calls,
        "modes": modes,
        "auto_to_better_arm": ratio,
        "complaints": complaints,
    }


def arm_text(times):
    """Samples, median and P95 in microseconds for a MiB."""
    if not times["samples"]:
        return "–"
    median, p95 = times["median_ns_per_mib"] / 1e3, times["p95_ns_per_mib"] / 1e3
    return f"{times['samples']}: {median:.3g}, {p95:.3g}"


def key_rows(row):
    """A line for each key of auto; the problem and its ratio stand at the first."""
    head = [f"`{row['problem']}`", f"{row['auto_to_better_arm']:.2f}"]
    for key in row["modes"]["auto"]["keys"]:
        arms = [arm_text(key[arm]) for arm in telemetry.ARMS]
        cutover = key["cutover_bytes"]
        size = "–" if cutover is None else f"{cutover >> 10} KiB"
        counts = [key["pool"], key["new"]["calls"], key["plan"]]
        yield head + counts + arms + [size, key["switches"], key["reason"]]
        head = ["", ""]


def summary(document):
    """One line that says how it stands."""
    rows, tolerance = document["rows"], document["tolerance"]
    text = f"{len(rows)} of {document['problems']} problems"
    wrong = sum(len(row["complaints"]) for row in rows)
    text += f"; {wrong or 'no'} complaints"
    if rows:
        worst = min(rows, key=lambda row: row["auto_to_better_arm"])
        below = sum(row["auto_to_better_arm"] < tolerance for row in rows)
        text += (
            f"; auto reaches less than {tolerance:g} of the better arm in {below}, at "
            f"worst {worst['auto_to_better_arm']:.2f} ({worst['problem']})"
        )
    return text + "."


NOTES = """\
Results were compared bit for bit with NumPy's canonical tree: never, always, auto and the
scalar kernels. A line for each key that the calls of `auto` met, with the state of the
helpers: how many calls, the plan after them, and for each arm how many fresh samples there
are, their median and their P95 in µs for a MiB. *ratio*: the time of the better of never
and always over that of auto, sampled in turn.
"""


def markdown(document):
    head = ["problem", "ratio", "helpers", "calls", "plan"]
    head += ["sequential: median, P95", "parallel: median, P95"]
    head += ["cutover", "switches", "reason"]
    lines = [line for row in document["rows"] for line in key_rows(row)]
    wrong = [
        f"* `{row['problem']}`: {line}\n"
        for row in document["rows"]
        for line in row["complaints"]
    ]
    parts = ["# Axis 0: what is learned\n", summary(document) + "\n", facts(document)]
    parts += ["## Complaints\n\n" + "".join(wrong)] * bool(wrong)
    parts += [NOTES, markdown_table(head, lines, "lrlrlrrrrl")]
    return "\n".join(parts)


def progress(done, total, row, start):
    left = int((time.perf_counter() - start) / done * (total - done))
    plans = {key["plan"] for key in row["modes"]["auto"]["keys"]}
    print(
        f"[{done:{len(str(total))}}/{total}] {row['problem']:<36} {'/'.join(plans):<20}"
        f" {row['auto_to_better_arm']:.2f} of the better arm"
        f"  ({left // 60}:{left % 60:02} left)",
        file=sys.stderr,
    )
    for line in row["complaints"]:
        print(f"    COMPLAINT {line}", file=sys.stderr)


def start_servers(options):
    command = [options.bench, "--serve", "--no-pin"]
    command += ["--sample-us", str(options.sample_us)]
    for pair in options.meta:
        command += ["--meta", pair]
    servers = {mode: Server(command, {"RAPTORS_PARALLEL": mode}) for mode in MODES}
    servers["scalar"] = Server(command + ["--isa", "scalar"])
    return servers


def header_of(server, options):
    command = [portable(word) for word in sys.argv]
    own = {"driver": "axis0_suite", "threads": options.threads, "command": command}
    return {**server.header, **own}


def run_all(document, texts, servers, options):
    """A row at a time; an interruption leaves those that are done."""
    start = time.perf_counter()
    document["before"] = dump_of(servers["auto"])
    for done, text in enumerate(texts, 1):
        row = measure(with_threads(text, options.threads), servers, options)
        document["rows"].append(row)
        document["after"] = dump_of(servers["auto"])
        progress(done, len(texts), row, start)


def save(document, directory):
    base = os.path.join(directory, "axis0-telemetry")
    write(base + ".json", json.dumps(document, indent=1) + "\n")
    write(base + ".md", markdown(document))
    print(summary(document))
    print(f"axis0_suite: the report is {base}.md, and .json", file=sys.stderr)


def parse_arguments(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    add = parser.add_argument
    add("--bench", required=True, help="the rp_bench to drive")
    add("--suite", help="as for rp_bench; problems of axis 0 only")
    add("--output", default=".", help="directory to write to")
    add("--threads", type=int, default=2, help="of problems without t= (2)")
    add("--calls", type=int, default=200, help="between the two dumps (200)")
    add("--samples", type=int, default=11, help="of each mode, in turn (11)")
    add("--sample-us", type=int, default=2000, help="time of a sample (2000)")
    add("--tolerance", type=float, default=0.9, help="auto to the better arm (0.9)")
    add("--strict", action="store_true", help="below the tolerance is a complaint")
    add("--meta", action="append", default=[], help="as for rp_bench")
    add("problems", nargs="*", help="problem strings")
    return parser.parse_args(arguments)


def interrupt(*_):
    raise KeyboardInterrupt


def main():
    options = parse_arguments()
    signal.signal(signal.SIGTERM, interrupt)
    texts = problem_strings(options.bench, options.suite, options.problems)
    servers = start_servers(options)
    document = {
        "schema": SCHEMA,
        "headers": [header_of(servers["auto"], options)],
        "tolerance": options.tolerance,
        "problems": len(texts),
        "rows": [],
    }
    interrupted = False
    try:
        run_all(document, texts, servers, options)
    except KeyboardInterrupt:
        interrupted = True
        print("axis0_suite: interrupted; reporting what there is", file=sys.stderr)
    os.makedirs(options.output, exist_ok=True)
    save(document, options.output)
    for server in servers.values():
        server.close()
    wrong = any(row["complaints"] for row in document["rows"])
    return 130 if interrupted else int(wrong)


if __name__ == "__main__":
    run_program("axis0_suite", main, telemetry.Unusable)
