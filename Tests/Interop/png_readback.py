#!/usr/bin/env python3
"""Reads PNG files back with Pillow and compares every pixel with the RGBA beside them.

usage: png_readback.py FOLDER

FOLDER holds pairs NAME.png and NAME.rgba, as the test `libpng reads every kind of picture back exactly` writes them when
SACCADE_PNG_FOLDER names a folder. Exits with 1 if a picture differs or there are none.
"""

import sys
from collections import Counter
from pathlib import Path

import PIL
from PIL import Image


def rgba(path: Path) -> bytes:
    with Image.open(path) as image:
        image.load()
        return image.convert("RGBA").tobytes()


def main() -> int:
    folder = Path(sys.argv[1])
    kinds: Counter[str] = Counter()
    wrong = []
    for path in sorted(folder.glob("*.png")):
        depth, color = path.read_bytes()[24:26]
        kinds[f"type {color}, {depth} bit"] += 1
        if rgba(path) != path.with_suffix(".rgba").read_bytes():
            wrong.append(path.name)
    for kind, count in sorted(kinds.items()):
        print(f"{kind}: {count}")
    print(f"Pillow {PIL.__version__} read {sum(kinds.values())} pictures; {len(wrong)} differ")
    for name in wrong[:20]:
        print(f"differs: {name}", file=sys.stderr)
    return 1 if wrong or not kinds else 0


if __name__ == "__main__":
    sys.exit(main())
