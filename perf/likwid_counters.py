#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""likwid_counters.py -- rp_bench's times beside the memory traffic that likwid counts.

rp_bench, built --with-likwid, runs under likwid-perfctr -m and marks its timed loops. A
machine that lets nobody count, such as a virtual one, is measured all the same: the
counter columns stay empty, and the report says why.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass

from likwid_csv import parse
from results import parse_lines
from table import facts, markdown_table, number

# Groups whose traffic adds up to that of the memory, the best first. Their names differ
# from CPU to CPU, and one that likwid lists may still not work: they are tried.
GROUPS = (("MEM",), ("MEM1", "MEM2"), ("MEM_FREERUN",), ("MEM_DP",))
TRIAL = ("dsum:16000000", "--min-samples", "1", "--max-samples", "1", "--budget-ms", "1")
HEAD = (
    "problem",
    "contender",
    "µs a call",
    "MB",
    "GB/s",
    "counted MB",
    "counted GB/s",
    "counted : MB",
)
SOFTWARE = {"breakpoint", "kprobe", "msr", "software", "tracepoint", "uprobe"}
SAID = 200  # characters of a message that go into a report


class Uncounted(Exception):
    """Why there are no counters."""


@dataclass(frozen=True)
class Setup:
    """How to run what."""

    bench: str
    perfctr: str
    cpus: str  # likwid's list; rp_bench itself pins to a single one

    def bench_command(self, *arguments):
        pin = ("--cpu", self.cpus) if self.cpus.isdigit() else ("--no-pin",)
        return [self.bench, *pin, *arguments]

    def counting(self, group, *arguments):
        command = [self.perfctr, "-C", self.cpus, "-m", "-O", "-g", group]
        return command + self.bench_command(*arguments)


def last_line(text):
    """likwid names the cause last."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1][:SAID]


def count(setup, group, arguments, errors=None):
    """The regions of a run under likwid-perfctr, and complaints."""
    command = setup.counting(group, *arguments)
    try:
        done = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=errors, text=True, check=False
        )
    except OSError as error:
        raise Uncounted(f"{setup.perfctr}: {error.strerror}") from error
    if done.returncode:
        said = last_line(done.stderr) if done.stderr else f"status {done.returncode}"
        raise Uncounted(f"{setup.perfctr} -g {group}: {said}")
    return parse(done.stdout)


def works(setup, group):
    """Does it count at all? Raises Uncounted otherwise."""
    regions, complaints = count(setup, group, TRIAL, subprocess.PIPE)
    if complaints:
        raise Uncounted(f"group {group}: {complaints[0]}")
    if not all(region.bytes > 0 for region in regions.values()):
        raise Uncounted(f"group {group} counted nothing where 128 MB were read")
    return True


def find_groups(setup, candidates=GROUPS):
    """The first candidate whose groups all work, or why there is none."""
    reasons = []
    for groups in candidates:
        try:
            if all(works(setup, group) for group in groups):
                return groups
        except Uncounted as error:
            reasons.append(str(error))
    raise Uncounted(reasons[0])


def write(path, text):
    with open(path, "w", encoding="utf-8") as out:
        out.write(text)


def read(path):
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:
        return ""


def obstacles(cpus, root="/"):
    """What is known to keep likwid from counting."""
    found = []
    cpu = "".join(c if c.isdigit() else " " for c in cpus).split()
    msr = f"dev/cpu/{cpu[0] if cpu else 0}/msr"
    if " hypervisor" in read(os.path.join(root, "proc/cpuinfo")):
        found.append("this is a virtual machine")
    pmu = os.path.join(root, "sys/bus/event_source/devices")
    if os.path.isdir(pmu) and not set(os.listdir(pmu)) - SOFTWARE:
        found.append("the kernel has no PMU to offer")
    if not os.access(os.path.join(root, msr), os.W_OK):
        found.append(f"/{msr} cannot be opened (modprobe msr, as root)")
    paranoid = read(os.path.join(root, "proc/sys/kernel/perf_event_paranoid")).strip()
    if paranoid not in ("", "-1", "0"):
        found.append(f"kernel.perf_event_paranoid is {paranoid}")
    return found


def run_bench(setup, groups, arguments, path):
    """Regions for each group, and complaints; rp_bench writes its rows to path."""
    counted, complaints = [], []
    for group in groups:
        regions, wrong = count(setup, group, ("--json", path, *arguments))
        records, unusable = parse_lines(read(path).splitlines(), path)
        counted.append((group, regions, calls_of(records)))
        complaints += wrong + unusable
    return counted, complaints


def calls_of(records):
    """Calls in a pair of markers, by region."""
    results = [r for row in records if row["type"] == "row" for r in row["results"]]
    return {r["region"]: r["calls"] for r in results if "region" in r}


def counters_of(region, counted):
    """Bytes a call and GB/s, over all groups; None when one has not seen the region."""
    total = {"bytes": 0.0, "gbps": 0.0}
    for _, regions, calls in counted:
        if region not in regions or region not in calls:
            return None
        total["bytes"] += regions[region].bytes / regions[region].count / calls[region]
        total["gbps"] += regions[region].gbps
    return total


def attach(records, counted):
    """Puts the counters into the rows' results; complaints about those without."""
    complaints = []
    for row in records:
        for result in row.get("results", ()) if counted else ():
            found = counters_of(result.get("region"), counted)
            if found:
                result["counters"] = found
            else:
                who = f"{result['rival']} {result.get('how', '')}".strip()
                complaints.append(f"{row['problem']}, {who}: not counted")
    return complaints


