"""A route inside a document to its place, and to whether a refusal speaks of it already."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from seedjob.diagnostic import Finding, Place, Route
from seedjob.spec.comments import Comment, find_comments
from seedjob.spec.events import Event
from seedjob.spec.marks import (
    Mark,
    is_empty,
    is_text,
    place_of_last_dash,
    place_of_mark,
    start_of,
)
from seedjob.spec.places import line_bounds, place_between

MISSING: Final = "missing-key"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a route, by a key or an index to a value, which starts after `after` does."""

    after: Mark
    key: Mark | None
    value: Mark


class Routes:
    """The marks of one text; `blamed` and `lacking` as `Builder` tells them."""

    def __init__(
        self, text: str, root: Mark, blamed: Collection[Event], lacking: Collection[Event]
    ) -> None:
        self._text = text
        self._root = root
        self._blamed = blamed
        self._lacking = lacking
        self._found: dict[Event, Mapping[str | int, int]] = {}

    def place(self, route: Route, *, at_key: bool = False) -> Place:
        """Find the place of the value at a route, or of its key, or of its deepest ancestor."""
        steps = self._walk(route)
        if not steps:
            return place_of_mark(self._text, self._root)
        last, arrived = steps[-1], len(steps) == len(route)
        if last.key is not None and ((at_key and arrived) or is_empty(last.value)):
            return place_of_mark(self._text, last.key)
        if is_empty(last.value):
            return place_of_last_dash(self._text, last.after, last.value)
        return place_of_mark(self._text, last.value)

    @cached_property
    def comments(self) -> tuple[Comment, ...]:
        """List the comments that speak to seedjob."""
        return find_comments(self._text, self._root)

    def stretch(self, route: Route, text: str) -> Place | None:
        """Find the place of a text inside the scalar at a route, where it is written just so."""
        scalar = self._scalar(route)
        if scalar is None:
            return None
        at = self._text.find(text, scalar.start_mark.index, scalar.end_mark.index)
        return None if at < 0 else place_between(self._text, at, at + len(text))

    def rest(self, route: Route) -> str:
        """Give what follows a plain scalar on its last line."""
        scalar = self._scalar(route)
        if scalar is None or scalar.style:
            return ""
        end = scalar.end_mark.index
        return self._text[end : line_bounds(self._text, end)[1]]

    def _scalar(self, route: Route) -> Event | None:
        steps = self._walk(route)
        value = steps[-1].value if steps and len(steps) == len(route) else None
        return value if value is not None and is_text(value) else None

    def told(self, finding: Finding) -> bool:
        """Tell whether a refusal has blamed already what a finding is about."""
        steps = self._walk(finding.route)
        at_key = finding.at_key and len(steps) == len(finding.route)
        if self._misled(steps[:-1] if at_key else steps):
            return True
        if at_key:
            return self._blames_key(steps[-1])
        start = start_of(steps[-1].value if steps else self._root)
        return start in (self._lacking if finding.rule == MISSING else self._blamed)

    def unsure(self, route: Route) -> bool:
        """Tell whether refusals leave open what stands at a route, or whether anything does."""
        steps = self._walk(route)
        absent = len(steps) < len(route)
        last = start_of(steps[-1].value if steps else self._root)
        return self._misled(steps) or (absent and last in self._lacking)

    def _misled(self, steps: list[Step]) -> bool:
        """Tell whether a refusal blames a key or a value on the way; of collections only keys."""
        return any(
            self._blames_key(step)
            or (not isinstance(step.value, tuple) and step.value in self._blamed)
            for step in steps
        )

    def _blames_key(self, step: Step) -> bool:
        return step.key is not None and start_of(step.key) in self._blamed

    def _walk(self, route: Route) -> list[Step]:
        """Go as far as the marks lead: what an alias stands for has none there."""
        steps: list[Step] = []
        value = self._root
        for part in route:
            step = self._step(value, part)
            if step is None:
                break
            steps.append(step)
            value = step.value
        return steps

    def _step(self, around: Mark, part: str | int) -> Step | None:
        if not isinstance(around, tuple):
            return None
        start, _, children, keyed = around
        if keyed:
            at = self._values_of(start, children).get(part)
            return None if at is None else Step(around, children[at - 1], children[at])
        if not isinstance(part, int) or not 0 <= part < len(children):
            return None
        return Step(children[part - 1] if part else around, None, children[part])

    def _values_of(self, start: Event, children: list[Mark]) -> Mapping[str | int, int]:
        """Tell where among the children of a mapping the value of each key stands."""
        if start not in self._found:
            keys = enumerate(children[::2])
            named = [(key.value, 2 * at + 1) for at, key in keys if is_text(key)]
            self._found[start] = dict(reversed(named))  # of a key that comes twice the first
        return self._found[start]
