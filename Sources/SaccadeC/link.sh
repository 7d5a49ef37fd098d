#!/bin/sh
# Links the C library from objects that `swift build` has made, with Swift's runtime inside.
# usage: sh Sources/SaccadeC/link.sh BUILD_FOLDER OUTPUT
#        BUILD_FOLDER is what `swift build --show-bin-path` prints; OUTPUT is the library to write.
#
# SwiftPM links a dynamic library against Swift's shared libraries, and can be told otherwise only by unsafe flags, which
# would keep other packages from depending on this one. The objects are the same; so they are linked once more here: with
# the static runtime, with static zstd, lz4 and libstdc++ where the system has them, and with no symbol visible but those
# that saccade.h declares.
set -eu
[ $# -eq 2 ] || { echo "usage: sh $0 BUILD_FOLDER OUTPUT" >&2; exit 64; }
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
objects=$1/SaccadeC.product/Objects.LinkFileList
output=$2
[ -f "$objects" ] || { echo "expected $objects, which \`swift build --product SaccadeC\` writes" >&2; exit 2; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cc=$(command -v gcc || command -v clang || command -v cc) || { echo "expected a C compiler, found none" >&2; exit 2; }

{
    echo '{ global:'
    grep -o 'saccade_[a-z_]*(' "$here/include/saccade.h" | sort -u | sed 's/.$/;/'
    echo 'local: *; };'
} >"$work/symbols"

# A folder with static libraries alone, before all others: `-lzstd` then finds the static one.
mkdir "$work/static"
for library in libzstd.a liblz4.a libstdc++.a; do
    path=$("$cc" -print-file-name=$library)
    case $path in /*) ln -s "$path" "$work/static/$library" ;; esac
done

"$cc" -c -O2 -fPIC -fvisibility=hidden -o "$work/glibc.o" "$here/glibc.c"
swiftc -emit-library -static-stdlib -use-ld=lld -o "$output" @"$objects" "$work/glibc.o" \
    -L "$work/static" -Xlinker --version-script="$work/symbols" -Xlinker -soname=libsaccade.so.0 \
    -Xlinker --gc-sections -Xlinker --as-needed -Xlinker --exclude-libs=ALL -Xlinker -z -Xlinker defs \
    ${STRIP:+-Xlinker --strip-all} -l_FoundationCollections -l_FoundationCShims -lstdc++
