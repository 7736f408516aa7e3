# SPDX-License-Identifier: BSD-3-Clause
"""test_likwid.py -- likwid's output and rp_bench's markers; nothing has to be counted.

likwid_samples holds what likwid-perfctr 5.2 prints of made-up counts. $RP_BENCH_STUB is
an rp_bench that is linked with perf/likwid_stub, which writes down how it is called.
"""

import json
import os
import re
import stat
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import likwid_counters as counters  # noqa: E402
from likwid_csv import Region, parse  # noqa: E402

STUB = os.environ.get("RP_BENCH_STUB")
SCALE, PLAIN = "dgescal_r_3000x3000_raptors", "dgescal_r_3000x3000_plain_loop"


def sample(name):
    return (HERE / "likwid_samples" / f"{name}.csv").read_text(encoding="utf-8")


class Parser(unittest.TestCase):
    def test_regions(self):
        regions, complaints = parse(sample("icelake"))
        self.assertEqual(complaints, [])
        self.assertEqual(list(regions), [SCALE, PLAIN, "saxis0sum_r_512x512_raptors"])
        self.assertEqual((regions[SCALE].count, regions[SCALE].seconds), (22, 0.248123))
        self.assertAlmostEqual(regions[SCALE].bytes / 22, 145.3e6, delta=1e3)
        self.assertAlmostEqual(regions[SCALE].gbps, 12.883, places=3)

    def test_little_traffic_keeps_its_digits(self):
        regions, _ = parse(sample("icelake"))  # whose volume is printed as 0.0006
        self.assertAlmostEqual(
            regions["saxis0sum_r_512x512_raptors"].bytes, 40 * 15000, delta=10
        )

    def test_half_of_the_channels(self):
        low, high = parse(sample("zen3_mem1"))[0], parse(sample("zen3_mem2"))[0]
        self.assertEqual((set(low), set(high)), ({SCALE, PLAIN}, {SCALE, PLAIN}))
        self.assertAlmostEqual(high[SCALE].bytes / 22, 36.3e6, delta=1e3)

    def test_threads_add_up_and_absent_ones_do_not_count(self):
        regions, complaints = parse(sample("neoverse"))
        self.assertEqual(complaints, [])
        both, one = regions.values()
        self.assertEqual((both.count, both.seconds), (10, 0.2))
        self.assertAlmostEqual(both.bytes, 1.44e9)
        self.assertEqual((one.count, one.bytes), (10, 0))


class Malformed(unittest.TestCase):
    """Of a region that cannot be used, the others are not the worse."""

    def spoil(self, pattern, replacement):
        spoilt = re.sub(pattern, replacement, sample("icelake"), count=1, flags=re.M)
        self.assertNotEqual(spoilt, sample("icelake"))
        regions, complaints = parse(spoilt)
        self.assertEqual((len(regions), len(complaints)), (2, 1), complaints)
        self.assertIn(f"region {SCALE}: ", complaints[0])
        self.assertNotIn(SCALE, regions)
        return complaints[0]

    def test_no_number(self):
        for text in ("nan", "inf", "a lot", ""):
            self.spoil(r"^(Memory bandwidth.*\]),[0-9.]+,", rf"\1,{text},")

    def test_no_bandwidth(self):
        said = self.spoil(r"^Memory bandwidth", "L3 bandwidth")
        self.assertIn("no memory bandwidth", said)

    def test_no_metrics(self):
        self.spoil(r"^TABLE,.*Metric,MEM,10(\n[^ST].*)*", "")

    def test_no_events(self):
        self.spoil(r"^TABLE,.*Raw,MEM,12(\n[^ST].*)*", "")

    def test_fewer_rows_than_promised(self):
        self.assertIn("9 metrics of 10", self.spoil(r"^CPI,.*\n", ""))

    def test_another_thread_without_a_time(self):
        said = self.spoil(r"^(Memory bandwidth.*),$", r"\1,17.5")
        self.assertIn("2 threads of 1", said)

    def test_never_entered(self):
        self.spoil(r"^call count,22", "call count,0")
        self.spoil(r"^RDTSC Runtime \[s\],0.248123", "RDTSC Runtime [s],0.000000")

    def test_cut_anywhere(self):
        whole = sample("icelake")
        for end in range(0, len(whole), 37):
            regions, complaints = parse(whole[:end])
            self.assertTrue(complaints or len(regions) == whole[:end].count("Metric,MEM"))
            for name, region in regions.items():
                self.assertGreater(region.bytes, 0, name)

    def test_nothing(self):
        for text in ("", "Cannot get access to MSRs.\n", "TABLE,Group 1 Raw,MEM,1\n,,\n"):
            self.assertEqual(parse(text), ({}, ["likwid-perfctr printed no region"]))


