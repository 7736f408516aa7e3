/* SPDX-License-Identifier: BSD-3-Clause */
/* split.h -- where a walk may be cut, whatever the precision: pure arithmetic.
 *
 * Partial sums are put in the order in which the kernels' fold in halves adds neighbours
 * first, as the canonical tree does: an ordinary kernel call then merges them.
 * May be called from: lib/plan, the tests.
 */
#ifndef RPI_SPLIT_H
#define RPI_SPLIT_H

#include <stddef.h>
#include <stdint.h>

#include "kernels/kernels.h"
#include "threads/threads.h"

/* Into so many pieces a job is cut for each thread, to even out what other programs take
   of the cores. */
#define RPI_PIECES_PER_THREAD 4

/* Elementwise, into fewer if they would be smaller than this: a helper that starts a
   little late finds its piece done, and the next time it lies in another core's cache. A
   row added to 100x100 in double took 0.83 us by two threads with eight pieces, and 0.73
   with two. */
#define RPI_PIECE_BYTES ((size_t)64 << 10)

/* Pieces for so many threads of so many bytes, as many for each. */
static inline int rpi_pieces_of(int width, size_t bytes)
{
    const size_t whole = bytes / RPI_PIECE_BYTES / (size_t)width;
    const int each = whole < 1                       ? 1
                     : whole > RPI_PIECES_PER_THREAD ? RPI_PIECES_PER_THREAD
                                                     : (int)whole;
    return width * each < RPI_THREADS_MOST ? width * each : RPI_THREADS_MOST;
}

/* However many bytes. */
static inline int rpi_pieces(int width)
{
    return rpi_pieces_of(width, SIZE_MAX);
}

/* A stretch of `total` in pieces of `step`, the last of which may be shorter. */
struct rpi_cut {
    ptrdiff_t total, step;
    int pieces;
};

/* Pieces of an aligned power of two of blocks, at most so many. */
static inline struct rpi_cut rpi_cut_blocks(ptrdiff_t total, int most)
{
    ptrdiff_t step = RPI_BLOCK;
    while ((total + step - 1) / step > most)
        step *= 2;
    return (struct rpi_cut){total, step, (int)((total + step - 1) / step)};
}

/* Pieces of a multiple of `unit`, at most so many. */
static inline struct rpi_cut rpi_cut_units(ptrdiff_t total, ptrdiff_t unit, int most)
{
    const ptrdiff_t units = (total + unit - 1) / unit;
    const ptrdiff_t step = (units + most - 1) / most * unit;
    return (struct rpi_cut){total, step, (int)((total + step - 1) / step)};
}

static inline ptrdiff_t rpi_cut_size(const struct rpi_cut *cut, int piece)
{
    const ptrdiff_t left = cut->total - piece * cut->step;
    return left < cut->step ? left : cut->step;
}

/* The places for the partial results of so many pieces: a power of two. */
static inline int rpi_slots(int pieces)
{
    int slots = 1;
    while (slots < pieces)
        slots *= 2;
    return slots;
}

/* The place of a piece: its number with the bits reversed. */
static inline int rpi_slot(int piece, int slots)
{
    int slot = 0;
    for (int bit = 1, turned = slots / 2; turned; bit *= 2, turned /= 2)
        if (piece & bit)
            slot |= turned;
    return slot;
}

/* The elements from an address to the next cache line. */
static inline ptrdiff_t rpi_to_line(const void *at, size_t size)
{
    return (ptrdiff_t)((64 - (uintptr_t)at % 64) % 64 / size);
}

#endif
