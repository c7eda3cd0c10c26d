"""Words to words in colour, for a terminal that shows it."""

from collections.abc import Callable, Mapping
from typing import Final

Paint = Callable[[str, str], str]
"""A style's name and a text to the text in that style."""

_CODES: Final[Mapping[str, str]] = {
    "error": "1;31",
    "warning": "1;33",
    "notice": "1;36",
    "note": "1;36",
    "place": "1",
    "rule": "2",
}
"""Style to its code: each severity has one, and the parts of a line that stand back or out."""


def plain(_style: str, text: str) -> str:
    """Leave a text as it is."""
    return text


def colour(style: str, text: str) -> str:
    """Put a text, in which nothing controls a terminal, in colour."""
    return f"\x1b[{_CODES[style]}m{text}\x1b[0m"
