#!/bin/sh
# Writes what the compiler knows of the public symbols of libraries that are built: LIBRARY.symbols.json, one or more each.
# usage: sh Docs/symbol-graphs.sh PRODUCTS OUTPUT LIBRARY ...      PRODUCTS is what swift build --show-bin-path prints
set -eu
products=$1
output=$2
shift 2
cd "$(dirname -- "$0")/.."
toolchain=$(dirname -- "$(readlink -f "$(command -v swift)")")

# The C modules that the libraries import, and where their headers are.
set -- "$@" --
for map in Sources/*/module.modulemap Sources/*/include/module.modulemap "$products"/*.build/module.modulemap; do
    # A module with a map of its own is not also taken from the build.
    [ -f "$map" ] && set -- "$@" -Xcc "-fmodule-map-file=$(readlink -f "$map")"
done
for include in $(pkg-config --cflags-only-I pangocairo pangoft2 fontconfig libdeflate 2>/dev/null); do
    set -- "$@" -Xcc "$include"
done

libraries=
while [ "$1" != "--" ]; do
    libraries="$libraries $1"
    shift
done
shift
target=$(swift -print-target-info | sed -n 's/^ *"triple": "\(.*\)",$/\1/p' | head -n 1)
for library in $libraries; do
    "$toolchain/swift-symbolgraph-extract" -module-name "$library" -I "$products/Modules" -target "$target" \
        -minimum-access-level public -output-dir "$output" "$@"
done
