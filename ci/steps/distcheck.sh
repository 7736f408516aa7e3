# SPDX-License-Identifier: BSD-3-Clause
# distcheck.sh -- the tarball is complete, builds read-only, installs, works and uninstalls

# The one build with the static library besides the shared one: its make installcheck tries
# both. -O1 makes that quick.
need distcheck xz
test_lightly 5
configure_in distcheck
attempt_each "distcheck" make -j"$jobs" distcheck DISTCHECK_CONFIGURE_FLAGS=CFLAGS=-O1
show_failed_logs