def line_of(row, result):
    """A line of the table; what was not counted stays empty."""
    useful = row["traffic_bytes"]
    line = [
        f"`{row['problem']}`",
        f"{result['rival']} {result.get('how', '')}".strip(),
        number(result["median_ns"] / 1e3, 1),
        number(useful / 1e6),
        number(result["gbps"], 1),
    ]
    found = result.get("counters")
    if not found:
        return [*line, "", "", ""]
    share = f"{number(found['bytes'] / useful)}x"
    return [*line, number(found["bytes"] / 1e6), number(found["gbps"], 1), share]


def markdown(records, summary):
    headers = [r for r in records if r["type"] == "header"]
    rows = [r for r in records if r["type"] == "row"]
    lines = [line_of(row, result) for row in rows for result in row["results"]]
    counted = (
        f"**No counters**: {summary['reason']}."
        if summary["reason"]
        else "Counted: the traffic of the memory, by the groups "
        + f"{', '.join(summary['groups'])} of likwid-perfctr on CPU {summary['cpus']}."
    )
    parts = [
        "# Times and counters\n",
        "MB: the useful traffic of a call, each byte read or written once; GB/s: that "
        "over the median time. The last column is what was counted over what is useful: "
        "near 0 in the caches, 1 at best beyond them.\n",
        counted + "\n",
        markdown_table(HEAD, lines, "llrrrrrr"),
        *(f"* {complaint}" for complaint in summary["complaints"]),
        "\n## Where\n",
        facts({"headers": headers}),
    ]
    return "\n".join(parts)


def measure(setup, group, arguments, path):
    """The records of rp_bench, with counters where there are some, and a summary."""
    groups, counted, complaints, reason = (), [], [], None
    try:
        groups = find_groups(setup, ((group,),) if group else GROUPS)
        counted, complaints = run_bench(setup, groups, arguments, path)
    except Uncounted as error:
        groups, reason = (), "; ".join([str(error), *obstacles(setup.cpus)])
        command = setup.bench_command("--json", path, *arguments)
        subprocess.run(command, check=True)
    records, unusable = parse_lines(read(path).splitlines(), path)
    complaints += unusable + attach(records, counted)
    summary = {
        "type": "counters",
        "groups": list(groups),
        "cpus": setup.cpus,
        "reason": reason,
        "complaints": complaints,
    }
    return records, summary


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bench", required=True, help="the rp_bench to run")
    parser.add_argument("--output", default=".", help="directory to write to")
    parser.add_argument("--perfctr", default="likwid-perfctr", help="the program to use")
    parser.add_argument("--group", help="count this group; default: the first that works")
    parser.add_argument("--cpus", help="likwid's list of CPUs; default: the last allowed")
    parser.add_argument("arguments", nargs="+", help="after --: those of rp_bench")
    options = parser.parse_args()
    cpus = options.cpus or str(max(os.sched_getaffinity(0)))
    setup = Setup(options.bench, options.perfctr, cpus)
    with tempfile.TemporaryDirectory() as directory:
        path = os.path.join(directory, "rp_bench.jsonl")
        try:
            records, summary = measure(setup, options.group, options.arguments, path)
        except subprocess.CalledProcessError as error:
            print(f"likwid_counters: {error}", file=sys.stderr)
            return 1 if error.returncode == 1 else 2
    lines = "".join(json.dumps(record) + "\n" for record in [*records, summary])
    os.makedirs(options.output, exist_ok=True)
    write(os.path.join(options.output, "counters.jsonl"), lines)
    write(os.path.join(options.output, "counters.md"), markdown(records, summary))
    what = summary["reason"] or f"counted by {', '.join(summary['groups'])}"
    print(f"likwid_counters: {what}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
