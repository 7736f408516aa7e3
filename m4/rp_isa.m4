# SPDX-License-Identifier: BSD-3-Clause
# rp_isa.m4 -- can this compiler build the kernels of an instruction set?

# RP_ISA(NAME, FLAGS-VARIABLE, DEFAULT-FLAGS, HOST-CPU-PATTERN, PROGRAM)
# --enable-NAME=auto builds it where the host fits and PROGRAM links; yes insists; no omits.
# The flags are tried in automake's order, before the user's CFLAGS, which may take them back.
AC_DEFUN([RP_ISA], [
  AC_ARG_ENABLE([$1],
    [AS_HELP_STRING([--enable-$1], [build the $1 kernels (default: if the compiler can)])],
    [], [enable_$1=auto])
  AC_ARG_VAR([$2], [compiler flags for the $1 kernels])
  : ${$2="$3"}
  rp_build=no
  AS_CASE([$enable_$1:$host_cpu], [no:*], [], [*:$4],
    [AC_MSG_CHECKING([whether $CC can build the $1 kernels])
     rp_save=$CFLAGS
     CFLAGS="$$2 $CFLAGS"
     AC_LINK_IFELSE([AC_LANG_SOURCE([$5])], [rp_build=yes])
     CFLAGS=$rp_save
     AC_MSG_RESULT([$rp_build])])
  AS_IF([test "$enable_$1:$rp_build" = yes:no],
    [AC_MSG_ERROR([--enable-$1: $CC cannot build the $1 kernels for $host_cpu])])
  AS_IF([test $rp_build = yes],
    [AC_DEFINE([RP_BUILD_]m4_toupper([$1]), [1], [Are the $1 kernels built?])
     rp_isas="$rp_isas $1"])
  AM_CONDITIONAL([BUILD_]m4_toupper([$1]), [test $rp_build = yes])
])
