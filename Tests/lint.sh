#!/bin/sh
# Checks the form of the sources without building them: the format, and the rules that a search can check.
# Each finding is printed as FILE:LINE: TEXT; exit code 1 if there is any.
set -eu
cd "$(dirname -- "$0")/.."
findings=0

# Prints a rule and what breaks it, if anything does.
report() {
    [ -n "$2" ] || return 0
    findings=1
    printf '%s:\n%s\n' "$1" "$2" >&2
}

sources() { find Sources -type f \( -name '*.swift' -o -name '*.c' -o -name '*.h' -o -name '*.py' \) | LC_ALL=C sort; }

swift format lint --strict --parallel --recursive Sources Tests Samples Package.swift || findings=1

report "a source file has at most 700 lines; split" "$(
    sources | while read -r file; do
        lines=$(wc -l <"$file")
        [ "$lines" -le 700 ] || printf '%s: %s lines\n' "$file" "$lines"
    done
)"

report "input never traps and nothing is left for later: no try!, as!, fatalError, TODO or FIXME in Sources" "$(
    grep -rnE '\btry!|\bas!|\bfatalError\(|\b(TODO|FIXME)\b' Sources --include='*.swift' --include='*.[ch]' --include='*.py'
)"

# The command, the benchmarks and the importers may use Foundation at their edges; the format, the recorder and the rest may not.
report "Foundation may be imported only in Sources/saccade-cli, Sources/saccade-benchmarks and Sources/SaccadeImport" "$(
    grep -rnE '^[^/]*\bimport +(struct +|class +|func +)?Foundation' Sources --include='*.swift' |
        grep -vE '^Sources/(saccade-cli|saccade-benchmarks|SaccadeImport)/'
)"

report "a package that others depend on has no unsafe flags" "$(grep -n unsafeFlags Package.swift)" || true

exit "$findings"
