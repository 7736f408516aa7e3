# SPDX-License-Identifier: BSD-3-Clause
# perf/local.mk -- the benchmark, built by `make perf-programs` and by nothing else.

# The rivals in C and C++ get the flags that a user would take, and those alone: neither
# the packager's CFLAGS, which come last in automake's rules, nor our AM_CFLAGS.
PLAIN_CFLAGS = -O3 -march=native
PLAIN_CXXFLAGS = -O3 -march=native -DNDEBUG

perf_headers = perf/bench.h
noinst_HEADERS += $(perf_headers)
EXTRA_PROGRAMS += perf/rp_bench
EXTRA_LTLIBRARIES += perf/libbench_s.la perf/libbench_d.la perf/libbench_ds.la

EXTRA_LTLIBRARIES += perf/libbench.la
perf_libbench_la_SOURCES = perf/rp_bench.c perf/options.c perf/problem.c perf/suite.c \
  perf/operands.c perf/contend.c perf/against.c perf/crew.c perf/timing.c perf/machine.c \
  perf/serve.c perf/standings.c
perf_libbench_la_CPPFLAGS = $(AM_CPPFLAGS) -DPERF_PLAIN_CFLAGS='"$(PLAIN_CFLAGS)"'
perf_bench_libs = perf/libbench.la $(perf_plain_objects) perf/libbench_s.la \
  perf/libbench_d.la perf/libbench_ds.la libraptors.la $(DL_LIBS)

perf_rp_bench_SOURCES = perf/region.c
perf_rp_bench_CPPFLAGS = $(AM_CPPFLAGS) $(LIKWID_CPPFLAGS)
perf_rp_bench_LDADD = $(perf_bench_libs) $(LIKWID_LIBS) -lm

# The same with a likwid that only writes down who calls it.
EXTRA_PROGRAMS += perf/rp_bench_stub
noinst_HEADERS += perf/likwid_stub/likwid-marker.h
perf_rp_bench_stub_SOURCES = perf/region.c perf/likwid_stub/stub.c
perf_rp_bench_stub_CPPFLAGS = $(AM_CPPFLAGS) -DPERF_LIKWID -I$(srcdir)/perf/likwid_stub
perf_rp_bench_stub_LDADD = $(perf_bench_libs) -lm

# One source, three precisions.
perf_thrice = perf/fill.c perf/check.c perf/raptors.c
perf_libbench_s_la_CPPFLAGS = $(AM_CPPFLAGS) -DRP_PREC_S
perf_libbench_d_la_CPPFLAGS = $(AM_CPPFLAGS) -DRP_PREC_D
perf_libbench_ds_la_CPPFLAGS = $(AM_CPPFLAGS) -DRP_PREC_DS
perf_libbench_s_la_SOURCES = $(perf_thrice)
perf_libbench_d_la_SOURCES = $(perf_thrice)
perf_libbench_ds_la_SOURCES = $(perf_thrice)

if HAVE_OPENBLAS
perf_libbench_la_CPPFLAGS += -DPERF_OPENBLAS
perf_libbench_s_la_CPPFLAGS += $(OPENBLAS_CFLAGS)
perf_libbench_d_la_CPPFLAGS += $(OPENBLAS_CFLAGS)
perf_libbench_s_la_SOURCES += perf/openblas.c
perf_libbench_d_la_SOURCES += perf/openblas.c
perf_bench_libs += $(OPENBLAS_LIBS)
endif

perf_plain_objects = perf/plain_s.$(OBJEXT) perf/plain_d.$(OBJEXT) \
  perf/plain_ds.$(OBJEXT) \
  perf/ceiling_full.$(OBJEXT) perf/ceiling_half.$(OBJEXT)
perf_plain_compile = $(AM_V_CC)$(MKDIR_P) perf && $(CC) $(AM_CPPFLAGS) $(CPPFLAGS) \
  $(PLAIN_CFLAGS)

perf/plain_s.$(OBJEXT): perf/plain.c $(perf_headers)
	$(perf_plain_compile) -DRP_PREC_S -c -o $@ $(top_srcdir)/perf/plain.c

perf/plain_d.$(OBJEXT): perf/plain.c $(perf_headers)
	$(perf_plain_compile) -DRP_PREC_D -c -o $@ $(top_srcdir)/perf/plain.c

