#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# run_regression_gate.sh -- this tree against its base commit, both built here, in turn.
set -eu

usage() {
    cat <<'TEXT'
usage: perf/run_regression_gate.sh [OPTION]... [GATE-OPTION]...

Builds rp_bench of the base commit (build/gate/base) and of this tree (build/gate/head)
with configure's default flags, and times them in turn. Every row that is slower in every
one of four attempts is printed, and makes the exit status 1.

  --base COMMIT  default: the merge base with origin/main or main, or the parent commit
  --prove        this tree with one kernel made 1.5 times slower: the gate must fail it
  --suite FILE   default perf/suites/gate.txt
  --help         this text; --limit, --attempts and the like are regression_gate.py's
TEXT
}

say() { printf 'regression gate: %s\n' "$*" >&2; }
die() { say "$*"; exit 2; }

top=$(cd "$(dirname "$0")/.." && pwd)
build=$top/build/gate
base=
prove=no
suite=$top/perf/suites/gate.txt
while [ $# -gt 0 ]; do
    case $1 in
    --base | --suite)
        [ $# -ge 2 ] || die "$1 wants an argument"
        case $1 in
        --base) base=$2 ;;
        --suite) suite=$2 ;;
        esac
        shift 2
        ;;
    --prove) prove=yes; shift ;;
    --help | -h) usage; exit 0 ;;
    *) break ;;
    esac
done

# The commit that this one is to be compared with; HEAD itself where there is no other.
default_base() {
    head=$(git -C "$top" rev-parse HEAD)
    for branch in origin/main main; do
        found=$(git -C "$top" merge-base HEAD "$branch" 2>/dev/null) || continue
        if [ "$found" != "$head" ]; then echo "$found"; return; fi
    done
    git -C "$top" rev-parse --quiet --verify 'HEAD^' || echo "$head"
}

# The files as they are now: also what is not committed yet.
copy_tree() { (cd "$top" && git ls-files -z | xargs -0 tar -cf - --ignore-failed-read); }
copy_base() { git -C "$top" archive "$base"; }

# The first half of the lines twice, and the results are the same.
slow_down() {
    kernel=$1/lib/kernels/sum_across.c
    grep -q '^void K(sum_across)(' "$kernel" || die "no sum_across to slow down"
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
    "$@" | tar -xf - -C "$side/src"
    if [ "$prove$side" = "yes$build/head" ]; then slow_down "$side/src"; fi
    (cd "$side/src" && ./bootstrap)
    (cd "$side/obj" && ../src/configure --disable-static)
    make -C "$side/obj" -j"$(getconf _NPROCESSORS_ONLN)" perf-programs
}

[ -n "$base" ] || base=$(default_base)
base=$(git -C "$top" rev-parse --verify "$base^{commit}") || die "no such commit"
mkdir -p "$build"
say "building the base, $(git -C "$top" rev-parse --short "$base"); logs in build/gate"
build_side base copy_base >"$build/base.log" 2>&1 || die "the base does not build"
say "building this tree"
build_side head copy_tree >"$build/head.log" 2>&1 || die "this tree does not build"

status=0
"${PYTHON:-python3}" "$top/perf/regression_gate.py" --suite "$suite" \
    --base "$build/base/obj/perf/rp_bench" --head "$build/head/obj/perf/rp_bench" "$@" ||
    status=$?
[ "$prove" = yes ] || exit "$status"
[ "$status" = 1 ] || die "the slowed build was not found out"
say "the slowed build was found out, as it must be"
