"""Values to the readable, path-safe part of a name that they give, and names to what they clash as.

A part depends on the values alone, never on where they stand: adding or reordering renames nothing.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Final

from seedjob.spec.lookup import written
from seedjob.spec.text import RESERVED

LONGEST_PART: Final = 64
"""Characters of what values add to a name."""

MOST_BYTES: Final = 200
"""Bytes of a whole name: with our endings it stays a file's name, for which systems take 255."""

ORDER: Final = ("model", "resolution", "ratio", "duration")
"""Fields that an axis may set, in the order in which they stand in a name; variables follow."""

_DIGITS: Final = 8
_RATIO: Final = re.compile(r"(?<=\d):(?=\d)")
_OTHER: Final = re.compile(r"[^0-9A-Za-z]+")
_KEPT: Final = frozenset("LMN")
"""Unicode categories that a name keeps: letters, their marks, and digits."""


def slug(value: object) -> str:
    """Write a value with letters and digits of any script, `-` for the rest; never nothing."""
    text = unicodedata.normalize("NFC", _RATIO.sub("x", written(value)))
    return (_OTHER.sub("-", text).strip("-") if text.isascii() else _dashed(text)) or _hash(value)


def ordered(names: Iterable[str]) -> list[str]:
    """Order names of values as they stand in a job's name, however they were written down."""
    rank = {name: at for at, name in enumerate(ORDER)}
    return sorted(names, key=lambda name: (rank.get(name, len(rank)), name))


def cell_part(values: Mapping[str, object], room: int = MOST_BYTES) -> str:
    """Name a cell by its values; a hash of them ends what would be too long."""
    text = "-".join(slug(values[name]) for name in ordered(values))
    return fitting(text, values, room)


def row_part(values: Mapping[str, object]) -> str:
    """Name a row without a name by what stands in it: a few words and a hash of all of it.

    Empty values count for nothing, so that a new column without values renames no row.
    """
    filled = {name: value for name, value in values.items() if value not in ("", None)}
    texts = (filled[name] for name in sorted(filled.keys() - set(ORDER)))
    words = next(filter(None, map(slug, texts)), "row")
    return f"{_cut(words, _WORDS, _WORDS * 4).strip('-')}-{_hash(filled)}"


_WORDS: Final = 24
"""Characters of a row's first text that stand in its name."""


def fitting(text: str, values: object, room: int = MOST_BYTES) -> str:
    """Give a part as it is, or cut and with a hash where it is too long, or means something."""
    if len(text) <= LONGEST_PART and size(text) <= room and text.casefold() not in RESERVED:
        return text
    tail = f"-{_hash(values)}"
    return _cut(text, LONGEST_PART - len(tail), room - len(tail)).rstrip("-") + tail


def size(text: str) -> int:
    """Count the bytes that a name takes on disk: some systems take marks apart from letters."""
    return len(text) if text.isascii() else len(unicodedata.normalize("NFD", text).encode())


def clash(name: str) -> str:
    """Give what two names share that a disk may take for one: case and Unicode's forms aside."""
    if name.isascii():
        return name.casefold()
    return unicodedata.normalize("NFD", unicodedata.normalize("NFD", name).casefold())


def _dashed(text: str) -> str:
    kept = (c if unicodedata.category(c)[0] in _KEPT else " " for c in text)
    return "-".join("".join(kept).split())


def _cut(text: str, characters: int, room: int) -> str:
    cut = text[: max(characters, 0)]
    while cut and size(cut) > room:
        cut = cut[:-1]
    return cut


def _hash(values: object) -> str:
    text = json.dumps(values, sort_keys=True, default=str)
    return sha256(text.encode()).hexdigest()[:_DIGITS]
