# SPDX-License-Identifier: BSD-3-Clause
# tests/local.mk -- what make check builds and runs.
#
# tests/check_X_ISA.isa runs tests/check_X for one ISA; what is not built, or not in this
# CPU, is a SKIP. TEST_EMULATOR runs all of it elsewhere: see CONTRIBUTING.md.

TEST_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests

BUILT_ISAS = scalar generic
if BUILD_AVX2
BUILT_ISAS += avx2
endif
if BUILD_AVX512
BUILT_ISAS += avx512
endif
if BUILD_NEON
BUILT_ISAS += neon
endif

# Once.
check_LIBRARIES += tests/libharness.a
tests_libharness_a_SOURCES = \
    tests/harness/capture.c \
    tests/harness/guard.c \
    tests/harness/scene.c \
    tests/harness/session.c \
    tests/kernels/sizes.c
tests_libharness_a_CPPFLAGS = $(TEST_CPPFLAGS) -DBUILT_ISAS='"$(BUILT_ISAS)"'

# Once per precision.
PRECISION_TESTS = \
    tests/api/bounds.c \
    tests/api/f77.c \
    tests/api/f77_64.c \
    tests/api/family_laws.c \
    tests/api/known.c \
    tests/api/laws.c \
    tests/api/library.c \
    tests/api/oracle.c \
    tests/api/random.c \
    tests/api/subjects.c \
    tests/bits/digest.c \
    tests/errors/arguments.c \
    tests/harness/check.c \
    tests/harness/oracle.c \
    tests/kernels/sweeps.c \
    tests/runtime/hooks.c \
    tests/threads/random.c
# ds has operands of both.
OPERAND_TESTS = \
    tests/harness/fill.c \
    tests/harness/operand.c \
    tests/mutations/escapes.c \
    tests/mutations/faults.c

check_LIBRARIES += tests/libtests_s.a tests/libtests_d.a tests/libtests_ds.a
tests_libtests_s_a_SOURCES = $(PRECISION_TESTS) $(OPERAND_TESTS)
tests_libtests_s_a_CPPFLAGS = $(TEST_CPPFLAGS) -DRP_PREC_S
tests_libtests_d_a_SOURCES = $(PRECISION_TESTS) $(OPERAND_TESTS)
tests_libtests_d_a_CPPFLAGS = $(TEST_CPPFLAGS) -DRP_PREC_D
tests_libtests_ds_a_SOURCES = $(PRECISION_TESTS)
tests_libtests_ds_a_CPPFLAGS = $(TEST_CPPFLAGS) -DRP_PREC_DS
TEST_LIBS = tests/libtests_ds.a tests/libtests_s.a tests/libtests_d.a \
    tests/libharness.a -lm

noinst_HEADERS += \
    tests/api/bindings.h \
    tests/api/cases.h \
    tests/api/routines.def \
    tests/api/sheet.h \
    tests/api/subjects.h \
    tests/bits/digest.h \
    tests/errors/environment.h \
    tests/errors/errors.h \
    tests/harness/api.h \
    tests/harness/capture.h \
    tests/harness/check_main.h \
    tests/harness/guard.h \
    tests/harness/kernel_rows.def \
    tests/harness/operand.h \
    tests/harness/oracle.h \
    tests/harness/prec.h \
    tests/harness/rng.h \
    tests/harness/scene.h \
    tests/harness/session.h \
    tests/harness/subject.h \
    tests/kernels/cases.h \
    tests/mutations/faults.h \
    tests/mutations/mutations.h \
    tests/runtime/json.h \
    tests/runtime/runtime.h \
    tests/simd/words.h \
    tests/lifetime/checks.h \
    tests/telemetry/telemetry.h \
    tests/threads/checks.h \
    tests/threads/work.h

# The programs that are run per ISA, and those that are not.
ISA_TESTS =
check_PROGRAMS += tests/check_bits
tests_check_bits_SOURCES = tests/bits/main.c
tests_check_bits_CPPFLAGS = $(TEST_CPPFLAGS)
tests_check_bits_LDADD = $(TEST_LIBS) libraptors.la
ISA_TESTS += \
    tests/check_bits_oracle.isa \
    tests/check_bits_scalar.isa \
    tests/check_bits_generic.isa \
    tests/check_bits_avx2.isa \
    tests/check_bits_avx512.isa \
    tests/check_bits_neon.isa

