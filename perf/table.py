# SPDX-License-Identifier: BSD-3-Clause
"""table.py -- the gap audit as Markdown: pure functions of a merged document."""

import math
import shlex

from results import cells_of, geometric_mean

DISTURBED = 0.02  # share of preempted samples from which the report warns
LIBRARIES = ("numpy", "openblas", "eigen", "plain")
FACTS = (
    ("CPU", "cpu"),
    ("kernels", "isa"),
    ("threads", "threads"),
    ("pinned to CPU", "pinned_to"),
    ("system", "system"),
    ("date", "date"),
    ("load average", "load_average"),
    ("huge pages", "transparent_hugepages"),
    ("raptors", "raptors"),
    ("commit", "commit"),
    ("compiler", "compiler"),
    ("plain loops", "plain_cflags"),
    ("OpenBLAS", "openblas"),
    ("Eigen", "eigen"),
    ("NumPy", "numpy"),
    ("Python", "python"),
)


def markdown_table(head, rows, align):
    """align has a letter per column: l flush left, r flush right."""
    rules = {"l": ":--", "r": "--:"}
    lines = [
        "| " + " | ".join(head) + " |",
        "|" + "|".join(rules[a] for a in align) + "|",
    ]
    for row in rows:
        lines.append("| " + " | ".join(str(x).replace("|", "\\|") for x in row) + " |")
    return "\n".join(lines) + "\n"


def number(value, digits=2):
    return "–" if value is None or math.isinf(value) else f"{value:.{digits}f}"


def percent(share):
    return "–" if share is None else f"{share:.0%}"


def in_words(value):
    return ", ".join(map(str, value)) or "none" if isinstance(value, list) else value


def facts(document):
    """What the figures depend on, from all headers; the first that knows a fact wins."""
    known = {}
    for header in reversed(document["headers"]):
        known.update(header)
    rows = [(label, f"`{in_words(known[name])}`") for label, name in FACTS if name in known]
    caches = ", ".join(f"{k} {v}" for k, v in known.get("caches", {}).items())
    rows.insert(1, ("caches", f"`{caches}`"))
    if "audit_command" in known:
        rows.append(("command", f"`{known['audit_command']}`"))
    rows += [
        (
            f"{header.get('driver', 'driver')} run as",
            f"`{shlex.join(header.get('command', []))}`",
        )
        for header in document["headers"]
    ]
    return markdown_table(("", ""), rows, "ll")


def disturbance(cells):
    """A warning when the machine was shared, which no statistic can undo."""
    share = sum(c.preempted for c in cells) / max(len(cells), 1)
    if share < DISTURBED:
        return ""
    busy = sum(c.preempted >= 0.5 for c in cells)
    return (
        f"**The machine was busy**: {share:.0%} of the samples lost the CPU, in {busy} "
        "cells at least half of them. Measure again on an idle machine.\n"
    )


def trouble(document):
    """Mismatches and unusable lines: nothing when all is well."""
    parts = []
    if document["failures"]:
        rows = [
            (
                f"`{f.get('problem')}`",
                f"{f.get('rival')} {f.get('how')}",
                f.get("message"),
            )
            for f in document["failures"]
        ]
        parts.append(
            "## Outputs that differ\n\nThese cells were not timed.\n\n"
            + markdown_table(("problem", "rival", "difference"), rows, "lll")
        )
    if document["complaints"]:
        parts.append(
            "## Incomplete\n\n" + "".join(f"* {c}\n" for c in document["complaints"])
        )
    return "\n".join(parts)


def offenders(cells):
    rows = [
        (
            number(c.ratio),
            c.routine,
            c.dtype,
            c.shape,
            f"{c.gbps:.1f}",
            percent(c.share),
            c.best,
            number(c.ratios.get("numpy")),
            number(c.spread),
            f"`{c.problem}`",
        )
        for c in cells
    ]
    return markdown_table(
        (
            "ratio",
            "routine",
            "dtype",
            "shape",
            "GB/s",
            "of ceiling",
            "best rival",
            "NumPy",
            "P95/median",
            "problem",
        ),
        rows,
        "rlllrrlrrl",
    )


def groups_of(cells):
    """Cells by routine and dtype, in the order of the routines' names."""
    groups = {}
    for cell in cells:
        groups.setdefault((cell.routine, cell.dtype), []).append(cell)
    return sorted(groups.items())


