"""YAML text to plain data that remembers where each value stood."""

import os
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice, takewhile
from pathlib import Path
from typing import Final

from seedjob.diagnostic import NOWHERE, Finding, Place, Route
from seedjob.spec.builder import MOST_REFUSALS, Builder
from seedjob.spec.characters import (
    LARGEST,
    MOST_BREAKS,
    MOST_TOLD,
    Hidden,
    decode,
    forbidden,
    hide_breaks,
    stray_break,
)
from seedjob.spec.comments import NAME, Comment
from seedjob.spec.events import (
    MOST_EVENTS,
    MOST_EXPLAINED,
    TOO_DEEP,
    TOO_MANY,
    Stumble,
    tell_quickly,
    tell_thoroughly,
)
from seedjob.spec.places import place_between
from seedjob.spec.plain import Unusual, read_plain
from seedjob.spec.refusal import Refusal, shown
from seedjob.spec.routes import Routes
from seedjob.spec.traps import depth

__all__ = ["Document", "Refusal", "load", "read"]

LONGEST_EXPLAINED: Final = 8 << 10
"""Characters that the thorough parser is given when the quick one refuses: at worst 50 ms."""

PIECE: Final = 64 << 10
"""Bytes that are read at once."""

_DIRECTIVE: Final = re.compile(r"(?:^|(?<=[\r\n]))%YAML\b[ \t]*([^#\r\n]*)")
_HEAD: Final = re.compile(r"(?:[ \t]*(?:#.*)?(?:\r\n?|\n)|%.*(?:\r\n?|\n))*+")


@dataclass(frozen=True, slots=True)
class Document:
    """What a text says, as dicts, lists, texts, numbers, booleans and None.

    With `refusals` it is what the text says but for those: to be judged, never to be used.
    """

    text: str
    data: object
    refusals: tuple[Refusal, ...] = ()
    _routes: Routes | None = field(default=None, compare=False, repr=False)

    def place(self, route: Route, *, at_key: bool = False, within: str = "") -> Place:
        """Find where the value at a route stood, or its key, or its deepest ancestor.

        Of a value that holds the text `within`, as it is written, only that.
        """
        routes = self._found
        if routes is None:
            return NOWHERE
        narrow = routes.stretch(route, within) if within else None
        return narrow or routes.place(route, at_key=at_key)

    def rest(self, route: Route) -> str:
        """Give what follows a value without quotes on its last line; nothing after any other."""
        routes = self._found
        return routes.rest(route) if routes else ""

    @property
    def comments(self) -> tuple[Comment, ...]:
        """List the comments that speak to seedjob."""
        routes = self._found if NAME in self.text else None
        return routes.comments if routes else ()

    @property
    def _found(self) -> Routes | None:
        return self._routes or _routes_in(self.text)

    def told(self, finding: Finding) -> bool:
        """Tell whether one of the refusals has blamed already what a finding is about."""
        return bool(self.refusals and self._routes and self._routes.told(finding))

    def unsure(self, route: Route) -> bool:
        """Tell whether refusals leave open what stands at a route."""
        return bool(self.refusals and self._routes and self._routes.unsure(route))


def load(path: Path) -> Document | tuple[Refusal, ...]:
    """Read a file; what the system refuses stays an OSError."""
    return read(read_bytes(str(path)))


def read_bytes(path: str) -> bytes:
    """Read what is judged of a file: all of it, or more than it may hold."""
    file = os.open(path, os.O_RDONLY)
    try:
        left = LARGEST + 1
        pieces = []
        while left and (piece := os.read(file, min(left, PIECE))):
            pieces.append(piece)
            left -= len(piece)
    finally:
        os.close(file)
    return b"".join(pieces)


def read(text: str | bytes) -> Document | tuple[Refusal, ...]:
    """Read YAML 1.2: a document with what is refused in it, or why there is none.

    Refusals stand in the order of their places.
    """
    decoded = decode(text)
    if isinstance(decoded, Refusal):
        return (decoded,)
    try:
        return Document(decoded, read_plain(decoded))
    except Unusual:
        return _read_text(decoded)


