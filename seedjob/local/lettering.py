"""Text of anybody's to lines that fit and can be drawn, with Pillow's own font alone.

A font of the machine's would make other bytes on another machine.
"""

import unicodedata
from functools import cache

from PIL import ImageFont

ELLIPSIS = "..."
READ_AT_MOST = 2000  # characters; nobody sees more of a prompt in four lines


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    """Load the font that comes with Pillow."""
    face = ImageFont.load_default(max(8, size))
    assert isinstance(face, ImageFont.FreeTypeFont)
    return face


def drawable(text: str, face: ImageFont.FreeTypeFont) -> str:
    """Keep what the font has letters for; say so where that is less than half."""
    plain = "".join(
        " " if char.isspace() else char
        for char in text[:READ_AT_MOST]
        if char.isspace() or unicodedata.category(char)[0] != "C"
    )
    words = " ".join(plain.split())
    if words.isascii():
        return words
    kept = "".join(_nearest(char, face) for char in words)
    if 2 * len(kept.replace(" ", "")) < len(words.replace(" ", "")):
        return f"({len(words)} characters in a script that this preview has no letters for)"
    return kept


PLAINER = str.maketrans(
    {0x2014: "-", 0x2013: "-", 0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"', 0x2026: "..."}
)
"""Dashes and quotes of print to those of a keyboard."""


def _nearest(char: str, face: ImageFont.FreeTypeFont) -> str:
    """Give the letter itself, or what it is without its accents, or nothing."""
    if char.isascii() or _has_letter(char, face):
        return char
    plain = unicodedata.normalize("NFKD", char.translate(PLAINER))
    return plain.encode("ascii", "ignore").decode("ascii")


def _has_letter(char: str, face: ImageFont.FreeTypeFont) -> bool:
    missing = face.getmask("\U0010ffff")
    drawn = face.getmask(char)
    return drawn.size != missing.size or bytes(drawn) != bytes(missing)


def wrapped(text: str, face: ImageFont.FreeTypeFont, *, width: int, lines: int) -> list[str]:
    """Break text into at most so many lines; the last ends in an ellipsis if more would follow."""
    made: list[str] = []
    rest = text
    while rest and len(made) < lines:
        line = _first_line(rest, face, width)
        made.append(line.strip())
        rest = rest[len(line) :].lstrip()
    if rest:
        made[-1] = shortened(f"{made[-1]} {rest}", face, width)
    return made


def _first_line(text: str, face: ImageFont.FreeTypeFont, width: int) -> str:
    """Take as many words as fit, or as many letters of a word that fits no line."""
    fits = _fitting(text, face, width)
    if fits == len(text):
        return text
    space = text.rfind(" ", 0, fits + 1)
    return text[:space] if space > 0 else text[: max(1, fits)]


def _fitting(text: str, face: ImageFont.FreeTypeFont, width: int) -> int:
    """Count the letters from the start that fit, by halving."""
    low, high = 0, min(len(text), width)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if face.getlength(text[:middle]) <= width else (low, middle - 1)
    return low


def shortened(text: str, face: ImageFont.FreeTypeFont, width: int) -> str:
    """End a text that is too long for one line in an ellipsis."""
    if face.getlength(text) <= width:
        return text
    room = width - int(face.getlength(ELLIPSIS)) - 1
    return text[: _fitting(text, face, room)].rstrip() + ELLIPSIS
