#!/bin/sh
# Runs every test, after installing and building what that needs. Prints the tests that failed, then a summary.
# usage: sh Tests/run.sh [--verbose] [--filter NAME] ...      arguments go to `swift test`; --verbose names each test
# BUILD_FLAGS in the environment is passed to the build and the run alike, for example BUILD_FLAGS='-c release'.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
. "$root/Samples/setup.sh"
cd "$root"

# The package has Swift Testing only: without --disable-xctest an empty XCTest run is printed first.
flags="--disable-xctest ${BUILD_FLAGS:-}"

say "building the tests (minutes the first time) ..."
# shellcheck disable=SC2086 # the flags are words
quietly swift build --build-tests $flags

case " $* " in
*" --verbose "* | *" -v "*) ;;
*) flags="$flags --quiet" ;;
esac

say "running the tests ..."
# shellcheck disable=SC2086
exec swift test --skip-build $flags "$@" </dev/null
