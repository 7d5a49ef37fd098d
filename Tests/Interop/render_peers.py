#!/usr/bin/env python3
"""Draws what `saccade-benchmarks --line render` draws, with the libraries that people use for it today.

usage: render_peers.py FOLDER PEER JOB

FOLDER holds photo-N.jpg and annotations.json, as the benchmark writes them. PEER is one of
  supervision       supervision's annotators and OpenCV, PNG by OpenCV with its defaults
  supervision-rich  the same with labels by RichLabelAnnotator (Unicode, by Pillow)
  pillow-1          Pillow's ImageDraw, PNG at compress_level=1
  pillow            the same at Pillow's default
  matplotlib        pyplot with patches and savefig, as detectron2's Visualizer and Set-of-Mark do it
and JOB one of
  frames            each photo decoded from JPEG, its annotations drawn, a caption of 60 words below, one PNG each
  shared-frames     the same annotations, all on the first photo, which is decoded once
  sheet             twelve photos at 640x480 with their annotations and captions, four in a row, as one PNG
  shared-sheet      the same with the first photo, decoded and scaled once

The script prints `ready`, then for each line on standard input does the job once and prints the CPU seconds of this
process and the bytes of all PNG files. Loading libraries, files and fonts is not counted, nor is making masks of runs.
"""

import io
import json
import sys
import textwrap
import time
from pathlib import Path

import numpy as np

FONT = "/usr/share/fonts/opentype/inter/Inter-Regular.otf"
WIDTH, HEIGHT = 1280, 960
CAPTION = 200
TILE_WIDTH, TILE_HEIGHT, TILE_CAPTION = 640, 480, 130
# Okabe and Ito's colours as red, green, blue.
COLORS = [(230, 159, 0), (86, 180, 233), (0, 158, 115), (0, 114, 178), (213, 94, 0)]


class Photo:
    def __init__(self, folder: Path, entry: dict):
        self.jpeg = (folder / entry["image"]).read_bytes()
        self.boxes = np.array(entry["boxes"], dtype=np.float32)
        self.labels = entry["labels"]
        self.caption = entry["caption"]
        flat = np.zeros(WIDTH * HEIGHT, dtype=bool)
        place, inside = 0, False
        for run in entry["mask"]:
            if inside:
                flat[place : place + run] = True
            place, inside = place + run, not inside
        self.mask = flat.reshape(HEIGHT, WIDTH)
        self.small_mask = self.mask[1::2, 1::2]


class OpenCV:
    """supervision's annotators over OpenCV's images."""

    def __init__(self, rich: bool):
        import cv2
        import supervision as sv

        cv2.setNumThreads(1)
        self.cv2, self.sv = cv2, sv
        palette = sv.ColorPalette([sv.Color(*color) for color in COLORS])
        look = dict(color=palette, color_lookup=sv.ColorLookup.INDEX)
        self.mask = sv.MaskAnnotator(opacity=0.42, **look)
        self.box = sv.BoxAnnotator(thickness=4, **look)
        if rich:
            self.label = sv.RichLabelAnnotator(font_path=FONT, font_size=20, text_padding=6, **look)
        else:
            self.label = sv.LabelAnnotator(text_scale=0.7, text_thickness=1, text_padding=6, **look)

    def decode(self, jpeg: bytes):
        return self.cv2.imdecode(np.frombuffer(jpeg, np.uint8), self.cv2.IMREAD_COLOR)

    def scaled(self, image):
        return self.cv2.resize(image, (TILE_WIDTH, TILE_HEIGHT), interpolation=self.cv2.INTER_AREA)

    def annotated(self, image, photo: Photo, scale: float):
        sv = self.sv
        boxes = photo.boxes * scale
        mask = photo.mask if scale == 1 else photo.small_mask
        only = sv.Detections(xyxy=boxes[:1], mask=mask[None], class_id=np.zeros(1, dtype=int))
        every = sv.Detections(xyxy=boxes, class_id=np.arange(len(boxes)))
        image = self.mask.annotate(image, only)
        image = self.box.annotate(image, every)
        return self.label.annotate(image, every, labels=photo.labels)

    def caption(self, panel, text: str, columns: int):
        for line, words in enumerate(textwrap.wrap(text, columns)):
            self.cv2.putText(panel, words, (16, 32 + line * 28), self.cv2.FONT_HERSHEY_SIMPLEX, 0.6, (30, 30, 30), 1,
                             self.cv2.LINE_AA)

    def frame(self, image, photo: Photo) -> int:
        page = np.full((HEIGHT + CAPTION, WIDTH, 3), 255, dtype=np.uint8)
        page[:HEIGHT] = self.annotated(image.copy(), photo, 1)
        self.caption(page[HEIGHT:], photo.caption, 110)
        return len(self.cv2.imencode(".png", page)[1])

    def sheet(self, tiles, photos) -> int:
        page = np.full((3 * (TILE_HEIGHT + TILE_CAPTION), 4 * TILE_WIDTH, 3), 255, dtype=np.uint8)
        for number, (tile, photo) in enumerate(zip(tiles, photos)):
            x, y = number % 4 * TILE_WIDTH, number // 4 * (TILE_HEIGHT + TILE_CAPTION)
            page[y : y + TILE_HEIGHT, x : x + TILE_WIDTH] = self.annotated(tile.copy(), photo, 0.5)
            self.caption(page[y + TILE_HEIGHT : y + TILE_HEIGHT + TILE_CAPTION, x : x + TILE_WIDTH], photo.caption, 60)
        return len(self.cv2.imencode(".png", page)[1])


