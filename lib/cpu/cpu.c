/* SPDX-License-Identifier: BSD-3-Clause */
/* cpu.c -- CPUID and the state that the operating system saves. */

#include "config.h"

#include "cpu/cpu.h"

#include <string.h>

#if defined(__x86_64__) || defined(__i386__)

#include <cpuid.h>

/* CPUID leaf 1, ECX; leaf 7, EBX. */
#define OSXSAVE (1u << 27)
#define AVX (1u << 28)
#define AVX2 (1u << 5)
#define AVX512F (1u << 16)
#define AVX512DQ (1u << 17)
#define AVX512BW (1u << 30)
#define AVX512VL (1u << 31)

/* XCR0: the registers that survive a task switch. */
#define SSE_YMM 0x06u
#define OPMASK_ZMM 0xe0u

static unsigned xcr0(void)
{
    unsigned low, high;
    __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return low;
}

static bool has(unsigned leaf7_ebx, unsigned state)
{
    unsigned a, b, c, d;
    if (!__get_cpuid(1, &a, &b, &c, &d) || (c & (OSXSAVE | AVX)) != (OSXSAVE | AVX))
        return false;
    if ((xcr0() & state) != state)
        return false;
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & leaf7_ebx) == leaf7_ebx;
}

static bool has_vectors(const char *isa)
{
    if (strcmp(isa, "avx2") == 0)
        return has(AVX2, SSE_YMM);
    if (strcmp(isa, "avx512") == 0)
        return has(AVX2 | AVX512F | AVX512DQ | AVX512BW | AVX512VL, SSE_YMM | OPMASK_ZMM);
    return false;
}

/* By CPUID leaf 1, EAX. */
static unsigned family(void)
{
    unsigned a = 0, b, c, d;
    __get_cpuid(1, &a, &b, &c, &d);
    return (a >> 8 & 0xf) + (a >> 20 & 0xff);
}

/* AMD's from this family on are Zen 5 and what follows. */
#define ZEN_5 0x1a

/* What AMD's do was measured on Zen 5, on Zen 4 and, without AVX-512, on Zen 3; what
   others do, on Xeons. */
unsigned rpi_cpu_habits(void)
{
    char vendor[12];
    unsigned a, b, c, d;
    if (!__get_cpuid(0, &a, &b, &c, &d))
        return 0;
    memcpy(vendor, &b, 4);
    memcpy(vendor + 4, &d, 4);
    memcpy(vendor + 8, &c, 4);
    if (memcmp(vendor, "AuthenticAMD", 12) != 0)
        return RPI_ASKS;
    if (family() >= ZEN_5)
        return RPI_AHEAD | RPI_SERIAL | RPI_KEEPS;
    return has(AVX512F, OPMASK_ZMM) ? RPI_RISING : RPI_RISING | RPI_STREAMS;
}

#else

/* None was measured. */
unsigned rpi_cpu_habits(void)
{
    return 0;
}

#if defined(__aarch64__)

/* Advanced SIMD belongs to the baseline of AArch64. */
static bool has_vectors(const char *isa)
{
    return strcmp(isa, "neon") == 0;
}

#else

static bool has_vectors(const char *isa)
{
    (void)isa;
    return false;
}

#endif
#endif

bool rpi_cpu_has(const char *isa)
{
    return strcmp(isa, "scalar") == 0 || strcmp(isa, "generic") == 0 || has_vectors(isa);
}
