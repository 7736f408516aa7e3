/* SPDX-License-Identifier: BSD-3-Clause */
/* fill.c -- values for an operand, one profile after another; for s and d, as operand.c.
 *
 * Made from integers and exact scalings only, with no libm: the same on every machine.
 */

#include "harness/operand.h"

/* One element: mood is one random word for the whole operand, at its index there. */
typedef real draw(struct rng *r, uint64_t mood, ptrdiff_t index);

static real power_of_two(int exponent)
{
    return from_bits((bits)(exponent + EXPONENT_MAX / 2) << MANTISSA_BITS);
}

static real uniform(struct rng *r, uint64_t mood, ptrdiff_t index)
{
    (void)mood, (void)index;
    int64_t wide = (int64_t)(rng_next(r) >> (63 - MANTISSA_BITS)); /* MANTISSA_BITS + 1 */
    return (real)(wide - ((int64_t)1 << MANTISSA_BITS)) * power_of_two(-MANTISSA_BITS);
}

static bits random_mantissa(struct rng *r)
{
    return (bits)(rng_next(r) >> (64 - MANTISSA_BITS));
}

static real lognormal(struct rng *r, uint64_t mood, ptrdiff_t index)
{
    (void)index;
    uint64_t word = rng_next(r);
    int exponent = -30; /* the mean of four draws of 0 .. 15 */
    for (int i = 0; i < 4; i++)
        exponent += (int)(word >> (4 * i) & 15);
    bits sign = mood & 1 ? 0 : (bits)(word >> 63) * SIGN_BIT;
    return from_bits(to_bits(power_of_two(exponent)) | random_mantissa(r) | sign);
}

/* One magnitude, but for its last bits: what is left is what the rounding left. */
static real cancelling(struct rng *r, uint64_t mood, ptrdiff_t index)
{
    bits magnitude = to_bits(power_of_two((int)(mood % 16))) | (rng_next(r) & 15);
    return from_bits(magnitude | (index & 1 ? SIGN_BIT : 0));
}

static real denormal(struct rng *r, uint64_t mood, ptrdiff_t index)
{
    (void)index;
    uint64_t word = rng_next(r);
    bits mantissa = mood & 1 ? random_mantissa(r) : (bits)(word >> 8 & 3);
    return from_bits(mantissa | (word & 1 ? SIGN_BIT : 0));
}

static real huge(struct rng *r, uint64_t mood, ptrdiff_t index)
{
    (void)index;
    uint64_t word = rng_next(r);
    bits exponent = (bits)(EXPONENT_MAX - 1 - (int)(word & 3) * 3);
    bits sign = mood & 1 ? 0 : (bits)(word >> 63) * SIGN_BIT;
    return from_bits(exponent << MANTISSA_BITS | random_mantissa(r) | sign);
}

static real zero(struct rng *r, uint64_t mood, ptrdiff_t index)
{
    (void)index;
    bool negative = mood & 1 ? (mood & 2) != 0 : rng_below(r, 8) != 0;
    return from_bits(negative ? SIGN_BIT : 0);
}

static real infinite(struct rng *r, uint64_t mood, ptrdiff_t index)
{
    if (rng_below(r, 64))
        return uniform(r, mood, index);
    bool negative = mood & 1 ? (mood & 2) != 0 : rng_below(r, 2) != 0;
    return from_bits(INF_BITS | (negative ? SIGN_BIT : 0));
}

static real one_zero(struct rng *r, uint64_t mood, ptrdiff_t index)
{
    (void)r, (void)index;
    return from_bits(mood & 1 ? SIGN_BIT : 0);
}

static real of_one_sign(struct rng *r, uint64_t mood, ptrdiff_t index)
{
    return from_bits(to_bits(lognormal(r, 1, index)) | (mood & 1 ? SIGN_BIT : 0));
}

/* The one that is not like the others. */
static real odd_one(struct rng *r, uint64_t mood, enum profile profile)
{
    const bits sign = mood & 1 ? SIGN_BIT : 0;
    if (profile == ODD_ZERO)
        return from_bits(sign ^ SIGN_BIT);
    const ptrdiff_t which = profile == FEW_ODD ? rng_below(r, 6) : 0;
    if (which)
        return from_bits((which % 2 ? INF_BITS : 0) | (which < 3 ? SIGN_BIT : 0));
    return from_bits(INF_BITS | QUIET_BIT | random_mantissa(r) >> 2 | sign);
}

/* A loop of its own for each profile, and the generator in registers: a call for each
   element would take longer than the element, above all where it is emulated. */
static inline __attribute__((always_inline)) void
fill(const struct P(operand) * o, struct rng *r, uint64_t mood, draw *one)
{
    const struct shape s = o->shape;
    struct rng local = *r;
    for (ptrdiff_t i = 0; i < s.lines; i++)
        for (ptrdiff_t j = 0; j < s.cols; j++)
            o->first[i * s.ld + j] = one(&local, mood, i + j);
    *r = local;
}

void P(operand_fill)(const struct P(operand) * o, struct rng *r, enum profile profile,
                     ptrdiff_t odd_at)
{
    const struct shape s = o->shape;
    const uint64_t mood = rng_next(r);
    switch (profile) {
    case LOGNORMAL: fill(o, r, mood, lognormal); break;
    case CANCELLING: fill(o, r, mood, cancelling); break;
    case DENORMAL: fill(o, r, mood, denormal); break;
    case HUGE_SUM: fill(o, r, mood, huge); break;
    case ZEROS: fill(o, r, mood, zero); break;
    case INFINITE: fill(o, r, mood, infinite); break;
    case ODD_ZERO: fill(o, r, mood, one_zero); break;
    case FEW_ODD: fill(o, r, mood, of_one_sign); break;
    case UNIFORM:
    case ONE_NAN: fill(o, r, mood, uniform); break;
    }
    int odd = profile == FEW_ODD                          ? 1 + (int)rng_below(r, 4)
              : profile == ONE_NAN || profile == ODD_ZERO ? 1
                                                          : 0;
    for (; odd > 0 && s.lines > 0 && s.cols > 0; odd--) {
        const ptrdiff_t at = odd_at >= 0 ? odd_at : rng_below(r, s.lines * s.cols);
        real *const line = o->first + at / s.cols * s.ld;
        const real x = odd_one(r, mood, profile);
        line[at % s.cols] = x;
        if (profile == FEW_ODD && x == 0) { /* the other zero in its line and column */
            line[rng_below(r, s.cols)] = -x;
            o->first[rng_below(r, s.lines) * s.ld + at % s.cols] = -x;
        }
    }
}
