#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""resume.py -- what an interrupted driver has left to do.

Its JSON lines are put aside, as FILE-1.jsonl and so on, without a last line that was cut
off, and the problem strings that they do not have are written to another file.
"""

import argparse
import json
import os
import sys

from server import ServerError, problem_strings


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
                raise Other(f"{name} is {value}, and was {header.get(name)}")


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
        require_same(texts[-1], meta)
        with open(following, "w", encoding="utf-8") as out:
            out.write(texts[-1])
        os.remove(path)
    return texts


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    add = parser.add_argument
    add("--bench", required=True, help="rp_bench, which knows suites")
    add("--suite", required=True, help="of the run")
    add("--meta", action="append", default=[], help="NAME=VALUE of the header")
    add("--left", required=True, help="file for the problem strings")
    add("file", help="JSON lines of the driver")
    options = parser.parse_args(arguments)
    problems = problem_strings(options.bench, options.suite, [])
    texts = put_aside(options.file, dict(pair.split("=", 1) for pair in options.meta))
    left = left_of(problems, texts)
    with open(options.left, "w", encoding="utf-8") as out:
        out.writelines(problem + "\n" for problem in left)
    print(f"resume: {len(left)} of {len(problems)} problems are left", file=sys.stderr)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (Other, ServerError) as error:
        print(f"resume: {error}; without --resume it begins anew", file=sys.stderr)
        sys.exit(2)
