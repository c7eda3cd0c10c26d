"""An image file, or the name of one that is elsewhere, to a picture that covers a size."""

import warnings
import zlib
from hashlib import sha256
from pathlib import Path, PurePosixPath
from struct import error as StructError  # noqa: N812 - an exception under its own kind of name
from urllib.parse import unquote

from PIL import Image, ImageDraw, ImageOps

from seedjob.errors import MediaError
from seedjob.local.lettering import drawable, font, shortened
from seedjob.local.order import Medium
from seedjob.local.planes import Size
from seedjob.local.urls import web_address

FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "TIFF", "GIF")
PIXEL_LIMIT = 50_000_000
# What Pillow's readers raise on files that break off or lie.
BROKEN = (
    *(OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, OverflowError, TypeError),
    *(MemoryError, ZeroDivisionError, AttributeError, NotImplementedError, StructError, zlib.error),
)
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
SKIES = (  # top and bottom of a card's ground
    ((38, 50, 92), (222, 133, 110)),
    ((18, 66, 82), (120, 190, 160)),
    ((64, 40, 92), (214, 128, 158)),
    ((28, 48, 72), (128, 168, 214)),
    ((82, 52, 40), (230, 178, 112)),
    ((30, 58, 54), (196, 200, 132)),
)


def picture(medium: Medium, file: Path | None, size: Size) -> Image.Image:
    """Load what was fetched, or draw a card for what was not; cropped to cover `size`, RGB."""
    return card(medium, size) if file is None else loaded(file, size)


def loaded(file: Path, size: Size) -> Image.Image:
    """Load an image file that nobody vouches for."""
    # For the whole process, as a filter for a stretch of code alone is not safe among threads.
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        with Image.open(file, formats=FORMATS) as image:
            if image.width * image.height > PIXEL_LIMIT:
                raise MediaError(f"an image of {image.width}x{image.height} pixels is too large")
            image.draft("RGB", size)
            upright = ImageOps.exif_transpose(image)
            return ImageOps.fit(_opaque(upright), size, Image.Resampling.LANCZOS)
    except BOMBS as error:
        raise MediaError(f"an image of over {PIXEL_LIMIT:,} pixels is too large") from error
    except BROKEN as error:
        raise MediaError("not an image that can be read") from error


def _opaque(image: Image.Image) -> Image.Image:
    if "A" not in image.getbands() and "transparency" not in image.info:
        return image.convert("RGB")
    ground = Image.new("RGBA", image.size, (236, 238, 242, 255))
    return Image.alpha_composite(ground, image.convert("RGBA")).convert("RGB")


def card(medium: Medium, size: Size) -> Image.Image:
    """Draw a card that tells what would be seen here: it is never fetched from the internet."""
    title, place = _told(medium.url)
    drawn = _ground(sha256(medium.url.encode("utf-8", "replace")).digest()[0], size)
    draw = ImageDraw.Draw(drawn, "RGBA")
    short = min(size)
    room = int(size[0] * 0.62)
    middle = size[0] / 2
    lines = (
        (medium.role.replace("_", " "), 0.036, 0.33, 190),
        (title, 0.062, 0.42, 255),
        (place, 0.038, 0.53, 220),
    )
    for text, letters, down, strength in lines:
        face = font(int(short * letters))
        fitting = shortened(drawable(text, face), face, room)
        draw.text((middle, size[1] * down), fitting, (255, 255, 255, strength), face, anchor="mm")
    return drawn


def _told(url: str) -> tuple[str, str]:
    address = web_address(url)
    if address is None:
        return url.rpartition("/")[2], "asset, not looked up by the local service"
    name = PurePosixPath(unquote(address.path)).name
    return name or "/", f"{address.hostname}, not fetched by the local service"


def _ground(seed: int, size: Size) -> Image.Image:
    """Paint a sky with two soft hills, one of a few colours."""
    top, bottom = SKIES[seed % len(SKIES)]
    slope = Image.linear_gradient("L").resize(size, Image.Resampling.BICUBIC)
    ground = Image.composite(Image.new("RGB", size, bottom), Image.new("RGB", size, top), slope)
    draw = ImageDraw.Draw(ground, "RGBA")
    width, height = size
    for left, down, wide in ((-0.3, 0.72, 1.0), (0.25, 0.80, 1.2)):
        box = (width * left, height * down, width * (left + wide), height * (down + 1.1))
        draw.ellipse(box, fill=(*top, 110))
    return ground
