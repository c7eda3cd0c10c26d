"""A picture file to what its head says of it; the door to Pillow.

Only the reader that a file's first bytes call for is loaded: Pillow's own search loads all of them,
which takes longer than to judge the spec, and some of its other readers start programs.
"""

import errno
import struct
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from io import FileIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from seedjob.errors import MediaError

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile

PNG: Final = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
"""How every PNG begins; its width and its height follow."""

READERS: Final[Mapping[bytes, tuple[str, str]]] = {
    b"\x89PNG": ("PngImagePlugin", "PngImageFile"),
    b"\xff\xd8": ("JpegImagePlugin", "JpegImageFile"),
    b"RIFF": ("WebPImagePlugin", "WebPImageFile"),
    b"BM": ("BmpImagePlugin", "BmpImageFile"),
    b"II": ("TiffImagePlugin", "TiffImageFile"),
    b"MM": ("TiffImagePlugin", "TiffImageFile"),
    b"GIF8": ("GifImagePlugin", "GifImageFile"),
}
"""How a file begins to who reads it: a module of Pillow and a class in it."""


MOST_READ: Final = 4 << 20
"""Bytes of a head, in all that is read of it."""

MOST_READS: Final = 20_000
"""Times that a head is read on."""


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """What a picture is: its format in lower case, its sides in pixels."""

    format: str
    width: int
    height: int


def probe_picture(path: Path) -> PictureFacts:
    """Read the head of a picture, no pixel of it; raise MediaError where that cannot be done."""
    try:
        with path.open("rb") as file:
            begins = file.read(len(PNG) + 8)
        return _png(begins) or _facts(path, begins)
    except (OSError, ValueError, SyntaxError, EOFError, KeyError, IndexError) as error:
        raise MediaError(f"'{path.name}' is no picture that can be opened") from error


def _png(begins: bytes) -> PictureFacts | None:
    """Read the sides of a PNG, which stand right behind its signature: the quick way to accept."""
    if not begins.startswith(PNG) or len(begins) < len(PNG) + 8:
        return None
    return PictureFacts("png", *struct.unpack(">II", begins[len(PNG) :]))


def _facts(path: Path, begins: bytes) -> PictureFacts:
    import logging

    reader = _reader(begins)
    from PIL.Image import DecompressionBombError

    logging.getLogger("PIL").setLevel(logging.CRITICAL)  # what it says is said by us
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with _Head(path) as file, reader(file) as image:
                return PictureFacts((image.format or "").lower(), image.width, image.height)
    except (DecompressionBombError, struct.error, TypeError, OverflowError, MemoryError) as error:
        raise MediaError(f"'{path.name}' is no picture of a sane size") from error


class _Head(FileIO):
    """A file of which only so much is read: a head of megabytes is made to be looked at.

    A reader that asks for the whole file gets it, as its size is known to be one for a picture.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._left, self._reads = MOST_READ, MOST_READS

    def read(self, size: int | None = -1, /) -> bytes:
        """Read on; raise OSError where a head has no end."""
        if size is None or size < 0:
            return super().read()
        self._reads, self._left = self._reads - 1, self._left - size
        if self._left < 0 or self._reads < 0:
            raise OSError(errno.EFBIG, "the head has no end")
        return super().read(size)


def _reader(begins: bytes) -> "type[ImageFile]":
    for head, (module, name) in READERS.items():
        if begins.startswith(head):
            reader: type[ImageFile] = getattr(import_module(f"PIL.{module}"), name)
            return reader
    raise ValueError(begins)
