# SPDX-License-Identifier: BSD-3-Clause
"""test_page.py -- tests of the page and of what the curves draw, without drawing."""

import os
import sys
import unittest
from html.parser import HTMLParser

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import curves  # noqa: E402
import page  # noqa: E402
import results  # noqa: E402
import table  # noqa: E402
from test_report import header, row  # noqa: E402


class Balance(HTMLParser):
    """Complains about tags that do not nest."""

    def __init__(self):
        super().__init__()
        self.open, self.wrong, self.links = [], [], []

    def handle_starttag(self, tag, attrs):
        self.links += [v for k, v in attrs if k in ("src", "href")]
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


def square(n, gbps, **members):
    ways = [("ceiling", "load", 50.0), ("plain", "a", 200.0), ("plain", "b", 400.0)]
    size = {"m": n, "n": n, "lda": n, "ldc": n, "matrix_bytes": 4 * n * n}
    made = row(f"p{n}{members}", rivals=ways, **size, **members)
    return {**made, "traffic_bytes": 100.0 * gbps}


class Page(unittest.TestCase):
    def test_it_is_whole_and_needs_no_network(self):
        document = results.merge([header(), row(rivals=[("plain", "a|b <c>", 50.0)])])
        text = page.page(table.markdown(document, ["x.svg"]), {"x.svg": "<svg></svg>"})
        balance = Balance()
        balance.feed(text)
        self.assertEqual((balance.open, balance.wrong, balance.links), ([], [], []))
        self.assertIn("<figure><svg></svg></figure>", text)
        self.assertIn("plain a|b &lt;c&gt;", text)

    def test_inline(self):
        self.assertEqual(page.inline("**a** `b<`"), "<b>a</b> <code>b&lt;</code>")

    def test_only_the_picture_itself(self):
        self.assertEqual(page.svg_of("<?xml?>\n<!DOCTYPE x>\n<svg/>"), "<svg/>")


class Curves(unittest.TestCase):
    def test_sizes_rise_and_the_best_way_counts(self):
        document = results.merge([header(), square(64, 8), square(16, 4)])
        chart = curves.curves_of(document)[("axis0sum", "float32")]
        self.assertEqual(chart["raptors"], [(1024, 4.0), (16384, 8.0)])
        self.assertEqual(chart["plain"], [(1024, 2.0), (16384, 4.0)])
        self.assertEqual(chart["ceiling"], [(1024, 8.0), (16384, 16.0)])

    def test_other_shapes_and_single_points_are_left_out(self):
        wide = square(16, 4, bcast="row")
        wide.update(m=4)
        document = results.merge([header(), wide, square(16, 4), square(64, 4, op="x")])
        self.assertEqual(curves.curves_of(document), {})

    def test_sizes_in_words(self):
        texts = [curves.size_text(x) for x in (140, 4096, 3 << 20, 5 << 30)]
        self.assertEqual(texts, ["140 B", "4 KB", "3 MB", "5 GB"])


class Extras(unittest.TestCase):
    def test_accuracy_and_likwid(self):
        error = {"max_ulp": 1.5, "mean_ulp": 1.0, "max_u_sum": 0.25}
        records = [
            header(),
            row(),
            {"type": "accuracy", "problem": "ssum:9", "who": {"numpy": error}},
            {
                "type": "likwid",
                "kind": "load",
                "kilobytes": 64,
                "ceiling_gbps": 9.0,
                "likwid_gbps": None,
                "variant": None,
            },
        ]
        text = table.markdown(results.merge(records))
        self.assertIn("| `ssum:9` | – | – | 1.5 | – | – | 0.25 |", text)
        self.assertIn("| load | 1 | 64 | 9.0 | – | – |", text)


if __name__ == "__main__":
    unittest.main()
