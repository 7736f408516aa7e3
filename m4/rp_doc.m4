# SPDX-License-Identifier: BSD-3-Clause
# rp_doc.m4 -- the manual, where there is makeinfo.

# Without makeinfo a tarball still has the manual, and a clone is built without it.
AC_DEFUN([RP_PROG_MAKEINFO], [
  AC_CACHE_CHECK([whether makeinfo works], [rp_cv_makeinfo],
    [AS_IF([eval "$MAKEINFO --version" >/dev/null 2>&1], [rp_cv_makeinfo=yes], [rp_cv_makeinfo=no])])
  AS_IF([test $rp_cv_makeinfo = no], [MAKEINFO=:])
])
