"""Positions in a text to places: lines and columns from 1, in characters."""

import re
from bisect import bisect_right
from functools import lru_cache
from typing import Final

from seedjob.diagnostic import Place

_BREAK: Final = re.compile(r"\r\n?|\n")
_WORD: Final = re.compile(r"[^\s,\[\]{}]+|\S|")


def place_between(text: str, start: int, end: int) -> Place:
    """Find the place of the characters from index `start` up to `end`."""
    return Place(*_line_and_column(text, start), *_line_and_column(text, end))


def place_of_word(text: str, at: int) -> Place:
    """Find the place of the word that starts at an index, or of one bracket or comma."""
    found = _WORD.match(text, at)
    return place_between(text, at, found.end() if found else at)


def line_of(text: str, at: int) -> int:
    """Tell the line of an index."""
    return _line_and_column(text, at)[0]


def line_bounds(text: str, at: int) -> tuple[int, int]:
    """Tell where the line of an index starts and where it ends, without its break."""
    start = max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1
    found = _BREAK.search(text, at)
    return start, found.start() if found else len(text)


def _line_and_column(text: str, index: int) -> tuple[int, int]:
    starts = _line_starts(text)
    line = bisect_right(starts, index)
    return line, index - starts[line - 1] + 1


@lru_cache(maxsize=4)
def _line_starts(text: str) -> tuple[int, ...]:
    """List where lines start: once for the many faults of one text."""
    return (0, *(found.end() for found in _BREAK.finditer(text)))
