# SPDX-License-Identifier: BSD-3-Clause
"""results.py -- what the drivers wrote: reading, checking, merging, ratios.

A ratio is the rival's median over raptors' median of the same run, in which the two were
sampled in turn; above 1 raptors is faster. Times of different runs are never compared.
"""

import json
import math
from dataclasses import dataclass
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
SCHEMA = 1
OURS = "raptors"
CEILING = "ceiling"  # who only moves the bytes: no rival, the limit of the machine
EXTRAS = ("accuracy", "counters", "likwid")  # records that go into the document as they are
VECTORS = ("sum", "mean", "max", "min")  # the routines of one vector
SMALL_BYTES = 64 * 1024  # below, the cost of a call decides
ROW_MEMBERS = (
    "problem",
    "op",
    "dtype",
    "layout",
    "m",
    "n",
    "lda",
    "ldc",
    "inplace",
    "bcast",
    "incx",
    "incy",
    "matrix_bytes",
    "traffic_bytes",
)
NUMBERS = ("m", "n", "lda", "ldc", "incx", "incy", "matrix_bytes", "traffic_bytes")
LARGEST = 1e300  # beyond, a number is as good as infinite


def quantile(ordered, q):
    """Linear interpolation between order statistics, as rp_bench and NumPy do."""
    at = q * (len(ordered) - 1)
    below = int(at)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (at - below) * (ordered[above] - ordered[below])


def summarise(ns, traffic_bytes):
    """The order statistics of samples in ns a call, and the useful traffic in GB/s."""
    ordered = sorted(ns)
    median = quantile(ordered, 0.5)
    deviations = sorted(abs(x - median) for x in ordered)
    return {
        "median_ns": median,
        "p95_ns": quantile(ordered, 0.95),
        "mad_ns": quantile(deviations, 0.5),
        "gbps": traffic_bytes / median,
    }


def geometric_mean(values):
    """None when there is nothing to average."""
    values = list(values)
    return math.exp(sum(map(math.log, values)) / len(values)) if values else None


def is_number(value):
    """A number that can be computed with: neither NaN nor infinite, nor true."""
    return (
        isinstance(value, (int, float))
        and not isinstance(value, bool)
        and abs(value) < LARGEST
    )


def wrong_with_result(result):
    """What makes one contender's result unusable, or None."""
    if not isinstance(result, dict) or not isinstance(result.get("rival"), str):
        return "with a result without a rival"
    median = result.get("median_ns")
    if not is_number(median) or not median > 0:
        return "with a result without a positive median"
    if not is_number(result.get("p95_ns")):
        return "with a result without a P95"
    if not is_number(mad := result.get("mad_ns", 0)) or mad < 0:
        return "with a result with a bad MAD"
    samples = result.get("ns", [])
    if not isinstance(samples, list) or not all(map(is_number, samples)):
        return "with samples that are no numbers"
    if not is_number(result.get("preempted", 0)):
        return "with a bad count of preempted samples"
    return None


def wrong_with_results(listed):
    if not isinstance(listed, list) or not listed:
        return "without results"
    wrong = next(filter(None, map(wrong_with_result, listed)), None)
    if not wrong and listed[0]["rival"] != OURS:
        return "whose first result is not ours"
    return wrong


def wrong_with_members(row, members):
    """The problem itself, of a row as a driver writes it or of a merged one."""
    missing = [name for name in members if name not in row]
    if missing:
        return "without " + ", ".join(missing)
    for name in ("problem", "op", "dtype", "layout"):
        if not isinstance(row[name], str):
            return f"whose {name} is no text"
    for name in NUMBERS:
        if not is_number(row[name]):
            return f"whose {name} is no number"
    if row["matrix_bytes"] <= 0 or row["traffic_bytes"] <= 0:
        return "without bytes"
    return None


def wrong_with_row(row):
    """What makes a driver's row unusable, or None."""
    members = (*ROW_MEMBERS, "driver", "results")
    return wrong_with_members(row, members) or wrong_with_results(row["results"])


def wrong_with_merged(row):
    """What makes a row of merge() unusable, or None."""
    if not isinstance(row, dict):
        return "that is none"
    wrong = wrong_with_members(row, (*ROW_MEMBERS, "runs"))
    if wrong:
        return wrong
    if not isinstance(row["runs"], list) or not row["runs"]:
        return "without runs"
    for run in row["runs"]:
        if not isinstance(run, dict):
            return "with a run that is none"
        if wrong := wrong_with_results(run.get("results")):
            return wrong
    return None


def parse_lines(lines, name="input"):
    """The records of one driver, and complaints about what could not be used."""
    records, complaints = [], []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except ValueError as error:
            complaints.append(f"{name}, line {number}: not JSON ({error})")
            continue
        kind = record.get("type") if isinstance(record, dict) else None
        wrong = wrong_with_row(record) if kind == "row" else None
        if kind not in ("header", "row", "failure", *EXTRAS):
            complaints.append(f"{name}, line {number}: no record that is known")
        elif wrong:
            problem = record.get("problem", "?")
            complaints.append(f"{name}, line {number}: a row ({problem}) {wrong}")
        else:
            records.append(record)
    return records, complaints


