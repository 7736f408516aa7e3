#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""numpy_ctypes.py -- Raptors on NumPy arrays, without copies, through ctypes.

usage: numpy_ctypes.py [LIBRARY]
"""
import ctypes
import ctypes.util
import sys

import numpy as np

ROW_MAJOR, COL_MAJOR, BCAST_ROW = 101, 102, 201
rp = ctypes.CDLL(sys.argv[1] if len(sys.argv) > 1 else
                 ctypes.util.find_library("raptors") or "libraptors.so.0")

INT, RP_INT, POINTER = ctypes.c_int, ctypes.c_int64, ctypes.c_void_p
rp.rp_saxis0mean.argtypes = [INT, RP_INT, RP_INT, POINTER, RP_INT, POINTER, RP_INT]
rp.rp_sgeadd_bcast.argtypes = [INT, INT, RP_INT, RP_INT, ctypes.c_float, POINTER, RP_INT,
                               ctypes.c_float, POINTER, RP_INT, POINTER, RP_INT]


def matrix(a):
    """Layout, m, n, address and leading dimension of a 2-D float32 array or slice."""
    if a.dtype != np.float32 or a.ndim != 2:
        raise TypeError("a 2-D float32 array is needed")
    m, n = a.shape
    along_rows, along_columns = (s // a.itemsize for s in a.strides)
    if along_columns == 1 and along_rows >= max(1, n):
        return ROW_MAJOR, m, n, a.ctypes.data, along_rows
    if along_rows == 1 and along_columns >= max(1, m):
        return COL_MAJOR, m, n, a.ctypes.data, along_columns
    raise ValueError("neither rows nor columns are contiguous")


def checked(status):
    if status != 0:
        raise ValueError(f"argument {-status} is illegal")


def mean_axis0(a):
    y = np.empty(a.shape[1], np.float32)
    checked(rp.rp_saxis0mean(*matrix(a), y.ctypes.data, 1))
    return y


def subtract_row(a, x):
    """a - x[None, :] in place; x: float32, one element for each column."""
    if x.dtype != np.float32 or x.shape != a.shape[1:] or x.strides[0] <= 0:
        raise ValueError("x must be float32 with an element for each column of a")
    layout, m, n, address, ld = matrix(a)
    checked(rp.rp_sgeadd_bcast(layout, BCAST_ROW, m, n, 1, address, ld,
                               -1, x.ctypes.data, x.strides[0] // x.itemsize, address, ld))


whole = np.arange(24, dtype=np.float32).reshape(4, 6)
part = whole[:, 1:4]                  # a slice: row-major, leading dimension 6
print("mean       ", mean_axis0(part))
print("Fortran    ", mean_axis0(np.asfortranarray(part)))
subtract_row(part, mean_axis0(part))
print("centred row", whole[0])

tenths = np.full((1000000, 2), 0.1, np.float32)
print("of 0.1     ", mean_axis0(tenths))