if HAVE_CHECK
check_PROGRAMS += tests/check_kernels
tests_check_kernels_SOURCES = tests/kernels/main.c
tests_check_kernels_CPPFLAGS = $(TEST_CPPFLAGS) $(CHECK_CFLAGS)
tests_check_kernels_LDADD = $(TEST_LIBS) libraptors_core.la $(CHECK_LIBS)
ISA_TESTS += \
    tests/check_kernels_scalar.isa \
    tests/check_kernels_generic.isa \
    tests/check_kernels_avx2.isa \
    tests/check_kernels_avx512.isa \
    tests/check_kernels_neon.isa

check_PROGRAMS += tests/check_api
tests_check_api_SOURCES = tests/api/main.c
tests_check_api_CPPFLAGS = $(TEST_CPPFLAGS) $(CHECK_CFLAGS)
tests_check_api_LDADD = $(TEST_LIBS) libraptors.la $(CHECK_LIBS)
ISA_TESTS += \
    tests/check_api_scalar.isa \
    tests/check_api_generic.isa \
    tests/check_api_avx2.isa \
    tests/check_api_avx512.isa \
    tests/check_api_neon.isa

# The vector vocabulary, compiled as the kernels are: lib/local.mk.
SIMD_TESTS = \
    tests/libsimd_s_scalar.a tests/libsimd_d_scalar.a tests/libsimd_ds_scalar.a \
    tests/libsimd_s_generic.a tests/libsimd_d_generic.a tests/libsimd_ds_generic.a
tests_libsimd_s_scalar_a_SOURCES = tests/simd/words.c
tests_libsimd_s_scalar_a_CPPFLAGS = $(TEST_CPPFLAGS) -DRP_PREC_S -DRP_ISA_SCALAR
tests_libsimd_s_scalar_a_CFLAGS = $(AM_CFLAGS) $(SCALAR_CFLAGS)
tests_libsimd_d_scalar_a_SOURCES = tests/simd/words.c
tests_libsimd_d_scalar_a_CPPFLAGS = $(TEST_CPPFLAGS) -DRP_PREC_D -DRP_ISA_SCALAR
tests_libsimd_d_scalar_a_CFLAGS = $(AM_CFLAGS) $(SCALAR_CFLAGS)
tests_libsimd_ds_scalar_a_SOURCES = tests/simd/words.c
tests_libsimd_ds_scalar_a_CPPFLAGS = $(TEST_CPPFLAGS) -DRP_PREC_DS -DRP_ISA_SCALAR
tests_libsimd_ds_scalar_a_CFLAGS = $(AM_CFLAGS) $(SCALAR_CFLAGS)
tests_libsimd_s_generic_a_SOURCES = tests/simd/words.c
tests_libsimd_s_generic_a_CPPFLAGS = $(TEST_CPPFLAGS) -DRP_PREC_S -DRP_ISA_GENERIC
tests_libsimd_s_generic_a_CFLAGS = $(AM_CFLAGS) $(GENERIC_CFLAGS)
tests_libsimd_d_generic_a_SOURCES = tests/simd/words.c
tests_libsimd_d_generic_a_CPPFLAGS = $(TEST_CPPFLAGS) -DRP_PREC_D -DRP_ISA_GENERIC
tests_libsimd_d_generic_a_CFLAGS = $(AM_CFLAGS) $(GENERIC_CFLAGS)
tests_libsimd_ds_generic_a_SOURCES = tests/simd/words.c
tests_libsimd_ds_generic_a_CPPFLAGS = $(TEST_CPPFLAGS) -DRP_PREC_DS -DRP_ISA_GENERIC
tests_libsimd_ds_generic_a_CFLAGS = $(AM_CFLAGS) $(GENERIC_CFLAGS)
if BUILD_AVX2
SIMD_TESTS += \
    tests/libsimd_s_avx2.a tests/libsimd_d_avx2.a tests/libsimd_ds_avx2.a
