"""YAML text that holds nothing unusual to plain data, quickly; any other text to nothing.

What is read here is read just as `Builder` reads it, but no place is kept: of a sound spec nobody
asks for one. Whatever may need a word to people is left to others.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

from seedjob.spec.copies import DEEPEST
from seedjob.spec.events import Event, Kinds, quick_events
from seedjob.spec.scalars import WORDS, Trap, read_numeric
from seedjob.spec.sizes import MOST_ITEMS, MOST_KEYS

LONGEST: Final = 32 << 10
"""Characters; of a longer text the places are wanted more often than not."""

_RARE: Final = re.compile("[\x80-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


class Unusual(Exception):  # noqa: N818 - it ends a reading, it is no error of the program
    """A text holds something that wants a second look."""


def read_plain(text: str) -> object:
    """Read a text without anchors, tags, traps or faults; raise Unusual for any other."""
    if len(text) > LONGEST or "%YAML" in text or "\\u" in text or "\\U" in text:
        raise Unusual  # escapes can make half a character
    if not text.isascii() and _RARE.search(text):
        raise Unusual
    quick = quick_events(text)
    if quick is None:
        raise Unusual
    events, kinds = quick
    try:
        return _build(events, kinds, named="&" in text or "!" in text)
    except kinds.fault:
        raise Unusual from None


def _build(events: Iterator[Event], kinds: Kinds, *, named: bool) -> object:
    """Build data from the events, all in one loop: a call for each would take as long again.

    `named` tells whether there can be anchors and tags.
    """
    scalar, mapping_start, sequence_start, mapping_end, sequence_end, outer, _ = kinds
    values: list[Any] = []
    around: list[list[Any]] = []
    for event in events:
        kind = event.__class__
        if named and _is_named(event):
            raise Unusual
        if kind is scalar:
            value: Any = event.value
            if not event.style and (value in WORDS or value < ":"):
                value = _meaning(value)
            values.append(value)
        elif kind is mapping_end or kind is sequence_end:
            whole = _mapping(values) if kind is mapping_end else _sequence(values)
            values = around.pop()
            values.append(whole)
        elif kind is mapping_start or kind is sequence_start:
            around.append(values)
            values = []
            if len(around) > DEEPEST:
                raise Unusual
        elif kind not in outer:
            raise Unusual
    if around:
        raise Unusual
    return _only(values)


def _only(documents: list[Any]) -> object:
    if len(documents) != 1:
        raise Unusual
    return documents[0]


def _is_named(event: Event) -> bool:
    return bool(getattr(event, "anchor", None) or getattr(event, "tag", None))


def _sequence(values: list[Any]) -> list[Any]:
    if len(values) > MOST_ITEMS:
        raise Unusual
    return values


def _mapping(values: list[Any]) -> dict[str, Any]:
    keys = values[::2]
    try:
        made = dict(zip(keys, values[1::2], strict=True))
        "".join(keys)  # the quickest way to know that all are texts
    except TypeError:
        raise Unusual from None
    if not len(made) == len(keys) <= MOST_KEYS or "<<" in made:
        raise Unusual
    return made


def _meaning(text: str) -> object:
    """Read a plain scalar that is no text, or begins like none: digits, signs, the point."""
    if len(text) > _LONGEST_KEPT:
        return _numeric(text)
    return WORDS[text] if text in WORDS else _kept_numeric(text)


def _numeric(text: str) -> object:
    value = read_numeric(text)
    if isinstance(value, Trap):
        raise Unusual
    return value


_kept_numeric: Final = lru_cache(maxsize=256)(_numeric)
_LONGEST_KEPT: Final = 12
"""Characters: `720p` comes in every spec, and what it is takes four patterns to tell."""
