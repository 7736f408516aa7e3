# SPDX-License-Identifier: BSD-3-Clause
"""canonical.py -- the results of axis 0 to the last bit, by NumPy.

Sums are the tree that the manual fixes: blocks of 128 folded in half seven times, and
then neighbours, level by level; missing numbers are -0.0, which adds nothing.
"""

import numpy as np

BLOCK = 128
MOST_ELEMENTS = 1 << 22  # worked on at a time


def sum_of_columns(a):
    """The canonical sum of each column, in the type of a; at least one row."""
    blocks = 1
    while BLOCK * blocks < len(a):
        blocks *= 2
    v = np.full((BLOCK * blocks, a.shape[1]), -0.0, a.dtype)
    v[: len(a)] = a
    v = v.reshape(blocks, BLOCK, -1)
    half = BLOCK // 2
    while half:
        v = v[:, :half] + v[:, half : 2 * half]
        half //= 2
    v = v[:, 0]
    while len(v) > 1:
        v = v[0::2] + v[1::2]
    return v[0]


def in_parts(a, dtype):
    """Some columns at a time, in `dtype`."""
    columns = max(1, MOST_ELEMENTS // max(BLOCK, 2 * len(a)))
    for start in range(0, a.shape[1], columns):
        yield a[:, start : start + columns].astype(dtype)


def columns_to_one(a, fold, dtype):
    """Each column of a to one number of `dtype`: what rp_?axis0<fold> must give."""
    if fold in ("max", "min"):
        return (np.max if fold == "max" else np.min)(a, axis=0)
    sums = np.concatenate([sum_of_columns(part) for part in in_parts(a, dtype)])
    return sums / dtype.type(len(a)) if fold == "mean" else sums