tests_libsimd_s_avx2_a_SOURCES = tests/simd/words.c
tests_libsimd_s_avx2_a_CPPFLAGS = $(TEST_CPPFLAGS) -DRP_PREC_S -DRP_ISA_AVX2
tests_libsimd_s_avx2_a_CFLAGS = $(AM_CFLAGS) $(AVX2_CFLAGS)
tests_libsimd_d_avx2_a_SOURCES = tests/simd/words.c
tests_libsimd_d_avx2_a_CPPFLAGS = $(TEST_CPPFLAGS) -DRP_PREC_D -DRP_ISA_AVX2
tests_libsimd_d_avx2_a_CFLAGS = $(AM_CFLAGS) $(AVX2_CFLAGS)
tests_libsimd_ds_avx2_a_SOURCES = tests/simd/words.c
tests_libsimd_ds_avx2_a_CPPFLAGS = $(TEST_CPPFLAGS) -DRP_PREC_DS -DRP_ISA_AVX2
tests_libsimd_ds_avx2_a_CFLAGS = $(AM_CFLAGS) $(AVX2_CFLAGS)
endif
if BUILD_AVX512
SIMD_TESTS += \
    tests/libsimd_s_avx512.a tests/libsimd_d_avx512.a tests/libsimd_ds_avx512.a
tests_libsimd_s_avx512_a_SOURCES = tests/simd/words.c
tests_libsimd_s_avx512_a_CPPFLAGS = $(TEST_CPPFLAGS) -DRP_PREC_S -DRP_ISA_AVX512
tests_libsimd_s_avx512_a_CFLAGS = $(AM_CFLAGS) $(AVX512_CFLAGS)
tests_libsimd_d_avx512_a_SOURCES = tests/simd/words.c
tests_libsimd_d_avx512_a_CPPFLAGS = $(TEST_CPPFLAGS) -DRP_PREC_D -DRP_ISA_AVX512
tests_libsimd_d_avx512_a_CFLAGS = $(AM_CFLAGS) $(AVX512_CFLAGS)
tests_libsimd_ds_avx512_a_SOURCES = tests/simd/words.c
tests_libsimd_ds_avx512_a_CPPFLAGS = $(TEST_CPPFLAGS) -DRP_PREC_DS -DRP_ISA_AVX512
tests_libsimd_ds_avx512_a_CFLAGS = $(AM_CFLAGS) $(AVX512_CFLAGS)
endif
if BUILD_NEON
SIMD_TESTS += \
    tests/libsimd_s_neon.a tests/libsimd_d_neon.a tests/libsimd_ds_neon.a
tests_libsimd_s_neon_a_SOURCES = tests/simd/words.c
tests_libsimd_s_neon_a_CPPFLAGS = $(TEST_CPPFLAGS) -DRP_PREC_S -DRP_ISA_NEON
tests_libsimd_s_neon_a_CFLAGS = $(AM_CFLAGS) $(NEON_CFLAGS)
tests_libsimd_d_neon_a_SOURCES = tests/simd/words.c
tests_libsimd_d_neon_a_CPPFLAGS = $(TEST_CPPFLAGS) -DRP_PREC_D -DRP_ISA_NEON
tests_libsimd_d_neon_a_CFLAGS = $(AM_CFLAGS) $(NEON_CFLAGS)
tests_libsimd_ds_neon_a_SOURCES = tests/simd/words.c
tests_libsimd_ds_neon_a_CPPFLAGS = $(TEST_CPPFLAGS) -DRP_PREC_DS -DRP_ISA_NEON
tests_libsimd_ds_neon_a_CFLAGS = $(AM_CFLAGS) $(NEON_CFLAGS)
endif
check_LIBRARIES += $(SIMD_TESTS)
check_PROGRAMS += tests/check_simd
tests_check_simd_SOURCES = tests/simd/main.c
tests_check_simd_CPPFLAGS = $(TEST_CPPFLAGS) $(CHECK_CFLAGS)
tests_check_simd_LDADD = $(SIMD_TESTS) tests/libharness.a libraptors_core.la -lm \
    $(CHECK_LIBS)
