/* SPDX-License-Identifier: BSD-3-Clause */
/* fpstate.h -- the floating-point environment that a job carries to its helpers.
 *
 * Rounding, FTZ and DAZ of the caller decide bits, so helpers compute under them; what a
 * helper raises is raised in the caller in the end. Used in this folder only.
 */
#ifndef RPI_FPSTATE_H
#define RPI_FPSTATE_H

#include <stdbool.h>

#if defined(__SSE__)

#include <xmmintrin.h>

struct fpstate {
    unsigned mxcsr;
};

static inline struct fpstate fp_get(void)
{
    return (struct fpstate){_mm_getcsr()};
}

static inline void fp_set(struct fpstate s)
{
    _mm_setcsr(s.mxcsr);
}

static inline bool fp_traps(struct fpstate s)
{
    return (s.mxcsr & _MM_MASK_MASK) != _MM_MASK_MASK;
}

/* The same without exceptions raised. */
static inline struct fpstate fp_clear(struct fpstate s)
{
    return (struct fpstate){s.mxcsr & ~_MM_EXCEPT_MASK};
}

static inline unsigned fp_raised(void)
{
    return _mm_getcsr() & _MM_EXCEPT_MASK;
}

static inline void fp_raise(unsigned flags)
{
    if (flags & ~fp_raised())
        _mm_setcsr(_mm_getcsr() | flags);
}

#elif defined(__aarch64__)

struct fpstate {
    unsigned long long fpcr, fpsr;
};

#define FPCR_TRAPS 0x9f00u
#define FPSR_FLAGS 0x9fu

static inline struct fpstate fp_get(void)
{
    struct fpstate s;
    __asm__ volatile("mrs %0, fpcr" : "=r"(s.fpcr));
    __asm__ volatile("mrs %0, fpsr" : "=r"(s.fpsr));
    return s;
}

static inline void fp_set(struct fpstate s)
{
    __asm__ volatile("msr fpcr, %0" : : "r"(s.fpcr));
    __asm__ volatile("msr fpsr, %0" : : "r"(s.fpsr));
}

static inline bool fp_traps(struct fpstate s)
{
    return s.fpcr & FPCR_TRAPS;
}

static inline struct fpstate fp_clear(struct fpstate s)
{
    s.fpsr &= ~(unsigned long long)FPSR_FLAGS;
    return s;
}

static inline unsigned fp_raised(void)
{
    return (unsigned)fp_get().fpsr & FPSR_FLAGS;
}

static inline void fp_raise(unsigned flags)
{
    struct fpstate s = fp_get();
    s.fpsr |= flags;
    fp_set(s);
}

#else

#include <fenv.h>

/* Where exceptions can be trapped, ISO C cannot tell whether they are. */
struct fpstate {
    fenv_t env;
};

static inline struct fpstate fp_get(void)
{
    struct fpstate s;
    fegetenv(&s.env);
    return s;
}

static inline void fp_set(struct fpstate s)
{
    fesetenv(&s.env);
}

static inline bool fp_traps(struct fpstate s)
{
    (void)s;
    return false;
}

static inline struct fpstate fp_clear(struct fpstate s)
{
    const struct fpstate mine = fp_get();
    fp_set(s);
    feclearexcept(FE_ALL_EXCEPT);
    s = fp_get();
    fp_set(mine);
    return s;
}

static inline unsigned fp_raised(void)
{
    return (unsigned)fetestexcept(FE_ALL_EXCEPT);
}

static inline void fp_raise(unsigned flags)
{
    feraiseexcept((int)flags);
}

#endif

#endif