class Pillow:
    def __init__(self, level: int | None):
        from PIL import Image, ImageDraw, ImageFont

        self.Image, self.ImageDraw = Image, ImageDraw
        self.options = {} if level is None else {"compress_level": level}
        self.font = ImageFont.truetype(FONT, 20)

    def decode(self, jpeg: bytes):
        image = self.Image.open(io.BytesIO(jpeg))
        image.load()
        return image

    def scaled(self, image):
        return image.resize((TILE_WIDTH, TILE_HEIGHT), self.Image.Resampling.BOX)

    def annotate(self, page, photo: Photo, scale: float, x: int, y: int) -> None:
        mask = photo.mask if scale == 1 else photo.small_mask
        stencil = self.Image.fromarray(mask.astype(np.uint8) * 107)
        page.paste(COLORS[0], (x, y), stencil)
        draw = self.ImageDraw.Draw(page)
        for color, label, box in zip(COLORS, photo.labels, photo.boxes * scale):
            left, top, right, bottom = (float(value) for value in box)
            draw.rectangle((x + left, y + top, x + right, y + bottom), outline=color, width=4)
            chip = draw.textbbox((x + left + 6, y + top + 4), label, font=self.font)
            draw.rectangle((chip[0] - 6, chip[1] - 4, chip[2] + 6, chip[3] + 4), fill=color)
            draw.text((x + left + 6, y + top + 4), label, font=self.font, fill=(0, 0, 0))

    def caption(self, page, text: str, columns: int, x: int, y: int) -> None:
        draw = self.ImageDraw.Draw(page)
        draw.multiline_text((x + 16, y + 12), textwrap.fill(text, columns), font=self.font, fill=(30, 30, 30))

    def saved(self, page) -> int:
        file = io.BytesIO()
        page.save(file, "PNG", **self.options)
        return file.tell()

    def frame(self, image, photo: Photo) -> int:
        page = self.Image.new("RGB", (WIDTH, HEIGHT + CAPTION), (255, 255, 255))
        page.paste(image)
        self.annotate(page, photo, 1, 0, 0)
        self.caption(page, photo.caption, 110, 0, HEIGHT)
        return self.saved(page)

    def sheet(self, tiles, photos) -> int:
        page = self.Image.new("RGB", (4 * TILE_WIDTH, 3 * (TILE_HEIGHT + TILE_CAPTION)), (255, 255, 255))
        for number, (tile, photo) in enumerate(zip(tiles, photos)):
            x, y = number % 4 * TILE_WIDTH, number // 4 * (TILE_HEIGHT + TILE_CAPTION)
            page.paste(tile, (x, y))
            self.annotate(page, photo, 0.5, x, y)
            self.caption(page, photo.caption, 58, x, y + TILE_HEIGHT)
        return self.saved(page)


