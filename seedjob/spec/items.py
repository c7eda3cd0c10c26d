"""Plain data to the content items that can be told in it, sound or not: what advice looks at."""

from collections.abc import Iterator, Mapping
from typing import Any

from seedjob.models.content import MEDIA, ROLES


def items(data: object) -> Iterator[tuple[int, str, Mapping[str, Any]]]:
    """List the items of a known type, each with its index and its type."""
    content = data.get("content") if isinstance(data, Mapping) else None
    for index, item in enumerate(content if isinstance(content, list) else ()):
        kind = item.get("type") if isinstance(item, Mapping) else None
        if isinstance(kind, str) and kind in ROLES:
            yield index, kind, item


def urls(data: object) -> Iterator[tuple[int, str, str]]:
    """List the media that stand by a URL or asset ID: index, type and that text."""
    for index, kind, item in items(data):
        source = item.get(kind) if kind in MEDIA else None
        url = source.get("url") if isinstance(source, Mapping) else None
        if isinstance(url, str):
            yield index, kind, url


def count(data: object) -> Mapping[str, int]:
    """Count the items of each type of medium."""
    kinds = [kind for _, kind, _ in items(data)]
    return {kind: kinds.count(kind) for kind in MEDIA}