ISA_TESTS += \
    tests/check_simd_scalar.isa \
    tests/check_simd_generic.isa \
    tests/check_simd_avx2.isa \
    tests/check_simd_avx512.isa \
    tests/check_simd_neon.isa

check_PROGRAMS += tests/check_errors tests/check_mutations tests/check_runtime
tests_check_errors_SOURCES = tests/errors/environment.c tests/errors/main.c
tests_check_errors_CPPFLAGS = $(TEST_CPPFLAGS) $(CHECK_CFLAGS)
tests_check_errors_LDADD = $(TEST_LIBS) libraptors.la $(CHECK_LIBS)
tests_check_mutations_SOURCES = tests/mutations/main.c
tests_check_mutations_CPPFLAGS = $(TEST_CPPFLAGS) $(CHECK_CFLAGS)
tests_check_mutations_LDADD = $(TEST_LIBS) libraptors_core.la $(CHECK_LIBS)
tests_check_runtime_SOURCES = \
    tests/runtime/info.c \
    tests/runtime/json.c \
    tests/runtime/main.c \
    tests/runtime/pairs.c \
    tests/runtime/telemetry.c
tests_check_runtime_CPPFLAGS = $(TEST_CPPFLAGS) $(CHECK_CFLAGS)
tests_check_runtime_LDADD = $(TEST_LIBS) libraptors.la $(CHECK_LIBS) -lpthread
TESTS += tests/check_errors tests/check_mutations tests/check_runtime

# Inner rooms too. Callers inside OpenMP regions, where the compiler has OpenMP.
check_PROGRAMS += tests/check_threads
tests_check_threads_SOURCES = \
    tests/threads/callers.c \
    tests/threads/load.c \
    tests/threads/machine.c \
    tests/threads/main.c \
    tests/threads/team.c \
    tests/threads/work.c
tests_check_threads_CPPFLAGS = $(TEST_CPPFLAGS) $(CHECK_CFLAGS)
tests_check_threads_CFLAGS = $(AM_CFLAGS) $(OPENMP_CFLAGS)
tests_check_threads_LDADD = $(TEST_LIBS) libraptors_core.la $(CHECK_LIBS) -lpthread
TESTS += tests/check_threads

# What comes before and after: exit, dlopen and dlclose; the latter is linked with nothing.
check_PROGRAMS += tests/check_lifetime tests/check_dlopen
tests_check_lifetime_SOURCES = \
    tests/lifetime/exit.c \
    tests/lifetime/main.c \
    tests/threads/work.c
tests_check_lifetime_CPPFLAGS = $(TEST_CPPFLAGS) $(CHECK_CFLAGS)
tests_check_lifetime_LDADD = tests/libharness.a libraptors.la $(CHECK_LIBS) -lpthread
tests_check_dlopen_SOURCES = \
    tests/lifetime/dlopen.c \
    tests/threads/work.c
tests_check_dlopen_CPPFLAGS = $(TEST_CPPFLAGS) $(CHECK_CFLAGS)
tests_check_dlopen_LDADD = tests/libharness.a $(CHECK_LIBS) $(DL_LIBS) -lpthread
TESTS += tests/check_lifetime tests/check_dlopen

THREAD_TESTS = tests/check_threads tests/check_lifetime tests/check_dlopen

check_PROGRAMS += tests/check_policy
tests_check_policy_SOURCES = tests/policy/main.c
tests_check_policy_CPPFLAGS = $(TEST_CPPFLAGS) $(CHECK_CFLAGS)
tests_check_policy_LDADD = libraptors_core.la $(CHECK_LIBS)
TESTS += tests/check_policy

check_PROGRAMS += tests/check_telemetry
tests_check_telemetry_SOURCES = \
    tests/telemetry/counts.c \
    tests/telemetry/learn.c \
    tests/telemetry/main.c
tests_check_telemetry_CPPFLAGS = $(TEST_CPPFLAGS) $(CHECK_CFLAGS)
tests_check_telemetry_LDADD = libraptors_core.la $(CHECK_LIBS)
TESTS += tests/check_telemetry
else
TESTS += tests/without_check.sh
THREAD_TESTS = tests/without_check.sh
endif

