#!/bin/sh
# Records a million events from Python, with the wheel of a release build, and fails if memory or descriptors grow.
# usage: sh Tests/Campaign/python.sh [EVENTS]
# BUILD_FOLDER in the environment names a folder in which the package was built already.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
PYTHON=$work/venv/bin/python
export PYTHON
wheel=$(sh "$root/Sources/Python/build-wheel.sh" "$work/wheel")
"$PYTHON" -m pip install --quiet --disable-pip-version-check "$wheel"
cd "$work"
SACCADE_ROOT=$root "$PYTHON" "$root/Tests/Python/million_events.py" "${1:-1000000}"
