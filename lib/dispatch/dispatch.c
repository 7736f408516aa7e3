/* SPDX-License-Identifier: BSD-3-Clause */
/* dispatch.c -- choosing an instruction set, by CPU, environment or caller. */

#include "config.h"

#include "dispatch/dispatch.h"

#include <stdio.h>
#include <string.h>

#include "cpu/cpu.h"
#include "raptors.h"
#include "util/env.h"
#include "util/habits.h"

_Atomic(const struct rpi_isa *) rpi_isa_chosen;

bool rpi_isa_usable(const struct rpi_isa *isa)
{
    return rpi_cpu_has(isa->name);
}

/* The place of a name in rpi_isas, or -1. */
static int isa_index(const char *name)
{
    int i = rpi_isas_count - 1;
    while (i >= 0 && strcmp(rpi_isas[i]->name, name) != 0)
        i--;
    return i;
}

/* The widest usable set, no wider than the one RAPTORS_ISA names. */
static int isa_within(const char *cap)
{
    int i = cap ? isa_index(cap) : -1;
    if (i < 0)
        i = rpi_isas_count - 1;
    while (!rpi_isa_usable(rpi_isas[i]))
        i--;
    return i;
}

/* The machine and the environment are asked once: of racing threads, which all find the
   same, one reports. */
static int isa_best(void)
{
    static atomic_int best = -1;
    int i = atomic_load_explicit(&best, memory_order_acquire), none = -1;
    if (i >= 0)
        return i;
    const char *cap = rpi_env("RAPTORS_ISA");
    i = isa_within(cap);
    atomic_store_explicit(&rpi_habits, rpi_cpu_habits(), memory_order_relaxed);
    if (!atomic_compare_exchange_strong(&best, &none, i))
        return none;
    if (cap && isa_index(cap) < 0)
        rpi_env_ignored("RAPTORS_ISA", cap, "an instruction set of this build");
    if (rpi_env_flag("RAPTORS_VERBOSE"))
        fprintf(stderr, "raptors: version %s, isa %s\n", PACKAGE_VERSION,
                rpi_isas[i]->name);
    return i;
}

const struct rpi_isa *rpi_isa_choose(void)
{
    const struct rpi_isa *isa = rpi_isas[isa_best()], *chosen = NULL;
    return atomic_compare_exchange_strong(&rpi_isa_chosen, &chosen, isa) ? isa : chosen;
}

/*
 * rp_get_isa -- the instruction set of the kernels in use
 *
 * Formula   returns "scalar", "generic", "avx2", "avx512" or "neon"
 * Errors    none
 * Threads   safe at any time; the string lives as long as the library
 * Source    openblas_get_corename() of OpenBLAS
 */
const char *rp_get_isa(void)
{
    return rpi_isa_current()->name;
}

/*
 * rp_set_isa -- choose the instruction set of the kernels
 *
 * Formula   returns 0; every later call of a compute routine takes
 *           the kernels of that set
 * Args      1 name  in   "scalar", "generic", "avx2", "avx512" or "neon", even beyond the
 *                        cap of RAPTORS_ISA; NULL = the widest there is within that cap
 * Errors    -1 is returned, and nothing changes, when the name is unknown, or the set is
 *           not in this build or not in this processor; the error handler is not called
 * Numerics  the choice changes the speed and no bit of any result
 * Threads   safe at any time, for all threads of the process; a call under way keeps the
 *           kernels that it began with
 * Source    OPENBLAS_CORETYPE of OpenBLAS, as a call
 */
int rp_set_isa(const char *name)
{
    const int best = isa_best(), i = name ? isa_index(name) : best;
    if (i < 0 || !rpi_isa_usable(rpi_isas[i]))
        return -1;
    atomic_store_explicit(&rpi_isa_chosen, rpi_isas[i], memory_order_release);
    return 0;
}
