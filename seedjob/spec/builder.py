"""Events to plain data and the marks of where each value stood, refusing traps as they come."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from seedjob.spec import traps
from seedjob.spec.copies import DEEPEST, Copies, Overgrown, TooDeep
from seedjob.spec.events import Event
from seedjob.spec.marks import Mark, start_of
from seedjob.spec.refusal import Refusal
from seedjob.spec.scalars import WORDS, Trap, read_numeric
from seedjob.spec.sizes import LONGEST_SCALAR, MOST_ITEMS, MOST_KEYS

MOST_REFUSALS: Final = 101
"""Where this many were found, reading ends: nobody reads more at once."""

QUOTES: Final = frozenset({"'", '"'})


@dataclass(slots=True)
class Anchor:
    """What a name stands for, once that was read, and whether a refusal blames something in it."""

    event: Event
    value: list[object] = field(default_factory=list)
    before: int = 0
    doubtful: bool = False


Frame = tuple[list[object], list[Mark], Event, bool, Anchor | None]
"""A collection still open: the values and marks around it, its start, whether it is a mapping,
and its anchor."""


class Builder:
    """Listens to the events of a text; each method answers whether the reading should end.

    `values` and `marks` hold what the innermost open collection has so far, and after the end
    the document itself; a mapping's are key, value, key, value. `blamed` are the scalars, aliases
    and starts of collections that a refusal is about, keys among them; `lacking` the starts of
    mappings with keys that no text names, so that they may mean to hold more than they do.
    `ended` tells that something was refused that ends the reading.
    """

    def __init__(self, text: str, hidden: Mapping[int, str]) -> None:
        self.text = text
        self.refusals: list[Refusal] = []
        self.values: list[object] = []
        self.marks: list[Mark] = []
        self.stack: list[Frame] = []
        self.quotes: list[Event] = []
        self.blamed: set[Event] = set()
        self.lacking: set[Event] = set()
        self.ended = False
        self._hidden = hidden
        self._anchors: dict[str, Anchor] = {}
        self._copies = Copies()
        self._started = False
        self._full = False

    def document(self, event: Event) -> bool:
        """Hear that a document starts; the second ends the reading."""
        if self._started:
            self.refusals.append(traps.second_document(self.text, event))
        starts, self._started = not self._started, True
        return not starts

    def scalar(self, event: Event) -> bool:
        """Hear a scalar: a plain one means what YAML 1.2 says, any other is text."""
        text = event.value
        if len(text) > LONGEST_SCALAR:
            self._refuse(event, traps.giant(self.text, event))
            text = text[:LONGEST_SCALAR]
        value: object = text
        if event.style:
            value = text if text.isascii() else self._uncommon_text(event)
        elif text in WORDS:
            value = WORDS[text]
        elif text < ":":  # digits, signs and the point sort before it: quicker than a look at each
            value = self._numeric(event)
        if self._hidden and isinstance(value, str) and not value.isascii():
            value = self._with_breaks(event)
        self.values.append(value)
        self.marks.append(event)
        if event.anchor is not None:
            self._name(event.anchor, Anchor(event, [value]))
        if event.tag is not None:
            self._refuse(event, traps.tag(self.text, event))
        return self._full

    def alias(self, event: Event) -> bool:
        """Hear an alias: a copy of what its anchor holds; one too many ends the reading."""
        anchor = self._anchors.get(event.anchor or "")
        value = None
        try:
            if anchor and anchor.value:
                value = self._copies.make(anchor.value[0], len(self.stack))
        except Overgrown:
            return self._refuse(event, traps.exploding(self.text, event), last=True)
        except TooDeep:
            return self._refuse(event, traps.depth(self.text, event.start_mark.index), last=True)
        self.values.append(value)
        self.marks.append(event)
        if anchor is None or not anchor.value:
            refusal = traps.alias(self.text, event, known=anchor is not None)
            return self._refuse(event, refusal)
        if anchor.doubtful or anchor.event in self.blamed:
            self.blamed.add(event)
        return False

    def mapping_start(self, event: Event) -> bool:
        """Hear that a mapping starts; too deep a one ends the reading."""
        return self._open(event, keyed=True)

    def sequence_start(self, event: Event) -> bool:
        """Hear that a sequence starts; too deep a one ends the reading."""
        return self._open(event, keyed=False)

    def sequence_end(self, event: Event) -> bool:
        """Hear that a sequence ends."""
        full = len(self.values) > MOST_ITEMS and self._refuse_oversized(
            self.stack[-1][2], self.marks, keyed=False
        )
        self._close(self.values, event)
        return full

    def mapping_end(self, event: Event) -> bool:
        """Hear that a mapping ends: only now are its keys looked at, all at once."""
        if len(self.values) > 2 * MOST_KEYS:
            return self._refuse_oversized(self.stack[-1][2], self.marks, keyed=True)
        keys, full = self.values[::2], False
        made: dict[object, object] = {}
        try:
            made = dict(zip(keys, self.values[1::2], strict=True))
            "".join(keys)  # type: ignore[arg-type]  # the quickest way to know that all are texts
            doubtful = len(made) < len(keys) or "<<" in made or self._anchors
        except TypeError:
            doubtful = True
        if doubtful:
            full = self._check_keys(self.values, self.marks, self.stack[-1][2])
            made = self._named_values()
        self._close(made, event)
        return full

    def stop(self) -> None:
        """Look at the keys of what is still open, when a text ends before its time."""
        values, marks = self.values, self.marks
        for outer_values, outer_marks, start, keyed, _ in reversed(self.stack):
            if len(values) > (2 * MOST_KEYS if keyed else MOST_ITEMS):
                if start not in self.blamed:
                    self._refuse_oversized(start, marks, keyed=keyed)
            elif keyed:
                self._check_keys(values, marks, start)
            values, marks = outer_values, outer_marks

    def _refuse_oversized(self, start: Event, children: list[Mark], *, keyed: bool) -> bool:
        refusal = traps.oversized(self.text, (start, start, children, keyed))
        return self._refuse(start, refusal, last=True)

    def _open(self, event: Event, *, keyed: bool) -> bool:
        anchor: Anchor | None = None
        if event.anchor is not None:
            anchor = Anchor(event, before=len(self.refusals))
            self._name(event.anchor, anchor)
        self.stack.append((self.values, self.marks, event, keyed, anchor))
        self.values = []
        self.marks = []
        if len(self.stack) > DEEPEST:
            return self._refuse(event, traps.depth(self.text, event.start_mark.index), last=True)
        return event.tag is not None and self._refuse(event, traps.tag(self.text, event))

    def _close(self, value: object, end: Event) -> None:
        marks = self.marks
        self.values, self.marks, start, keyed, anchor = self.stack.pop()
        self.values.append(value)
        self.marks.append((start, end, marks, keyed))
        if anchor is not None:
            anchor.value.append(value)
            anchor.doubtful = len(self.refusals) > anchor.before

    def _name(self, name: str, anchor: Anchor) -> None:
        self._anchors[name] = anchor
        refusal = traps.anchor(self.text, anchor.event)
        if refusal:
            self._refuse(anchor.event, refusal)

    def _uncommon_text(self, event: Event) -> str:
        refusal = traps.surrogate(self.text, event)
        if refusal:
            self._refuse(event, refusal)
        if event.style in QUOTES:
            self.quotes.append(event)
        return event.value

    def _with_breaks(self, event: Event) -> str:
        """Show the line breaks of YAML 1.1 that were hidden; outside quotes each is refused."""
        shown = event.value.translate(self._hidden)
        if shown != event.value and event.style not in QUOTES:
            self.blamed.add(event)
        return shown

    def _numeric(self, event: Event) -> object:
        value = read_numeric(event.value)
        if not isinstance(value, Trap):
            return value
        self._refuse(event, traps.scalar_trap(self.text, event, value))
        return event.value

    def _check_keys(self, values: list[object], marks: list[Mark], start: Event) -> bool:
        found = traps.keys(self.text, values[::2], marks[::2])
        for refusal, key, first in islice(found, MOST_REFUSALS):
            at = start_of(key)
            if not (at in self.blamed or at in self.lacking):
                self.refusals.append(refusal)
            self.blamed.add(at)
            if first is None:
                self.lacking.add(start)
            else:
                self.blamed.add(start_of(first))
        return len(self.refusals) >= MOST_REFUSALS

    def _named_values(self) -> dict[object, object]:
        """Give the values of the mapping that ends whose keys are texts."""
        pairs = zip(self.values[::2], self.values[1::2], self.marks[::2], strict=True)
        return {key: value for key, value, mark in pairs if not traps.is_odd_key(key, mark)}

    def _refuse(self, event: Event, refusal: Refusal, *, last: bool = False) -> bool:
        self.blamed.add(event)
        self.refusals.append(refusal)
        self.ended = last
        self._full = last or len(self.refusals) >= MOST_REFUSALS
        return self._full
