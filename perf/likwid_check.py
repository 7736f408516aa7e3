#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""likwid_check.py -- the ceilings of rp_bench beside likwid-bench's, size by size.

Several threads work on one working set, each on a contiguous part of it, on the first
hardware thread of each core: of the machine for likwid-bench, of those allowed for us.
"""

import argparse
import json
import re
import subprocess
import sys
from itertools import product

from server import ServerError, run_program

# What moves the same bytes: a problem, the variants, and the vectors of N floats in it.
# likwid-bench counts the bytes that the program moves, as rp_bench does.
COPIES = ("copy_avx", "copy_avx512", "copy_mem_avx", "copy_mem_avx512")
STREAMS = ("stream_avx", "stream_avx512", "stream_mem_avx", "stream_mem_avx512")
KINDS = (
    ("load", "ssum:{n}", ("load_avx", "load_avx512"), 1),
    ("copy", "sgescal:r:1x{n}", COPIES, 2),
    ("update", "sgescal:r:1x{n}:inplace", ("update_avx", "update_avx512"), 1),
    ("add", "sgeadd:r:1x{n}", STREAMS, 3),
)
WORKING_SETS_KB = (64, 512, 8192, 131072)
SPEED = re.compile(r"^MByte/s:\s+([0-9.]+)", re.MULTILINE)


def speed_of(output):
    """GB/s from what likwid-bench printed, or None."""
    found = SPEED.search(output)
    return float(found.group(1)) / 1e3 if found else None


def likwid(variant, kilobytes, threads):
    """None where this variant does not run here."""
    command = ["likwid-bench", "-t", variant, "-w", f"S0:{kilobytes}kB:{threads}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return None if done.returncode else speed_of(done.stdout)


def ceiling(bench, problem, threads):
    """GB/s of the fastest ceiling of rp_bench; None where threads have no CPUs."""
    command = [bench, "--ceiling", "--json", "/dev/stdout"]
    command += ["--no-pin"] * (threads > 1) + [f"{problem}:t={threads}"]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise ServerError(f"{bench} could not measure {problem} ({done.returncode})")
    row = json.loads(done.stdout.splitlines()[-1])
    speeds = (r["gbps"] for r in row["results"] if r["rival"] == "ceiling")
    return max(speeds, default=None)


def compare(bench, kind, kilobytes, threads):
    name, problem, variants, vectors = kind
    text = problem.format(n=kilobytes * 1024 // 4 // vectors)
    ours = ceiling(bench, text, threads)
    speeds = {v: likwid(v, kilobytes, threads) for v in variants}
    speeds = {v: s for v, s in speeds.items() if s}
    best = max(speeds, key=speeds.get, default=None)
    return {
        "type": "likwid",
        "kind": name,
        "threads": threads,
        "kilobytes": kilobytes,
        "ceiling_gbps": ours,
        "likwid_gbps": speeds.get(best),
        "variant": best,
    }


def progress(record):
    ours, theirs = record["ceiling_gbps"] or 0, record["likwid_gbps"] or 0
    print(
        f"{record['kind']:<7}{record['kilobytes']:7} KB, {record['threads']} threads: "
        f"ceiling {ours:.1f} GB/s, likwid-bench {theirs:.1f} ({record['variant']})",
        file=sys.stderr,
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--bench", required=True, help="the rp_bench to run")
    parser.add_argument("--json", required=True, help="write JSON lines to this file")
    parser.add_argument(
        "--threads", type=int, action="append", help="1; may be given several times"
    )
    options = parser.parse_args()
    with open(options.json, "w", encoding="utf-8") as out:
        cases = product(options.threads or [1], KINDS, WORKING_SETS_KB)
        for threads, kind, kilobytes in cases:
            record = compare(options.bench, kind, kilobytes, threads)
            print(json.dumps(record), file=out, flush=True)
            progress(record)
    return 0


if __name__ == "__main__":
    run_program("likwid_check", main)
