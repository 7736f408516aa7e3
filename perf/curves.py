# SPDX-License-Identifier: BSD-3-Clause
"""curves.py -- GB/s over the working set: ours, the ceiling and every rival."""

import math

from results import CEILING, OURS, dtype_of, routine_of, shape_of

COLORS = {
    OURS: "#0b5394",
    CEILING: "#999999",
    "numpy": "#e69138",
    "openblas": "#6aa84f",
    "eigen": "#8e7cc3",
    "plain": "#cc4125",
}
COLUMNS = 3


def on_the_curve(row):
    """Squares without padding, and vectors: one shape, so that a curve is about size."""
    plain = " " not in shape_of(row)
    return plain and row["layout"] == "r" and row["m"] in (1, row["n"])


def speeds_of(row):
    """Who -> GB/s by the best way; ours from the first run."""
    speeds = {}
    for run in reversed(row["runs"]):
        for result in run["results"]:
            gbps = row["traffic_bytes"] / result["median_ns"]
            name = result["rival"]
            speeds[name] = gbps if name == OURS else max(gbps, speeds.get(name, 0.0))
    return speeds


def curves_of(document):
    """(routine, dtype) -> who -> [(bytes, GB/s)], rising; only those with two sizes."""
    charts = {}
    for row in document["rows"]:
        if not on_the_curve(row):
            continue
        chart = charts.setdefault((routine_of(row), dtype_of(row)), {})
        for who, gbps in speeds_of(row).items():
            chart.setdefault(who, []).append((row["matrix_bytes"], gbps))
    for chart in charts.values():
        for points in chart.values():
            points.sort()
    return {k: c for k, c in sorted(charts.items()) if len(c[OURS]) > 1}


def size_text(size, _place=None):
    for unit in ("B", "KB", "MB"):
        if size < 1024:
            return f"{size:.0f} {unit}"
        size /= 1024
    return f"{size:.0f} GB"


def draw_chart(axes, title, chart):
    from matplotlib.ticker import LogLocator, NullFormatter

    for who, points in chart.items():
        axes.plot(
            *zip(*points, strict=True),
            label=who,
            color=COLORS.get(who),
            marker="o",
            markersize=3,
            linewidth=2.2 if who == OURS else 1.2,
            linestyle="--" if who == CEILING else "-",
        )
    axes.set_title(title, fontsize=9)
    axes.set_xscale("log", base=2)
    axes.set_yscale("log")
    axes.xaxis.set_major_locator(LogLocator(base=4))
    axes.xaxis.set_major_formatter(size_text)
    axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axes.yaxis.set_major_formatter("{x:g}")
    axes.yaxis.set_minor_formatter(NullFormatter())
    axes.tick_params(labelsize=7)
    axes.grid(alpha=0.3)


def draw(document, path):
    """False when there is no curve to draw."""
    import matplotlib  # here, so that the other functions can be tested without it

    matplotlib.use("Agg")
    matplotlib.rcParams["svg.fonttype"] = "none"  # text stays text
    from matplotlib import pyplot

    charts = curves_of(document)
    if not charts:
        return False
    lines = math.ceil(len(charts) / COLUMNS)
    figure, axes = pyplot.subplots(
        lines,
        COLUMNS,
        squeeze=False,
        figsize=(4.2 * COLUMNS, 2.7 * lines + 0.6),
        layout="constrained",
    )
    for axis in axes.flat[len(charts) :]:
        axis.set_visible(False)
    for axis, ((routine, dtype), chart) in zip(axes.flat, charts.items(), strict=False):
        draw_chart(axis, f"{routine}, {dtype}", chart)
    handles = {}
    for axis in axes.flat:
        for handle, label in zip(*axis.get_legend_handles_labels(), strict=True):
            handles.setdefault(label, handle)
    figure.legend(
        handles.values(), handles.keys(), loc="outside upper center", ncols=6, fontsize=9
    )
    figure.supxlabel("bytes of the matrix (squares; vectors for sum)", fontsize=9)
    figure.supylabel("GB/s of useful traffic", fontsize=9)
    figure.savefig(path, dpi=130)
    pyplot.close(figure)
    return True
