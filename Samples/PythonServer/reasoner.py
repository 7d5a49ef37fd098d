"""A stand-in for a visual model: it really looks, always in the same way, and streams what it says.

It looks for the part of a picture in which most happens, zooms in, and looks again. Each thing that it does is recorded
where it does it; that is all that a server with a real model has to add.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import numpy
import saccade
from PIL import Image

Box = tuple[int, int, int, int]


def busiest(picture: Image.Image, cells: int = 4) -> Box:
    """Returns the cell of a grid in which brightness varies most; the first of several that are alike."""
    grey = numpy.asarray(picture.convert("L"), dtype=numpy.float64)
    height, width = grey.shape
    columns, rows = min(cells, width), min(cells, height)
    found, most = (0, 0, width, height), -1.0
    for row in range(rows):
        for column in range(columns):
            box = (
                column * width // columns,
                row * height // rows,
                (column + 1) * width // columns,
                (row + 1) * height // rows,
            )
            variation = float(grey[box[1] : box[3], box[0] : box[2]].std())
            if variation > most:
                found, most = box, variation
    return found


def permille(box: Box, size: tuple[int, int]) -> list[float]:
    """Returns a box of pixels in thousandths, as many models write boxes."""
    scale = (size[0], size[1], size[0], size[1])
    return [round(value * 1000 / side, 3) for value, side in zip(box, scale, strict=True)]


def words(text: str) -> Iterator[str]:
    """Gives a text in pieces, as a model streams it."""
    start = 0
    for index, character in enumerate(text):
        if character == " ":
            yield text[start : index + 1]
            start = index + 1
    yield text[start:]


class Reasoner:
    """Answers questions about pictures in two looks; ``delay`` is the time in seconds that it takes for a word."""

    def __init__(self, delay: float = 0) -> None:
        self.delay = delay

    def answer(
        self, trace: saccade.LiveTrace, turn: saccade.LiveTurn, picture: Image.Image, image: saccade.LiveImage
    ) -> Iterator[tuple[str, str]]:
        """Gives pairs of a channel (``reasoning`` or ``output``) and a piece of text."""
        seen: list[saccade.LiveRegion] = []
        given: saccade.LiveTurn | saccade.LiveCall = turn
        for look in ("The picture as a whole: ", "Closer: "):
            with trace.generation(given) as generation, generation.step("look") as step:
                box = busiest(picture)
                numbers = permille(box, picture.size)
                yield from self._say(step, f"{look}most happens in {numbers}, so I zoom in there. ")
                seen.append(step.box(image, numbers, unit="permille", written=str(numbers), role="attended"))
                written = json.dumps({"bbox_2d": numbers})
                with step.call("zoom", written=written, arguments={"box": list(box)}) as call:
                    picture = picture.crop(box)
                    detail = call.image(picture)
                    trace.crop(detail, image, box, by=call)
                    call.succeed(detail)
                image, given = detail, call
                generation.usage(input=256, output=24)
        with trace.generation(given) as generation, generation.step("answer") as step:
            red, green, blue = numpy.asarray(picture.convert("RGB")).reshape(-1, 3).mean(axis=0).round().astype(int)
            color = f"#{red:02x}{green:02x}{blue:02x}"
            said = f"Most happens in a part of {picture.width}×{picture.height} pixels, {color} on average."
            yield from self._say(step, said, "output")
            generation.usage(input=256, output=len(said.split()))
        trace.answer(said, regions=seen, images=[image])

    def apologize(self, trace: saccade.LiveTrace, turn: saccade.LiveTurn) -> Iterator[tuple[str, str]]:
        """Answers a request without a picture."""
        said = "I can only speak about pictures, and there is none."
        with trace.generation(turn) as generation, generation.step("answer") as step:
            yield from self._say(step, said, "output")
        trace.answer(said)

    def _say(self, step: saccade.LiveStep, text: str, channel: str = "reasoning") -> Iterator[tuple[str, str]]:
        for word in words(text):
            if self.delay:
                time.sleep(self.delay)
            step.text(word, channel="output" if channel == "output" else "reasoning")
            yield channel, word
