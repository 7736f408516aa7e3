# SPDX-License-Identifier: BSD-3-Clause
# rp_likwid.m4 -- likwid's markers in the benchmark; never in the library, as likwid is GPL.

# --with-likwid insists; without it nobody looks whether likwid is there.
AC_DEFUN([RP_LIKWID], [
  AC_ARG_WITH([likwid],
    [AS_HELP_STRING([--with-likwid@<:@=DIR@:>@],
                    [likwid's markers in perf/rp_bench (default: no)])],
    [], [with_likwid=no])
  LIKWID_CPPFLAGS= LIKWID_LIBS=
  AS_CASE([$with_likwid],
    [no], [],
    [yes], [RP_LIKWID_LINK([-DPERF_LIKWID -DLIKWID_PERFMON], [-llikwid], [-llikwid])],
    [[/*]],
    [AS_IF([test ! -f "$with_likwid/include/likwid-marker.h"],
       [AC_MSG_ERROR([--with-likwid: no $with_likwid/include/likwid-marker.h])])
     RP_LIKWID_LINK([-DPERF_LIKWID -DLIKWID_PERFMON -isystem $with_likwid/include],
       [-L$with_likwid/lib -llikwid], [-L$with_likwid/lib -R $with_likwid/lib -llikwid])],
    [AC_MSG_ERROR([--with-likwid wants no argument, or an absolute directory])])
  AC_SUBST([LIKWID_CPPFLAGS])
  AC_SUBST([LIKWID_LIBS])
])

# RP_LIKWID_LINK(CPPFLAGS, LIBS, LIBS FOR LIBTOOL): insist that a marker compiles and links.
AC_DEFUN([RP_LIKWID_LINK], [
  AC_MSG_CHECKING([for the markers of likwid])
  rp_save_cppflags=$CPPFLAGS rp_save_libs=$LIBS
  CPPFLAGS="$1 $CPPFLAGS" LIBS="$2 $LIBS"
  AC_LINK_IFELSE([AC_LANG_PROGRAM([[#include <likwid-marker.h>]], [[
      LIKWID_MARKER_INIT;
      LIKWID_MARKER_START("region");
      LIKWID_MARKER_STOP("region");
      LIKWID_MARKER_CLOSE;]])], [rp_link=yes], [rp_link=no])
  CPPFLAGS=$rp_save_cppflags LIBS=$rp_save_libs
  AC_MSG_RESULT([$rp_link])
  AS_IF([test $rp_link = no],
    [AC_MSG_ERROR([--with-likwid: likwid 5 is not there (Debian: apt-get install likwid)])])
  LIKWID_CPPFLAGS="$1"
  LIKWID_LIBS="$3"
])
