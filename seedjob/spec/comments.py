"""A document's text and marks to the comments that speak to seedjob, and to the lines they mean."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from seedjob.spec.marks import Mark, is_text
from seedjob.spec.places import line_bounds, line_of

NAME: Final = "seedjob:"
_COMMENT: Final = re.compile(rf"(?:^|(?<=[\s]))#[ \t]*{NAME}[ \t]*([^\r\n]*)")
_BLANK: Final = re.compile(r"(?:[ \t]*(?:#[^\r\n]*)?(?:\r\n?|\n))*[ \t]*")


@dataclass(frozen=True, slots=True)
class Comment:
    """What a comment says to seedjob: its start, that of its words, the lines it is about."""

    start: int
    words: str
    at: int
    first: int
    last: int


def find_comments(text: str, root: Mark) -> tuple[Comment, ...]:
    """List the comments `# seedjob: …`: each is about its line, or about what stands below it.

    Below a comment that stands alone: the item, or else the mapping, or else the key with its
    value, that starts on the next line with anything on it.
    """
    if NAME not in text:
        return ()
    spans = sorted(_scalars(root))
    starts = [start for start, _ in spans]
    return tuple(
        _comment(text, root, found)
        for found in _COMMENT.finditer(text)
        if not _inside(spans, starts, found.start())
    )


def _inside(spans: list[tuple[int, int]], starts: list[int], at: int) -> bool:
    before = bisect_right(starts, at) - 1
    return before >= 0 and at < spans[before][1]


def _comment(text: str, root: Mark, found: re.Match[str]) -> Comment:
    start, end = line_bounds(text, found.start())
    line = line_of(text, found.start())
    said = (found.start(), found[1].rstrip(), found.start(1))
    if text[start : found.start()].strip():
        return Comment(*said, line, line)
    blank = _BLANK.match(text, end)
    below = line_of(text, blank.end() if blank else end)
    last = max((last for first, last in _stretches(text, root) if first == below), default=below)
    return Comment(*said, below, last)


def _stretches(text: str, mark: Mark, *, item: bool = False) -> Iterator[tuple[int, int]]:
    """List the first and the last line of every item, mapping and pair."""
    if not isinstance(mark, tuple):
        if item:
            yield _lines(text, mark, mark)
        return
    _, _, children, keyed = mark
    if (keyed or item) and children:
        yield _lines(text, mark, mark)
    if keyed:
        for key, value in zip(children[::2], children[1::2], strict=True):
            yield _lines(text, key, value)
    for child in children:
        yield from _stretches(text, child, item=not keyed)


def _lines(text: str, first: Mark, last: Mark) -> tuple[int, int]:
    start = _start(first)
    end = max(start, start + len(text[start : _end(last)].rstrip()) - 1)
    return line_of(text, start), line_of(text, end)


def _start(mark: Mark) -> int:
    while isinstance(mark, tuple) and mark[2] and not mark[0].flow_style:
        mark = mark[2][0]
    event = mark[0] if isinstance(mark, tuple) else mark
    return event.start_mark.index


def _end(mark: Mark) -> int:
    while isinstance(mark, tuple) and mark[2] and not mark[0].flow_style:
        mark = mark[2][-1]
    event = mark[1] if isinstance(mark, tuple) else mark
    return event.end_mark.index


def _scalars(mark: Mark) -> Iterator[tuple[int, int]]:
    if isinstance(mark, tuple):
        for child in mark[2]:
            yield from _scalars(child)
    elif is_text(mark):
        yield mark.start_mark.index, mark.end_mark.index
