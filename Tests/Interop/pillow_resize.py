"""Writes pictures and what Pillow makes of them, for the Swift test `every case equals Pillow's result`.

Usage: pillow_resize.py FOLDER [COUNT]
Then:  SACCADE_PILLOW_CASES=FOLDER swift test --filter PillowTests

FOLDER/cases.txt begins with Pillow's version and has a line for each case:
    name operation in-width in-height out-width out-height filter x0 y0 x1 y1
with the pictures beside it as straight RGBA: name.in and name.out.
"""

import pathlib
import random
import sys

import PIL
from PIL import Image

FILTERS = {
    "nearest": Image.Resampling.NEAREST,
    "box": Image.Resampling.BOX,
    "bilinear": Image.Resampling.BILINEAR,
    "bicubic": Image.Resampling.BICUBIC,
    "lanczos": Image.Resampling.LANCZOS,
}
TRANSFORMS = {
    "flip-horizontal": Image.Transpose.FLIP_LEFT_RIGHT,
    "flip-vertical": Image.Transpose.FLIP_TOP_BOTTOM,
    "rotate-180": Image.Transpose.ROTATE_180,
    "rotate-90": Image.Transpose.ROTATE_270,
    "rotate-270": Image.Transpose.ROTATE_90,
    "transpose": Image.Transpose.TRANSPOSE,
    "transverse": Image.Transpose.TRANSVERSE,
}


def picture(rng, width, height, mode):
    """Noise, or smooth ramps with hard edges, where overshoot is clipped."""
    if rng.random() < 0.5:
        return Image.frombytes(mode, (width, height), rng.randbytes(width * height * len(mode)))
    step = rng.randint(1, 40)
    values = bytearray()
    for y in range(height):
        for x in range(width):
            for channel in range(len(mode)):
                values.append((x * step + y * (channel + 3)) % 256 if (x // 5 + y // 7) % 2 else 255 * (channel % 2))
    return Image.frombytes(mode, (width, height), bytes(values))


def box_of(rng, width, height):
    kind = rng.random()
    if kind < 0.4:
        return (0, 0, width, height)
    x = sorted(rng.uniform(0, width) for _ in range(2))
    y = sorted(rng.uniform(0, height) for _ in range(2))
    if kind < 0.7:
        x = [int(x[0]), int(x[0]) + max(1, int(x[1] - x[0]))]
        y = [int(y[0]), int(y[0]) + max(1, int(y[1] - y[0]))]
    return (x[0], y[0], x[1], y[1])


def main():
    folder = pathlib.Path(sys.argv[1])
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    folder.mkdir(parents=True, exist_ok=True)
    rng = random.Random(20_240_229)
    lines = [f"pillow {PIL.__version__}"]
    while len(lines) <= count:
        width, height = rng.randint(1, 90), rng.randint(1, 90)
        mode = rng.choice(["RGB", "RGB", "RGBA"])
        source = picture(rng, width, height, mode)
        kind = rng.random()
        if kind < 0.85:
            operation, name = "resize", rng.choice(list(FILTERS))
            size = (rng.randint(1, 140), rng.randint(1, 140))
            if rng.random() < 0.2:
                size = (width, size[1])
            if rng.random() < 0.2:
                size = (size[0], height)
            box = box_of(rng, width, height)
            result = source.resize(size, FILTERS[name], box)
        elif kind < 0.95:
            operation, name = "crop", "-"
            x = sorted(rng.choice([rng.uniform(-9, width + 9), rng.randint(-9, width + 9) + 0.5]) for _ in range(2))
            y = sorted(rng.choice([rng.uniform(-9, height + 9), rng.randint(-9, height + 9) + 0.5]) for _ in range(2))
            box = (x[0], y[0], x[1], y[1])
            result = source.crop(box)
            if 0 in result.size:
                continue
            size = result.size
        else:
            operation, name = "transform", rng.choice(list(TRANSFORMS))
            result = source.transpose(TRANSFORMS[name])
            size, box = result.size, (0, 0, width, height)
        case = f"{len(lines):05}"
        (folder / f"{case}.in").write_bytes(source.convert("RGBA").tobytes())
        (folder / f"{case}.out").write_bytes(result.convert("RGBA").tobytes())
        numbers = " ".join(repr(float(edge)) for edge in box)
        lines.append(f"{case} {operation} {width} {height} {size[0]} {size[1]} {name} {numbers}")
    (folder / "cases.txt").write_text("\n".join(lines) + "\n")
    print(f"{count} cases in {folder}")


if __name__ == "__main__":
    main()
