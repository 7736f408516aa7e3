# SPDX-License-Identifier: BSD-3-Clause
# install.sh -- what the gcc build installs and exports, and programs built against that

cd "$build/gcc"
make -j"$jobs"
stage=$build/stage
rm -rf "$stage"
make install DESTDIR="$stage"
attempt "install: files and symbols" "$top/ci/check-install.sh" "$stage/usr/local"
attempt "install: the README's programs" "$top/ci/check-readme.sh" "$stage/usr/local"

# One record for each PASS, FAIL or SKIP of make installcheck.
printed=$build/installcheck
status=0
make installcheck DESTDIR="$stage" >"$printed" 2>&1 || status=$?
cat "$printed"
awk -F ': ' -v status=$status '
    /^(PASS|FAIL|SKIP): / { printf "%s\t1\tinstall: %s\n", $1, $2; seen[$1]++ }
    END {
        if (!seen["PASS"] || (status != 0 && !seen["FAIL"]))
            printf "FAIL\t1\tinstall: make installcheck (exit status %d)\n", status
    }' "$printed" >>"$RECORD"
