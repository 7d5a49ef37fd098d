#!/bin/sh
# Draws the storyboard of a trace and prints the path of the PNG. Installs and builds what that needs, the first time.
# usage: sh Samples/storyboard.sh [TRACE]      without TRACE: Samples/Traces/receipt.jsonl
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)

trace=${1:-$root/Samples/Traces/receipt.jsonl}
case $trace in
-h | --help)
    sed -n '2,3s/^# //p' "$0"
    exit 0
    ;;
esac
if [ ! -f "$trace" ]; then
    printf '%s\n' "no such trace: $trace" >&2
    exit 2
fi
name=$(basename -- "$trace" .jsonl)
picture=$root/Output/$name.png

. "$root/Samples/setup.sh"

say "building saccade (release; minutes the first time, seconds after) ..."
build() { swift build --package-path "$root" --configuration release --product saccade "$@"; }
quietly build
saccade=$(build --show-bin-path)/saccade

mkdir -p "$root/Output"
"$saccade" storyboard "$trace" -o "$picture" </dev/null >&2
printf '%s\n' "$picture"
