#!/bin/sh
# Builds the wheel of the Python package: the C library, the program `saccade` with the shared libraries that it needs,
# and the core fonts with their licences.
# usage: sh Sources/Python/build-wheel.sh OUTPUT_FOLDER
# BUILD_FOLDER in the environment names a folder in which the package was built already; without one SaccadeC and saccade
# are built, in release. PYTHON names an interpreter with pip; the one on the path if it is not set.
set -eu
[ $# -eq 1 ] || { echo "usage: sh $0 OUTPUT_FOLDER" >&2; exit 64; }
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
. "$root/Samples/setup.sh"
mkdir -p "$1"
output=$(CDPATH='' cd -- "$1" && pwd)
python=${PYTHON:-python3}

folder=${BUILD_FOLDER:-}
if [ -z "$folder" ]; then
    cd "$root"
    say "building the library and the program (minutes the first time) ..."
    quietly swift build -c release --product SaccadeC
    quietly swift build -c release --product saccade
    folder=$(swift build -c release --show-bin-path)
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -R "$root/Sources/Python/." "$work/package"
find "$work/package" -name __pycache__ -exec rm -rf {} +
cp "$root/LICENSE" "$work/package/LICENSE"
native=$work/package/saccade/_native
mkdir -p "$native/lib" "$native/fonts" "$native/licenses"

STRIP=yes sh "$root/Sources/SaccadeC/link.sh" "$folder" "$native/libsaccade.so"

# The program, linked once more as the library is, with Swift's runtime inside. SwiftPM names the entry after the module.
# The run path is of the old kind, which also holds for what the shared libraries need themselves.
mkdir "$work/static"
for library in libzstd.a liblz4.a libdeflate.a libstdc++.a; do
    path=$("$(command -v gcc || command -v clang)" -print-file-name=$library)
    case $path in /*) ln -s "$path" "$work/static/$library" ;; esac
done
entry=
if nm "$folder"/saccade_cli.build/*.o 2>/dev/null | grep -q ' T saccade_cli_main$'; then
    entry='-Xlinker --defsym -Xlinker main=saccade_cli_main'
fi
# shellcheck disable=SC2046,SC2086 # the flags are words
swiftc -emit-executable -static-stdlib -use-ld=lld -o "$native/saccade" \
    @"$folder/saccade.product/Objects.LinkFileList" -L "$work/static" $entry \
    -lFoundation -lCoreFoundation -lFoundationInternationalization -l_FoundationICU -lFoundationEssentials \
    -l_FoundationCollections -l_FoundationCShims \
    $(pkg-config --libs-only-l pangocairo pangoft2 fontconfig libpng libjpeg libwebp libwebpdemux) -ldeflate \
    -Xlinker --gc-sections -Xlinker --as-needed -Xlinker --strip-all \
    -Xlinker -rpath -Xlinker '$ORIGIN/lib' -Xlinker --disable-new-dtags

# What every system with this glibc has stays out.
system='^(linux-vdso|ld-linux.*|libc|libm|libdl|libpthread|librt|libresolv|libgcc_s)\.so'
ldd "$native/saccade" | sed -n 's|^[[:space:]]*\([^ ]*\) => \(/[^ ]*\) .*|\1 \2|p' | grep -vE "$system" |
    while read -r name path; do
        install -m 644 "$path" "$native/lib/$name"
        # By the name of the file: dpkg may know it under /lib where it is found under /usr/lib.
        package=$(dpkg-query -S "*/$(basename "$(readlink -f "$path")")" 2>/dev/null | sed -n '1s/:.*//p')
        [ -z "$package" ] || cp "/usr/share/doc/$package/copyright" "$native/licenses/$package"
    done

fonts='opentype/inter/Inter-Regular.otf opentype/inter/Inter-Medium.otf opentype/inter/Inter-SemiBold.otf
    opentype/inter/Inter-Bold.otf opentype/inter/InterDisplay-SemiBold.otf
    truetype/jetbrains-mono/JetBrainsMono-Regular.ttf truetype/jetbrains-mono/JetBrainsMono-SemiBold.ttf'
for font in $fonts; do install -m 644 "/usr/share/fonts/$font" "$native/fonts/"; done
for package in fonts-inter fonts-jetbrains-mono; do
    cp "/usr/share/doc/$package/copyright" "$native/licenses/$package"
done

# The tag says which glibc is needed: the newest version that any file asks for.
glibc=$(find "$native" -type f \( -name '*.so*' -o -name saccade \) -exec objdump -T {} + 2>/dev/null |
    grep -o 'GLIBC_2\.[0-9]*' | sort -t . -k 2 -n | tail -n 1 | cut -d . -f 2)
platform=manylinux_2_${glibc}_$(uname -m)
say "packing the wheel for $platform ..."
quietly "$python" -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir "$output" \
    --config-settings=--build-option=--plat-name="$platform" "$work/package"
ls "$output"/saccade-*.whl
