# SPDX-License-Identifier: BSD-3-Clause
"""baselines.py -- ratios that were reached, with bands, and how a new run compares.

A baseline holds ratios of one run alone: the ceiling's time to ours and each rival's time
to ours, so that a faster or slower clock cancels. A band is how far a ratio may fall
before it counts, from the spread of the samples it was made of. A rival of another
version is told, not compared: rivals inform, they do not gate.
"""

import json
from dataclasses import dataclass

from results import CEILING, SCHEMA, is_number, wrong_with_merged

MIN_BAND, MAX_BAND = 0.10, 0.50  # what repeats differ by anyway; what would say nothing
SPREADS = 4  # of the medians' relative MADs, added
KEYS = ("schema", "machine", "reasons", "rows")


class Unusable(Exception):
    """A file that is not what it should be."""


def load(path, keys):
    """A JSON object with these members, or Unusable with the reason."""
    try:
        with open(path, encoding="utf-8") as file:
            document = json.load(file)
    except OSError as error:
        raise Unusable(f"{path}: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise Unusable(f"{path}: not JSON ({error})") from error
    if not isinstance(document, dict):
        raise Unusable(f"{path}: not an object")
    missing = [key for key in keys if key not in document]
    if missing:
        raise Unusable(f"{path}: without {', '.join(missing)}")
    if document["schema"] != SCHEMA:
        raise Unusable(f"{path}: schema {document['schema']}, not {SCHEMA}")
    return document


def require(path, kind, *values):
    """Members of a document are lists or objects where they should be."""
    if not all(isinstance(value, kind) for value in values):
        raise Unusable(f"{path}: a member is not what it should be")


def load_run(path):
    """The JSON of an audit, all rows of which can be worked on."""
    run = load(path, ("schema", "headers", "rows"))
    lists = [run.get(name, []) for name in ("headers", "rows", "failures", "complaints")]
    require(path, list, *lists)
    require(path, dict, *run["headers"])
    for row in run["rows"]:
        if wrong := wrong_with_merged(row):
            problem = row.get("problem", "?") if isinstance(row, dict) else row
            raise Unusable(f"{path}: a row ({problem}) {wrong}")
    return run


def wrong_with_measure(measure):
    """What makes a ratio and its band unusable, or None."""
    if not isinstance(measure, dict):
        return "is no object"
    if not is_number(measure.get("ratio")) or not measure["ratio"] > 0:
        return "has no positive ratio"
    if not is_number(measure.get("band")) or not 0 <= measure["band"] < 1:
        return "has no band from 0 to 1"
    return None


def load_baseline(path):
    """A baseline, all measures of which can be compared with."""
    baseline = load(path, KEYS)
    require(path, dict, baseline["machine"], baseline["rows"])
    require(path, list, baseline["reasons"])
    require(path, dict, *baseline["reasons"], *baseline["rows"].values())
    for problem, measures in baseline["rows"].items():
        for name, measure in measures.items():
            if wrong := wrong_with_measure(measure):
                raise Unusable(f"{path}: {problem}: {name} {wrong}")
    return baseline


def facts(run):
    """All headers as one; the first that knows a fact wins."""
    known = {}
    for header in reversed(run["headers"]):
        known.update(header)
    return known


def machine_of(run):
    """Where ratios can be compared: a CPU and the kernels chosen for it."""
    known = facts(run)
    return {name: known.get(name, "unknown") for name in ("cpu", "isa")}


def spread(result):
    return result.get("mad_ns", 0.0) / result["median_ns"]


def measures_of(row, versions):
    """Who -> ratio, band and version, each by the rival's best way."""
    measures = {}
    for run in row["runs"]:
        ours = run["results"][0]
        for result in run["results"][1:]:
            name = result["rival"]
            ratio = result["median_ns"] / ours["median_ns"]
            if name in measures and measures[name]["ratio"] <= ratio:
                continue
            band = SPREADS * (spread(ours) + spread(result))
            measures[name] = {
                "ratio": round(ratio, 4),
                "band": round(min(max(band, MIN_BAND), MAX_BAND), 4),
            }
            if name in versions:
                measures[name]["version"] = versions[name]
    return measures


def rows_of(run):
    """Problem -> measures."""
    known = facts(run)
    versions = {n: known[n] for n in ("openblas", "eigen", "numpy") if n in known}
    versions["plain"] = known.get("compiler", "unknown")
    return {row["problem"]: measures_of(row, versions) for row in run["rows"]}


@dataclass(frozen=True)
class Finding:
    kind: str  # breach, missing, slower, version, new or gain
    text: str


def compare_row(problem, was, now):
    """Findings of one row: was and now are its measures."""
    findings = []
    for name, old in was.items():
        new = now.get(name)
        if new is None:
            findings.append(Finding("missing", f"{problem}: {name} was not measured"))
        elif old.get("version") != new.get("version"):
            text = f"{problem}: {name} is {new.get('version')}, was {old.get('version')}"
            findings.append(Finding("version", text))
        else:
            text = (
                f"{problem}: {name} {new['ratio']:.2f}, was {old['ratio']:.2f} "
                f"(band {old['band']:.0%})"
            )
            if new["ratio"] < old["ratio"] * (1 - old["band"]):
                kind = "breach" if name in (CEILING, "plain") else "slower"
                findings.append(Finding(kind, text))
            elif new["ratio"] > old["ratio"] * (1 + old["band"]):
                findings.append(Finding("gain", text))
    return findings


def compare(baseline, run):
    """All findings, row by row, in the order of the baseline; new rows last."""
    findings, now = [], rows_of(run)
    for problem, was in baseline["rows"].items():
        if problem in now:
            findings += compare_row(problem, was, now[problem])
        else:
            findings.append(Finding("missing", f"{problem}: not measured"))
    for problem in now:
        if problem not in baseline["rows"]:
            findings.append(Finding("new", f"{problem}: not in the baseline"))
    return findings


def require_good(run):
    """What differed or is incomplete is nothing to hold later runs against."""
    if run.get("failures"):
        raise Unusable(f"outputs of the run differ in {len(run['failures'])} problems")
    if run.get("complaints"):
        raise Unusable(f"the run is incomplete: {run['complaints'][0]}")
    if not run["rows"]:
        raise Unusable("the run has no rows")


def renew(baseline, run, reason, replace=False):
    """The baseline with the rows of the run; rows that it does not have stay, or go when
    it is to be replaced.

    The reasons of all renewals stay with it, and what went with them.
    """
    if not reason.strip():
        raise Unusable("a renewal wants a reason")
    require_good(run)
    machine, known = machine_of(run), facts(run)
    if baseline and baseline["machine"] != machine:
        raise Unusable(f"the baseline is of {baseline['machine']}, the run of {machine}")
    entry = {
        "date": known.get("date", "unknown"),
        "commit": known.get("commit", "unknown"),
        "reason": reason.strip(),
    }
    old, new = (baseline["rows"] if baseline else {}), rows_of(run)
    if replace:
        entry["removed"] = [problem for problem in old if problem not in new]
    return {
        "schema": SCHEMA,
        "machine": machine,
        "reasons": (baseline["reasons"] if baseline else []) + [entry],
        "rows": new if replace else {**old, **new},
    }


def text_of(baseline):
    """JSON with a line per row, so that a renewal can be read as a diff."""
    rows = ",\n".join(
        f"  {json.dumps(problem)}: {json.dumps(measures)}"
        for problem, measures in baseline["rows"].items()
    )
    rest = json.dumps({k: v for k, v in baseline.items() if k != "rows"}, indent=1)
    return rest[:-2] + ',\n "rows": {\n' + rows + "\n }\n}\n"