def row(*results, traffic=144e6):
    return {
        "type": "row",
        "problem": "dgescal:r:3000x3000",
        "traffic_bytes": traffic,
        "results": [{"calls": 1, "median_ns": 11e6, "gbps": 13.1, **r} for r in results],
    }


OURS = {"rival": "raptors", "how": "rp_dgescal", "region": SCALE}
THEIRS = {"rival": "plain", "how": "loop", "region": PLAIN}


class Beside(unittest.TestCase):
    def summary(self, **members):
        known = {"groups": ["MEM"], "cpus": "1", "reason": None, "complaints": []}
        return {**known, **members}

    def test_traffic_of_a_call(self):
        records = [row({**OURS, "calls": 4})]
        counted = [("MEM", {SCALE: Region(5, 2.0, 40e9)}, {SCALE: 4})]
        self.assertEqual(counters.attach(records, counted), [])
        self.assertEqual(
            records[0]["results"][0]["counters"], {"bytes": 2e9, "gbps": 20.0}
        )

    def test_groups_add_up(self):
        records = [row(OURS)]
        calls = counters.calls_of(records)
        counted = [
            ("MEM1", parse(sample("zen3_mem1"))[0], calls),
            ("MEM2", parse(sample("zen3_mem2"))[0], calls),
        ]
        self.assertEqual(counters.attach(records, counted), [])
        found = records[0]["results"][0]["counters"]
        self.assertAlmostEqual(found["bytes"], 72.6e6, delta=1e3)

    def test_what_was_not_counted_is_told_and_stays_empty(self):
        records = [row(OURS, THEIRS)]
        counted = [("MEM", {SCALE: Region(5, 2.0, 40e9)}, {SCALE: 1})]
        complaints = counters.attach(records, counted)
        self.assertEqual(complaints, ["dgescal:r:3000x3000, plain loop: not counted"])
        self.assertNotIn("counters", records[0]["results"][1])
        text = counters.markdown(records, self.summary(complaints=complaints))
        self.assertIn("| plain loop | 11000.0 | 144.00 | 13.1 |  |  |  |", text)
        self.assertIn("| 8000.00 | 20.0 | 55.56x |", text)
        self.assertIn(complaints[0], text)

    def test_why_there_is_nothing(self):
        records = [row(OURS)]
        self.assertEqual(counters.attach(records, []), [])
        text = counters.markdown(records, self.summary(reason="no PMU"))
        self.assertIn("**No counters**: no PMU.", text)


