"""Plain data to the content items that can be told in it, sound or not: what advice looks at."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from seedjob.models.content import MEDIA, ROLES


def items(data: object) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """List the items of a known type, each with its index and its type."""
    content = data.get("content") if isinstance(data, dict) else None
    if not isinstance(content, list):
        return
    for index, item in enumerate(content):
        kind = item.get("type") if isinstance(item, dict) else None
        if isinstance(kind, str) and kind in ROLES:
            yield index, kind, item


def url_of(kind: str, item: Mapping[str, Any]) -> str | None:
    """Tell the URL or asset ID of a medium's item."""
    source = item.get(kind)
    url = source.get("url") if isinstance(source, dict) else None
    return url if isinstance(url, str) else None


def counter(data: object) -> Callable[[], Mapping[str, int]]:
    """Give who counts the media of each type: once, and only where somebody asks."""
    counts: dict[str, int] = {}

    def count() -> Mapping[str, int]:
        if not counts:
            counts.update(dict.fromkeys(MEDIA, 0))
            for _, kind, _ in items(data):
                if kind in counts:
                    counts[kind] += 1
        return counts

    return count
