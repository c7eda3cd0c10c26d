"""Text from outside to text that only shows: nothing in it controls a terminal or hides."""

import re
import unicodedata
from typing import Final

_HIDING: Final = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""Unicode categories that act instead of showing: controls, bidi marks, line separators."""

_JOINERS: Final = "\u200c\u200d"
"""Format characters that ordinary scripts and emoji are written with."""

_OBEYED: Final = re.compile(r"(?<=SEEDJOB)-(?=RECEIPT \{)|(?<=#)#(?=\w*\[)")
"""What programs find anywhere in a line of a log: our own receipts, and commands of a CI."""


def visible(text: str) -> str:
    """Make control and bidirectional characters of a text visible, as escapes.

    Of what a program that reads the log would obey one character is written so, too.
    """
    shown = text if text.isascii() and text.isprintable() else "".join(map(_shown, text))
    return _OBEYED.sub(lambda found: f"\\x{ord(found[0]):02x}", shown)


def cells(text: str) -> int:
    """Count the cells that a text takes on a terminal."""
    return len(text) if text.isascii() else sum(map(_width, text))


def _shown(character: str) -> str:
    if character in _JOINERS or unicodedata.category(character) not in _HIDING:
        return character
    return character.encode("unicode_escape", "surrogatepass").decode("ascii")


def _width(character: str) -> int:
    if unicodedata.combining(character) or character in _JOINERS:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
