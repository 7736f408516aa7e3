# SPDX-License-Identifier: BSD-3-Clause
# tests/docs/local.mk -- do the manual, the man pages and the library say the same?

DOC_TESTS = \
    tests/docs/manual.sh \
    tests/docs/routines.sh \
    tests/docs/schema.sh \
    tests/docs/snippets.sh
TESTS += $(DOC_TESTS)
dist_check_SCRIPTS += $(DOC_TESTS)
