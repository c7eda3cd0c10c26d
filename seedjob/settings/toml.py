"""TOML text to plain data that remembers where each value stood."""

import math
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from seedjob.diagnostic import NOWHERE, Place, Route
from seedjob.settings import LARGEST
from seedjob.settings.stretches import Stretch, find_stretches
from seedjob.spec.characters import refuse_byte
from seedjob.spec.places import place_between, place_of_word

_PART: Final = r"""(?:[\w-]+|"[^"\n]*"|'[^'\n]*')"""
_UNFIT: Final = (
    (
        re.compile(rf"(?m)(?:^|[\[{{,])[ \t]*(?P<at>{_PART}(?:[ \t]*\.[ \t]*{_PART}){{8,}}+)"),
        "this is a key of many parts",
        "settings have few levels: in_flight = 4 below [run]",
    ),
    (
        re.compile(r"[=\[,][ \t]*(?P<at>[-+]?(?:0[xob])?[0-9a-fA-F_]{17,}+)"),
        "this number is too long",
        "write one of a few digits",
    ),
)
"""Pattern of what nobody means to what is said of it, and what to write instead."""

_AT: Final = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


@dataclass(frozen=True, slots=True)
class Toml:
    """What a text says, and for each route the stretches of its key and of its value."""

    text: str
    data: Mapping[str, Any]
    _marks: Mapping[Route, tuple[Stretch, Stretch]] = field(repr=False)

    def place(self, route: Route, *, at_key: bool = False) -> Place:
        """Find where the value at a route stood, or its key, or its deepest ancestor."""
        for length in range(len(route), 0, -1):
            if route[:length] in self._marks:
                key, value = self._marks[route[:length]]
                return place_between(
                    self.text, *(key if at_key and length == len(route) else value)
                )
        return NOWHERE


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a text is no TOML, and where."""

    place: Place
    message: str
    hint: str


def read(source: bytes) -> Toml | Unreadable:
    """Read TOML 1.0."""
    if len(source) > LARGEST:
        hint = "settings are a page: take out what is none"
        return Unreadable(NOWHERE, f"the file is larger than {LARGEST:,} bytes", hint)
    try:
        text = source.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as fault:
        byte = refuse_byte(source, fault.start)
        return Unreadable(byte.place, byte.message, byte.hint or "")
    if unfit := _unfit(text):
        return unfit
    try:
        return Toml(text, tomllib.loads(text, parse_float=_finite), find_stretches(text))
    except tomllib.TOMLDecodeError as fault:
        return _explain(text, str(fault))
    except RecursionError:
        return Unreadable(NOWHERE, "values lie too deep", "settings have few levels")


def _unfit(text: str) -> Unreadable | None:
    """Refuse what costs more to read than all settings."""
    for pattern, message, hint in _UNFIT:
        if found := pattern.search(text):
            return Unreadable(place_between(text, *found.span("at")), message, hint)
    return None


def _finite(text: str) -> float | str:
    """Read a number; what is endless stays the word that it is."""
    number = float(text)
    return number if math.isfinite(number) else text


def _explain(text: str, told: str) -> Unreadable:
    """Say in our own words what the parser of this Python says in its own."""
    found = _AT.search(told)
    ends = [0, *(each.end() for each in re.finditer(r"\n", text))]
    start = ends[int(found[1]) - 1 if found and found[1] else -1]
    at = min(start + int(found[2]) - 1, len(text)) if found and found[1] else len(text)
    message, hint, opening = next(said for pattern, said in _CAUSES if re.search(pattern, told))
    if opening is _KEY:
        opened = opening.match(text, start)
        message = f"'{opened['at']}' {message}" if opened else message
    else:
        opened = next(reversed(list(opening.finditer(text, 0, at))), None)
    return Unreadable(place_of_word(text, opened.start("at") if opened else at), message, hint)


_HERE: Final = re.compile(r"(?!)(?P<at>)")
_KEY: Final = re.compile(r"[ \t]*\[*[ \t]*(?P<at>[^\s=\]]+)")
_QUOTE: Final = re.compile(r"(?P<at>[\"']+)")
_BRACKET: Final = re.compile(r"=[ \t]*(?P<at>[\[{])")

_CAUSES: Final[Sequence[tuple[str, tuple[str, str, re.Pattern[str]]]]] = (
    (
        "[Ii]nvalid value",
        (
            "this is no value of TOML",
            'put text in quotes, write true or false in lower case, and "#" before a comment',
            _HERE,
        ),
    ),
    ("Expected '='", ("there is no '=' after the key", "write key = value", _HERE)),
    (
        "[Tt]wice|overwrite|mutate|[Dd]uplicate",
        ("is set twice", "keep one of the two", _KEY),
    ),
    (
        "Expected newline",
        ("the line goes on after its value", "put text in quotes, and each key on its line", _HERE),
    ),
    (
        r"Unterminated|Illegal character '\\[nr]",
        ("the quote that opens here is never closed", "close it on its line", _QUOTE),
    ),
    (
        "[Uu]nclosed|Expected ']'",
        ("the bracket that opens here is never closed", "close it after its last item", _BRACKET),
    ),
    (
        "Unescaped|escape",
        (
            "a backslash stands here that means nothing",
            r"write '\\' for a backslash, or put the text in single quotes",
            _HERE,
        ),
    ),
    ("", ("this is no TOML", "write [table] lines and key = value lines", _HERE)),
)
"""Pattern of a cause to what is said of it, what to write, and what finds where it stands."""
