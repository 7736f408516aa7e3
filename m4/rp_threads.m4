# SPDX-License-Identifier: BSD-3-Clause
# rp_threads.m4 -- who runs the pieces of a call: our own pool, OpenMP, or nobody else.

AC_DEFUN([RP_THREADS], [
  AC_ARG_WITH([threads],
    [AS_HELP_STRING([--with-threads=pthread|openmp|none],
                    [who helps with large calls (default: pthread)])],
    [], [with_threads=pthread])
  THREADS_CFLAGS= THREADS_LIBS=
  AC_CHECK_HEADERS([linux/futex.h])
  AS_CASE([$with_threads],
    [pthread|yes], [with_threads=pthread; RP_THREADS_LINK([-pthread], [
        #include <pthread.h>
        static void *run(void *p) { return p; }], [
        pthread_t t;
        return pthread_create(&t, NULL, run, NULL);])],
    [openmp], [RP_THREADS_LINK([-fopenmp], [#include <omp.h>], [
        return omp_get_level();])],
    [none|no], [with_threads=none],
    [AC_MSG_ERROR([--with-threads=$with_threads: not one of pthread, openmp, none])])
  AC_SUBST([THREADS_CFLAGS])
  AC_SUBST([THREADS_LIBS])
  AM_CONDITIONAL([THREADS_PTHREAD], [test $with_threads = pthread])
  AM_CONDITIONAL([THREADS_OPENMP], [test $with_threads = openmp])
  AM_CONDITIONAL([THREADS_NONE], [test $with_threads = none])
])

# RP_THREADS_LINK(FLAG, PROLOGUE, BODY): insist that it compiles and links.
AC_DEFUN([RP_THREADS_LINK], [
  AC_MSG_CHECKING([whether $CC $1 works])
  rp_save=$CFLAGS
  CFLAGS="$1 $CFLAGS"
  AC_LINK_IFELSE([AC_LANG_PROGRAM([[$2]], [[$3]])], [rp_link=yes], [rp_link=no])
  CFLAGS=$rp_save
  AC_MSG_RESULT([$rp_link])
  AS_IF([test $rp_link = no],
    [AC_MSG_ERROR([--with-threads=$with_threads cannot be built here])])
  THREADS_CFLAGS="$1"
  THREADS_LIBS="$1"
])
