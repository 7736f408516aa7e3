/* SPDX-License-Identifier: BSD-3-Clause */
/* prec.h -- what differs between the precisions; a test source is compiled for each.
 *
 * -DRP_PREC_S, -DRP_PREC_D or -DRP_PREC_DS chooses. elem is the type of what is read,
 * real that of arithmetic and results; they differ for ds only. P(name) is the name of an
 * extern of the tests in this precision, E(name) and R(name) in that of elem and of real;
 * RP(name) is the public routine, RP_REAL(name) the one that reads reals. Types need no
 * such name, but where one source sees both (operand.h).
 */
#ifndef TEST_PREC_H
#define TEST_PREC_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "kernels/kernels.h"

#if defined RP_PREC_S
typedef float elem, real;
#define P(name) s_##name
#define E(name) s_##name
#define R(name) s_##name
#define RP(name) rp_s##name
#define RP_REAL(name) rp_s##name
#define KERNEL(class) rpi_s##class
#define KERNELS rpi_skernels
#define PREFIX "s"
#elif defined RP_PREC_D
typedef double elem, real;
#define P(name) d_##name
#define E(name) d_##name
#define R(name) d_##name
#define RP(name) rp_d##name
#define RP_REAL(name) rp_d##name
#define KERNEL(class) rpi_d##class
#define KERNELS rpi_dkernels
#define PREFIX "d"
#elif defined RP_PREC_DS
typedef float elem;
typedef double real;
#define P(name) ds_##name
#define E(name) s_##name
#define R(name) d_##name
#define RP(name) rp_ds##name
#define RP_REAL(name) rp_d##name
#define KERNEL(class) rpi_ds##class
#define KERNELS rpi_dskernels
#define PREFIX "ds"
#else
#error "define RP_PREC_S, RP_PREC_D or RP_PREC_DS"
#endif

/* The format of real. */
#if defined RP_PREC_S
typedef uint32_t bits;
#define MANTISSA_BITS 23
#define EXPONENT_MAX 255
#define UNIT_ROUNDOFF 0x1p-24L
#else
typedef uint64_t bits;
#define MANTISSA_BITS 52
#define EXPONENT_MAX 2047
#define UNIT_ROUNDOFF 0x1p-53L
#endif

#define SIGN_BIT ((bits)1 << (sizeof(bits) * 8 - 1))
#define INF_BITS ((bits)EXPONENT_MAX << MANTISSA_BITS)
#define QUIET_BIT ((bits)1 << (MANTISSA_BITS - 1))

/* What surrounds every operand and fills an output before the call: a signalling NaN.
   Arithmetic on one, in a masked lane too, raises the invalid flag; and no arithmetic
   can give one, so an element that still holds it was not written. */
#define CANARY (INF_BITS | (bits)(0x25a5a5a5a5a5aULL >> (52 - MANTISSA_BITS)))

/* So many of them, as bits: a move of a number may quiet it. */
static inline void put_canaries(void *to, size_t count)
{
    const bits canary = CANARY;
    char *const bytes = to;
    const size_t size = count * sizeof canary;
    if (count == 0)
        return;
    memcpy(bytes, &canary, sizeof canary);
    for (size_t have = sizeof canary; have < size; have *= 2)
        memcpy(bytes + have, bytes, have < size - have ? have : size - have);
}

static inline bits to_bits(real x)
{
    bits b;
    memcpy(&b, &x, sizeof b);
    return b;
}

static inline real from_bits(bits b)
{
    real x;
    memcpy(&x, &b, sizeof x);
    return x;
}

/* In bits throughout: comparing floats would raise flags, and not see -0. */
static inline bool is_nan(bits b)
{
    return (b & ~SIGN_BIT) > INF_BITS;
}

#endif
