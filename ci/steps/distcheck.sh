# SPDX-License-Identifier: BSD-3-Clause
# distcheck.sh -- the tarball is complete, builds read-only, installs, works and uninstalls

# The one build with the static library besides the shared one: its make installcheck tries
# both. What is packed matters here, not what the compiler makes of it: other steps optimise
# the kernels, which take the most time.
need distcheck xz
test_lightly 5
configure_in distcheck

# As on a machine without the tools that make tarballs: instead of each there is one that
# fails. Names with versions are those that the makefiles ask for.
bare=$build/bare
rm -rf "$bare"
mkdir -p "$bare"
version=$(sed -n 's/^am__api_version=.\([0-9.]*\).*/-\1/p' "$src/configure" | head -n 1)
for tool in autoconf autoheader autom4te autoreconf automake aclocal libtoolize m4 \
    "automake$version" "aclocal$version"; do
    printf '#!/bin/sh\necho "%s is not here" >&2\nexit 127\n' "$tool" >"$bare/$tool"
    chmod +x "$bare/$tool"
done
cat >"$bare/lazy-gcc" <<'EOF'
#!/bin/sh
case $* in *lib/kernels/*) set -- "$@" -O0 ;; esac
exec gcc "$@"
EOF
chmod +x "$bare/lazy-gcc"
PATH=$bare:$PATH
XZ_OPT=-1 # it packs twice, and nobody keeps that
export XZ_OPT

attempt_each "distcheck" make -j"$jobs" distcheck \
    DISTCHECK_CONFIGURE_FLAGS="CC=lazy-gcc CFLAGS=-O1"
show_failed_logs
for document in README.md NEWS LICENSE doc/perf_report.md doc/roadmap.md perf/README.md \
    ci/install-deps.sh ci/python-env.sh ci/lib.sh; do
    tar -tJf raptors-*.tar.xz | grep -q "/$document\$" || fail "distcheck: no $document"
done
