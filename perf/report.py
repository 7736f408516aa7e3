#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""report.py -- the gap audit's JSON, Markdown, page and pictures of what the drivers wrote."""

import argparse
import json
import os
import sys

import curves
import page
import picture
import table
from results import merge, read_files


def write(path, text):
    """Whole or not at all: an interrupted report leaves the former one."""
    with open(path + ".new", "w", encoding="utf-8") as out:
        out.write(text)
    os.replace(path + ".new", path)


def draw(document, directory, target):
    """The names of the pictures made, SVG only; none where there is no Matplotlib."""
    names = [f"gap-audit-{target}.svg", f"curves-{target}.svg"]
    paths = [os.path.join(directory, name) for name in names]
    try:
        drawn = [
            picture.draw(document, [paths[0], paths[0].replace(".svg", ".png")]),
            curves.draw(document, paths[1]),
        ]
    except ImportError as error:
        print(f"report: no picture: {error}", file=sys.stderr)
        return []
    return [name for name, made in zip(names, drawn, strict=True) if made]


def svgs(directory, names):
    """The text of the pictures, for the page that holds them."""
    texts = {}
    for name in names:
        with open(os.path.join(directory, name), encoding="utf-8") as file:
            texts[name] = page.svg_of(file.read())
    return texts


def json_text(document):
    """A row a line: the raw samples would make an indented file unreadable."""
    rows = ",\n".join(json.dumps(row) for row in document["rows"])
    rest = {k: v for k, v in document.items() if k != "rows"}
    return json.dumps(rest, indent=1)[:-2] + ',\n "rows": [\n' + rows + "\n]}\n"


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", default=".", help="directory to write to")
    parser.add_argument("--target", default="simd", help="simd or scalar, for the names")
    parser.add_argument("--complaint", action="append", default=[], help="to be reported")
    parser.add_argument("files", nargs="+", help="JSON lines of rp_bench and vs_numpy.py")
    options = parser.parse_args(arguments)
    records, complaints = read_files(options.files)
    document = merge(records, options.complaint + complaints)
    if not document["headers"]:
        print("report: no driver wrote anything usable", file=sys.stderr)
        return 2
    os.makedirs(options.output, exist_ok=True)
    target = options.target
    write(os.path.join(options.output, f"latest_{target}.json"), json_text(document))
    pictures = draw(document, options.output, target)
    text = table.markdown(document, pictures)
    base = os.path.join(options.output, f"gap-audit-{target}")
    write(base + ".md", text)
    write(base + ".html", page.page(text, svgs(options.output, pictures)))
    print(table.summary(document))
    return 1 if document["failures"] else 0


if __name__ == "__main__":
    sys.exit(main())
