#!/bin/sh
# Builds the sample servers, drives them with the official OpenAI client over loopback, and checks every recorded trace.
# usage: sh Samples/Servers/test.sh [inference|proxy] ...      without names: both
# SACCADE is the command to check with; without it the package's release build is used. The client is installed into an
# environment outside the checkout: SACCADE_SAMPLES_VENV, or a folder in the user's cache.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(CDPATH='' cd -- "$here/../.." && pwd)
. "$root/Samples/setup.sh"

venv=${SACCADE_SAMPLES_VENV:-${XDG_CACHE_HOME:-$HOME/.cache}/saccade-samples}
if [ ! -x "$venv/bin/python" ]; then
    say "making the Python environment $venv ..."
    python3 -m venv "$venv" || fail "python3 with venv is needed (Debian: apt-get install python3-venv)"
fi
say "installing the OpenAI client into $venv ..."
quietly "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/Tests/requirements.txt"

say "building the servers (minutes the first time) ..."
# shellcheck disable=SC2086 # the flags are words
quietly swift build --package-path "$here" ${BUILD_FLAGS:-}
# shellcheck disable=SC2086
bin=$(swift build --package-path "$here" ${BUILD_FLAGS:-} --show-bin-path)
if [ -z "${SACCADE:-}" ]; then
    say "building saccade ..."
    quietly swift build --package-path "$root" --configuration release --product saccade
    SACCADE=$(swift build --package-path "$root" --configuration release --show-bin-path)/saccade
fi

[ $# -gt 0 ] || set -- inference proxy
for name in "$@"; do
    say "testing: $name ..."
    SACCADE=$SACCADE SERVERS=$bin "$venv/bin/python" "$here/Tests/test_$name.py"
done
