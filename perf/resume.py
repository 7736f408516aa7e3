#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""resume.py -- what a driver has left to do.

With --left, its JSON lines are put aside, as FILE-1.jsonl and so on, without a last line
that was cut off, and the problem strings that they do not have are written to another file.
With --check, it only tells how many they are; the exit status is 1 when there are any.
"""

import argparse
import json
import os
import sys

from server import problem_strings, run_program


class Other(Exception):
    """The lines are of another run."""


def whole_lines(text):
    """The lines that end; a driver that was killed leaves half of one."""
    return text[: text.rfind("\n") + 1]


def records_of(text):
    """The records, as far as they are; report.py complains about the others."""
    for line in text.splitlines():
        try:
            record = json.loads(line)
        except ValueError:
            continue
        if isinstance(record, dict):
            yield record


def require_same(text, meta):
    """Rows of another commit or of other options cannot stand beside those to come."""
    for header in records_of(text):
        for name, value in meta.items():
            if header.get("type") == "header" and header.get(name) != value:
                was = f"{name} is {value}, and was {header.get(name)}"
                raise Other(f"{was}; without --resume it begins anew")


def left_of(problems, texts):
    """The problems without a row, or a failure, in any of the texts."""
    done = {
        record.get("problem")
        for text in texts
        for record in records_of(text)
        if record.get("type") in ("row", "failure")
    }
    return [problem for problem in problems if problem not in done]


def parts_of(path):
    """The names of the parts put aside so far, and the next one."""
    base = path.removesuffix(".jsonl")
    names = []
    while os.path.exists(f"{base}-{len(names) + 1}.jsonl"):
        names.append(f"{base}-{len(names) + 1}.jsonl")
    return names, f"{base}-{len(names) + 1}.jsonl"


def read(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read()


def put_aside(path, meta):
    """The texts of all parts, the last one of which was `path`."""
    names, following = parts_of(path)
    texts = [read(name) for name in names]
    if os.path.exists(path):
        texts.append(whole_lines(read(path)))
    for text in texts:
        require_same(text, meta)
    if len(texts) > len(names):
        with open(following, "w", encoding="utf-8") as out:
            out.write(texts[-1])
        os.remove(path)
    return texts


def texts_of(path):
    """The texts of all parts and of `path`, which stay where they are."""
    names = parts_of(path)[0] + [path] * os.path.exists(path)
    return [read(name) for name in names]


def check(problems, path):
    """What is missing after the driver's end, and 1 if anything is."""
    left = left_of(problems, texts_of(path))
    if left:
        print(f"{len(left)} of {len(problems)} problems have no row, the first {left[0]}")
    return 1 if left else 0


def go_on(problems, options):
    meta = dict(pair.split("=", 1) for pair in options.meta)
    left = left_of(problems, put_aside(options.file, meta))
    with open(options.left, "w", encoding="utf-8") as out:
        out.writelines(problem + "\n" for problem in left)
    print(f"resume: {len(left)} of {len(problems)} problems are left", file=sys.stderr)
    return 0


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    add = parser.add_argument
    add("--bench", required=True, help="rp_bench, which knows suites")
    add("--suite", required=True, help="of the run")
    add("--meta", action="append", default=[], help="NAME=VALUE of the header")
    task = parser.add_mutually_exclusive_group(required=True)
    task.add_argument("--left", help="file for the problem strings")
    task.add_argument("--check", action="store_true", help="only tell what is missing")
    add("file", help="JSON lines of the driver")
    options = parser.parse_args(arguments)
    problems = problem_strings(options.bench, options.suite, [])
    return check(problems, options.file) if options.check else go_on(problems, options)


if __name__ == "__main__":
    run_program("resume", main, Other)
