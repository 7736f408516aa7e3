#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# schema.sh -- what raptors-info --json prints, in every mode, is valid by the schema that is
# installed; and the manual explains every member that the schema has.
set -eu

srcdir=${srcdir:-.}
schema=$srcdir/doc/threading_info.schema.json
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0

# The members of the schema: names before ": {", but for the words of JSON Schema itself.
for name in $(grep -oE '"[a-z0-9_]+": \{' "$schema" | tr -d '":{ ' |
    grep -vxE 'properties|items|if|then|else|count|arm|awake_and_asleep|times|key' | sort -u); do
    grep -qE "@code\{([a-z0-9_]*\.)*${name}[.}]" "$srcdir/doc/raptors.texi" ||
        { echo "FAIL: the manual does not explain $name"; status=1; }
done

find_python() {
    for python in ${PYTHON:-} python3 /usr/bin/python3; do
        if "$python" -c 'import jsonschema' 2>/dev/null; then return; fi
    done
    [ $status -eq 0 ] || exit $status
    echo "SKIP: no Python with jsonschema"
    exit 77
}
find_python

# print NAME SETTINGS... -- OPTIONS...: one document, NAME.json.
print() {
    name=$1
    shift
    settings=
    while [ "$1" != -- ]; do settings="$settings $1"; shift; done
    shift
    # shellcheck disable=SC2086
    env $settings $LIBTOOL --mode=execute ${TEST_EMULATOR-} tools/raptors-info --json "$@" \
        >"$work/$name.json" || { echo "FAIL: raptors-info, $name"; status=1; }
}
print new --
print one RAPTORS_NUM_THREADS=1 -- --exercise
print auto RAPTORS_NUM_THREADS=2 -- --exercise
print never RAPTORS_PARALLEL=never RAPTORS_NUM_THREADS=2 -- --exercise
print always RAPTORS_PARALLEL=always RAPTORS_NUM_THREADS=2 -- --exercise
print nothing RAPTORS_TELEMETRY=0 RAPTORS_NUM_THREADS=2 -- --exercise
print all RAPTORS_TELEMETRY=2 RAPTORS_NUM_THREADS=2 -- --exercise

# A schema that takes anything would be no schema: it must refuse what is wrong.
"$python" - "$schema" "$work"/*.json <<'END' || status=1
import json
import os
import sys

import jsonschema

with open(sys.argv[1], encoding="utf-8") as file:
    schema = json.load(file)
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
failed, keys = 0, 0


def fail(what):
    global failed
    failed += 1
    print("FAIL:", what)


def changed(document):
    """What is wrong in one place each."""
    for group in [None, *document]:
        wrong = json.loads(json.dumps(document))
        part = wrong[group] if group else wrong
        if isinstance(part, dict):
            part["surprise"] = 1
            yield f"a surprise in {group}", wrong
    for member in document:
        yield f"without {member}", {k: v for k, v in document.items() if k != member}
    for key in document["telemetry"]["keys"][:1]:
        for member in key:
            less = {k: v for k, v in key.items() if k != member}
            wrong = json.loads(json.dumps(document))
            wrong["telemetry"]["keys"] = [less]
            yield f"a key without {member}", wrong


for path in sys.argv[2:]:
    name = os.path.basename(path)
    with open(path, encoding="utf-8") as file:
        document = json.load(file)
    keys += len(document["telemetry"]["keys"])
    for error in validator.iter_errors(document):
        fail(f"{name}: {error.json_path}: {error.message}")
    for what, wrong in changed(document):
        if validator.is_valid(wrong):
            fail(f"{name}: {what} is valid")
if keys < 20:
    fail(f"only {keys} keys")
print(f"ok: {len(sys.argv) - 2} documents, {keys} keys")
sys.exit(failed > 0)
END
exit $status
