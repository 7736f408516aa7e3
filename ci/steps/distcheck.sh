# SPDX-License-Identifier: BSD-3-Clause
# distcheck.sh -- the tarball is complete, builds read-only, installs and uninstalls cleanly

# Builds with --enable-werror: AM_DISTCHECK_CONFIGURE_FLAGS in Makefile.am.
need distcheck xz
test_lightly
configure_in distcheck
attempt "distcheck" make -j"$jobs" distcheck DISTCHECK_CONFIGURE_FLAGS=--disable-static
