#!/bin/sh
# Lets other programs read what Saccade writes, and Saccade read what they write. The programs come from PyPI and are
# installed into an environment outside the checkout: SACCADE_INTEROP_VENV, or a folder in the user's cache.
# usage: sh Tests/Interop/run.sh [CHECK ...]      without names all checks run: schema, pillow, orjson, sarif
# BUILD_FLAGS in the environment is passed to the builds and the tests.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
. "$root/Samples/setup.sh"
cd "$root"

venv=${SACCADE_INTEROP_VENV:-${XDG_CACHE_HOME:-$HOME/.cache}/saccade-interop}
if [ ! -x "$venv/bin/python" ]; then
    say "making the Python environment $venv ..."
    python3 -m venv "$venv" || fail "python3 with venv is needed (Debian: apt-get install python3-venv)"
fi
say "installing the other programs into $venv ..."
quietly "$venv/bin/pip" install --quiet --disable-pip-version-check -r Tests/Interop/requirements.txt
python="$venv/bin/python"

flags="--disable-xctest ${BUILD_FLAGS:-}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Each check is a function of its name; it prints what it compared and fails if something differs.
check_schema() {
    "$python" Tests/Interop/validate_schema.py Samples/Traces/*.jsonl Tests/Conformance/*.jsonl
}

check_pillow() {
    "$python" Tests/Interop/pillow_resize.py "$work/pillow" "${SACCADE_PILLOW_COUNT:-1000}"
    # shellcheck disable=SC2086 # the flags are words
    SACCADE_PILLOW_CASES="$work/pillow" swift test $flags --filter PillowTests </dev/null
}

check_orjson() {
    for log in Samples/Traces/*.jsonl; do "$python" Tests/Interop/orjson_loads.py "$log" >/dev/null; done
    say "orjson reads every line of the samples"
}

check_sarif() {
    # shellcheck disable=SC2086
    quietly swift build $flags --product saccade
    # shellcheck disable=SC2086
    saccade="$(swift build $flags --show-bin-path)/saccade"
    "$saccade" check Tests/Conformance/misfits.jsonl --format sarif >"$work/findings.sarif" || true
    "$saccade" check Tests/Conformance/misfits.jsonl --format json >"$work/findings.json" || true
    "$python" Tests/Interop/sarif_read.py "$work/findings.sarif" "$work/findings.json"
}

failed=''
for check in ${*:-schema pillow orjson sarif}; do
    say "== $check"
    "check_$check" || failed="$failed $check"
done
[ -z "$failed" ] || fail "these checks failed:$failed"
say "every check passed"