# Everything about threads with all the time it wants, on a loaded machine; then under
# valgrind, which is for what is read and written, and needs no more than a few cases.
.PHONY: check-long
check-long:
	RAPTORS_TEST_LONG=yes CK_TIMEOUT_MULTIPLIER=60 $(MAKE) $(AM_MAKEFLAGS) check \
	    TESTS="$(THREAD_TESTS)"
	@if command -v valgrind >/dev/null; then \
	    RAPTORS_TEST_VOLUME=5 CK_TIMEOUT_MULTIPLIER=60 $(MAKE) $(AM_MAKEFLAGS) check \
	        TESTS="$(THREAD_TESTS)" TEST_EMULATOR="valgrind -q --error-exitcode=9"; \
	else echo "SKIP: no valgrind here"; fi

# Only the name of such a file says anything: tests/run_isa.sh takes it apart.
TESTS += $(ISA_TESTS)
CLEANFILES += $(ISA_TESTS)
$(ISA_TESTS):
	$(AM_V_GEN)$(MKDIR_P) tests && : > $@

# Fortran 77 in fixed form: automake would ask for F77, where FC compiles it as well.
if HAVE_FC
check_PROGRAMS += tests/check_f77 tests/check_f77_64
TESTS += tests/check_f77 tests/check_f77_64
FORTRAN_LINK = $(AM_V_FCLD)$(LIBTOOL) $(AM_V_lt) --tag=FC --mode=link $(FC) $(FCFLAGS) \
    $(LDFLAGS) -o $@
tests_check_f77_SOURCES =
tests_check_f77_LDADD = tests/fortran/check_f77.$(OBJEXT) libraptors.la
tests_check_f77_LINK = $(FORTRAN_LINK)
tests_check_f77_64_SOURCES =
tests_check_f77_64_LDADD = tests/fortran/check_f77_64.$(OBJEXT) libraptors.la
tests_check_f77_64_LINK = $(FORTRAN_LINK)
tests/fortran/check_f77.$(OBJEXT): tests/fortran/check_f77.f interface/raptors.fi
	$(AM_V_GEN)$(MKDIR_P) tests/fortran && $(FC) -I$(top_srcdir)/interface $(FCFLAGS) \
	    -c -o $@ $(srcdir)/tests/fortran/check_f77.f
tests/fortran/check_f77_64.$(OBJEXT): tests/fortran/check_f77_64.f interface/raptors.fi
	$(AM_V_GEN)$(MKDIR_P) tests/fortran && $(FC) -I$(top_srcdir)/interface $(FCFLAGS) \
	    -c -o $@ $(srcdir)/tests/fortran/check_f77_64.f
CLEANFILES += tests/fortran/check_f77.$(OBJEXT) tests/fortran/check_f77_64.$(OBJEXT)
endif
EXTRA_DIST += tests/fortran/check_f77.f tests/fortran/check_f77_64.f

SCRIPT_TESTS = \
    tests/baseline.sh \
    tests/exports.sh \
    tests/header.sh \
    tests/regions.sh
TESTS += $(SCRIPT_TESTS)
dist_check_SCRIPTS += $(SCRIPT_TESTS) tests/run_isa.sh tests/without_check.sh

TEST_EXTENSIONS += .isa .sh
LOG_COMPILER = $(LIBTOOL) --mode=execute $(TEST_EMULATOR)
ISA_LOG_COMPILER = $(SHELL) $(srcdir)/tests/run_isa.sh
SH_LOG_COMPILER = $(SHELL)
AM_TESTS_ENVIRONMENT = \
    CC='$(CC)'; CXX='$(CXX)'; CPPFLAGS='$(CPPFLAGS)'; CFLAGS='$(CFLAGS)'; \
    LIBTOOL='$(LIBTOOL)'; TEST_EMULATOR='$(TEST_EMULATOR)'; NM='$(NM)'; \
    OBJDUMP='$(OBJDUMP)'; export CC CXX CPPFLAGS CFLAGS LIBTOOL TEST_EMULATOR NM OBJDUMP;
