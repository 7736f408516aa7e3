# SPDX-License-Identifier: BSD-3-Clause
# lib/local.mk -- the rooms below the interface, and the library that is made of all.

noinst_HEADERS += \
    lib/cpu/cores.h \
    lib/cpu/cpu.h \
    lib/dispatch/dispatch.h \
    lib/dispatch/table.inc \
    lib/kernels/best.h \
    lib/kernels/best_strips.h \
    lib/kernels/block.h \
    lib/kernels/columns.h \
    lib/kernels/fold.h \
    lib/kernels/kernel.h \
    lib/kernels/kernels.def \
    lib/kernels/kernels.h \
    lib/kernels/line.h \
    lib/kernels/long_lines.h \
    lib/kernels/narrow.h \
    lib/kernels/rows.h \
    lib/kernels/several.h \
    lib/kernels/short_lines.h \
    lib/kernels/strided.h \
    lib/kernels/strips.h \
    lib/kernels/turned.h \
    lib/plan/decide.h \
    lib/plan/learn.h \
    lib/plan/op.h \
    lib/plan/plan.h \
    lib/plan/reduce.h \
    lib/plan/split.h \
    lib/plan/far.h \
    lib/policy/policy.h \
    lib/simd/minps.h \
    lib/simd/simd.h \
    lib/simd/simd_avx2.h \
    lib/simd/simd_avx512.h \
    lib/simd/simd_generic.h \
    lib/simd/simd_neon.h \
    lib/simd/simd_scalar.h \
    lib/telemetry/telemetry.h \
    lib/threads/fpstate.h \
    lib/threads/launch.h \
    lib/threads/team.h \
    lib/threads/threads.h \
    lib/threads/wait.h \
    lib/util/clock.h \
    lib/util/counter.h \
    lib/util/env.h \
    lib/util/file.h \
    lib/util/habits.h \
    lib/util/hidden.h \
    lib/util/precision.h \
    lib/util/scratch.h

# Common to both precisions.
noinst_LTLIBRARIES += lib/librpi.la
lib_librpi_la_SOURCES = \
    interface/error.c \
    interface/region.c \
    interface/telemetry.c \
    interface/telemetry_keys.c \
    interface/text.c \
    interface/threading_info.c \
    interface/version.c \
    lib/cpu/caches.c \
    lib/cpu/cores.c \
    lib/cpu/cpu.c \
    lib/dispatch/dispatch.c \
    lib/dispatch/tables.c \
    lib/plan/decide.c \
    lib/plan/learn.c \
    lib/plan/far.c \
    lib/policy/policy.c \
    lib/telemetry/telemetry.c \
    lib/threads/launch.c \
    lib/threads/limit.c \
    lib/threads/team.c \
    lib/util/env.c \
    lib/util/file.c \
    lib/util/habits.c \
    lib/util/scratch.c

# The threads that configure chose; the kernels know nothing of them.
lib_librpi_la_CFLAGS = $(AM_CFLAGS) $(THREADS_CFLAGS)
if THREADS_PTHREAD
lib_librpi_la_SOURCES += lib/threads/pool.c lib/threads/wait.c
endif
if THREADS_OPENMP
lib_librpi_la_SOURCES += lib/threads/openmp.c
endif
if THREADS_NONE
lib_librpi_la_SOURCES += lib/threads/alone.c
endif

# Once per precision.
REDUCE_SOURCES = \
    $(REDUCE_ROUTINES) \
    lib/plan/reduce.c \
    lib/plan/split_reduce.c
PRECISION_SOURCES = \
    $(REDUCE_SOURCES) \
    $(ELEMENTWISE_ROUTINES) \
    lib/plan/elementwise.c

noinst_LTLIBRARIES += lib/librpi_s.la lib/librpi_d.la lib/librpi_ds.la
lib_librpi_s_la_SOURCES = $(PRECISION_SOURCES)
lib_librpi_s_la_CPPFLAGS = $(AM_CPPFLAGS) -DRP_PREC_S
lib_librpi_d_la_SOURCES = $(PRECISION_SOURCES)
lib_librpi_d_la_CPPFLAGS = $(AM_CPPFLAGS) -DRP_PREC_D
lib_librpi_ds_la_SOURCES = $(REDUCE_SOURCES)
lib_librpi_ds_la_CPPFLAGS = $(AM_CPPFLAGS) -DRP_PREC_DS

# Once per precision and instruction set, with flags of their own.
SUM_SOURCES = \
    lib/kernels/sum_across.c \
    lib/kernels/sum_along.c
