#!/bin/sh
# Runs every test, after installing and building what that needs. Prints what failed or was skipped, then a summary.
# usage: sh Tests/run.sh [--verbose] [--filter NAME] ...      arguments go to `swift test`; --verbose names each test
# Without arguments also the tests of the Python package (Tests/Python/run.sh), if Python and a network are there.
# BUILD_FLAGS in the environment is passed to the build and the run alike, for example BUILD_FLAGS='-c release'.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
. "$root/Samples/setup.sh"
cd "$root"

# Tests are written for Swift Testing, which runs the one example for XCTest, too; without --disable-xctest that is printed twice.
flags="--disable-xctest ${BUILD_FLAGS:-}"

say "building the tests (minutes the first time) ..."
# shellcheck disable=SC2086 # the flags are words
quietly swift build --build-tests $flags

# shellcheck disable=SC2086
run() { swift test --skip-build $flags "$@" </dev/null; }

# The Python package, from the same build. It needs pytest and mypy from PyPI.
python=0
if [ $# -eq 0 ]; then
    if python3 -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        say "testing the Python package ..."
        # shellcheck disable=SC2086
        sh "$root/Tests/Python/run.sh" "$(swift build $flags --show-bin-path)" || python=1
    else
        say "skipped: the Python package (it needs Python 3.11 with venv; Debian: apt-get install python3-venv)"
    fi
fi

say "running the tests ..."
case " $* " in
*" --verbose "* | *" -v "*)
    run "$@"
    exit
    ;;
esac
# The lines of tests that start and that pass are left out; the exit code comes round the pipe by descriptor 3.
exec 4>&1
code=$({
    {
        code=0
        run "$@" 3>&- 4>&- || code=$?
        echo "$code" >&3
    } | sed -u -e '/^✔ Test run /b' -e '/^◇ /d' -e '/^✔ /d' -e '/^\[[0-9]*\/[0-9]*\] /d' >&4
} 3>&1)

[ "$python" -eq 0 ] || fail "the tests of the Python package failed; they ran before these"
exit "$code"
