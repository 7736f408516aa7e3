# SPDX-License-Identifier: BSD-3-Clause
"""operands.py -- a problem's arrays in NumPy: the numbers of fill.c, placed alike."""

import numpy as np

HUGE_FROM, HUGE_PAGE, PAGE = 4 << 20, 2 << 20, 4096  # as in operands.c
LARGEST_EXACT_SUM = 1 << 24  # as in fill.c
_mixed = {}


def mix(n, key):
    """The first n outputs of fill.c's mix() for one key; kept, for they do not change."""
    if len(_mixed.get(key, ())) < n:
        z = np.arange(n, dtype=np.uint64) + np.uint64(key << 40)
        z *= np.uint64(0x9E3779B97F4A7C15)
        z ^= z >> np.uint64(30)
        z *= np.uint64(0xBF58476D1CE4E5B9)
        z ^= z >> np.uint64(27)
        z *= np.uint64(0x94D049BB133111EB)
        z ^= z >> np.uint64(31)
        _mixed[key] = z
    return _mixed[key][:n]


def terms_of(problem):
    """Summands per result."""
    m, n = problem["m"], problem["n"]
    if not problem["fold"]:
        return 1
    return {0: m, 1: n}.get(axis_of(problem), m * n)


def axis_of(problem):
    """The axis of a reduction; None for a whole matrix or vector."""
    return {"axis0": 0, "axis1": 1}.get(problem["op"][:5])


def is_vector(problem):
    return problem["op"] == problem["fold"]


def fill(to, key, kind, problem):
    """Element i of array `key` is a function of i and key alone."""
    z = mix(len(to), key)
    if kind == "exact":
        limit = min(1000, LARGEST_EXACT_SUM // terms_of(problem))
        z = (z >> np.uint64(33)).astype(np.uint32) % np.uint32(2 * limit + 1)
        np.subtract(z, to.dtype.type(limit), out=to, dtype=to.dtype, casting="unsafe")
    else:
        digits = 24 if to.dtype == np.float32 else 53
        np.copyto(to, z >> np.uint64(64 - digits), casting="unsafe")
        to /= to.dtype.type(1 << (digits - 1))
        to -= to.dtype.type(1)


def aligned(count, dtype, offset=0):
    """An array at the start of a page, or so many elements behind it; a huge page when it
    is large, as in rp_bench."""
    size, displaced = (n * np.dtype(dtype).itemsize for n in (max(count, 1), offset))
    unit = HUGE_PAGE if size >= HUGE_FROM else PAGE
    space = np.empty(size + displaced + unit, np.uint8)
    start = -space.ctypes.data % unit + displaced
    return space[start : start + size].view(dtype)


def vector(buffer, n, inc):
    """The n elements at increment inc; from the far end when negative, as in BLAS."""
    step = abs(inc)
    elements = buffer[: (n - 1) * step + 1 : step]
    return elements if inc > 0 else elements[::-1]


def matrix(buffer, problem, ld):
    m, n = problem["m"], problem["n"]
    if problem["layout"] == "r":
        return buffer.reshape(m, ld)[:, :n]
    return buffer.reshape(n, ld)[:, :m].T


def span(n, inc):
    return (n - 1) * abs(inc) + 1


class Operands:
    """Buffers (a, x, out) and the views of them that NumPy works on (A, X, OUT)."""

    def __init__(self, problem):
        self.problem = p = problem
        self.dtype = np.dtype(p["dtype"])
        self.result_dtype = np.dtype(p["result_dtype"])
        lines = p["m"] if p["layout"] == "r" else p["n"]
        length = span(p["n"], p["incx"]) if is_vector(p) else lines * p["lda"]
        self.a = aligned(length, self.dtype, p["offset"])
        self.A = (
            vector(self.a, p["n"], p["incx"])
            if is_vector(p)
            else matrix(self.a, p, p["lda"])
        )
        self._place_x()
        self._place_out(lines)

    def _place_x(self):
        p = self.problem
        if p["op"] == "geadd":
            lines = p["m"] if p["layout"] == "r" else p["n"]
            self.x = aligned(lines * p["ldb"], self.dtype)
            self.X = matrix(self.x, p, p["ldb"])
            return
        n, shape = {
            "row": (p["n"], (1, -1)),
            "col": (p["m"], (-1, 1)),
            "scalar": (1, (1, 1)),
            None: (1, (1,)),
        }[p["bcast"]]
        self.x = aligned(span(n, p["incx"]) if p["bcast"] else 1, self.dtype)
        self.X = vector(self.x, n, p["incx"] if p["bcast"] else 1).reshape(shape)

    def _place_out(self, lines):
        p = self.problem
        axis = axis_of(p)
        if p["inplace"]:
            self.out, self.OUT = self.a, self.A
        elif not p["fold"]:
            self.out = aligned(lines * p["ldc"], self.dtype, p["offset"])
            self.OUT = matrix(self.out, p, p["ldc"])
        else:
            results = {0: p["n"], 1: p["m"]}.get(axis, 1)
            self.out = aligned(span(results, p["incy"]), self.result_dtype)
            self.OUT = vector(self.out, results, p["incy"])
            if axis is None:
                self.OUT = self.OUT.reshape(())

    def fill(self, kind):
        fill(self.a, 1, kind, self.problem)
        if not self.problem["fold"]:
            fill(self.x, 2, kind, self.problem)
        if not self.problem["inplace"]:
            self.out.fill(np.nan)

    def view_of(self, raw):
        """Another run's whole out array, seen as the results alone."""
        other = np.frombuffer(raw, self.result_dtype)
        p = self.problem
        if not p["fold"]:
            return matrix(other, p, p["ldc"])
        if axis_of(p) is None:
            return other[0]
        return vector(other, self.OUT.size, p["incy"])

    def bound(self, kind):
        """How far results may lie apart: 0, or as in check.c."""
        p = self.problem
        unit = np.finfo(self.result_dtype).eps / 2
        if not p["fold"]:
            if p["op"] == "gescal" or (p["alpha"] == 1 and p["beta"] == 1):
                return 0.0
            largest = 1000.0 if kind == "exact" else 1.0
            return 2 * unit * largest * (abs(p["alpha"]) + abs(p["beta"]))
        if p["fold"] in ("max", "min"):
            return 0.0
        terms, off = terms_of(p), 0.0
        if kind != "exact":
            magnitudes = np.add.reduce(np.abs(self.A), axis=axis_of(p), dtype=np.float64)
            off = (2 * terms + 7) * unit * magnitudes
        if p["fold"] == "sum":
            return off
        return off / terms + 2 * unit * np.abs(self.OUT.astype(np.float64))
