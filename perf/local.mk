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

perf_rp_bench_SOURCES = perf/rp_bench.c perf/options.c perf/problem.c perf/suite.c \
  perf/operands.c perf/contend.c perf/timing.c perf/machine.c perf/serve.c \
  perf/standings.c
perf_rp_bench_CPPFLAGS = $(AM_CPPFLAGS) -DPERF_PLAIN_CFLAGS='"$(PLAIN_CFLAGS)"'
perf_rp_bench_LDADD = $(perf_plain_objects) perf/libbench_s.la perf/libbench_d.la \
  perf/libbench_ds.la libraptors.la -lm

# One source, three precisions.
perf_thrice = perf/fill.c perf/check.c perf/raptors.c
perf_libbench_s_la_CPPFLAGS = $(AM_CPPFLAGS) -DRP_PREC_S
perf_libbench_d_la_CPPFLAGS = $(AM_CPPFLAGS) -DRP_PREC_D
perf_libbench_ds_la_CPPFLAGS = $(AM_CPPFLAGS) -DRP_PREC_DS
perf_libbench_s_la_SOURCES = $(perf_thrice)
perf_libbench_d_la_SOURCES = $(perf_thrice)
perf_libbench_ds_la_SOURCES = $(perf_thrice)

if HAVE_OPENBLAS
perf_rp_bench_CPPFLAGS += -DPERF_OPENBLAS
perf_libbench_s_la_CPPFLAGS += $(OPENBLAS_CFLAGS)
perf_libbench_d_la_CPPFLAGS += $(OPENBLAS_CFLAGS)
perf_libbench_s_la_SOURCES += perf/openblas.c
perf_libbench_d_la_SOURCES += perf/openblas.c
perf_rp_bench_LDADD += $(OPENBLAS_LIBS)
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
perf_rp_bench_LINK = $(perf_linker) -no-install -o $@
if HAVE_EIGEN
perf_plain_objects += perf/eigen.$(OBJEXT)
perf_rp_bench_CPPFLAGS += -DPERF_EIGEN
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
  perf/regression_gate.py perf/vs_numpy.py perf/report.py perf/accuracy.py \
  perf/likwid_check.py perf/validate_results perf/update_baselines
EXTRA_DIST += perf/README.md perf/plain.c perf/ceiling.c perf/eigen.cc perf/openblas.c \
  perf/results.py perf/table.py perf/picture.py perf/curves.py perf/page.py \
  perf/operands.py perf/baselines.py perf/test_report.py perf/test_baselines.py \
  perf/test_page.py perf/test_accuracy.py \
  perf/server.py perf/test_gate.py \
  perf/suites/2d.txt perf/suites/axis0.txt perf/suites/broadcast.txt perf/suites/core.txt \
  perf/suites/gap-quick.txt perf/suites/gap.txt perf/suites/gate.txt \
  perf/suites/narrow.txt perf/suites/scale.txt perf/suites/small.txt \
  perf/suites/threads.txt
CLEANFILES += perf/rp_bench$(EXEEXT) perf/libbench_s.la perf/libbench_d.la \
  perf/libbench_ds.la \
  $(perf_plain_objects)
