"""YAML text to a stream of events: the door to PyYAML's C parser and to ruamel's pure one."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from types import ModuleType
from typing import Any, Final, NamedTuple, Protocol

from seedjob.spec.garbage import uncollected

MOST_EVENTS: Final = 32_000
"""What no text that means well has: a batch of 500 jobs has 30,000."""
_ENDS: Final = 4
"""Events around a document; what was read without them is surely read with them."""
MOST_EXPLAINED: Final = 2_500
"""Events for which the thorough parser is waited for when the quick one has refused."""
TOO_MANY: Final = "too many values"
TOO_DEEP: Final = "exceeded maximum nesting depth"
"""What libyaml 0.2.6 says, before the first event, of what lies a thousand levels deep."""


class Mark(Protocol):
    """A position in the text, counted from 0 in characters."""

    @property
    def index(self) -> int:
        """Count the characters before it."""

    @property
    def line(self) -> int:
        """Count the lines before it."""

    @property
    def column(self) -> int:
        """Count the characters before it on its line."""


class Event(Protocol):
    """What both parsers tell of a piece of YAML; which fields there are depends on its kind."""

    start_mark: Mark
    end_mark: Mark
    anchor: str | None
    tag: str | None
    value: str
    style: str | None
    flow_style: bool
    version: tuple[int, int] | None


class Listener(Protocol):
    """Who is told of events, one method a kind; a true answer ends the reading."""

    def document(self, event: Event) -> bool | None:
        """Hear that a document starts."""

    def scalar(self, event: Event) -> bool | None:
        """Hear a text, a number, a word."""

    def alias(self, event: Event) -> bool | None:
        """Hear a `*name`."""

    def mapping_start(self, event: Event) -> bool | None:
        """Hear that a mapping starts."""

    def sequence_start(self, event: Event) -> bool | None:
        """Hear that a sequence starts."""

    def sequence_end(self, event: Event) -> bool | None:
        """Hear that a sequence ends."""

    def mapping_end(self, event: Event) -> bool | None:
        """Hear that a mapping ends."""


@dataclass(frozen=True, slots=True)
class Stumble:
    """Why a parser stopped: its own words, where it was (`at`), and what it was in (`within`)."""

    problem: str
    at: int
    context: str = ""
    within: int | None = None


class Kinds(NamedTuple):
    """The classes of libyaml's events, for who takes them as they come, and of its refusals."""

    scalar: type
    mapping_start: type
    sequence_start: type
    mapping_end: type
    sequence_end: type
    outer: frozenset[type]
    """Start and end of a document and of the text."""
    fault: type[Exception]


def quick_events(text: str) -> tuple[Iterator[Event], Kinds] | None:
    """List the events of libyaml, some fewer than are ever read; nothing without libyaml."""
    try:
        from yaml.cyaml import CParser  # type: ignore[attr-defined]  # not in the stub's __all__
    except ImportError:
        return None
    pull: Callable[[], Any] = CParser(text).get_event
    return islice(iter(pull, None), MOST_EVENTS - _ENDS), _kinds()


@cache
def _kinds() -> Kinds:
    from yaml import YAMLError, events

    return Kinds(
        events.ScalarEvent,
        *(events.MappingStartEvent, events.SequenceStartEvent),
        *(events.MappingEndEvent, events.SequenceEndEvent),
        frozenset(
            (
                *(events.StreamStartEvent, events.StreamEndEvent),
                *(events.DocumentStartEvent, events.DocumentEndEvent),
            )
        ),
        YAMLError,
    )


def tell_quickly(text: str, listener: Listener) -> Stumble | None:
    """Tell the events of libyaml, some 20 MB a second; without it, stumble before the text."""
    try:
        from yaml import YAMLError, events
        from yaml.cyaml import CParser  # type: ignore[attr-defined]  # not in the stub's __all__
    except ImportError:
        return Stumble("PyYAML came without its C part", at=-1)
    try:
        return _tell(CParser(text).get_event, _actions(events, listener), MOST_EVENTS)
    except YAMLError as fault:
        return _stumble(fault)


def tell_thoroughly(text: str, listener: Listener, most: int = MOST_EVENTS) -> Stumble | None:
    """Tell the events of ruamel's pure parser, some 50,000 a second."""
    from ruamel.yaml import YAML, events
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    loader = YAML(typ="safe", pure=True)

    def pull() -> object:
        try:
            return parser.get_event()
        except (ValueError, OverflowError, IndexError) as bug:  # \U90110000, a late %YAML
            raise MarkedYAMLError(None, None, str(bug), loader.reader.get_mark()) from bug

    try:
        _, parser = loader.get_constructor_parser(text)
        return _tell(pull, _actions(events, listener), most)
    except YAMLError as fault:
        return _stumble(fault)


Action = Callable[[Any], bool | None]


def _actions(kinds: ModuleType, listener: Listener) -> dict[type, Action]:
    return {
        kinds.ScalarEvent: listener.scalar,
        kinds.AliasEvent: listener.alias,
        kinds.MappingStartEvent: listener.mapping_start,
        kinds.SequenceStartEvent: listener.sequence_start,
        kinds.MappingEndEvent: listener.mapping_end,
        kinds.SequenceEndEvent: listener.sequence_end,
        kinds.DocumentStartEvent: listener.document,
        kinds.DocumentEndEvent: _pass_over,
        kinds.StreamStartEvent: _pass_over,
        kinds.StreamEndEvent: _pass_over,
    }


def _pass_over(_event: object) -> None:
    return None


def _tell(pull: Callable[[], Any], actions: dict[type, Action], most: int) -> Stumble | None:
    with uncollected():  # listeners keep events, none of them garbage
        for event in islice(iter(pull, None), most):
            if actions[event.__class__](event):
                return None
        beyond = pull()
    return Stumble(TOO_MANY, at=beyond.start_mark.index) if beyond is not None else None


def _stumble(fault: Exception) -> Stumble:
    at, within = getattr(fault, "problem_mark", None), getattr(fault, "context_mark", None)
    return Stumble(
        problem=getattr(fault, "problem", None) or str(fault),
        at=at.index if at else within.index if within else 0,
        context=getattr(fault, "context", None) or "",
        within=within.index if within else None,
    )
