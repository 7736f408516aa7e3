# SPDX-License-Identifier: BSD-3-Clause
# interface/local.mk -- one file a routine, the Fortran symbols, and what is installed of them.

include_HEADERS = include/raptors.h interface/raptors.fi
noinst_HEADERS += interface/check.h interface/region.h interface/routines.h interface/text.h

pkgconfigdir = $(libdir)/pkgconfig
pkgconfig_DATA = interface/raptors.pc

# config.status would leave ${prefix} in these, so make writes them.
cmakedir = $(libdir)/cmake/raptors
cmake_DATA = interface/raptors-config.cmake interface/raptors-config-version.cmake
EXTRA_DIST += interface/raptors-config.cmake.in interface/raptors-config-version.cmake.in
CLEANFILES += $(cmake_DATA)
$(cmake_DATA): Makefile
	$(AM_V_GEN)sed -e 's|@cmakedir''@|$(cmakedir)|' -e 's|@libdir''@|$(libdir)|' \
	    -e 's|@includedir''@|$(includedir)|' -e 's|@fmoddir''@|$(fmoddir)|' \
	    -e 's|@VERSION''@|$(VERSION)|' -e 's|@THREADS_LIBS''@|$(THREADS_LIBS)|g' \
	    -e 's|@ATOMIC_LIBS''@|$(ATOMIC_LIBS)|g' \
	    $(srcdir)/$@.in > $@
interface/raptors-config.cmake: interface/raptors-config.cmake.in
interface/raptors-config-version.cmake: interface/raptors-config-version.cmake.in

include interface/fortran/local.mk

REDUCE_ROUTINES = \
    interface/axis0.c \
    interface/axis1.c \
    interface/ge.c \
    interface/vector.c
ELEMENTWISE_ROUTINES = \
    interface/geadd.c \
    interface/geadd_bcast.c \
    interface/gescal.c

# The Fortran 77 symbols: once per precision and per width of INTEGER.
F77_LIBS = \
    interface/librpf_s.la interface/librpf_d.la interface/librpf_ds.la \
    interface/librpf_s_64.la interface/librpf_d_64.la interface/librpf_ds_64.la
noinst_LTLIBRARIES += $(F77_LIBS)
interface_librpf_s_la_SOURCES = interface/f77.c interface/f77_runtime.c
interface_librpf_s_la_CPPFLAGS = $(AM_CPPFLAGS) -DRP_PREC_S
interface_librpf_d_la_SOURCES = interface/f77.c
interface_librpf_d_la_CPPFLAGS = $(AM_CPPFLAGS) -DRP_PREC_D
interface_librpf_s_64_la_SOURCES = interface/f77.c interface/f77_runtime.c
interface_librpf_s_64_la_CPPFLAGS = $(AM_CPPFLAGS) -DRP_PREC_S -DRP_F77_64
interface_librpf_d_64_la_SOURCES = interface/f77.c
interface_librpf_d_64_la_CPPFLAGS = $(AM_CPPFLAGS) -DRP_PREC_D -DRP_F77_64
interface_librpf_ds_la_SOURCES = interface/f77.c
interface_librpf_ds_la_CPPFLAGS = $(AM_CPPFLAGS) -DRP_PREC_DS
interface_librpf_ds_64_la_SOURCES = interface/f77.c
interface_librpf_ds_64_la_CPPFLAGS = $(AM_CPPFLAGS) -DRP_PREC_DS -DRP_F77_64

# Programs that use what is installed, through pkg-config and through CMake.
EXTRA_DIST += \
    ci/installcheck.sh \
    ci/installcheck/CMakeLists.txt \
    ci/installcheck/program.c \
    ci/installcheck/program.cpp \
    ci/installcheck/program.f \
    ci/installcheck/program.f90
if HAVE_CXX
INSTALLCHECK_CXX = $(CXX)
endif
if HAVE_FC
INSTALLCHECK_FC = $(FC)
endif
installcheck-local:
	CC='$(CC)' CXX='$(INSTALLCHECK_CXX)' FC='$(INSTALLCHECK_FC)' CFLAGS='$(CFLAGS)' \
	CXXFLAGS='$(CXXFLAGS)' FCFLAGS='$(FCFLAGS)' LDFLAGS='$(LDFLAGS)' \
	PKG_CONFIG='$(PKG_CONFIG)' TEST_EMULATOR='$(TEST_EMULATOR)' \
	cross_compiling='$(cross_compiling)' DESTDIR='$(DESTDIR)' libdir='$(libdir)' \
	includedir='$(includedir)' bindir='$(bindir)' \
	    $(SHELL) $(srcdir)/ci/installcheck.sh
