"""Pictures in and out: files, bytes, Pillow images and numpy arrays.

Pillow and numpy are imported only when they are asked for.
"""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Union

if TYPE_CHECKING:
    import numpy
    import PIL.Image

Picture = Union[bytes, bytearray, memoryview, str, "os.PathLike[str]", "PIL.Image.Image", "numpy.ndarray[Any, Any]"]
"""What a picture may be given as: its file's bytes, the path of its file, a Pillow image, or an array of uint8."""


def encoded(picture: Picture) -> tuple[bytes, str | None]:
    """Returns the file of a picture and its name, if it has one.

    Pixels are packed as PNG, which loses nothing.
    """
    if isinstance(picture, (bytes, bytearray, memoryview)):
        return bytes(picture), None
    if isinstance(picture, (str, os.PathLike)):
        path = Path(picture)
        return path.read_bytes(), str(path)
    if hasattr(picture, "__array_interface__") and not hasattr(picture, "save"):
        picture = _from_array(picture)
    if not hasattr(picture, "save"):
        raise TypeError(f"expected bytes, a path, a Pillow image or an array, found {type(picture).__name__}")
    image: Any = picture
    if image.mode not in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"):
        image = image.convert("RGBA" if "A" in image.getbands() else "RGB")
    file = io.BytesIO()
    image.save(file, format="PNG", compress_level=1)
    return file.getvalue(), None


def _from_array(array: Any) -> Any:
    from PIL import Image

    if array.dtype != "uint8":
        raise TypeError(f"expected an array of uint8, found {array.dtype}")
    if array.ndim == 3 and array.shape[2] == 1:
        array = array[:, :, 0]
    if array.ndim != 2 and not (array.ndim == 3 and array.shape[2] in (3, 4)):
        raise TypeError(f"expected an array of height × width, or × 3 or × 4, found the shape {array.shape}")
    return Image.fromarray(array)


def pillow(data: bytes) -> PIL.Image.Image:
    """Returns a picture's file as a Pillow image; an EXIF orientation is not applied, as nowhere in a trace."""
    from PIL import Image

    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def array(data: bytes) -> numpy.ndarray[Any, Any]:
    """Returns a picture's file as an array of uint8: height × width × 4, red, green, blue and alpha."""
    import numpy

    return numpy.asarray(pillow(data).convert("RGBA"))
