#!/bin/sh
# Looks for inputs that break the library: libFuzzer with the address sanitizer, in a release build.
# usage: sh Tests/Fuzz/run.sh [SECONDS [TARGET ...]]      60 seconds of every target without arguments
# What was found lies in Output/fuzz/TARGET-crash-...; put it into Tests/Fuzz/Crashes/TARGET under a name that says what it
# is, and mend it: tests run every file there.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
. "$root/Samples/setup.sh"
cd "$root"

seconds=${1:-60}
[ $# -eq 0 ] || shift
# The program has a main function of its own, so the fuzzer is linked as the library that has none.
toolchain=$(dirname "$(dirname "$(readlink -f "$(command -v swiftc)")")")
fuzzer=$(find "$toolchain/lib/clang" -name "libclang_rt.fuzzer_no_main-$(uname -m).a" | head -n 1)
[ -n "$fuzzer" ] || {
    say "expected libclang_rt.fuzzer_no_main in $toolchain, found none"
    exit 2
}
flags="-c release --scratch-path .build-fuzz --sanitize address -Xswiftc -DFUZZING -Xswiftc -Xfrontend -Xswiftc -sanitize=fuzzer
    -Xcc -fsanitize=fuzzer-no-link -Xswiftc -use-ld=lld -Xlinker $fuzzer -Xlinker -lstdc++"
say "building the fuzzer (minutes the first time) ..."
# shellcheck disable=SC2086 # the flags are words
quietly swift build $flags --product saccade-fuzz
# shellcheck disable=SC2086
program=$(swift build $flags --show-bin-path)/saccade-fuzz
# A crash is the fuzzer's to report.
export SWIFT_BACKTRACE=enable=no
export ASAN_OPTIONS="${ASAN_OPTIONS:-}:detect_leaks=0:allocator_may_return_null=1"

[ $# -gt 0 ] || set -- $("$program" list)
passed=0
failed=0
for target in "$@"; do
    folder="Output/fuzz/$target"
    mkdir -p "$folder"
    "$program" seeds "$target" "$folder"
    log="$folder.log"
    if "$program" fuzz "$target" "$folder" -dict="$folder.dict" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 \
        -artifact_prefix="$folder-" -print_final_stats=1 >"$log" 2>&1; then
        passed=$((passed + 1))
        say "$target: $(sed -n 's/^stat::number_of_executed_units: *//p' "$log") inputs, nothing found"
    else
        failed=$((failed + 1))
        say "$target: FAILED, see $log"
        grep -E '^(broken promise|==.*ERROR|SUMMARY|artifact_prefix)' "$log" || tail -3 "$log"
    fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
