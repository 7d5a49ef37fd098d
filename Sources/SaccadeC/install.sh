#!/bin/sh
# Installs the C library: lib/libsaccade.so, include/saccade.h and lib/pkgconfig/saccade.pc.
# usage: sh Sources/SaccadeC/install.sh PREFIX
# DESTDIR in the environment is put before the prefix, for packages. BUILD_FOLDER names a folder in which SaccadeC was
# built already; without one it is built, in release.
set -eu
[ $# -eq 1 ] || { echo "usage: sh $0 PREFIX" >&2; exit 64; }
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
source=$root/Sources/SaccadeC
prefix=$1
target=${DESTDIR:-}$prefix

folder=${BUILD_FOLDER:-}
if [ -z "$folder" ]; then
    . "$root/Samples/setup.sh"
    cd "$root"
    say "building the C library (minutes the first time) ..."
    quietly swift build -c release --product SaccadeC
    folder=$(swift build -c release --show-bin-path)
fi

version=$(sed -n 's/^#define SACCADE_VERSION "\(.*\)"$/\1/p' "$source/include/saccade.h")
mkdir -p "$target/lib/pkgconfig" "$target/include"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
STRIP=yes sh "$source/link.sh" "$folder" "$work/libsaccade.so"

# Put in place at once, so that a program that starts meanwhile finds the old library or the new one.
install -m 755 "$work/libsaccade.so" "$target/lib/libsaccade.so.$version.new"
mv "$target/lib/libsaccade.so.$version.new" "$target/lib/libsaccade.so.$version"
ln -sf "libsaccade.so.$version" "$target/lib/libsaccade.so.0"
ln -sf libsaccade.so.0 "$target/lib/libsaccade.so"
install -m 644 "$source/include/saccade.h" "$target/include/saccade.h"
sed "s|@PREFIX@|$prefix|; s|@VERSION@|$version|" "$source/saccade.pc.in" >"$target/lib/pkgconfig/saccade.pc"
echo "$target/lib/libsaccade.so.$version"
