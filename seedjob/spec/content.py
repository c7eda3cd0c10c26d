"""Content items to what breaks the rules between them, one finding a cause."""

from collections.abc import Collection, Mapping, Sequence
from itertools import islice
from typing import Final

from seedjob.diagnostic import Finding, Route
from seedjob.models.constraint import Breach
from seedjob.models.content import ANYTHING, Slot, slot
from seedjob.models.seedance_x1 import RULES

CONTENT: Final = "content"
FILL: Final = (
    "write a text and at least one medium: - {type: text, text: …} and"
    " - {type: image_url, image_url: {path: media/first.png}}"
)
MOST_FOUND: Final = 150
"""Findings after which a judge looks no further: the rest would say the same again."""


def judge(items: Sequence[object], doubtful: Collection[int] = ()) -> tuple[Finding, ...]:
    """Judge raw content items by the rule table.

    Items in `doubtful` have a fault in their own keys: a role that is not there may be misspelt.
    An item that one rule has blamed is not blamed again by a later one.
    """
    if not items:
        return (Finding(CONTENT, (CONTENT,), "content is empty", FILL, at_key=True),)
    slots = [_slot(item, doubted=index in doubtful) for index, item in enumerate(items)]
    findings: list[Finding] = []
    blamed: set[int | None] = set()
    for rule, constraint in RULES.items():
        for breach in tuple(islice(constraint.check(tuple(slots)), MOST_FOUND)):
            if breach.index is not None and breach.index in blamed:
                continue
            findings.append(_finding(rule, breach, items))
            if breach.index is not None:
                blamed.add(breach.index)
                slots[breach.index] = slots[breach.index].doubted()
    return tuple(findings)


def _slot(item: object, *, doubted: bool) -> Slot:
    if not isinstance(item, dict):
        return ANYTHING
    return slot(item.get("type"), item.get("role"), written=doubted or "role" in item)


def _finding(rule: str, breach: Breach, items: Sequence[object]) -> Finding:
    related = tuple((_route(index, items), message) for index, message in breach.related)
    if breach.index is None:
        return Finding(rule, (CONTENT,), breach.message, breach.hint, at_key=True)
    route = _route(breach.index, items)
    return Finding(rule, route, breach.message, breach.hint, related=related)


def _route(index: int, items: Sequence[object]) -> Route:
    """Point at the written role, which is what makes the item take part, else at the item."""
    item = items[index]
    has_role = isinstance(item, Mapping) and "role" in item
    return (CONTENT, index, "role") if has_role else (CONTENT, index)
