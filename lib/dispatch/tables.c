/* SPDX-License-Identifier: BSD-3-Clause */
/* tables.c -- the instruction sets of this build, from the plainest to the widest. */

#include "config.h"

#include "dispatch/dispatch.h"

#define RP_STRING_(x) #x
#define RP_STRING(x) RP_STRING_(x)

#define ISA scalar
#include "dispatch/table.inc"

#define ISA generic
#include "dispatch/table.inc"

#if defined(RP_BUILD_AVX2)
#define ISA avx2
#include "dispatch/table.inc"
#endif

#if defined(RP_BUILD_AVX512)
#define ISA avx512
#include "dispatch/table.inc"
#endif

#if defined(RP_BUILD_NEON)
#define ISA neon
#include "dispatch/table.inc"
#endif

const struct rpi_isa *const rpi_isas[] = {
    &isa_scalar, &isa_generic,
#if defined(RP_BUILD_AVX2)
    &isa_avx2,
#endif
#if defined(RP_BUILD_AVX512)
    &isa_avx512,
#endif
#if defined(RP_BUILD_NEON)
    &isa_neon,
#endif
};

const int rpi_isas_count = sizeof rpi_isas / sizeof rpi_isas[0];
