# SPDX-License-Identifier: BSD-3-Clause
# rp_fortran.m4 -- the Fortran compiler, and whether it can make the module.

# A Fortran compiler is wanted for the module and for tests: the Fortran 77 symbols are
# written in C. HAVE_FC: it works. HAVE_FC_MODULE: it knows what the module is written in.
# The AC_FC_ macros leave configure in the wrong directory, or stop it, where the compiler
# does not work: they come after a program that compiled.
AC_DEFUN([RP_PROG_FC], [
  AC_ARG_ENABLE([fortran],
    [AS_HELP_STRING([--disable-fortran], [no Fortran module (default: if the compiler can)])])
  AC_ARG_WITH([fortran-moddir],
    [AS_HELP_STRING([--with-fortran-moddir=DIR], [where raptors.mod goes @<:@INCLUDEDIR@:>@])],
    [], [with_fortran_moddir='${includedir}'])
  AS_CASE([$with_fortran_moddir], [[[/$]]*], [],
    [AC_MSG_ERROR([--with-fortran-moddir wants an absolute directory])])
  AC_SUBST([fmoddir], [$with_fortran_moddir])
  rp_fc_works=no rp_fc_module=no
  AC_LANG_PUSH([Fortran])
  AS_IF([test -n "$FC" && test "x$enable_fortran" != xno],
    [AC_LINK_IFELSE([AC_LANG_PROGRAM([], [])], [rp_fc_works=yes])])
  AS_IF([test $rp_fc_works = yes], [RP_FC_MODULE])
  AC_LANG_POP([Fortran])
  AS_IF([test "x$enable_fortran" = xyes && test $rp_fc_module = no],
    [AC_MSG_ERROR([--enable-fortran: no Fortran compiler that can make the module])])
  AM_CONDITIONAL([HAVE_FC], [test $rp_fc_works = yes])
  AM_CONDITIONAL([HAVE_FC_MODULE], [test $rp_fc_module = yes])
  RP_FC_FLAG([FC_INTEGER_8], [-fdefault-integer-8])
  AM_CONDITIONAL([HAVE_FC_INTEGER_8], [test -n "$FC_INTEGER_8"])
])

# What the module needs of Fortran 2008, in a few lines.
AC_DEFUN([RP_FC_MODULE], [
  AC_FC_SRCEXT([f90], [], [:])
  AC_FC_MODULE_EXTENSION
  AC_FC_MODULE_FLAG([], [:])
  AC_MSG_CHECKING([whether $FC can make the module])
  AC_COMPILE_IFELSE([AC_LANG_SOURCE([[
      module conftest_module
        use, intrinsic :: iso_c_binding, only: c_loc, c_ptr, i8 => c_int64_t
        interface
          subroutine f(p, n) bind(C, name='f_')
            import
            type(c_ptr), value :: p
            integer(i8), value :: n
          end subroutine
        end interface
        interface g
          procedure :: g_s
        end interface
      contains
        subroutine g_s(a)
          real, target :: a(:,:)
          character(len=:), allocatable :: text
          text = 'text'
          call f(c_loc(a(1,1)), size(a, 1, i8) + len(text) + storage_size(a))
        end subroutine
      end module
    ]])], [rp_fc_module=yes])
  AC_MSG_RESULT([$rp_fc_module])
  AS_IF([test -z "$FC_MODEXT" || test -z "$FC_MODINC"], [rp_fc_module=no])
])

# RP_FC_FLAG(VARIABLE, FLAGS): substitute those of FLAGS that the Fortran compiler accepts.
AC_DEFUN([RP_FC_FLAG], [
  $1=
  AS_IF([test $rp_fc_works = yes],
    [AC_LANG_PUSH([Fortran])
     for rp_flag in $2; do
       AC_MSG_CHECKING([whether $FC accepts $rp_flag])
       rp_save=$FCFLAGS
       FCFLAGS="$rp_flag $FCFLAGS"
       AC_COMPILE_IFELSE([AC_LANG_PROGRAM([], [])],
         [AC_MSG_RESULT([yes]); $1="${$1:+$$1 }$rp_flag"], [AC_MSG_RESULT([no])])
       FCFLAGS=$rp_save
     done
     AC_LANG_POP([Fortran])])
  AC_SUBST([$1])
])
