# SPDX-License-Identifier: BSD-3-Clause
"""telemetry.py -- what rp_threading_info said before and after some calls: is it true?

Pure functions of two dumps and of the problem that was called in between. Complaints are
lines of text; none of the rules depends on how long anything took.
"""

import json
import math

from results import TOP

SCHEMA_FILE = TOP / "doc" / "threading_info.schema.json"
ARMS = ("sequential", "parallel")
IDENTITY = ("op", "dtype", "walk", "narrow", "bytes_log2", "pool")
SMALL_LOG2, LARGEST_LOG2 = 16, 34  # helpers are asked from 64 KiB on; the last class
ENOUGH_CALLS = 20  # from so many calls on, a key must have timed the arm it chose
DTYPES = {
    ("float32", "float32"): "s",
    ("float64", "float64"): "d",
    ("float32", "float64"): "ds",
}


class Unusable(Exception):
    """Not what rp_threading_info gives."""


def validated(dump):
    """The dump, if the installed schema takes it."""
    import jsonschema  # here, so that the rest works without it

    schema = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    for error in jsonschema.Draft202012Validator(schema).iter_errors(dump):
        raise Unusable(f"rp_threading_info: {error.json_path}: {error.message}")
    return dump


def parse(text):
    """The dump in a text, valid by its schema."""
    try:
        dump = json.loads(text)
    except ValueError as error:
        raise Unusable(f"rp_threading_info: not JSON ({error})") from error
    return validated(dump)


def keys_of(dump):
    keys = dump["telemetry"]["keys"]
    return {tuple(key[name] for name in IDENTITY): key for key in keys}


def called_between(before, after):
    """The keys of calls between two dumps, as they are after, with `new`: the calls,
    bytes and paths that were added."""
    known, called = keys_of(before), []
    for identity, key in keys_of(after).items():
        old = known.get(identity)
        new = {name: key[name] - (old[name] if old else 0) for name in ("calls", "bytes")}
        new["paths"] = {
            arm: key["paths"][arm] - (old["paths"][arm] if old else 0) for arm in ARMS
        }
        if new["calls"] != 0:
            called.append({**key, "new": new})
    return called


def name_of(key):
    narrow = ", narrow" if key["narrow"] else ""
    return (
        f"{key['op']} {key['dtype']} {key['walk']} 2^{key['bytes_log2']}"
        f" ({key['pool']}{narrow})"
    )


def wrong_names(key, problem, size_class):
    """Is this the key of a problem of axis 0?"""
    expected = {
        "op": problem["fold"],
        "dtype": DTYPES[problem["dtype"], problem["result_dtype"]],
        "walk": "across" if problem["layout"] == "r" else "along",
        "bytes_log2": size_class,
    }
    return [
        f"{name_of(key)}: {name} is {key[name]}, not {value}"
        for name, value in expected.items()
        if key[name] != value
    ]


def wrong_counts(called, calls):
    """Do calls, bytes and paths add up?"""
    wrong = []
    counted = sum(key["new"]["calls"] for key in called)
    moved = sum(key["new"]["bytes"] for key in called)
    if counted != calls:
        wrong.append(f"{calls} calls were made, {counted} counted")
    for key in called:
        new = key["new"]
        if sum(new["paths"].values()) != new["calls"]:
            wrong.append(f"{name_of(key)}: the paths are not {new['calls']} calls")
        if new["bytes"] * counted != new["calls"] * moved:
            wrong.append(f"{name_of(key)}: calls alike moved different bytes")
    return wrong


def bytes_per_call(called):
    calls = sum(key["new"]["calls"] for key in called)
    return sum(key["new"]["bytes"] for key in called) / calls if calls else 0


def is_above_floor(key, dumps):
    """Could its new calls, by their size, go to helpers? The floor moves when the launch
    is measured: only what both dumps have above it counts."""
    if key["bytes_log2"] < SMALL_LOG2:
        return False
    floor = max(dump["policy"]["floor_bytes"][key["pool"]] for dump in dumps)
    return key["new"]["bytes"] >= key["new"]["calls"] * floor


def wrong_choice(key, mode, before, after):
    """Does the plan fit the mode, and has it been seen?"""
    name = name_of(key)
    if key["plan"] not in ARMS:
        return [f"{name}: the plan {key['plan']} is no arm"]
    if mode == "never":
        alone = key["plan"] == "sequential" and key["new"]["paths"]["parallel"] == 0
        return [] if alone else [f"{name}: helpers, though RAPTORS_PARALLEL is never"]
    seen = key[key["plan"]]["samples"] > 0
    if mode != "auto" or seen or key["new"]["calls"] < ENOUGH_CALLS:
        return []
    if after["telemetry"]["level"] == 0 or not is_above_floor(key, (before, after)):
        return []
    return [f"{name}: {key['plan']} was chosen, and never timed"]


def complaints(problem, mode, calls, before, after):
    """All that is wrong with two dumps and `calls` calls of a problem in between."""
    called = called_between(before, after)
    size = bytes_per_call(called)
    size_class = min(LARGEST_LOG2, int(math.log2(size))) if size >= 1 else 0
    wrong = wrong_counts(called, calls)
    for key in called:
        wrong += wrong_names(key, problem, size_class)
        wrong += wrong_choice(key, mode, before, after)
    return wrong
