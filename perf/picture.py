# SPDX-License-Identifier: BSD-3-Clause
"""picture.py -- the gap audit as a heat map: routines by shapes, a panel per rival."""

import math
import re

from results import cells_of

PANELS = (
    ("best of OpenBLAS, Eigen and the plain loop", ("openblas", "eigen", "plain")),
    ("NumPy", ("numpy",)),
)
MATRIX = re.compile(r"(\d+)x(\d+)")
LIMIT = 4.0  # colours saturate at four times faster or slower


def columns_of(cells):
    """Shapes as they appear; a vector joins the packed matrix of as many elements."""
    columns, by_count = [], {}
    for cell in cells:
        size = MATRIX.match(cell.shape)
        if size and cell.shape not in columns:
            columns.append(cell.shape)
            if size.group() == cell.shape:  # packed
                count = int(size.group(1)) * int(size.group(2))
                by_count.setdefault(str(count), cell.shape)
    place = {}
    for cell in cells:
        place[cell.shape] = by_count.get(cell.shape, cell.shape)
        if place[cell.shape] not in columns:
            columns.append(place[cell.shape])
    return columns, place


def grid_of(cells, libraries):
    """Row labels, column labels, and the ratios (NaN where there is none)."""
    columns, place = columns_of(cells)
    rows = sorted({(c.routine, c.dtype) for c in cells})
    grid = [[math.nan] * len(columns) for _ in rows]
    for cell in cells:
        ratios = [cell.ratios[name] for name in libraries if name in cell.ratios]
        if ratios:
            row = rows.index((cell.routine, cell.dtype))
            grid[row][columns.index(place[cell.shape])] = min(ratios)
    return [f"{routine}  {dtype}" for routine, dtype in rows], columns, grid


def panels_of(cells):
    """The panels that have anything to show."""
    met = {name for cell in cells for name in cell.ratios}
    return [panel for panel in PANELS if met & set(panel[1])]


def text_of(ratio):
    return "" if math.isnan(ratio) else f"{ratio:.2f}" if ratio < 10 else f"{ratio:.0f}"


def draw_panel(axes, grid, columns, labels, title):
    logs = [
        [math.log(max(r, 1e-9)) if not math.isnan(r) else math.nan for r in row]
        for row in grid
    ]
    limit = math.log(LIMIT)
    image = axes.imshow(logs, cmap="RdBu", vmin=-limit, vmax=limit, aspect="auto")
    axes.set_title(f"raptors against {title}", fontsize=11)
    axes.set_xticks(
        range(len(columns)),
        columns,
        rotation=40,
        ha="right",
        rotation_mode="anchor",
        fontsize=9,
    )
    axes.set_yticks(range(len(labels)), labels, fontsize=9)
    for i, row in enumerate(grid):
        for j, ratio in enumerate(row):
            dark = not math.isnan(ratio) and abs(logs[i][j]) > 0.6 * limit
            axes.text(
                j,
                i,
                text_of(ratio),
                ha="center",
                va="center",
                fontsize=8,
                color="white" if dark else "black",
                fontweight="bold" if ratio < 1 else "normal",
            )
    return image


def draw(document, paths):
    """Write the picture to every path, format by suffix. False without cells."""
    import matplotlib  # here, so that the other functions can be tested without it

    matplotlib.use("Agg")
    matplotlib.rcParams["svg.fonttype"] = "none"  # text stays text
    from matplotlib import pyplot

    in_order = {row["problem"]: i for i, row in enumerate(document["rows"])}
    cells = sorted(
        (c for c in cells_of(document) if not c.small and c.ratios),
        key=lambda c: in_order[c.problem],
    )
    if not cells:
        return False
    panels = panels_of(cells)
    labels, columns, _ = grid_of(cells, ())
    size = (4.6 + len(panels) * 0.62 * len(columns), 2.4 + 0.27 * len(labels))
    figure, axes = pyplot.subplots(
        1, len(panels), sharey=True, squeeze=False, figsize=size, layout="constrained"
    )
    for axis, (title, libraries) in zip(axes[0], panels, strict=True):
        grid = grid_of(cells, libraries)[2]
        image = draw_panel(axis, grid, columns, labels, title)
    bar = figure.colorbar(image, ax=axes, shrink=0.8, pad=0.01)
    ticks = (0.25, 0.5, 1.0, 2.0, 4.0)
    bar.set_ticks([math.log(t) for t in ticks], labels=[f"{t:g}" for t in ticks])
    bar.set_label("rival's time / ours (blue: raptors is faster)", fontsize=9)
    header = document["headers"][0] if document["headers"] else {}
    figure.suptitle(
        f"raptors {header.get('raptors', '')}, {header.get('isa', '')} kernels, "
        f"{header.get('cpu', '')}, commit {header.get('commit', 'unknown')}",
        fontsize=10,
    )
    for path in paths:
        figure.savefig(path, dpi=130)
    pyplot.close(figure)
    return True