@lru_cache(maxsize=1)
def _routes_in(text: str) -> Routes | None:
    """Find the places of a text that was read without them, once for all that is said of it."""
    found = _read_text(text)
    assert isinstance(found, Document)
    return found._routes  # noqa: SLF001 - a document's own


def _read_text(text: str) -> Document | tuple[Refusal, ...]:
    if not text.isascii() and (unfit := forbidden(text)):
        return unfit
    hidden = hide_breaks(text)
    if len(hidden.at) > MOST_BREAKS:
        return tuple(stray_break(text, at) for at in hidden.at[:MOST_TOLD])
    versions, readable = _versions(hidden.text)
    builder, stumble = _build(readable, hidden)
    builder.stop()
    if stumble and (unfit := forbidden(text)):
        return unfit
    found = [*versions, *builder.refusals, *_rest(text, hidden, builder, stumble)]
    refusals = tuple(sorted(found, key=lambda refusal: refusal.place)[:MOST_REFUSALS])
    if stumble or builder.stack or builder.ended or len(refusals) == MOST_REFUSALS:
        return refusals
    if not builder.values:
        return Document(text, None, refusals)
    routes = Routes(text, builder.marks[0], builder.blamed, builder.lacking)
    return Document(text, builder.values[0], refusals, routes)


def _versions(text: str) -> tuple[list[Refusal], str]:
    """Judge `%YAML` lines here, and make comments of them: parsers take them differently."""
    if "%YAML" not in text:
        return [], text
    head = _HEAD.match(text)
    end = head.end() if head else 0
    refusals = []
    for found in islice(_DIRECTIVE.finditer(text, 0, end), MOST_REFUSALS):
        written = found.group(1).strip()
        if written != "1.2":
            place = place_between(text, found.start(), found.start() + len(found.group().rstrip()))
            message = f"{shown(written)} is not the YAML that is read here, which is 1.2"
            refusals.append(Refusal(place, "yaml-version", message, "remove the line"))
    return refusals, _DIRECTIVE.sub(lambda m: "#" + m.group()[1:], text[:end]) + text[end:]


def _build(text: str, hidden: Hidden) -> tuple[Builder, Stumble | None]:
    """Let the quick parser accept and the thorough one explain; who came further is believed."""
    quick = Builder(text, hidden.shown)
    stumble = tell_quickly(text, quick)
    if stumble is None or (stumble.at >= 0 and len(text) > LONGEST_EXPLAINED):
        return quick, stumble
    thorough = Builder(text, hidden.shown)
    most = MOST_EXPLAINED if stumble.at >= 0 else MOST_EVENTS
    second = tell_thoroughly(text, thorough, most)
    gave_up = second is not None and second.problem == TOO_MANY and stumble.at >= 0
    if not gave_up and (second is None or second.at >= stumble.at):
        return thorough, second
    return quick, stumble


def _rest(text: str, hidden: Hidden, builder: Builder, stumble: Stumble | None) -> list[Refusal]:
    end = stumble.at if stumble else len(text)
    outside = takewhile(lambda at: at < end, _outside_quotes(hidden, builder))
    strays = [stray_break(text, at) for at in islice(outside, MOST_REFUSALS)]
    if strays or stumble is None or (builder.ended and stumble.problem == TOO_MANY):
        return strays
    return _explanations(builder, stumble)


def _explanations(builder: Builder, stumble: Stumble) -> list[Refusal]:
    if stumble.problem == TOO_DEEP:
        return [depth(builder.text, stumble.at)]
    from seedjob.spec.site import find_site  # most texts need no explanation
    from seedjob.spec.syntax import explain

    return [explain(find_site(builder, stumble))]


def _outside_quotes(hidden: Hidden, builder: Builder) -> Iterator[int]:
    ends = [event.end_mark.index for event in builder.quotes]
    for at in hidden.at:
        following = bisect_right(ends, at)
        if following == len(ends) or at < builder.quotes[following].start_mark.index:
            yield at
