/* SPDX-License-Identifier: BSD-3-Clause */
/* main.c -- check_simd ISA: the words in which the kernels are written. */

#include "config.h"

#include <string.h>

#include "cpu/cpu.h"
#include "harness/check_main.h"
#include "harness/session.h"
#include "simd/words.h"

#define ALL(isa) words_s_##isa, words_d_##isa, words_ds_##isa
#define ROW(isa)                                                                         \
    {                                                                                    \
#isa,                                                                            \
        {                                                                                \
            ALL(isa)                                                                     \
        }                                                                                \
    }

enum { PRECISIONS = 3 };

simd_words ALL(scalar), ALL(generic), ALL(avx2), ALL(avx512), ALL(neon);

static const struct row {
    const char *isa;
    simd_words *words[PRECISIONS];
} rows[] = {
    ROW(scalar), ROW(generic),
#if defined(RP_BUILD_AVX2)
    ROW(avx2),
#endif
#if defined(RP_BUILD_AVX512)
    ROW(avx512),
#endif
#if defined(RP_BUILD_NEON)
    ROW(neon),
#endif
};

static const struct row *chosen;

static bool choose(const char *isa)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (!strcmp(rows[i].isa, isa) && rpi_cpu_has(isa))
            chosen = &rows[i];
    return chosen != NULL;
}

START_TEST(words)
{
    session_count();
    must_pass(chosen->words[_i]());
}
END_TEST

static Suite *suite(void)
{
    Suite *made = suite_create("simd");
    tcase_add_loop_test(add_tests(made, "words"), words, 0, PRECISIONS);
    return made;
}

int main(int argc, char **argv)
{
    int status = session_open(argc, argv, choose);
    return status == SESSION_GO ? session_close(run_suite(suite())) : status;
}
