"""Events to plain data and the marks of where each value stood, refusing traps as they come."""

from collections.abc import Mapping
from itertools import islice
from typing import Final

from seedjob.spec import traps
from seedjob.spec.copies import DEEPEST, Copies, Overgrown, TooDeep
from seedjob.spec.events import Event
from seedjob.spec.marks import Mark
from seedjob.spec.refusal import Refusal
from seedjob.spec.scalars import WORDS, Trap, read_numeric

MOST_REFUSALS: Final = 100
"""Where this many were found, reading ends: nobody reads more at once."""


Frame = tuple[list[object], list[Mark], Event, bool, list[object] | None]
"""A collection still open: the values and marks around it, its start, whether it is a mapping,
and the value of its anchor to be."""


class Builder:
    """Listens to the events of a text; each method answers whether the reading should end.

    `values` and `marks` hold what the innermost open collection has so far, and after the end
    the document itself; a mapping's are key, value, key, value.
    """

    def __init__(self, text: str, hidden: Mapping[int, str]) -> None:
        self.text = text
        self.refusals: list[Refusal] = []
        self.values: list[object] = []
        self.marks: list[Mark] = []
        self.stack: list[Frame] = []
        self.quotes: list[Event] = []
        self._hidden = hidden
        self._anchors: dict[str, list[object]] = {}
        self._copies = Copies()
        self._started = False

    def document(self, event: Event) -> bool:
        """Hear that a document starts; the second ends the reading."""
        if self._started:
            self._refuse(traps.second_document(self.text, event))
        starts, self._started = not self._started, True
        return not starts

    def scalar(self, event: Event) -> bool:
        """Hear a scalar: a plain one means what YAML 1.2 says, any other is text."""
        text = event.value
        value: object = text
        if event.style:
            value = text if text.isascii() else self._uncommon_text(event)
        elif text in WORDS:
            value = WORDS[text]
        elif text < ":":  # digits, signs and the point sort before it: quicker than a look at each
            value = self._numeric(event)
        self.values.append(value)
        self.marks.append(event)
        if event.anchor is not None:
            self._name(event, event.anchor, [value])
        return event.tag is not None and self._refuse(traps.tag(self.text, event))

    def alias(self, event: Event) -> bool:
        """Hear an alias: a copy of what its anchor holds; one too many ends the reading."""
        anchored = self._anchors.get(event.anchor or "")
        try:
            value = self._copies.make(anchored[0], len(self.stack)) if anchored else None
        except Overgrown:
            return self._refuse(traps.exploding(self.text, event), last=True)
        except TooDeep:
            return self._refuse(traps.depth(self.text, event), last=True)
        self.values.append(value)
        self.marks.append(event)
        known = anchored is not None
        return not anchored and self._refuse(traps.alias(self.text, event, known=known))

    def mapping_start(self, event: Event) -> bool:
        """Hear that a mapping starts; too deep a one ends the reading."""
        return self._open(event, keyed=True)

    def sequence_start(self, event: Event) -> bool:
        """Hear that a sequence starts; too deep a one ends the reading."""
        return self._open(event, keyed=False)

    def sequence_end(self, event: Event) -> bool:
        """Hear that a sequence ends."""
        self._close(self.values, event)
        return False

    def mapping_end(self, event: Event) -> bool:
        """Hear that a mapping ends: only now are its keys looked at, all at once."""
        keys, full = self.values[::2], False
        made: dict[object, object] = {}
        try:
            made = dict(zip(keys, self.values[1::2], strict=True))
            "".join(keys)  # type: ignore[arg-type]  # the quickest way to know that all are texts
            doubtful = len(made) < len(keys) or "<<" in made or self._anchors
        except TypeError:
            doubtful = True
        if doubtful:
            full = self._check_keys(self.values, self.marks)
        self._close(made, event)
        return full

    def stop(self) -> None:
        """Look at the keys of what is still open, when a text ends before its time."""
        values, marks = self.values, self.marks
        for outer_values, outer_marks, _, keyed, _ in reversed(self.stack):
            if keyed:
                self._check_keys(values, marks)
            values, marks = outer_values, outer_marks

    def _open(self, event: Event, *, keyed: bool) -> bool:
        anchored: list[object] | None = None
        if event.anchor is not None:
            anchored = []
            self._name(event, event.anchor, anchored)
        self.stack.append((self.values, self.marks, event, keyed, anchored))
        self.values = []
        self.marks = []
        if len(self.stack) > DEEPEST:
            return self._refuse(traps.depth(self.text, event), last=True)
        return event.tag is not None and self._refuse(traps.tag(self.text, event))

    def _close(self, value: object, end: Event) -> None:
        marks = self.marks
        self.values, self.marks, start, keyed, anchored = self.stack.pop()
        self.values.append(value)
        self.marks.append((start, end, marks, keyed))
        if anchored is not None:
            anchored.append(value)

    def _name(self, event: Event, name: str, anchored: list[object]) -> None:
        self._anchors[name] = anchored
        refusal = traps.anchor(self.text, event)
        if refusal:
            self._refuse(refusal)

    def _uncommon_text(self, event: Event) -> str:
        refusal = traps.surrogate(self.text, event)
        if refusal:
            self._refuse(refusal)
        if event.style in {"'", '"'}:
            self.quotes.append(event)
        return event.value.translate(self._hidden)

    def _numeric(self, event: Event) -> object:
        value = read_numeric(event.value)
        if not isinstance(value, Trap):
            return value
        self._refuse(traps.scalar_trap(self.text, event, value))
        return event.value

    def _check_keys(self, values: list[object], marks: list[Mark]) -> bool:
        found = traps.keys(self.text, values[::2], marks[::2])
        self.refusals.extend(islice(found, MOST_REFUSALS))
        return len(self.refusals) >= MOST_REFUSALS

    def _refuse(self, refusal: Refusal, *, last: bool = False) -> bool:
        self.refusals.append(refusal)
        return last or len(self.refusals) >= MOST_REFUSALS
