"""A picture file to what its head says of it; the door to Pillow."""

import warnings
from dataclasses import dataclass
from pathlib import Path

from seedjob.errors import MediaError

FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "TIFF", "GIF")
"""Pillow's names of what is opened at all: some of its other readers start programs."""


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """What a picture is: its format in lower case, its sides in pixels."""

    format: str
    width: int
    height: int


def probe_picture(path: Path) -> PictureFacts:
    """Read the head of a picture, no pixel of it; raise MediaError where that cannot be done."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # its many pixels are not decoded
            with Image.open(path, formats=FORMATS) as image:
                return PictureFacts((image.format or "").lower(), image.width, image.height)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise MediaError(f"'{path.name}' is no picture that can be opened") from error