KERNEL_SOURCES = \
    $(SUM_SOURCES) \
    lib/kernels/add.c \
    lib/kernels/add_col.c \
    lib/kernels/add_row.c \
    lib/kernels/divide.c \
    lib/kernels/max_min_across.c \
    lib/kernels/max_min_along.c \
    lib/kernels/scale.c

KERNEL_LIBS = \
    lib/librpk_s_scalar.la lib/librpk_d_scalar.la lib/librpk_ds_scalar.la \
    lib/librpk_s_generic.la lib/librpk_d_generic.la lib/librpk_ds_generic.la

lib_librpk_s_scalar_la_SOURCES = $(KERNEL_SOURCES)
lib_librpk_s_scalar_la_CPPFLAGS = $(AM_CPPFLAGS) -DRP_PREC_S -DRP_ISA_SCALAR
lib_librpk_s_scalar_la_CFLAGS = $(AM_CFLAGS) $(KERNEL_CFLAGS) $(SCALAR_CFLAGS)
lib_librpk_d_scalar_la_SOURCES = $(KERNEL_SOURCES)
lib_librpk_d_scalar_la_CPPFLAGS = $(AM_CPPFLAGS) -DRP_PREC_D -DRP_ISA_SCALAR
lib_librpk_d_scalar_la_CFLAGS = $(AM_CFLAGS) $(KERNEL_CFLAGS) $(SCALAR_CFLAGS)
lib_librpk_ds_scalar_la_SOURCES = $(SUM_SOURCES)
lib_librpk_ds_scalar_la_CPPFLAGS = $(AM_CPPFLAGS) -DRP_PREC_DS -DRP_ISA_SCALAR
lib_librpk_ds_scalar_la_CFLAGS = $(AM_CFLAGS) $(KERNEL_CFLAGS) $(SCALAR_CFLAGS)

lib_librpk_s_generic_la_SOURCES = $(KERNEL_SOURCES)
lib_librpk_s_generic_la_CPPFLAGS = $(AM_CPPFLAGS) -DRP_PREC_S -DRP_ISA_GENERIC
lib_librpk_s_generic_la_CFLAGS = $(AM_CFLAGS) $(KERNEL_CFLAGS) $(GENERIC_CFLAGS)
lib_librpk_d_generic_la_SOURCES = $(KERNEL_SOURCES)
lib_librpk_d_generic_la_CPPFLAGS = $(AM_CPPFLAGS) -DRP_PREC_D -DRP_ISA_GENERIC
lib_librpk_d_generic_la_CFLAGS = $(AM_CFLAGS) $(KERNEL_CFLAGS) $(GENERIC_CFLAGS)
lib_librpk_ds_generic_la_SOURCES = $(SUM_SOURCES)
lib_librpk_ds_generic_la_CPPFLAGS = $(AM_CPPFLAGS) -DRP_PREC_DS -DRP_ISA_GENERIC
lib_librpk_ds_generic_la_CFLAGS = $(AM_CFLAGS) $(KERNEL_CFLAGS) $(GENERIC_CFLAGS)

if BUILD_AVX2
KERNEL_LIBS += lib/librpk_s_avx2.la lib/librpk_d_avx2.la lib/librpk_ds_avx2.la
lib_librpk_s_avx2_la_SOURCES = $(KERNEL_SOURCES)
lib_librpk_s_avx2_la_CPPFLAGS = $(AM_CPPFLAGS) -DRP_PREC_S -DRP_ISA_AVX2
lib_librpk_s_avx2_la_CFLAGS = $(AM_CFLAGS) $(KERNEL_CFLAGS) $(AVX2_CFLAGS)
lib_librpk_d_avx2_la_SOURCES = $(KERNEL_SOURCES)
lib_librpk_d_avx2_la_CPPFLAGS = $(AM_CPPFLAGS) -DRP_PREC_D -DRP_ISA_AVX2
lib_librpk_d_avx2_la_CFLAGS = $(AM_CFLAGS) $(KERNEL_CFLAGS) $(AVX2_CFLAGS)
lib_librpk_ds_avx2_la_SOURCES = $(SUM_SOURCES)
lib_librpk_ds_avx2_la_CPPFLAGS = $(AM_CPPFLAGS) -DRP_PREC_DS -DRP_ISA_AVX2
lib_librpk_ds_avx2_la_CFLAGS = $(AM_CFLAGS) $(KERNEL_CFLAGS) $(AVX2_CFLAGS)
endif

