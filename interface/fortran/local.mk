# SPDX-License-Identifier: BSD-3-Clause
# interface/fortran/local.mk -- the module raptors, and a small library for what it contains.

# The source is installed for the compilers that cannot read our module file. It is made of
# the C header, is not in git, and is in the tarball.
include_HEADERS += interface/fortran/raptors.f90
EXTRA_DIST += interface/fortran/genmod.awk interface/fortran/raptors.f90.in
MAINTAINERCLEANFILES += interface/fortran/raptors.f90
interface/fortran/raptors.f90: include/raptors.h interface/fortran/raptors.f90.in \
    interface/fortran/genmod.awk
	$(AM_V_GEN)$(MKDIR_P) interface/fortran && \
	$(AWK) -f $(srcdir)/interface/fortran/genmod.awk $(srcdir)/include/raptors.h \
	    $(srcdir)/interface/fortran/raptors.f90.in > $@.tmp && mv $@.tmp $@
CLEANFILES += interface/fortran/raptors.f90.tmp

if HAVE_FC_MODULE
lib_LTLIBRARIES += libraptors_fortran.la
libraptors_fortran_la_SOURCES = interface/fortran/raptors.f90
# Both kinds: not what AM_LIBTOOLFLAGS says.
libraptors_fortran_la_LIBTOOLFLAGS =
libraptors_fortran_la_FCFLAGS = $(WARN_FCFLAGS)
libraptors_fortran_la_LIBADD = libraptors.la
# Compilers mangle differently, but all names have the name of the module in them.
libraptors_fortran_la_LDFLAGS = -no-undefined -version-info $(RP_FORTRAN_LIBTOOL_VERSION) \
    -export-symbols-regex '[Rr][Aa][Pp][Tt][Oo][Rr][Ss]'

pkgconfig_DATA += interface/raptors-fortran.pc
nodist_fmod_DATA = $(RAPTORS_MOD)
RAPTORS_MOD = raptors.$(FC_MODEXT)
RAPTORS_MOD_OBJECT = interface/fortran/libraptors_fortran_la-raptors.lo
CLEANFILES += $(RAPTORS_MOD)
# Compilers write it to where make runs, and some do not when nothing has changed in it.
$(RAPTORS_MOD): $(RAPTORS_MOD_OBJECT)
	@if test -f $@; then touch $@; else \
	  rm -f $(RAPTORS_MOD_OBJECT); \
	  $(MAKE) $(AM_MAKEFLAGS) $(RAPTORS_MOD_OBJECT); \
	fi
endif
