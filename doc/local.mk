# SPDX-License-Identifier: BSD-3-Clause
# doc/local.mk -- the documents: man pages and manual, from the texts of the routines.
#
# What is made here needs a POSIX awk, and the manual makeinfo. All of it is in the tarball,
# so that a build from there makes none of it again.

EXTRA_DIST += doc/perf doc/perf_report.md doc/roadmap.md

# The files with texts, in the order of the manual.
TEXTS = \
    interface/axis0.c \
    interface/axis1.c \
    interface/ge.c \
    interface/vector.c \
    interface/geadd_bcast.c \
    interface/geadd.c \
    interface/gescal.c \
    interface/version.c \
    lib/dispatch/dispatch.c \
    lib/threads/limit.c \
    interface/threading_info.c \
    interface/telemetry.c \
    interface/error.c \
    interface/region.c
DOC_TOOLS = doc/extract.awk doc/man.awk doc/texi.awk
EXTRA_DIST += $(DOC_TOOLS) doc/raptors.man
MAINTAINERCLEANFILES += doc/man3.stamp doc/routines.txt $(MAN_PAGES) $(doc_raptors_TEXINFOS)

# The records from which the rest is made.
EXTRA_DIST += doc/routines.txt
doc/routines.txt: include/raptors.h $(TEXTS) doc/extract.awk
	$(AM_V_GEN)$(MKDIR_P) doc && set -e; texts=; \
	for f in $(TEXTS); do texts="$$texts $(srcdir)/$$f"; done; \
	$(AWK) -f $(srcdir)/doc/extract.awk $(srcdir)/include/raptors.h $$texts >$@-t; \
	mv -f $@-t $@

# One page a routine, and one of a line for each C symbol; the stamp is older than all.
dist_man_MANS = $(MAN_PAGES)
EXTRA_DIST += doc/man3.stamp
doc/man3.stamp: doc/routines.txt doc/man.awk doc/raptors.man
	$(AM_V_GEN)$(MKDIR_P) doc/man3 && rm -f $@ && touch $@-t && \
	routines=doc/routines.txt; test -f $$routines || routines=$(srcdir)/$$routines; \
	$(AWK) -f $(srcdir)/doc/man.awk -v dir=doc/man3 -v version=$(PACKAGE_VERSION) \
	    -v overview=$(srcdir)/doc/raptors.man $$routines && \
	mv -f $@-t $@
$(MAN_PAGES): doc/man3.stamp
	@test -f $@ || test -f $(srcdir)/$@ || \
	{ rm -f doc/man3.stamp && $(MAKE) $(AM_MAKEFLAGS) doc/man3.stamp; }

# The manual. configure sets MAKEINFO to ":" when it is not there. Automake does not let TeX
# look into the build tree: from a clone, make pdf TEXI2DVI='texi2dvi -I doc'.
info_TEXINFOS = doc/raptors.texi
doc_raptors_TEXINFOS = doc/programs.texi doc/release.texi doc/routines.texi
AUTOMAKE_OPTIONS = info-in-builddir
AM_MAKEINFOHTMLFLAGS = $(AM_MAKEINFOFLAGS) --no-split

# Every example and its output, each shown where its flag is set: p-centre-c for centre.c.
doc/programs.texi: $(dist_examples_DATA) $(EXAMPLE_TESTS)
	$(AM_V_GEN)$(MKDIR_P) doc && \
	for f in $(dist_examples_DATA) $(EXAMPLE_TESTS); do \
	  echo "@ifset p-`echo $$f | sed 's|.*/||; s|[._]|-|g'`"; echo '@verbatim'; \
	  sed '/SPDX-License-Identifier/d' $(srcdir)/$$f || exit; \
	  echo '@end verbatim'; echo '@end ifset'; \
	done >$@-t && mv -f $@-t $@
doc/release.texi: include/raptors.h
	$(AM_V_GEN)$(MKDIR_P) doc && \
	echo '@set VERSION $(PACKAGE_VERSION)' >$@-t && mv -f $@-t $@
