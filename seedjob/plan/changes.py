"""Two requests to what differs between them, by the names that people know its parts by."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from seedjob.manifest import Input
from seedjob.plan.differ import stretches

FIELDS: Final = ("model", "resolution", "ratio", "duration")


@dataclass(frozen=True, slots=True)
class Change:
    """One part that differs; `before` or `after` is none where it was or is not there.

    Of a file whose path stayed and whose content changed both are none.
    """

    part: str
    before: str | None = None
    after: str | None = None

    @property
    def sentence(self) -> str:
        """Say it in a few words: of a prompt only that it changed."""
        if self.part == PROMPT or (self.before is None and self.after is None):
            return f"{self.part} changed"
        if self.before is None:
            return f"{self.part} added: {self.after}"
        if self.after is None:
            return f"{self.part} removed: {self.before}"
        return f"{self.part} {self.before} → {self.after}"


PROMPT: Final = "prompt"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: the body of a create with local files by their paths, and these files."""

    request: Mapping[str, Any]
    inputs: Sequence[Input] = ()


NOTHING: Final = Asked({})


def changes(before: Asked, after: Asked) -> tuple[Change, ...]:
    """Tell what differs, field by field, then the prompt, the media, and the files themselves."""
    return (
        *_fields(before.request, after.request),
        *_prompt(before.request, after.request),
        *_media(_listed(before.request), _listed(after.request)),
        *_files(before.inputs, after.inputs),
    )


def _fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    for name in FIELDS:
        old, new = before.get(name), after.get(name)
        if old != new:
            yield Change(name, _text(old), _text(new))


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _prompt(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    old, new = prompt(before), prompt(after)
    if old != new:
        yield Change(PROMPT, old, new)


def prompt(request: Mapping[str, Any]) -> str | None:
    """Give the text of a request."""
    texts = (item.get("text") for item in _content(request) if item.get("type") == "text")
    return next((text for text in texts if isinstance(text, str)), None)


def _media(before: Sequence[tuple[str, str]], after: Sequence[tuple[str, str]]) -> Iterator[Change]:
    """Match media as they stand in their order, which numbers them in prompts."""
    for old, new in stretches(before, after):
        both = min(len(old), len(new)) if _parts(old) == _parts(new) else 0
        for one, other in zip(old[:both], new[:both], strict=True):
            yield Change(one[0], one[1], other[1])
        yield from (Change(part, before=source) for part, source in old[both:])
        yield from (Change(part, after=source) for part, source in new[both:])


def _parts(media: Sequence[tuple[str, str]]) -> list[str]:
    return [part for part, _ in media]


def _listed(request: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Give each medium's role, or its type where it has none, and where it comes from."""
    listed = []
    for item in _content(request):
        kind = str(item.get("type"))
        source = item.get(kind)
        if kind != "text" and isinstance(source, Mapping):
            listed.append(
                (str(item.get("role") or kind), str(source.get("url", source.get("path"))))
            )
    return listed


def _content(request: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    content = request.get("content")
    if isinstance(content, Sequence):
        yield from (item for item in content if isinstance(item, Mapping))


def _files(before: Sequence[Input], after: Sequence[Input]) -> Iterator[Change]:
    known = {given.path: given.sha256 for given in before}
    for given in after:
        if known.get(given.path, given.sha256) != given.sha256:
            yield Change(given.path)
