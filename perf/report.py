#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""report.py -- the gap audit's JSON, Markdown and picture of what the drivers wrote."""

import argparse
import json
import os
import sys

import picture
import table
from results import merge, read_files


def write(path, text):
    """Whole or not at all: an interrupted report leaves the former one."""
    with open(path + ".new", "w", encoding="utf-8") as out:
        out.write(text)
    os.replace(path + ".new", path)


def draw(document, directory):
    """The names of the pictures made; none where there is no Matplotlib."""
    names = ["gap-audit.png", "gap-audit.svg"]
    try:
        drawn = picture.draw(document, [os.path.join(directory, name) for name in names])
    except ImportError as error:
        print(f"report: no picture: {error}", file=sys.stderr)
        return []
    return names[:1] if drawn else []


def json_text(document):
    """A row a line: the raw samples would make an indented file unreadable."""
    rows = ",\n".join(json.dumps(row) for row in document["rows"])
    rest = {k: v for k, v in document.items() if k != "rows"}
    return json.dumps(rest, indent=1)[:-2] + ',\n "rows": [\n' + rows + "\n]}\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", default=".", help="directory to write to")
    parser.add_argument("files", nargs="+", help="JSON lines of rp_bench and vs_numpy.py")
    options = parser.parse_args()
    document = merge(*read_files(options.files))
    if not document["headers"]:
        print("report: no driver wrote anything usable", file=sys.stderr)
        return 2
    os.makedirs(options.output, exist_ok=True)
    isa = document["headers"][0].get("isa", "unknown")
    write(os.path.join(options.output, f"latest_{isa}.json"), json_text(document))
    pictures = draw(document, options.output)
    text = table.markdown(document, pictures)
    write(os.path.join(options.output, "gap-audit.md"), text)
    print(table.summary(document))
    return 1 if document["failures"] else 0


if __name__ == "__main__":
    sys.exit(main())
