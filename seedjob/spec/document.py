"""YAML text to plain data that remembers where each value stood."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice, takewhile
from pathlib import Path
from typing import Final

from seedjob.diagnostic import Place, Route
from seedjob.spec.builder import MOST_REFUSALS, Builder
from seedjob.spec.characters import LARGEST, Hidden, decode, forbidden, hide_breaks, stray_break
from seedjob.spec.events import Stumble, tell_quickly, tell_thoroughly
from seedjob.spec.marks import Mark, find_place
from seedjob.spec.places import place_between
from seedjob.spec.refusal import Refusal, shown

__all__ = ["Document", "Refusal", "load", "read"]

MOST_EXPLAINED: Final = 64 << 10
"""Characters that the thorough parser is given when the quick one refuses: a tenth of a second."""

_DIRECTIVE: Final = re.compile(r"(?:^|(?<=[\r\n]))%YAML\b[ \t]*([^#\r\n]*)")
_HEAD: Final = re.compile(r"(?:[ \t]*(?:#.*)?(?:\r\n?|\n)|%.*(?:\r\n?|\n))*+")


@dataclass(frozen=True, slots=True)
class Document:
    """What a text says, as dicts, lists, texts, numbers, booleans and None."""

    text: str
    data: object
    _root: Mark | None = field(default=None, compare=False, repr=False)

    def place(self, route: Route, *, at_key: bool = False) -> Place:
        """Find where the value at a route stood, or its key, or its deepest ancestor."""
        if self._root is None:
            return Place(1, 1, 1, 1)
        return find_place(self.text, self._root, route, at_key=at_key)


def load(path: Path) -> Document | tuple[Refusal, ...]:
    """Read a file; what the system refuses stays an OSError."""
    with path.open("rb") as file:
        return read(file.read(LARGEST + 1))


def read(text: str | bytes) -> Document | tuple[Refusal, ...]:
    """Read YAML 1.2: a document without any trap, or every refusal, in the order of places."""
    decoded = decode(text)
    if isinstance(decoded, Refusal):
        return (decoded,)
    if not decoded.isascii() and (unfit := forbidden(decoded)):
        return unfit
    return _read_text(decoded)


def _read_text(text: str) -> Document | tuple[Refusal, ...]:
    hidden = hide_breaks(text)
    versions, readable = _versions(hidden.text)
    builder, stumble = _build(readable, hidden)
    builder.stop()
    if stumble and (unfit := forbidden(text)):
        return unfit
    refusals = [*versions, *builder.refusals, *_rest(text, hidden, builder, stumble)]
    if refusals:
        return tuple(sorted(refusals, key=lambda refusal: refusal.place)[:MOST_REFUSALS])
    data = builder.values[0] if builder.values else None
    return Document(text, data, builder.marks[0] if builder.marks else None)


def _versions(text: str) -> tuple[list[Refusal], str]:
    """Judge `%YAML` lines here, and make comments of them: parsers take them differently."""
    if "%YAML" not in text:
        return [], text
    head = _HEAD.match(text)
    end = head.end() if head else 0
    refusals = []
    for found in _DIRECTIVE.finditer(text, 0, end):
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
    if stumble is None or (stumble.at >= 0 and len(text) > MOST_EXPLAINED):
        return quick, stumble
    thorough = Builder(text, hidden.shown)
    second = tell_thoroughly(text, thorough)
    if second is None or second.at >= stumble.at:
        return thorough, second
    return quick, stumble


def _rest(text: str, hidden: Hidden, builder: Builder, stumble: Stumble | None) -> list[Refusal]:
    end = stumble.at if stumble else len(text)
    outside = takewhile(lambda at: at < end, _outside_quotes(hidden, builder))
    strays = [stray_break(text, at) for at in islice(outside, MOST_REFUSALS)]
    return strays or (_explanations(builder, stumble) if stumble else [])


def _explanations(builder: Builder, stumble: Stumble) -> list[Refusal]:
    from seedjob.spec.site import find_site  # most texts need no explanation
    from seedjob.spec.syntax import explain

    return [explain(find_site(builder, stumble))]


def _outside_quotes(hidden: Hidden, builder: Builder) -> Iterator[int]:
    ends = [event.end_mark.index for event in builder.quotes]
    for at in hidden.at:
        following = bisect_right(ends, at)
        if following == len(ends) or at < builder.quotes[following].start_mark.index:
            yield at
