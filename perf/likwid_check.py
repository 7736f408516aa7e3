#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""likwid_check.py -- the ceilings of rp_bench beside likwid-bench's, size by size."""

import argparse
import json
import re
import subprocess
import sys

from server import run_program

# What moves the same bytes: a problem, the variants, and the vectors of N floats in it.
# likwid-bench counts the bytes that the program moves, as rp_bench does.
KINDS = (
    ("load", "ssum:{n}", ("load_avx", "load_avx512"), 1),
    ("copy", "sgescal:r:1x{n}", ("copy_avx512", "copy_mem_avx", "copy_mem_avx512"), 2),
    ("update", "sgescal:r:1x{n}:inplace", ("update_avx", "update_avx512"), 1),
    ("add", "sgeadd:r:1x{n}", ("stream_avx512", "stream_mem_avx", "stream_mem_avx512"), 3),
)
WORKING_SETS_KB = (64, 512, 8192, 131072)
SPEED = re.compile(r"^MByte/s:\s+([0-9.]+)", re.MULTILINE)


def speed_of(output):
    """GB/s from what likwid-bench printed, or None."""
    found = SPEED.search(output)
    return float(found.group(1)) / 1e3 if found else None


def likwid(variant, kilobytes):
    """None where this variant does not run here."""
    command = ["likwid-bench", "-t", variant, "-w", f"S0:{kilobytes}kB:1"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return None if done.returncode else speed_of(done.stdout)


def ceiling(bench, problem):
    """GB/s of the fastest ceiling of rp_bench."""
    command = [bench, "--ceiling", "--json", "/dev/stdout", problem]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    row = json.loads(done.stdout.splitlines()[-1])
    return max(r["gbps"] for r in row["results"] if r["rival"] == "ceiling")


def compare(bench, kind, kilobytes):
    name, problem, variants, vectors = kind
    text = problem.format(n=kilobytes * 1024 // 4 // vectors)
    ours = ceiling(bench, text)
    speeds = {v: likwid(v, kilobytes) for v in variants}
    speeds = {v: s for v, s in speeds.items() if s}
    best = max(speeds, key=speeds.get, default=None)
    return {
        "type": "likwid",
        "kind": name,
        "kilobytes": kilobytes,
        "ceiling_gbps": ours,
        "likwid_gbps": speeds.get(best),
        "variant": best,
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bench", required=True, help="the rp_bench to run")
    parser.add_argument("--json", required=True, help="write JSON lines to this file")
    options = parser.parse_args()
    with open(options.json, "w", encoding="utf-8") as out:
        for kind in KINDS:
            for kilobytes in WORKING_SETS_KB:
                record = compare(options.bench, kind, kilobytes)
                print(json.dumps(record), file=out, flush=True)
                print(
                    f"{record['kind']:<7}{kilobytes:7} KB: ceiling "
                    f"{record['ceiling_gbps']:.1f} GB/s, likwid-bench "
                    f"{record['likwid_gbps'] or 0:.1f} ({record['variant']})",
                    file=sys.stderr,
                )
    return 0


if __name__ == "__main__":
    run_program("likwid_check", main)