if BUILD_AVX512
KERNEL_LIBS += lib/librpk_s_avx512.la lib/librpk_d_avx512.la lib/librpk_ds_avx512.la
lib_librpk_s_avx512_la_SOURCES = $(KERNEL_SOURCES)
lib_librpk_s_avx512_la_CPPFLAGS = $(AM_CPPFLAGS) -DRP_PREC_S -DRP_ISA_AVX512
lib_librpk_s_avx512_la_CFLAGS = $(AM_CFLAGS) $(KERNEL_CFLAGS) $(AVX512_CFLAGS)
lib_librpk_d_avx512_la_SOURCES = $(KERNEL_SOURCES)
lib_librpk_d_avx512_la_CPPFLAGS = $(AM_CPPFLAGS) -DRP_PREC_D -DRP_ISA_AVX512
lib_librpk_d_avx512_la_CFLAGS = $(AM_CFLAGS) $(KERNEL_CFLAGS) $(AVX512_CFLAGS)
lib_librpk_ds_avx512_la_SOURCES = $(SUM_SOURCES)
lib_librpk_ds_avx512_la_CPPFLAGS = $(AM_CPPFLAGS) -DRP_PREC_DS -DRP_ISA_AVX512
lib_librpk_ds_avx512_la_CFLAGS = $(AM_CFLAGS) $(KERNEL_CFLAGS) $(AVX512_CFLAGS)
endif

if BUILD_NEON
KERNEL_LIBS += lib/librpk_s_neon.la lib/librpk_d_neon.la lib/librpk_ds_neon.la
lib_librpk_s_neon_la_SOURCES = $(KERNEL_SOURCES)
lib_librpk_s_neon_la_CPPFLAGS = $(AM_CPPFLAGS) -DRP_PREC_S -DRP_ISA_NEON
lib_librpk_s_neon_la_CFLAGS = $(AM_CFLAGS) $(KERNEL_CFLAGS) $(NEON_CFLAGS)
lib_librpk_d_neon_la_SOURCES = $(KERNEL_SOURCES)
lib_librpk_d_neon_la_CPPFLAGS = $(AM_CPPFLAGS) -DRP_PREC_D -DRP_ISA_NEON
lib_librpk_d_neon_la_CFLAGS = $(AM_CFLAGS) $(KERNEL_CFLAGS) $(NEON_CFLAGS)
lib_librpk_ds_neon_la_SOURCES = $(SUM_SOURCES)
lib_librpk_ds_neon_la_CPPFLAGS = $(AM_CPPFLAGS) -DRP_PREC_DS -DRP_ISA_NEON
lib_librpk_ds_neon_la_CFLAGS = $(AM_CFLAGS) $(KERNEL_CFLAGS) $(NEON_CFLAGS)
endif

noinst_LTLIBRARIES += $(KERNEL_LIBS)

# Everything, internal names included: what the tests of the inner rooms link.
noinst_LTLIBRARIES += libraptors_core.la
libraptors_core_la_SOURCES =
libraptors_core_la_LIBADD = \
    lib/librpi.la lib/librpi_s.la lib/librpi_d.la lib/librpi_ds.la $(F77_LIBS) $(KERNEL_LIBS) \
    $(THREADS_LIBS)

# What is installed, with the public names only.
lib_LTLIBRARIES += libraptors.la
libraptors_la_SOURCES =
# Both kinds: not what AM_LIBTOOLFLAGS says.
libraptors_la_LIBTOOLFLAGS =
libraptors_la_LIBADD = libraptors_core.la
libraptors_la_LDFLAGS = -no-undefined -version-info $(RP_LIBTOOL_VERSION) \
    $(NODELETE_LDFLAGS) $(EXPORTS)

EXTRA_DIST += lib/libraptors.sym
if HAVE_VERSION_SCRIPT
EXPORTS = -Wl,--version-script=lib/libraptors.map
EXTRA_libraptors_la_DEPENDENCIES = lib/libraptors.map
CLEANFILES += lib/libraptors.map
lib/libraptors.map: lib/libraptors.sym
	$(AM_V_GEN)$(MKDIR_P) lib && \
	{ echo 'RAPTORS_0 { global:'; sed 's/$$/;/' $(srcdir)/lib/libraptors.sym; \
	  echo 'local: *; };'; } > $@
else
EXPORTS = -export-symbols $(srcdir)/lib/libraptors.sym
endif
