#!/bin/sh
# Builds the wheel from a build that is there, installs it into a clean environment, and runs the tests of the Python
# package and mypy there. Nothing of the environment stays.
# usage: sh Tests/Python/run.sh BUILD_FOLDER [PYTEST_ARGUMENT ...]
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
. "$root/Samples/setup.sh"
[ $# -ge 1 ] || fail "usage: sh $0 BUILD_FOLDER [PYTEST_ARGUMENT ...]"
BUILD_FOLDER=$(CDPATH='' cd -- "$1" && pwd)
export BUILD_FOLDER
shift

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
PYTHON=$work/venv/bin/python
export PYTHON
if ! quietly "$PYTHON" -m pip install --quiet --disable-pip-version-check -r "$root/Tests/Python/requirements.txt"; then
    say "skipped: the Python package (its tests need PyPI)"
    exit 0
fi
say "building the wheel ..."
wheel=$(sh "$root/Sources/Python/build-wheel.sh" "$work/wheel")

quietly "$PYTHON" -m pip install --quiet --disable-pip-version-check "$wheel"

# From another folder, so that the package that is tested is the installed one.
mkdir "$work/run"
cd "$work/run"
SACCADE_ROOT=$root "$PYTHON" -m pytest -q -p no:cacheprovider "$root/Tests/Python" "$root/Samples/PythonServer" "$@"
"$work/venv/bin/ruff" check --quiet --no-cache --config "$root/Sources/Python/pyproject.toml" \
    "$root/Sources/Python" "$root/Tests/Python" "$root/Samples/PythonServer"
"$work/venv/bin/ruff" format --check --quiet --no-cache --config "$root/Sources/Python/pyproject.toml" \
    "$root/Sources/Python" "$root/Tests/Python" "$root/Samples/PythonServer"
MYPYPATH= "$PYTHON" -m mypy --strict --config-file "$root/Sources/Python/pyproject.toml" --cache-dir "$work/mypy"
MYPYPATH= "$PYTHON" -m mypy --strict --cache-dir "$work/mypy" "$root/Tests/Python/typed_use.py"
