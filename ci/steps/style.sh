# SPDX-License-Identifier: BSD-3-Clause
# style.sh -- layout, licence lines, and the scripts

attempt "style: ci/style.sh" "$top/ci/style.sh"

cd "$top"
if command -v shellcheck >/dev/null; then
    # Makefiles and lib.sh set variables for other scripts (2154); no name in a build
    # directory has a blank (2044).
    # shellcheck disable=SC2046
    attempt "style: shellcheck" shellcheck -x --severity=warning --exclude=SC2154,SC2044 \
        run_all_tests.sh bootstrap .ci/run perf/run_axis0_suite \
        $(find ci perf tests -name '*.sh')
else
    skip "style: no shellcheck here"
fi