def read_files(paths):
    """All records of the files that exist; a missing one is a complaint."""
    records, complaints = [], []
    for path in paths:
        try:
            with open(path, encoding="utf-8") as lines:
                got, wrong = parse_lines(lines, path)
        except OSError as error:
            complaints.append(f"{path}: {error.strerror}")
            continue
        records += got
        complaints += wrong
    return records, complaints


def portable(word):
    """A word of a command without the place of this checkout, which is nobody's business."""
    return word.replace(f"{TOP}/", "")


def merge(records, complaints=()):
    """One document: a header per driver, and per problem what each driver measured."""
    document = {
        "schema": SCHEMA,
        "headers": [],
        "failures": [],
        "rows": [],
        "complaints": list(complaints),
        **{kind: [r for r in records if r["type"] == kind] for kind in EXTRAS},
    }
    rows = {}
    for record in records:
        if record["type"] == "header":
            command = [portable(word) for word in record.get("command", [])]
            document["headers"].append({**record, "command": command})
        elif record["type"] == "failure":
            document["failures"].append(record)
        elif record["type"] == "row":
            own = ("type", "driver", "results")
            shared = {k: v for k, v in record.items() if k not in own}
            row = rows.setdefault(record["problem"], {**shared, "runs": []})
            row["runs"].append({"driver": record["driver"], "results": record["results"]})
    document["rows"] = list(rows.values())
    threads = sorted({row["threads"] for row in rows.values() if "threads" in row})
    for header in document["headers"]:
        header.setdefault("threads", threads)
    return document


@dataclass(frozen=True)
class Cell:
    """One row of the report."""

    problem: str
    routine: str
    dtype: str
    shape: str
    matrix_bytes: float
    gbps: float
    best: str  # the rival with the lowest ratio, and its routine
    ratios: dict  # library -> ratio to its best way
    share: float  # of the ceiling that we reach; None when it was not timed
    spread: float  # our P95 over our median
    samples: int  # ours, in the first run
    preempted: float  # the share of all samples in which we lost the CPU

    @property
    def ratio(self):
        """To the best rival of all; infinite when there was none."""
        return min(self.ratios.values(), default=math.inf)

    @property
    def small(self):
        return self.matrix_bytes < SMALL_BYTES


def factors_of(row):
    """alpha and beta where they are not what a problem has without them."""
    usual = 1.0
    if row["op"] == "gescal":
        usual = -1.0 if row["inplace"] else 1 + 2**-10
    alpha, beta = row.get("alpha", usual), row.get("beta", 1.0)
    return [f"alpha {alpha:g}"] * (alpha != usual) + [f"beta {beta:g}"] * (beta != 1)


def routine_of(row):
    """The line of the picture that a row belongs to."""
    words = [row["op"]] + [row["bcast"]] * bool(row["bcast"])
    words += ["in place"] * bool(row["inplace"]) + ["col-major"] * (row["layout"] == "c")
    words += factors_of(row)
    threads = row.get("threads", 1)
    return " ".join(words + [f"{threads} threads"] * (threads != 1))


def shape_of(row):
    """The column of the picture that a row belongs to. With routine_of and dtype_of it is
    all that tells problems apart; a blank is in it when it is not the plain shape."""
    is_vector = row["op"] in VECTORS
    length = row["n"] if row["layout"] == "r" else row["m"]
    lda = row["lda"]
    usual = {"lda": length, "ldb": lda, "ldc": lda, "incx": 1, "incy": 1, "offset": 0}
    words = [str(row["n"]) if is_vector else f"{row['m']}x{row['n']}"]
    for name, value in usual.items():
        if row.get(name, value) != value:
            words.append(f"{'inc' if is_vector and name == 'incx' else name} {row[name]}")
    return " ".join(words)


def dtype_of(row):
    result = row.get("result_dtype", row["dtype"])
    return row["dtype"] + f" to {result}" * (result != row["dtype"])


def cell_of(row):
    """What the report says about a merged row."""
    ratios, best, share = {}, (math.inf, ""), None
    for run in row["runs"]:
        ours = run["results"][0]["median_ns"]
        for result in run["results"][1:]:
            ratio = result["median_ns"] / ours
            name = result["rival"]
            if name == CEILING:
                share = min(ratio, share or ratio)
                continue
            ratios[name] = min(ratio, ratios.get(name, math.inf))
            best = min(best, (ratio, f"{name} {result.get('how', '')}".strip()))
    first = row["runs"][0]["results"][0]
    every = [result for run in row["runs"] for result in run["results"]]
    lost = sum(result.get("preempted", 0) for result in every)
    taken = sum(len(result.get("ns", ())) for result in every)
    return Cell(
        problem=row["problem"],
        routine=routine_of(row),
        dtype=dtype_of(row),
        shape=shape_of(row),
        matrix_bytes=row["matrix_bytes"],
        gbps=row["traffic_bytes"] / first["median_ns"],
        best=best[1],
        ratios=ratios,
        share=share,
        spread=first["p95_ns"] / first["median_ns"],
        samples=len(first.get("ns", ())),
        preempted=lost / max(taken, 1),
    )


def cells_of(document):
    """All cells, the worst offenders first."""
    return sorted(map(cell_of, document["rows"]), key=lambda cell: cell.ratio)
