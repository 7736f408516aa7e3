/* SPDX-License-Identifier: BSD-3-Clause */
/* mxcsr.h -- v_hold and v_release for the ISAs of x86 whose v_min is MINPS. */
#ifndef RPI_MXCSR_H
#define RPI_MXCSR_H

#include <xmmintrin.h>

#define V_HOLDS

/* All exceptions masked; rounding, FTZ and DAZ stay the caller's. */
static inline unsigned v_hold(void)
{
    const unsigned state = _mm_getcsr();
    _mm_setcsr(state | _MM_MASK_MASK);
    return state;
}

static inline void v_release(unsigned state)
{
    _mm_setcsr(state);
}

#endif
