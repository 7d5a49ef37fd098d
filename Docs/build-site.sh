#!/bin/sh
# Builds the documentation of all libraries as one site with Swift's own docc, and fails on a warning: a link that leads nowhere,
# a parameter without a word. The pages come from the doc comments and from the catalogue of each library (Sources/X/X.docc).
# usage: sh Docs/build-site.sh [OUTPUT]      OUTPUT/Saccade.doccarchive is replaced (Output)
# BUILD_FLAGS in the environment is passed to the build.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
output=$(mkdir -p "${1:-$root/Output}" && CDPATH='' cd -- "${1:-$root/Output}" && pwd)
. "$root/Samples/setup.sh"
cd "$root"

libraries="Saccade SaccadeDigest SaccadeRecorder SaccadeImaging SaccadeImport SaccadeReplay SaccadePixels SaccadeRenderer SaccadeServer SaccadeTesting"
toolchain=$(dirname -- "$(readlink -f "$(command -v swift)")")
[ -x "$toolchain/docc" ] || fail "expected docc beside swift in $toolchain: it is part of the toolchains of swift.org"

# shellcheck disable=SC2086 # the flags are words
folder=$(swift build ${BUILD_FLAGS:-} --show-bin-path)
for library in $libraries; do
    say "building $library ..."
    # shellcheck disable=SC2086
    quietly swift build ${BUILD_FLAGS:-} --target "$library"
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/Saccade.docc" "$work/symbols"
sh Docs/symbol-graphs.sh "$folder" "$work/symbols" $libraries
for library in $libraries; do cp -R "Sources/$library/$library.docc/." "$work/Saccade.docc"; done

say "making the site ..."
rm -rf "$output/Saccade.doccarchive"
"$toolchain/docc" convert "$work/Saccade.docc" --additional-symbol-graph-dir "$work/symbols" \
    --fallback-display-name Saccade --fallback-bundle-identifier org.saccade.Saccade \
    --warnings-as-errors --output-path "$output/Saccade.doccarchive" >&2
printf '%s\n' "$output/Saccade.doccarchive"
