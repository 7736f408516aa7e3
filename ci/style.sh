#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# style.sh -- what every file must look like; names each offending line.
#
# usage: ci/style.sh [--fix]           (--fix: let clang-format lay the C sources out)
set -eu

top=$(cd "$(dirname "$0")/.." && pwd)
. "$top/ci/lib.sh"
cd "$top"

# Another version lays out a few corners differently, and must not fail anybody's tree.
format_version=14

# The files of the tree whose paths match an extended regular expression.
files() { source_files -cvf /dev/null | sed -n 's|^\./||p' | grep -E "$1" | sort; }

c_files=$(files '\.(c|h|def|inc)$')
code_files=$(files '\.(c|h|def|inc|cc|cpp|f|f90|F90|fi|py|sh|m4|ac|am|mk|map|in)$|^bootstrap$|^\.ci/run$')
text_files=$(printf '%s\n' "$code_files"; files '\.(md|txt|csv|json|cff)$|^\.[a-z-]+$|^LICENSE$')

status=0

# complain WHAT OFFENCES
complain() {
    test -n "$2" || return 0
    printf 'style: %s\n' "$1"
    printf '%s\n' "$2" | sed 's/^/    /'
    status=1
}

# Copies from the autoconf archive keep their own licence.
without_licence() {
    for file in $code_files; do
        case $file in m4/ax_*) continue ;; esac
        head -n 3 "$file" | grep -q 'SPDX-License-Identifier: BSD-3-Clause' || echo "$file"
    done
}

without_last_newline() {
    for file in $text_files; do
        test -z "$(tail -c 1 "$file")" || echo "$file"
    done
}

# shellcheck disable=SC2086
check_lines() {
    tab=$(printf '\t')
    complain "tab" "$(grep -n "$tab" $c_files /dev/null)"
    complain "blank at the end of a line" "$(grep -nE '[[:blank:]]+$' $text_files /dev/null)"
    complain "longer than 90 columns" "$(grep -nE '^.{91}' $c_files /dev/null)"
    complain "carriage return" "$(grep -lE "$(printf '\r')" $text_files /dev/null)"
    complain "no newline at the end" "$(without_last_newline)"
    complain "no SPDX line among the first three" "$(without_licence)"
}

has_formatter() {
    version=$(clang-format --version 2>/dev/null | sed -n 's/.*version \([0-9]*\).*/\1/p')
    test "$version" = "$format_version"
}

misformatted() {
    for file in $c_files; do
        clang-format --style=file "$file" | cmp -s - "$file" || echo "$file"
    done
}

if [ "${1:-}" = --fix ]; then
    has_formatter || { echo "style: --fix needs clang-format $format_version" >&2; exit 1; }
    # shellcheck disable=SC2086
    clang-format --style=file -i $c_files
fi
check_lines
if has_formatter; then
    complain "clang-format would change it; ci/style.sh --fix" "$(misformatted)"
else
    echo "style: layout not checked, as this is not clang-format $format_version"
fi
exit $status
