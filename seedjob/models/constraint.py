"""The kinds of content rule: each checks items, and speaks JSON Schema, prose and examples."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from seedjob.models import clause
from seedjob.models.clause import Clause
from seedjob.models.content import ROLES, TYPE_OF, Item, Slot


@dataclass(frozen=True, slots=True)
class Breach:
    """One fault of the content: at item `index`, or of the content as a whole."""

    index: int | None
    message: str
    hint: str
    related: tuple[tuple[int, str], ...] = ()


class Constraint(Protocol):
    """What every kind of rule knows to do."""

    def check(self, slots: Sequence[Slot]) -> Iterator[Breach]:
        """Find what breaks the rule."""

    def clause(self) -> Clause:
        """Give the same rule as JSON Schema of the `content` array."""

    def sentence(self) -> str:
        """Say the rule to people."""

    def smallest(self) -> tuple[Item, ...]:
        """Give the smallest content that breaks this rule and no other."""


@dataclass(frozen=True, slots=True)
class AtLeastOneOf:
    """Some item must play one of `parts`."""

    parts: tuple[str, ...]
    what: str
    hint: str

    def check(self, slots: Sequence[Slot]) -> Iterator[Breach]:
        """Find what breaks the rule."""
        if not any(slot.may_play(self.parts) for slot in slots):
            yield Breach(None, f"content has no {self.what}", self.hint)

    def clause(self) -> Clause:
        """Give the same rule as JSON Schema of the `content` array."""
        return {"contains": clause.any_of(self.parts)}

    def sentence(self) -> str:
        """Say the rule to people."""
        return f"`content` holds at least one {self.what}"

    def smallest(self) -> tuple[Item, ...]:
        """Give the smallest content that breaks this rule and no other."""
        return (_FIRST_FRAME,) if "text" in self.parts else (_TEXT,)


@dataclass(frozen=True, slots=True)
class AtMostOne:
    """Only one item may play `part`."""

    part: str
    hint: str

    def check(self, slots: Sequence[Slot]) -> Iterator[Breach]:
        """Find what breaks the rule."""
        playing = _playing(slots, (self.part,))
        message = f"a second {_words(self.part)}, where only one can be"
        for index in playing[1:]:
            yield Breach(index, message, self.hint, ((playing[0], "the first one is here"),))

    def clause(self) -> Clause:
        """Give the same rule as JSON Schema of the `content` array."""
        return {"contains": clause.written(self.part), "minContains": 0, "maxContains": 1}

    def sentence(self) -> str:
        """Say the rule to people."""
        return f"`content` holds at most one {_words(self.part, quote='`')}"

    def smallest(self) -> tuple[Item, ...]:
        """Give the smallest content that breaks this rule and no other."""
        twice = ((TYPE_OF[self.part], None if self.part == "text" else self.part),) * 2
        others = {"text": (_FIRST_FRAME,), "last_frame": (_TEXT, _FIRST_FRAME)}
        return others.get(self.part, (_TEXT,)) + twice


@dataclass(frozen=True, slots=True)
class Needs:
    """Who plays `part` needs company: one of `company`."""

    part: str
    company: tuple[str, ...]

    def check(self, slots: Sequence[Slot]) -> Iterator[Breach]:
        """Find what breaks the rule; the first item that lacks company stands for all."""
        if any(slot.may_play(self.company) for slot in slots):
            return
        for index in _playing(slots, (self.part,)):
            message = f"'{self.part}' stands without a {_either(self.company)}"
            hint = f"add an item with role {' or '.join(self.company)}, or take this one out"
            yield Breach(index, message, hint)
            return

    def clause(self) -> Clause:
        """Give the same rule as JSON Schema of the `content` array."""
        return {
            "if": {"contains": clause.item(self.part)},
            "then": {"contains": clause.any_of(self.company)},
        }

    def sentence(self) -> str:
        """Say the rule to people."""
        return f"`{self.part}` comes only together with {_either(self.company, quote='`')}"

    def smallest(self) -> tuple[Item, ...]:
        """Give the smallest content that breaks this rule and no other."""
        return (_TEXT, (TYPE_OF[self.part], self.part))


@dataclass(frozen=True, slots=True)
class Never:
    """Two groups of parts never stand in one content: `intruders` where `hosts` are."""

    hosts: tuple[str, ...]
    intruders: tuple[str, ...]

    def check(self, slots: Sequence[Slot]) -> Iterator[Breach]:
        """Find what breaks the rule: one fault a mix; an image without a role takes the blame."""
        hosts, guests = _playing(slots, self.hosts), _playing(slots, self.intruders)
        if not hosts or not guests:
            return
        host, guest = hosts[0], guests[0]
        if slots[host].implicit:
            hint = "write role: reference_image if it is a reference, or take the references out"
            message = "an image without a role is the first frame, never mixed with references"
            yield Breach(host, message, hint, ((guest, "a reference is here"),))
            return
        part, frame = min(slots[guest].parts), min(slots[host].parts)
        message = f"'{part}' never mixes with '{frame}'"
        hint = "make a job with first and last frame or one with references, not both in one"
        yield Breach(guest, message, hint, ((host, f"{frame} is here"),))

    def clause(self) -> Clause:
        """Give the same rule as JSON Schema of the `content` array."""
        return {
            "if": {"contains": clause.any_of(self.hosts)},
            "then": {"not": {"contains": clause.any_of(self.intruders)}},
        }

    def sentence(self) -> str:
        """Say the rule to people."""
        hosts, intruders = _list(self.hosts), _list(self.intruders)
        return f"{hosts} never mix with {intruders} in one `content`"

    def smallest(self) -> tuple[Item, ...]:
        """Give the smallest content that breaks this rule and no other."""
        host, intruder = self.hosts[0], self.intruders[0]
        return (_TEXT, (TYPE_OF[host], host), (TYPE_OF[intruder], intruder))


@dataclass(frozen=True, slots=True)
class RoleWhenSeveral:
    """Of several images each needs a written role; only a single one is the first frame."""

    def check(self, slots: Sequence[Slot]) -> Iterator[Breach]:
        """Find what breaks the rule."""
        images = _playing(slots, ROLES["image_url"])
        roles = ", ".join(ROLES["image_url"])
        for index in images:
            if slots[index].implicit and len(images) > 1:
                message = f"an image without a role, where there are {len(images)} images"
                yield Breach(index, message, f"write its role: {roles}")

    def clause(self) -> Clause:
        """Give the same rule as JSON Schema of the `content` array."""
        image = clause.typed("image_url")
        return {
            "if": {"contains": image, "minContains": 2},
            "then": {"not": {"contains": clause.ROLELESS}},
        }

    def sentence(self) -> str:
        """Say the rule to people."""
        return "a single image without a role is the first frame; of several, each needs a role"

    def smallest(self) -> tuple[Item, ...]:
        """Give the smallest content that breaks this rule and no other."""
        return (_TEXT, ("image_url", None), ("image_url", "reference_image"))


_TEXT: Final[Item] = ("text", None)
_FIRST_FRAME: Final[Item] = ("image_url", "first_frame")


def _playing(slots: Sequence[Slot], parts: Sequence[str]) -> list[int]:
    return [index for index, slot in enumerate(slots) if slot.plays(parts)]


def _words(part: str, quote: str = "'") -> str:
    return "text item" if part == "text" else f"{quote}{part}{quote}"


def _either(parts: Sequence[str], quote: str = "'") -> str:
    return " or ".join(f"{quote}{part}{quote}" for part in parts)


def _list(parts: Sequence[str]) -> str:
    *head, last = (f"`{part}`" for part in parts)
    return f"{', '.join(head)} and {last}" if head else last
