# SPDX-License-Identifier: BSD-3-Clause
# examples/local.mk -- small programs of a user; make check runs them, make install copies
# them. An example is NAME.c, .cc, .f, .f90 or .py with what it prints, NAME.output.

examplesdir = $(docdir)/examples
dist_examples_DATA = \
    examples/accuracy.c \
    examples/blocks.cc \
    examples/centre.c \
    examples/centre_f77.f \
    examples/centre_module.f90 \
    examples/errors.c \
    examples/errors_module.f90 \
    examples/numpy_ctypes.py \
    examples/regions.c \
    examples/softmax.c

EXAMPLE_TESTS = \
    examples/accuracy.output \
    examples/blocks.output \
    examples/centre.output \
    examples/centre_f77.output \
    examples/centre_module.output \
    examples/errors.output \
    examples/errors_module.output \
    examples/numpy_ctypes.output \
    examples/regions.output \
    examples/softmax.output
EXTRA_DIST += $(EXAMPLE_TESTS)
dist_check_SCRIPTS += examples/compare.sh
TESTS += $(EXAMPLE_TESTS)
TEST_EXTENSIONS += .output
OUTPUT_LOG_COMPILER = \
    env CC='$(CC)' CFLAGS='$(CFLAGS)' FC='$(EXAMPLE_FC)' FCFLAGS='$(FCFLAGS)' \
    LDFLAGS='$(LDFLAGS)' LIBTOOL='$(LIBTOOL)' TEST_EMULATOR='$(TEST_EMULATOR)' \
    $(SHELL) $(srcdir)/examples/compare.sh

check_PROGRAMS += examples/accuracy examples/centre examples/errors examples/regions \
    examples/softmax
examples_accuracy_LDADD = libraptors.la
examples_centre_LDADD = libraptors.la
examples_errors_LDADD = libraptors.la
examples_regions_LDADD = libraptors.la
examples_softmax_LDADD = libraptors.la -lm
# As it would be compiled for likwid, with one that writes down its calls.
check_PROGRAMS += examples/regions_likwid
examples_regions_likwid_SOURCES = examples/regions.c perf/likwid_stub/stub.c
examples_regions_likwid_CPPFLAGS = $(AM_CPPFLAGS) -DLIKWID_PERFMON \
    -I$(top_srcdir)/perf/likwid_stub
examples_regions_likwid_LDADD = libraptors.la
if HAVE_CXX
check_PROGRAMS += examples/blocks
examples_blocks_SOURCES = examples/blocks.cc
examples_blocks_LDADD = libraptors.la
endif

# Compiled by the test.
if HAVE_FC
EXAMPLE_FC = $(FC)
endif
CLEANFILES += \
    examples/centre_f77 examples/centre_f77.o examples/centre_module examples/centre_module.o \
    examples/errors_module examples/errors_module.o
if HAVE_FC_MODULE
CLEANFILES += errors_handler.$(FC_MODEXT)
endif
