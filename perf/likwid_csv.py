# SPDX-License-Identifier: BSD-3-Clause
"""likwid_csv.py -- what likwid-perfctr -m -O prints: the memory traffic of every region.

likwid prints volumes in gigabytes with four decimals, which is nothing for a short
region: the traffic is therefore the bandwidth, in MBytes/s with four decimals, times the
time.
"""

import math
import re
from dataclasses import dataclass, field

TABLE = re.compile(r"TABLE,Region ([^,]+),Group \d+ (Raw|Metric)( STAT)?,([^,]+),(\d+)")
# A group of half the memory channels names them: Memory bandwidth (channels 0-3) [...].
BANDWIDTH = re.compile(r"Memory bandwidth( \([^)]*\))? \[MBytes/s\]")
RUNTIME = "RDTSC Runtime [s]"
COUNT = "call count"


class Malformed(Exception):
    """A region that says less than it must."""


@dataclass
class Table:
    region: str
    kind: str  # Raw or Metric
    promised: int  # rows
    rows: dict = field(default_factory=dict)  # name -> the texts of its threads


@dataclass(frozen=True)
class Region:
    """All threads of a region together."""

    count: int  # pairs of markers
    seconds: float
    bytes: float

    @property
    def gbps(self):
        return self.bytes / self.seconds / 1e9


def tables_of(text):
    """The tables with a column a thread; those of sums and averages are left out."""
    tables, current = [], None
    for line in text.splitlines():
        if line.startswith(("TABLE,", "STRUCT,")):
            found = TABLE.match(line)
            current = None
            if found and not found[3]:
                current = Table(found[1], found[2], int(found[5]))
                tables.append(current)
        elif current and "," in line:
            name, *values = line.rstrip(",").split(",")
            current.rows.setdefault(name, values)
    return tables


def numbers(texts, name):
    """Of a thread that has not been in the region, likwid prints 0 or a dash."""
    try:
        found = [float(text) if text != "-" else 0.0 for text in texts]
    except ValueError as error:
        raise Malformed(f"{name}: {error}") from error
    if not found or not all(map(math.isfinite, found)):
        raise Malformed(f"{name}: {', '.join(texts) or 'nothing'}")
    return found


def row_of(table, name, matches):
    for label, values in table.rows.items():
        if matches(label):
            return numbers(values, label)
    raise Malformed(f"no {name}")


def region_of(raw, metric):
    if not raw or not metric:
        raise Malformed("no table of " + ("metrics" if raw else "events"))
    if len(metric.rows) <= metric.promised:  # with their head
        raise Malformed(f"{len(metric.rows) - 1} metrics of {metric.promised}")
    seconds = row_of(raw, RUNTIME, RUNTIME.__eq__)
    count = max(row_of(raw, COUNT, COUNT.__eq__))
    rates = row_of(metric, "memory bandwidth", BANDWIDTH.fullmatch)
    if len(rates) != len(seconds):
        raise Malformed(f"{len(rates)} threads of {len(seconds)}")
    if count < 1 or max(seconds) <= 0:
        raise Malformed("was never entered")
    traffic = sum(1e6 * rate * s for rate, s in zip(rates, seconds, strict=True))
    return Region(int(count), max(seconds), traffic)


def parse(text):
    """The regions by name, and complaints about those that could not be used."""
    by_region, regions, complaints = {}, {}, []
    for table in tables_of(text):
        by_region.setdefault(table.region, {}).setdefault(table.kind, table)
    for name, tables in by_region.items():
        try:
            regions[name] = region_of(tables.get("Raw"), tables.get("Metric"))
        except Malformed as error:
            complaints.append(f"region {name}: {error}")
    if not by_region:
        complaints.append("likwid-perfctr printed no region")
    return regions, complaints
