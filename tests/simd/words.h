/* SPDX-License-Identifier: BSD-3-Clause */
/* words.h -- the words of one precision and instruction set. */
#ifndef TEST_WORDS_H
#define TEST_WORDS_H

/* Hold each word of lib/simd/simd.h against its line there; what is wrong, or NULL. */
typedef const char *simd_words(void);

#endif
