# SPDX-License-Identifier: BSD-3-Clause
# rp_base.m4 -- compilers, and the promises that compiler options can break.

# RP_FLAG(VARIABLE, FLAGS): substitute those of FLAGS that the compiler accepts.
# Compiled and linked with -Werror, as clang only warns of options it does not know.
AC_DEFUN([RP_FLAG], [
  $1=
  for rp_flag in $2; do
    AC_MSG_CHECKING([whether $CC accepts $rp_flag])
    rp_save=$CFLAGS
    CFLAGS="$rp_flag -Werror $CFLAGS"
    AC_LINK_IFELSE([AC_LANG_SOURCE([int main(void) { return 0; }])],
      [AC_MSG_RESULT([yes]); $1="${$1:+$$1 }$rp_flag"], [AC_MSG_RESULT([no])])
    CFLAGS=$rp_save
  done
  AC_SUBST([$1])
])

# Counters of 64 bits are calls into a library of their own on some processors of 32 bits.
AC_DEFUN([RP_CHECK_C11], [
  AC_MSG_CHECKING([for C11 atomics])
  ATOMIC_LIBS=
  RP_LINK_ATOMICS([rp_atomics=yes], [
    LIBS="-latomic $LIBS"
    RP_LINK_ATOMICS([rp_atomics="with -latomic" ATOMIC_LIBS=-latomic], [rp_atomics=no])])
  AC_MSG_RESULT([$rp_atomics])
  AS_IF([test "x$rp_atomics" = xno],
    [AC_MSG_ERROR([raptors needs a C11 compiler with <stdatomic.h>])])
  AC_SUBST([ATOMIC_LIBS])
])

AC_DEFUN([RP_LINK_ATOMICS], [
  AC_LINK_IFELSE([AC_LANG_PROGRAM([[#include <stdatomic.h>
                                    static _Atomic(int *) p;
                                    static atomic_ullong n;]],
      [[atomic_store(&p, 0);
        return atomic_load(&p) != 0 || atomic_fetch_and(&n, 1) != 0;]])], [$1], [$2])
])

# Do the user's options make all code need this feature of x86?
AC_DEFUN([RP_WIDE_BASELINE], [
  AC_PREPROC_IFELSE([AC_LANG_SOURCE([[
      #ifndef __$1__
      #error "not in the baseline"
      #endif
    ]])], [rp_wide_baseline=$1])
])

# Same bits everywhere rests on IEEE arithmetic as written.
AC_DEFUN([RP_REFUSE_FAST_MATH], [
  for rp_flag in $CC $CPPFLAGS $CFLAGS; do
    AS_CASE([$rp_flag],
      [-Ofast|-ffast-math|-funsafe-math-optimizations|-fassociative-math|dnl
-freciprocal-math|-ffinite-math-only|-fno-signed-zeros|-ffp-contract=fast|-ffp-contract=on|dnl
-ffp-model=fast|-mrecip*],
      [AC_MSG_ERROR([$rp_flag would change results; raptors promises the same bits everywhere])])
  done
  AC_MSG_CHECKING([that float and double are evaluated as written])
  AC_COMPILE_IFELSE([AC_LANG_SOURCE([[
      #include <float.h>
      #if defined __FAST_MATH__ || FLT_EVAL_METHOD != 0
      #error "not IEEE arithmetic"
      #endif
      typedef char eight[sizeof(double) == 8 && DBL_MANT_DIG == 53 ? 1 : -1];
    ]])], [AC_MSG_RESULT([yes])],
    [AC_MSG_RESULT([no])
     AC_MSG_ERROR([fast-math or excess precision would change results (i386: -mfpmath=sse)])])
  rp_wide_baseline=
  RP_WIDE_BASELINE([AVX])
  RP_WIDE_BASELINE([AVX2])
  RP_WIDE_BASELINE([AVX512F])
])

# The canonical sum of 129 numbers whose every other order of summation differs.
AC_DEFUN([RP_CHECK_CANONICAL_SUM], [
  AC_CACHE_CHECK([that the canonical sum has its bits], [rp_cv_canonical_sum],
    [rp_save=$CFLAGS
     CFLAGS="$FP_CFLAGS $CFLAGS"
     AC_RUN_IFELSE([AC_LANG_PROGRAM([[]], [[
        float v[256], w = 1, p = 3;
        int i, h;
        for (i = 0; i < 256; i++) {
            v[i] = i < 129 ? w : -0.0f;
            w = w * -1.7f;
            if (w * w > 1e12f)
                w = p = p / 7;
        }
        for (h = 64; h >= 1; h /= 2)
            for (i = 0; i < h; i++) {
                v[i] = v[i] + v[i + h];
                v[128 + i] = v[128 + i] + v[128 + i + h];
            }
        return v[0] + v[128] != 0x1.d90c7cp+12f;]])],
      [rp_cv_canonical_sum=yes], [rp_cv_canonical_sum=no],
      [rp_cv_canonical_sum="not run (cross build)"])
     CFLAGS=$rp_save])
  AS_IF([test "x$rp_cv_canonical_sum" = xno],
    [AC_MSG_ERROR([$CC $CFLAGS does not give the IEEE result of the canonical sum])])
])

AC_DEFUN([RP_CHECK_VERSION_SCRIPT], [
  AC_CACHE_CHECK([whether the linker takes a version script], [rp_cv_version_script],
    [echo 'RAPTORS_0 { global: main; local: *; };' > conftest.map
     rp_save=$LDFLAGS
     LDFLAGS="$LDFLAGS -Wl,--version-script=conftest.map"
     AC_LINK_IFELSE([AC_LANG_PROGRAM([], [])],
       [rp_cv_version_script=yes], [rp_cv_version_script=no])
     LDFLAGS=$rp_save
     rm -f conftest.map])
  AM_CONDITIONAL([HAVE_VERSION_SCRIPT], [test "x$rp_cv_version_script" = xyes])
])

AC_DEFUN([RP_PROG_CXX_WORKS], [
  rp_cxx_works=no
  AC_LANG_PUSH([C++])
  AS_IF([test -n "$CXX"],
    [AC_LINK_IFELSE([AC_LANG_PROGRAM([], [])], [rp_cxx_works=yes])])
  AC_LANG_POP([C++])
  AM_CONDITIONAL([HAVE_CXX], [test "x$rp_cxx_works" = xyes])
])

# A cross build may find the build machine's Check: link against it before believing it.
AC_DEFUN([RP_CHECK_CHECK], [
  AC_ARG_ENABLE([tests],
    [AS_HELP_STRING([--disable-tests], [build no tests (default: if Check >= 0.11 is there)])])
  have_check=no
  AS_IF([test "x$enable_tests" != xno],
    [PKG_CHECK_MODULES([CHECK], [check >= 0.11], [have_check=yes], [have_check=no])])
  AS_IF([test $have_check = yes],
    [rp_save_cflags=$CFLAGS rp_save_libs=$LIBS
     CFLAGS="$CFLAGS $CHECK_CFLAGS" LIBS="$CHECK_LIBS $LIBS"
     AC_LINK_IFELSE([AC_LANG_PROGRAM([[#include <check.h>]],
         [[return suite_create("s") == 0;]])], [], [have_check=no])
     CFLAGS=$rp_save_cflags LIBS=$rp_save_libs])
  AS_IF([test "x$enable_tests" = xyes && test $have_check = no],
    [AC_MSG_ERROR([--enable-tests: Check >= 0.11 is not there (Debian: apt-get install check)])])
  AM_CONDITIONAL([HAVE_CHECK], [test $have_check = yes])
])
