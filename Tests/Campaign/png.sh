#!/bin/sh
# Writes 5,000 random pictures as PNG at both levels and lets libpng, Pillow and Chromium read every pixel back.
# usage: sh Tests/Campaign/png.sh
# SACCADE_PYTHON names a Python with Pillow (python3 unless set); SACCADE_PNG_CASES another number of pictures.
# Chromium is `chromium-headless-shell`; without it that reader is left out, and the last line says so. Exit code 1 if a
# picture differs.
set -eu
cd "$(dirname -- "$0")/../.."
python=${SACCADE_PYTHON:-python3}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

SACCADE_PNG_CASES=${SACCADE_PNG_CASES:-5000} SACCADE_PNG_FOLDER=$folder \
    sh Tests/run.sh --filter PNGEncoderTests
"$python" Tests/Interop/png_readback.py "$folder"
if command -v chromium-headless-shell >/dev/null 2>&1; then
    "$python" Tests/Interop/png_chromium.py "$folder"
else
    echo 'Chromium was left out: there is no chromium-headless-shell (Debian has a package of that name)'
fi
