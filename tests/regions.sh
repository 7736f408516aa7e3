#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# regions.sh -- examples/regions.c calls likwid as it should; likwid is perf/likwid_stub.
set -eu

log=$(mktemp)
trap 'rm -f "$log"' EXIT
LIKWID_STUB_LOG=$log
export LIKWID_STUB_LOG
$LIBTOOL --mode=execute $TEST_EMULATOR examples/regions_likwid

called=$(sed 's/ [0-9]*$//' "$log" | tr '\n' ';')
expected="init;start rp_saxis0sum;stop rp_saxis0sum;start rp_sgescal;stop rp_sgescal;close;"
[ "$called" = "$expected" ] || { echo "FAIL: called $called"; exit 1; }
echo "ok: $called"
