#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# run_regression_gate.sh -- this tree against its base commit, both built here, in turn.
set -eu

usage() {
    cat <<'TEXT'
usage: perf/run_regression_gate.sh [OPTION]... [GATE-OPTION]...

Installs what is missing (as root on a Debian-like system; otherwise it tells the
command), builds rp_bench of the base commit (build/gate/base) and of this tree
(build/gate/head) with configure's default flags, and times them in turn. Every row that is
slower in every one of four attempts is printed, and makes the exit status 1. Anything else
that is wrong is 2. Where HEAD is its own base and nothing is changed, there is nothing to
compare, which is 0.

  --base COMMIT  default: the merge base with origin/main or main, or the parent commit
  --prove        this tree against itself with one kernel made 1.5 times slower: the gate
                 must name a row of it
  --suite S      perf/suites/S.txt, or a file of problem strings; default gate
  --no-install   do not look for missing packages
  --help         this text; --limit, --attempts and the like are regression_gate.py's
TEXT
}

me="regression gate"
top=$(cd "$(dirname "$0")/.." && pwd)
build=$top/build/gate
base=
prove=no
install=yes
suite=gate
. "$top/perf/prepare.sh"

# What is not ours is put behind the arguments that are left, for regression_gate.py.
unread=$#
wants_argument() { [ "$unread" -ge 2 ] || die "$1 wants an argument"; }
while [ "$unread" -gt 0 ]; do
    taken=1
    case $1 in
    --base) wants_argument "$@"; base=$2 taken=2 ;;
    --suite) wants_argument "$@"; suite=$2 taken=2 ;;
    --prove) prove=yes ;;
    --no-install) install=no ;;
    --help | -h) usage; exit 0 ;;
    --limit | --small-limit | --attempts | --samples | --isa)
        wants_argument "$@"
        taken=2
        set -- "$@" "$1" "$2"
        ;;
    *) set -- "$@" "$1" ;;
    esac
    shift "$taken"
    unread=$((unread - taken))
done
suite=$(suite_file "$suite") || exit 2

in_git() { git -C "$top" "$@"; }

# The commit that this one is to be compared with; HEAD itself where there is no other.
default_base() {
    for branch in origin/main main; do
        found=$(in_git merge-base HEAD "$branch" 2>/dev/null) || continue
        if [ "$found" != "$head" ]; then echo "$found"; return; fi
    done
    in_git rev-parse --quiet --verify 'HEAD^' || echo "$head"
}

# In a shallow clone, history ends where it was cut off.
hint() {
    [ "$(in_git rev-parse --is-shallow-repository)" = false ] ||
        echo "; this clone is shallow: git fetch --unshallow"
}

choose_base() {
    head=$(in_git rev-parse --quiet --verify HEAD) || die "no commit here"
    [ -n "$base" ] || base=$(default_base)
    base=$(in_git rev-parse --quiet --verify "$base^{commit}") ||
        die "no such commit to compare with$(hint)"
    [ "$base" = "$head" ] || return 0
    [ -z "$(hint)" ] || die "no base commit$(hint)"
    if [ -z "$(in_git status --porcelain)" ]; then
        say "HEAD is its own base, and nothing is changed: nothing to compare"
        exit 0
    fi
}

# The files as they are now: also what is changed, or new, and not committed yet.
copy_tree() {
    (cd "$top" && git ls-files -co --exclude-standard -z |
        tar --null -T - -cf - --ignore-failed-read)
}
copy_base() { in_git archive "$base"; }

# The first half of the lines twice, and the results are the same.
slow_down() {
    kernel=$1/lib/kernels/sum_across.c
    grep -q '^void K(sum_across)(' "$kernel" || {
        say "no sum_across to slow down"
        return 1
    }
    sed -i 's/^void K(sum_across)(/static void once(/' "$kernel"
    cat >>"$kernel" <<'TEXT'

void K(sum_across)(ptrdiff_t m, ptrdiff_t n, const elem *a, ptrdiff_t lda, real *y,
                   ptrdiff_t incy)
{
    once((m + 1) / 2, n, a, lda, y, incy);
    once(m, n, a, lda, y, incy);
}
TEXT
}

# build_side NAME COPY...: the sources that COPY writes as a tar file, built in build/gate/NAME.
build_side() {
    side=$build/$1
    shift
    rm -rf "$side"
    mkdir -p "$side/src" "$side/obj"
    "$@" | tar -xf - -C "$side/src" || return
    [ "$prove$side" != "yes$build/head" ] || slow_down "$side/src" || return
    (cd "$side/src" && ./bootstrap) || return
    (cd "$side/obj" && ../src/configure --disable-static) || return
    make -C "$side/obj" -j"$(getconf _NPROCESSORS_ONLN)" perf-programs
}

# built NAME WHAT COPY...
built() {
    name=$1 what=$2
    shift 2
    say "building $what; the log is build/gate/$name.log"
    build_side "$name" "$@" >"$build/$name.log" 2>&1 || {
        tail -n 5 "$build/$name.log" >&2
        die "$what does not build"
    }
}

gate() {
    "${PYTHON:-python3}" "$top/perf/regression_gate.py" --suite "$suite" \
        --base "$build/base/obj/perf/rp_bench" --head "$build/head/obj/perf/rp_bench" "$@"
}

# Both sides are this tree: nothing but the slow kernel can be found out.
prove() {
    status=0
    gate "$@" >"$build/prove.txt" || status=$?
    cat "$build/prove.txt"
    [ "$status" -le 1 ] || exit "$status"
    grep -q '^BREACH [sd]*axis0sum:' "$build/prove.txt" ||
        die "the slowed kernel was not found out: no axis0sum among the breaches"
    say "the slowed kernel was found out, as it must be"
}

mkdir -p "$build"
if [ "$prove" = yes ]; then
    [ -z "$base" ] || die "--prove compares this tree with itself, and takes no --base"
    install_missing
    built base "this tree" copy_tree
    built head "this tree, slowed down" copy_tree
    prove "$@"
else
    choose_base
    install_missing
    built base "the base, $(in_git rev-parse --short "$base")" copy_base
    built head "this tree" copy_tree
    gate "$@"
fi
