#!/bin/sh
# Runs the campaigns: tests of full size in a release build. Writes Docs/Campaigns.md with the commit and the date.
# usage: sh Tests/Campaign/run.sh [NAME ...]      without names all campaigns run
# BUILD_FLAGS in the environment is passed to the build.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
. "$root/Samples/setup.sh"
cd "$root"

flags="-c release ${BUILD_FLAGS:-}"
say "building the campaigns (minutes the first time) ..."
# shellcheck disable=SC2086 # the flags are words
quietly swift build $flags --product saccade-campaign
# shellcheck disable=SC2086
quietly swift build $flags --product recorder-probe
# shellcheck disable=SC2086
folder=$(swift build $flags --show-bin-path)

# The probe again with the thread sanitizer, for the campaign that wants it.
case " ${*:-recorder-threads} " in
*" recorder-threads "*)
    say "building the probe with the thread sanitizer ..."
    # shellcheck disable=SC2086
    quietly swift build $flags --sanitize=thread --scratch-path .build-tsan --product recorder-probe
    # shellcheck disable=SC2086
    SACCADE_TSAN_PROBE=$(swift build $flags --sanitize=thread --scratch-path .build-tsan --show-bin-path)/recorder-probe
    export SACCADE_TSAN_PROBE
    ;;
esac

commit=$(git rev-parse --short=10 HEAD 2>/dev/null || echo unknown)
git diff --quiet HEAD -- Sources Tests 2>/dev/null || commit="$commit with changes"
"$folder/saccade-campaign" "$commit" "$(date -u +%Y-%m-%d)" "$@"
