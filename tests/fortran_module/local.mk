# SPDX-License-Identifier: BSD-3-Clause
# tests/fortran_module/local.mk -- the tests of the Fortran module. Included after
# tests/local.mk, which says how tests are run.

AM_TESTS_ENVIRONMENT += FC='$(FC)'; FCFLAGS='$(FCFLAGS)'; AWK='$(AWK)'; export FC FCFLAGS AWK;

MODULE_SH_TESTS = tests/fortran_module/bindings.sh
EXTRA_DIST += tests/fortran_module/checks.fi tests/fortran_module/flags.sh

if HAVE_FC_MODULE
MODULE_TESTS = \
    tests/check_module_generics \
    tests/check_module_names \
    tests/check_module_runtime
MODULE_FCFLAGS = $(FC_MODINC). -I$(srcdir)/tests/fortran_module -I$(srcdir)/interface
MODULE_LIBS = libraptors_fortran.la libraptors.la
MODULE_SH_TESTS += tests/fortran_module/flags.sh

tests_check_module_generics_SOURCES = tests/fortran_module/check_generics.f90
tests_check_module_generics_FCFLAGS = $(MODULE_FCFLAGS)
tests_check_module_generics_LDADD = $(MODULE_LIBS)
tests_check_module_names_SOURCES = tests/fortran_module/check_names.f90
tests_check_module_names_FCFLAGS = $(MODULE_FCFLAGS)
tests_check_module_names_LDADD = $(MODULE_LIBS)
tests_check_module_runtime_SOURCES = tests/fortran_module/check_runtime.f90
tests_check_module_runtime_FCFLAGS = $(MODULE_FCFLAGS)
tests_check_module_runtime_LDADD = $(MODULE_LIBS)
CLEANFILES += check_runtime_scene.$(FC_MODEXT)

if HAVE_FC_INTEGER_8
MODULE_TESTS += \
    tests/check_module_generics_i8 \
    tests/check_module_names_i8
tests_check_module_generics_i8_SOURCES = tests/fortran_module/check_generics.f90
tests_check_module_generics_i8_FCFLAGS = $(MODULE_FCFLAGS) $(FC_INTEGER_8)
tests_check_module_generics_i8_LDADD = $(MODULE_LIBS)
tests_check_module_names_i8_SOURCES = tests/fortran_module/check_names.f90
tests_check_module_names_i8_FCFLAGS = $(MODULE_FCFLAGS) $(FC_INTEGER_8)
tests_check_module_names_i8_LDADD = $(MODULE_LIBS)
endif

# Each object waits for the module file.
tests/fortran_module/check_module_generics-check_generics.$(OBJEXT) \
tests/fortran_module/check_module_generics_i8-check_generics.$(OBJEXT) \
tests/fortran_module/check_module_names-check_names.$(OBJEXT) \
tests/fortran_module/check_module_names_i8-check_names.$(OBJEXT) \
tests/fortran_module/check_module_runtime-check_runtime.$(OBJEXT): $(RAPTORS_MOD)

check_PROGRAMS += $(MODULE_TESTS)
TESTS += $(MODULE_TESTS)
endif

TESTS += $(MODULE_SH_TESTS)
dist_check_SCRIPTS += tests/fortran_module/bindings.sh
