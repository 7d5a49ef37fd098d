#!/bin/sh
# Lets other programs read what Saccade writes, and Saccade read what they write. The programs come from PyPI and are
# installed into an environment outside the checkout: SACCADE_INTEROP_VENV, or a folder in the user's cache.
# usage: sh Tests/Interop/run.sh [CHECK ...]      without names all checks run:
#        schema, pillow, orjson, sarif, mcap, written, rerun
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
    "$python" Tests/Interop/pillow_resize.py "$work/pillow" "${SACCADE_PILLOW_COUNT:-2000}"
    # shellcheck disable=SC2086 # the flags are words
    SACCADE_PILLOW_CASES="$work/pillow" swift test $flags --filter PillowTests </dev/null
}

check_orjson() {
    for log in Samples/Traces/*.jsonl; do "$python" Tests/Interop/orjson_loads.py "$log" >/dev/null; done
    say "orjson reads every line of the samples"
}

check_sarif() {
    build_saccade
    # Findings with and without places, of every severity, and waived ones.
    echo '{"waivers": [{"rule": "ordinal-out-of-order", "reason": "a test"}]}' >"$work/waivers.json"
    for options in "" "--all --level L3" "--config $work/waivers.json"; do
        for form in sarif json; do
            # shellcheck disable=SC2086 # the options are words
            "$saccade" check Tests/Conformance/misfits.jsonl Tests/Conformance/shapes.jsonl $options \
                --format "$form" >"$work/findings.$form" || true
        done
        "$python" Tests/Interop/sarif_read.py "$work/findings.sarif" "$work/findings.json"
    done
}

# The command, built once, and the samples as MCAP files.
build_saccade() {
    [ -z "${saccade:-}" ] || return 0
    say "building saccade ..."
    # shellcheck disable=SC2086
    quietly swift build $flags --product saccade
    # shellcheck disable=SC2086
    saccade=$(swift build $flags --show-bin-path)/saccade
    mkdir "$work/mcap"
    for log in Samples/Traces/*.jsonl; do
        name=$(basename "$log" .jsonl)
        for packing in none lz4 zstd; do
            "$saccade" convert "$log" -o "$work/mcap/$name-$packing.mcap" --compression "$packing" --overlay
        done
    done
}

check_mcap() {
    build_saccade
    for log in Samples/Traces/*.jsonl; do
        for packing in none lz4 zstd; do
            "$python" Tests/Interop/mcap_read.py "$work/mcap/$(basename "$log" .jsonl)-$packing.mcap" "$log"
        done
    done
    "$saccade" bundle Samples/Traces -o "$work/bundle.mcap" --compression zstd
    cat Samples/Traces/*.jsonl >"$work/bundle.jsonl"
    "$python" Tests/Interop/mcap_read.py "$work/bundle.mcap" "$work/bundle.jsonl"
}

check_written() {
    build_saccade
    for log in Samples/Traces/*.jsonl; do
        "$python" Tests/Interop/mcap_write.py "$log" "$work/written" >"$work/written.txt"
        while read -r file; do
            back="$work/back/$(basename "$file" .mcap)"
            mkdir -p "$back"
            "$saccade" convert "$file" -o "$back/t.jsonl"
            cmp "$log" "$back/t.jsonl"
            for blob in "$back"/blobs/*; do cmp "$blob" "Samples/Traces/blobs/$(basename "$blob")"; done
            say "$(basename "$file"): every event and $(ls "$back/blobs" | wc -l) blobs come back"
        done <"$work/written.txt"
    done
}

check_rerun() {
    build_saccade
    "$python" Tests/Interop/rerun_load.py "$work"/mcap/*-none.mcap
}

failed=''
for check in ${*:-schema pillow orjson sarif mcap written rerun}; do
    say "== $check"
    "check_$check" || failed="$failed $check"
done
[ -z "$failed" ] || fail "these checks failed:$failed"
say "every check passed"