class Matplotlib(Pillow):
    def __init__(self):
        super().__init__(None)
        import matplotlib

        matplotlib.use("Agg")
        from matplotlib import pyplot
        from matplotlib.patches import Rectangle

        self.pyplot, self.Rectangle = pyplot, Rectangle

    def draw(self, axes, image, photo: Photo, scale: float) -> None:
        axes.imshow(np.asarray(image))
        mask = photo.mask if scale == 1 else photo.small_mask
        layer = np.zeros((*mask.shape, 4), dtype=np.float32)
        layer[mask] = [value / 255 for value in COLORS[0]] + [0.42]
        axes.imshow(layer)
        for color, label, box in zip(COLORS, photo.labels, photo.boxes * scale):
            paint = [value / 255 for value in color]
            axes.add_patch(
                self.Rectangle((box[0], box[1]), box[2] - box[0], box[3] - box[1], fill=False, edgecolor=paint, lw=3))
            axes.text(box[0], box[1], label, fontsize=12, bbox={"facecolor": paint, "pad": 3, "edgecolor": "none"})
        axes.axis("off")

    def figure_saved(self, figure) -> int:
        file = io.BytesIO()
        figure.savefig(file, dpi=100, format="png")
        self.pyplot.close(figure)
        return file.tell()

    def frame(self, image, photo: Photo) -> int:
        total = HEIGHT + CAPTION
        figure = self.pyplot.figure(figsize=(WIDTH / 100, total / 100), dpi=100)
        self.draw(figure.add_axes((0, CAPTION / total, 1, HEIGHT / total)), image, photo, 1)
        figure.text(0.012, CAPTION / total * 0.92, textwrap.fill(photo.caption, 110), fontsize=14, va="top")
        return self.figure_saved(figure)

    def sheet(self, tiles, photos) -> int:
        width, height = 4 * TILE_WIDTH, 3 * (TILE_HEIGHT + TILE_CAPTION)
        figure = self.pyplot.figure(figsize=(width / 100, height / 100), dpi=100)
        for number, (tile, photo) in enumerate(zip(tiles, photos)):
            x, y = number % 4 / 4, 1 - number // 4 / 3
            tall = TILE_HEIGHT / height
            self.draw(figure.add_axes((x, y - tall, 0.25, tall)), tile, photo, 0.5)
            figure.text(x + 0.005, y - tall - 0.005, textwrap.fill(photo.caption, 60), fontsize=13, va="top")
        return self.figure_saved(figure)


def peer(name: str):
    match name:
        case "supervision":
            return OpenCV(rich=False)
        case "supervision-rich":
            return OpenCV(rich=True)
        case "pillow-1":
            return Pillow(1)
        case "pillow":
            return Pillow(None)
        case "matplotlib":
            return Matplotlib()
    raise SystemExit(f"unknown peer {name}")


def run(peer, photos: list[Photo], job: str) -> int:
    if job == "frames":
        return sum(peer.frame(peer.decode(photo.jpeg), photo) for photo in photos)
    if job == "shared-frames":
        image = peer.decode(photos[0].jpeg)
        return sum(peer.frame(image, photo) for photo in photos)
    if job == "sheet":
        return peer.sheet([peer.scaled(peer.decode(photo.jpeg)) for photo in photos], photos)
    if job == "shared-sheet":
        tile = peer.scaled(peer.decode(photos[0].jpeg))
        return peer.sheet([tile] * len(photos), photos)
    raise SystemExit(f"unknown job {job}")


def main() -> None:
    folder, name, job = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    photos = [Photo(folder, entry) for entry in json.loads((folder / "annotations.json").read_text())]
    drawing = peer(name)
    run(drawing, photos[:1], "frames")
    print("ready", flush=True)
    for _ in sys.stdin:
        start = time.process_time()
        size = run(drawing, photos, job)
        print(time.process_time() - start, size, flush=True)


if __name__ == "__main__":
    main()
