"""A spec at fault to what can still be told of its jobs, so that a selection can rule it out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from posixpath import basename, splitext
from typing import Any, Final

from seedjob.spec.document import Document
from seedjob.spec.job import Job, is_tag
from seedjob.spec.text import PATTERNS


@dataclass(frozen=True, slots=True)
class Guess:
    """The one name and the tags that its jobs have at the most, None where nobody can tell.

    `paths` are the local files that it names, relative to the spec, or files of the project that it
    is at fault because of, after a slash.
    """

    name: str | None = None
    tags: tuple[str, ...] | None = None
    paths: tuple[str, ...] = ()


def guess(file: str, document: Document | None) -> Guess:
    """Tell what can be told; of what was refused, or means nothing, no more than its files."""
    if document is None or not isinstance(document.data, dict):
        return Guess()
    data = document.data
    paths = tuple(_paths(data))
    if document.refusals or not data.keys() <= _KEYS:  # a key misspelt, or one of a batch
        return Guess(paths=paths)
    return Guess(_name(file, data), _tags(data), paths)


def _paths(data: Any) -> Iterator[str]:
    """List what may be a local file's path, however deep in a batch it stands."""
    if isinstance(data, list):
        for item in data:
            yield from _paths(item)
    elif isinstance(data, dict):
        for key, value in data.items():
            if key in _FILES and isinstance(value, str):
                yield value
            yield from _paths(value)


_FILES: Final = {"path", "text_file", "foreach"}


def _keys() -> Iterator[str]:
    for field in fields(Job):
        yield "$schema" if field.name == "schema_pointer" else field.name


_KEYS: Final = frozenset(_keys())


def _name(file: str, data: Mapping[Any, Any]) -> str | None:
    name = data.get("name", splitext(basename(file))[0])
    return name if isinstance(name, str) and PATTERNS["name"].search(name) else None


def _tags(data: Mapping[Any, Any]) -> tuple[str, ...] | None:
    tags = data.get("tags", [])
    return tuple(tags) if isinstance(tags, list) and all(map(is_tag, tags)) else None