def means_row(cells):
    """How many, how many slower; geometric means to the best rival and each library."""
    slower = sum(c.ratio < 1 for c in cells)
    best = geometric_mean(c.ratio for c in cells if c.ratios)
    by_library = [
        geometric_mean(c.ratios[name] for c in cells if name in c.ratios)
        for name in LIBRARIES
    ]
    share = geometric_mean(c.share for c in cells if c.share)
    means_of = [number(mean) for mean in [best] + by_library]
    return [len(cells), slower, percent(share)] + means_of


def means(cells):
    rows = [
        [routine, dtype] + means_row(group)
        for (routine, dtype), group in groups_of(cells)
    ]
    rows.append(["**all**", ""] + means_row(cells))
    head = (
        "routine",
        "dtype",
        "cells",
        "slower",
        "of ceiling",
        "best rival",
        "NumPy",
        "OpenBLAS",
        "Eigen",
        "plain loop",
    )
    return markdown_table(head, rows, "llrrrrrrrr")


def summary(document):
    """One line that says how it stands."""
    cells = [c for c in cells_of(document) if not c.small and c.ratios]
    if not cells:
        return "No cell of 64 KiB or more was measured."
    slower = sum(c.ratio < 1 for c in cells)
    worst = cells[0]
    text = (
        f"{len(cells)} cells from 64 KiB up; {slower} slower than the best rival; "
        f"worst {number(worst.ratio)} ({worst.problem} against {worst.best}); "
        f"geometric mean {number(geometric_mean(c.ratio for c in cells))}."
    )
    limited = sorted((c for c in cells if c.share), key=lambda c: c.share)
    if limited:
        below = sum(c.share < 0.95 for c in limited)
        text += (
            f" Of the ceiling: geometric mean "
            f"{percent(geometric_mean(c.share for c in limited))}, {below} cells below "
            f"95%, lowest {percent(limited[0].share)} ({limited[0].problem})."
        )
    return text


def accuracy(document):
    """Errors of the sums; nothing when they were not measured."""
    records = document.get("accuracy")
    if not records:
        return ""
    names = ("raptors", "openblas", "numpy")
    rows = [
        [f"`{r['problem']}`"]
        + [f"{r['who'][n]['max_ulp']:.3g}" if n in r["who"] else "–" for n in names]
        + [f"{r['who'][n]['max_u_sum']:.2g}" if n in r["who"] else "–" for n in names]
        for r in records
    ]
    head = ["problem"] + [f"{n}, ulp" for n in names] + [f"{n}, u sum" for n in names]
    return (
        "## Accuracy\n\nThe largest error of a sum against the exact one (`math.fsum`): in "
        "ulp of the exact sum, and in units of u times the sum of magnitudes.\n\n"
        + markdown_table(head, rows, "lrrrrrr")
    )


def likwid(document):
    """Our ceiling beside likwid-bench's; nothing where that was not run."""
    records = document.get("likwid")
    if not records:
        return ""
    rows = [
        (
            r["kind"],
            r.get("threads", 1),
            r["kilobytes"],
            number(r["ceiling_gbps"], 1),
            number(r["likwid_gbps"], 1),
            r["variant"] or "–",
        )
        for r in records
    ]
    return "## The ceiling beside likwid-bench\n\n" + markdown_table(
        ("traffic", "threads", "KB", "ceiling GB/s", "likwid-bench GB/s", "variant"),
        rows,
        "lrrrrl",
    )


METHOD = """\
A ratio is the rival's median time over ours in one run, sampled in turn: above 1 raptors
is faster. The ceiling only moves the same bytes, in the same arrays; it is no rival.
Outputs were compared before anything was timed. GB/s counts each useful byte
once. The table is sorted by the ratio to the best rival of all, worst first.
"""


def markdown(document, pictures=()):
    """The whole report."""
    cells = cells_of(document)
    large = [c for c in cells if not c.small]
    small = [c for c in cells if c.small]
    parts = [
        "# Gap audit\n",
        summary(document) + "\n",
        disturbance(cells),
        facts(document),
        METHOD,
        trouble(document),
    ]
    parts += [f"![{name.rpartition('.')[0]}]({name})\n" for name in pictures]
    parts += [
        "## Worst offenders first\n",
        offenders(large),
        "## Geometric means, from 64 KiB up\n",
        means(large),
    ]
    if small:
        parts += [
            "## Under 64 KiB, where the cost of a call decides\n",
            means(small),
            offenders(small),
        ]
    parts += [accuracy(document), likwid(document)]
    return "\n".join(part for part in parts if part)
