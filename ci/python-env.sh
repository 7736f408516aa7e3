#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# python-env.sh -- print the path of a Python that has NumPy, Matplotlib and jsonschema.
#
# usage: python=$(ci/python-env.sh)
#
# A virtual environment, build/venv, with the newest NumPy that pip gives; where pip cannot
# (no network, no venv module), the distribution's python3-numpy, python3-matplotlib and
# python3-jsonschema, which are installed if possible. Only the path goes to stdout. PYTHON
# names another Python to start from.
set -eu

top=$(cd "$(dirname "$0")/.." && pwd)
venv=$top/build/venv
modules=numpy,matplotlib,jsonschema
packages="python3-numpy python3-matplotlib python3-jsonschema"

say() { printf 'python-env: %s\n' "$*" >&2; }
works() { "$1" -c "import $modules" >/dev/null 2>&1; }
finish() { echo "$1"; exit 0; }

make_venv() {
    say "making build/venv"
    "${PYTHON:-python3}" -m venv --clear "$venv" >&2 &&
        "$venv/bin/python" -m pip install --quiet --no-input --disable-pip-version-check \
            numpy matplotlib jsonschema >&2
}

install_distribution() {
    test "$(id -u)" = 0 && command -v apt-get >/dev/null || return 1
    say "installing $packages"
    { apt-get -q update || true; } >&2
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive apt-get -y -q install --no-install-recommends \
        $packages >&2
}

works "$venv/bin/python" && finish "$venv/bin/python"
make_venv && works "$venv/bin/python" && finish "$venv/bin/python"
say "no virtual environment; looking for the distribution's packages"
works /usr/bin/python3 && finish /usr/bin/python3
install_distribution && works /usr/bin/python3 && finish /usr/bin/python3
say "no Python with $modules -- as root: apt-get install $packages"
exit 1
