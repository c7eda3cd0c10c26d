"""Nothing but numbers to the example pictures, film and sound in `specs/media/`.

Run `python -m tests.example_media` to make them again; all of it is drawn here, by this project.
The same Pillow and the same codecs make the same bytes.
"""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from PIL import Image

from seedjob.local.film import write_film
from tests.example_media.character import character
from tests.example_media.chime import write_chime
from tests.example_media.city import city
from tests.example_media.harbour import harbour
from tests.example_media.paint import Canvas
from tests.example_media.snow import snow
from tests.example_media.teapot import teapot
from tests.example_media.waves import waves

FOLDER = Path(__file__).parent.parent.parent / "specs" / "media"
KEPT = (864, 486)  # pixels of the files: under 150 KB each

PICTURES: dict[str, Callable[[], Canvas]] = {
    "fox-first.png": lambda: snow((130, 462), 20, sun=(560, 262)),
    "fox-last.png": lambda: snow((520, 474), 27, sun=(600, 226)),
    "harbour.png": harbour,
    "teapot.png": teapot,
    "character.png": character,
    "city.jpg": city,
}


def make(folder: Path) -> None:
    """Write every example file."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in PICTURES:
        (folder / name).write_bytes(drawn(name))
    write_film(folder / "waves.mp4", waves(), crf=29)
    write_chime(folder / "chime.mp3")


def drawn(name: str) -> bytes:
    """Draw a picture of the table and pack it as its name says."""
    small = PICTURES[name]().picture.resize(KEPT, Image.Resampling.LANCZOS)
    packed = BytesIO()
    if name.endswith(".jpg"):
        small.save(packed, "JPEG", quality=88, optimize=True)
    else:
        small.save(packed, "PNG", optimize=True)
    return packed.getvalue()