perf/plain_ds.$(OBJEXT): perf/plain.c $(perf_headers)
	$(perf_plain_compile) -DRP_PREC_DS -c -o $@ $(top_srcdir)/perf/plain.c

perf/ceiling_full.$(OBJEXT): perf/ceiling.c $(perf_headers)
	$(perf_plain_compile) -c -o $@ $(top_srcdir)/perf/ceiling.c

perf/ceiling_half.$(OBJEXT): perf/ceiling.c $(perf_headers)
	$(perf_plain_compile) -DCEILING_HALF -c -o $@ $(top_srcdir)/perf/ceiling.c

# Eigen is a C++ rival in a C program: its object is made by a rule of our own, and only
# where there is one is the C++ driver asked to link.
# -no-install: no wrapper script, for it never leaves the build tree.
perf_rp_bench_LINK = $(perf_linker) -no-install -pthread -o $@
perf_rp_bench_stub_LINK = $(perf_rp_bench_LINK)
if HAVE_EIGEN
perf_plain_objects += perf/eigen.$(OBJEXT)
perf_libbench_la_CPPFLAGS += -DPERF_EIGEN
perf_linker = $(LIBTOOL) $(AM_V_lt) --tag=CXX $(AM_LIBTOOLFLAGS) $(LIBTOOLFLAGS) \
  --mode=link $(CXX) $(CXXFLAGS) $(AM_LDFLAGS) $(LDFLAGS)
else
perf_linker = $(LIBTOOL) $(AM_V_lt) --tag=CC $(AM_LIBTOOLFLAGS) $(LIBTOOLFLAGS) \
  --mode=link $(CC) $(AM_CFLAGS) $(CFLAGS) $(AM_LDFLAGS) $(LDFLAGS)
endif

perf/eigen.$(OBJEXT): perf/eigen.cc $(perf_headers)
	$(AM_V_CXX)$(MKDIR_P) perf && $(CXX) $(AM_CPPFLAGS) $(EIGEN_CFLAGS) $(CPPFLAGS) \
	  $(PLAIN_CXXFLAGS) -w -c -o $@ $(top_srcdir)/perf/eigen.cc

.PHONY: perf-programs
perf-programs: perf/rp_bench$(EXEEXT)

dist_noinst_SCRIPTS += perf/run_gap_audit.sh perf/run_regression_gate.sh \
  perf/policy_bench.py perf/regression_gate.py perf/vs_numpy.py perf/report.py \
  perf/accuracy.py \
  perf/likwid_check.py perf/likwid_counters.py perf/run_likwid.sh perf/validate_results \
  perf/update_baselines perf/publish_audit perf/run_axis0_suite perf/axis0_suite.py \
  perf/resume.py perf/over_places
EXTRA_DIST += perf/README.md perf/plain.c perf/ceiling.c perf/eigen.cc perf/openblas.c \
  perf/results.py perf/table.py perf/picture.py perf/curves.py perf/page.py \
  perf/operands.py perf/baselines.py perf/test_report.py perf/test_baselines.py \
  perf/test_page.py perf/test_accuracy.py \
  perf/server.py perf/test_gate.py perf/test_policy_bench.py perf/likwid_csv.py \
  perf/test_likwid.py \
  perf/prepare.sh perf/telemetry.py perf/canonical.py perf/test_axis0.py \
  perf/test_resume.py perf/test_publish.py perf/test_server.py \
  perf/test_pictures.py perf/test_ceiling.py perf/test_operands.py \
  perf/baselines \
  perf/likwid_samples/icelake.csv perf/likwid_samples/neoverse.csv \
  perf/likwid_samples/zen3_mem1.csv perf/likwid_samples/zen3_mem2.csv \
  perf/suites/2d.txt perf/suites/axis0.txt perf/suites/broadcast.txt perf/suites/core.txt \
  perf/suites/gap-quick.txt perf/suites/gap.txt perf/suites/gate.txt \
  perf/suites/likwid.txt perf/suites/memory.txt perf/suites/narrow.txt \
  perf/suites/odd.txt perf/suites/padded.txt perf/suites/scale.txt \
  perf/suites/small.txt perf/suites/threads.txt
CLEANFILES += perf/rp_bench$(EXEEXT) perf/rp_bench_stub$(EXEEXT) perf/libbench.la \
  perf/libbench_s.la perf/libbench_d.la perf/libbench_ds.la $(perf_plain_objects)