doc/routines.texi: doc/routines.txt doc/texi.awk
	$(AM_V_GEN)$(MKDIR_P) doc && \
	routines=doc/routines.txt; test -f $$routines || routines=$(srcdir)/$$routines; \
	$(AWK) -f $(srcdir)/doc/texi.awk $$routines $$routines >$@-t && mv -f $@-t $@

MAN_PAGES = \
    doc/man3/raptors.3 \
    doc/man3/rp_axis0max.3 \
    doc/man3/rp_axis0mean.3 \
    doc/man3/rp_axis0min.3 \
    doc/man3/rp_axis0sum.3 \
    doc/man3/rp_axis1max.3 \
    doc/man3/rp_axis1mean.3 \
    doc/man3/rp_axis1min.3 \
    doc/man3/rp_axis1sum.3 \
    doc/man3/rp_daxis0max.3 \
    doc/man3/rp_daxis0mean.3 \
    doc/man3/rp_daxis0min.3 \
    doc/man3/rp_daxis0sum.3 \
    doc/man3/rp_daxis1max.3 \
    doc/man3/rp_daxis1mean.3 \
    doc/man3/rp_daxis1min.3 \
    doc/man3/rp_daxis1sum.3 \
    doc/man3/rp_dgeadd.3 \
    doc/man3/rp_dgeadd_bcast.3 \
    doc/man3/rp_dgemax.3 \
    doc/man3/rp_dgemean.3 \
    doc/man3/rp_dgemin.3 \
    doc/man3/rp_dgescal.3 \
    doc/man3/rp_dgesum.3 \
    doc/man3/rp_dmax.3 \
    doc/man3/rp_dmean.3 \
    doc/man3/rp_dmin.3 \
    doc/man3/rp_dsaxis0mean.3 \
    doc/man3/rp_dsaxis0sum.3 \
    doc/man3/rp_dsaxis1mean.3 \
    doc/man3/rp_dsaxis1sum.3 \
    doc/man3/rp_dsgemean.3 \
    doc/man3/rp_dsgesum.3 \
    doc/man3/rp_dsmean.3 \
    doc/man3/rp_dssum.3 \
    doc/man3/rp_dsum.3 \
    doc/man3/rp_geadd.3 \
    doc/man3/rp_geadd_bcast.3 \
    doc/man3/rp_gemax.3 \
    doc/man3/rp_gemean.3 \
    doc/man3/rp_gemin.3 \
    doc/man3/rp_gescal.3 \
    doc/man3/rp_gesum.3 \
    doc/man3/rp_get_isa.3 \
    doc/man3/rp_get_num_threads.3 \
    doc/man3/rp_max.3 \
    doc/man3/rp_mean.3 \
    doc/man3/rp_min.3 \
    doc/man3/rp_saxis0max.3 \
    doc/man3/rp_saxis0mean.3 \
    doc/man3/rp_saxis0min.3 \
    doc/man3/rp_saxis0sum.3 \
    doc/man3/rp_saxis1max.3 \
    doc/man3/rp_saxis1mean.3 \
    doc/man3/rp_saxis1min.3 \
    doc/man3/rp_saxis1sum.3 \
    doc/man3/rp_set_error_handler.3 \
    doc/man3/rp_set_isa.3 \
    doc/man3/rp_set_num_threads.3 \
    doc/man3/rp_set_num_threads_local.3 \
    doc/man3/rp_set_region_hooks.3 \
    doc/man3/rp_sgeadd.3 \
    doc/man3/rp_sgeadd_bcast.3 \
    doc/man3/rp_sgemax.3 \
    doc/man3/rp_sgemean.3 \
    doc/man3/rp_sgemin.3 \
    doc/man3/rp_sgescal.3 \
    doc/man3/rp_sgesum.3 \
    doc/man3/rp_smax.3 \
    doc/man3/rp_smean.3 \
    doc/man3/rp_smin.3 \
    doc/man3/rp_ssum.3 \
    doc/man3/rp_sum.3 \
    doc/man3/rp_telemetry_enable.3 \
    doc/man3/rp_telemetry_reset.3 \
    doc/man3/rp_threading_info.3 \
    doc/man3/rp_version.3
