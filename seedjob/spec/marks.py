"""The marks that reading left of values and keys, to the stretches of text to underline."""

import re
from typing import Final, TypeGuard

from seedjob.diagnostic import Place
from seedjob.spec.events import Event
from seedjob.spec.places import place_between

_COMMENT: Final = re.compile(r"(?:^|(?<=\s))#.*", re.DOTALL)
_HEADER: Final = re.compile(r"[|>][-+0-9]*")


Branch = tuple[Event, Event, "list[Mark]", bool]
"""Start, end and children of a collection; where it is a mapping, key, value, key, value."""
Mark = Event | Branch


def place_of_mark(text: str, mark: Mark) -> Place:
    """Find the stretch to underline: a scalar, a bracket pair, a first key, a first dash."""
    if not isinstance(mark, tuple):
        return _place_of_scalar(text, mark)
    start, end, children, keyed = mark
    opening = find_bracket(text, start)
    if opening is not None:
        return _place_of_brackets(text, opening, end.end_mark.index)
    if keyed:
        return place_of_mark(text, children[0])
    at = start.end_mark.index  # before the dash, or after it in a list no deeper than its key
    at = at if text.startswith("-", at) else at - 1
    return place_between(text, at, at + 1)


def find_bracket(text: str, start: Event) -> int | None:
    """Find the bracket that starts a collection; a pair in a list, `[a: b]`, has none."""
    at = start.end_mark.index - 1
    wide = start.end_mark.index > start.start_mark.index
    return at if start.flow_style and wide and text[at] in "[{" else None


def is_alias(event: Event) -> bool:
    """Tell an alias from a scalar: it has no text of its own."""
    return not hasattr(event, "value")


def is_text(mark: Mark) -> TypeGuard[Event]:
    """Tell a scalar, which has a text of its own."""
    return not isinstance(mark, tuple) and not is_alias(mark)


def start_of(mark: Mark) -> Event:
    """Find the event that a value starts with."""
    return mark[0] if isinstance(mark, tuple) else mark


def is_empty(mark: Mark) -> bool:
    """Tell a value that is not there."""
    return not isinstance(mark, tuple) and mark.start_mark.index == mark.end_mark.index


def place_of_last_dash(text: str, after: Mark, item: Mark) -> Place:
    """Find the dash of an item without a value: parsers differ in where such a value stands."""
    at = start_of(item).start_mark.index
    dash = _last_dash(text, start_of(after).start_mark.index, at)
    return place_between(text, at, at) if dash is None else place_between(text, dash, dash + 1)


def _last_dash(text: str, start: int, at: int) -> int | None:
    """Find the dash that only blanks and comments follow, line by line from the end."""
    while at > start:
        line = max(text.rfind("\n", start, at), text.rfind("\r", start, at), start - 1) + 1
        bare = _COMMENT.sub("", text[line:at]).rstrip()
        if bare:
            return line + len(bare) - 1 if bare.endswith("-") else None
        at = line - 1
    return None


def _place_of_scalar(text: str, event: Event) -> Place:
    start, end = event.start_mark.index, event.end_mark.index
    if getattr(event, "style", None) in {"|", ">"}:
        header = _HEADER.search(text, start, end)
        end = header.end() if header else end
    return place_between(text, start, end)


def _place_of_brackets(text: str, opening: int, end: int) -> Place:
    place = place_between(text, opening, end)
    return place if place.line == place.end_line else place_between(text, opening, opening + 1)