class Obstacles(unittest.TestCase):
    def machine(self, files):
        with tempfile.TemporaryDirectory() as root:
            for name, text in files.items():
                path = Path(root, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
            return counters.obstacles("3-4", root)

    def test_virtual_machine(self):
        found = self.machine(
            {
                "proc/cpuinfo": "flags\t\t: fpu hypervisor sse2\n",
                "proc/sys/kernel/perf_event_paranoid": "2\n",
                "sys/bus/event_source/devices/software": "",
            }
        )
        self.assertEqual(len(found), 4, found)
        self.assertIn("/dev/cpu/3/msr", found[2])

    def test_machine_that_lets_count(self):
        files = {
            "dev/cpu/3/msr": "",
            "proc/sys/kernel/perf_event_paranoid": "0\n",
            "sys/bus/event_source/devices/cpu": "",
        }
        self.assertEqual(self.machine(files), [])


# likwid-perfctr as far as it is used: runs the program and prints a region for each that
# was entered. Group MEM does not work here, MEM1 and MEM2 do.
PERFCTR = """#!{python}
import collections, os, subprocess, sys
group, command = sys.argv[sys.argv.index("-g") + 1], sys.argv[sys.argv.index("-g") + 2:]
assert sys.argv[1:5] == ["-C", "{cpu}", "-m", "-O"], sys.argv
if group not in ("MEM1", "MEM2"):
    sys.exit("ERROR - no such group\\nCannot find group " + group)
log = "{log}." + group
subprocess.run(command, env={{**os.environ, "LIKWID_STUB_LOG": log}}, check=True)
count, seconds = collections.Counter(), collections.Counter()
for line in open(log):
    word, *rest = line.split()
    if word == "stop":
        count[rest[0]] += 1
        seconds[rest[0]] += float(rest[1]) / 1e9
for name in count:
    print(f"TABLE,Region {{name}},Group 1 Raw,{{group}},0")
    print(f"RDTSC Runtime [s],{{seconds[name]:.6f}}\\ncall count,{{count[name]}}")
    print(f"TABLE,Region {{name}},Group 1 Metric,{{group}},1\\nMetric,HWThread 0")
    print("Memory bandwidth (channels 0-3) [MBytes/s],5000.0")
"""


@unittest.skipUnless(STUB, "no RP_BENCH_STUB")
class Markers(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.TemporaryDirectory()
        self.addCleanup(self.directory.cleanup)
        self.log = os.path.join(self.directory.name, "log")
        self.cpu = str(max(os.sched_getaffinity(0)))

    def run_stub(self, *arguments):
        """The calls that the stub wrote down, and what rp_bench wrote."""
        out = os.path.join(self.directory.name, "out")
        hasty = ("--min-samples", "2", "--max-samples", "2", "--budget-ms", "1")
        command = [STUB, "--json", out, *hasty, *arguments]
        environment = {**os.environ, "LIKWID_STUB_LOG": self.log}
        subprocess.run(command, env=environment, stderr=subprocess.DEVNULL, check=True)
        records = [json.loads(line) for line in Path(out).read_text("utf-8").splitlines()]
        return Path(self.log).read_text("utf-8").splitlines(), records

    def test_pairs_round_loops_of_a_millisecond(self):
        problems = ("ssum:1000:incx=-2", "dsum:9")
        calls, records = self.run_stub("--sample-us", "4000", *problems)
        self.assertEqual((calls[0], calls[-1]), ("init", "close"))
        pairs = [(a.split(), b.split()) for a, b in zip(calls[1::2], calls[2:-1:2])]
        self.assertEqual(len(calls), 2 + 2 * len(pairs))
        for start, stop in pairs:
            self.assertEqual((start[0], stop[0], start[1]), ("start", "stop", stop[1]))
            self.assertRegex(start[1], r"^[A-Za-z0-9_]{1,79}$")
            self.assertGreaterEqual(float(stop[2]), 1e6)
        named = [r["region"] for line in records[1:] for r in line["results"]]
        self.assertEqual({start[1] for start, _ in pairs}, set(named))
        self.assertEqual(len(set(named)), len(named))
        self.assertIn("ssum_1000_incx_m2_raptors", named)

    def test_short_loops_have_no_markers(self):
        calls, records = self.run_stub("--sample-us", "20", "ssum:1000")
        self.assertEqual(calls, ["init", "close"])
        self.assertNotIn("region", records[1]["results"][0])

    def test_long_names_stay_apart(self):
        text = "sgeadd_bcast:r:row:1x{}:lda=100000000:ldc=100000000:alpha=1.25:beta=1.125"
        problems = [text.format(n) for n in (8, 9)]
        _, records = self.run_stub("--sample-us", "4000", *problems)
        named = [r["region"] for line in records[1:] for r in line["results"]]
        self.assertEqual(len(set(named)), len(named))
        self.assertEqual(max(map(len, named)), 79)

    def perfctr(self):
        path = os.path.join(self.directory.name, "perfctr")
        text = PERFCTR.format(python=sys.executable, cpu=self.cpu, log=self.log)
        Path(path).write_text(text, encoding="utf-8")
        os.chmod(path, stat.S_IRWXU)
        return path

    def measure(self, perfctr, *arguments):
        setup = counters.Setup(STUB, perfctr, self.cpu)
        path = os.path.join(self.directory.name, "rows")
        hasty = ("--sample-us", "2000", "--max-samples", "2", "--budget-ms", "1")
        return counters.measure(setup, None, ("ssum:1000", *hasty), path)

    def test_from_trial_to_table(self):
        records, summary = self.measure(self.perfctr())
        self.assertEqual((summary["groups"], summary["reason"]), (["MEM1", "MEM2"], None))
        self.assertEqual(summary["complaints"], [])
        for result in records[1]["results"]:
            self.assertAlmostEqual(result["counters"]["gbps"], 10.0, places=1)

    def test_nobody_counts(self):
        for perfctr in ("/nowhere/likwid-perfctr", "false"):
            records, summary = self.measure(perfctr)
            self.assertIn(perfctr, summary["reason"])
            self.assertEqual(summary["complaints"], [])
            self.assertNotIn("counters", records[1]["results"][0])


if __name__ == "__main__":
    unittest.main()
