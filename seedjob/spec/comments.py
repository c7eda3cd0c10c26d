"""A document's text and marks to the comments that speak to seedjob, and to the lines they mean."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from seedjob.spec.marks import Mark, is_text
from seedjob.spec.places import line_bounds, line_of

NAME: Final = "seedjob:"
_COMMENT: Final = re.compile(rf"(?:^|(?<=[\s]))#[ \t]*{NAME}[ \t]*([^\r\n]*)")
_BLANK: Final = re.compile(r"(?:---)?[ \t]*(?:#.*)?")

MOST: Final = 300
"""Comments that are heard: nobody means more."""

Stretch = tuple[int, int]
"""First and last: lines, or characters of which the last is outside."""


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

    A line is meant with all of a text that starts on it. Below a comment that stands alone the
    item, or else the mapping, or else the key with its value is meant that starts on the next line
    with anything on it. Of many comments only the first are listed.
    """
    if NAME not in text:
        return ()
    spans = sorted(_scalars(text, root))
    starts = [start for start, _ in spans]
    found = (one for one in _COMMENT.finditer(text) if not _inside(spans, starts, one.start()))
    comments = tuple(islice(found, MOST))
    return tuple(map(_Lines(text, root, spans).comment, comments)) if comments else ()


def _inside(spans: Sequence[Stretch], starts: Sequence[int], at: int) -> bool:
    before = bisect_right(starts, at) - 1
    return before >= 0 and at < spans[before][1]


class _Lines:
    """Which line what stands on which line reaches to; found once for all comments of a text."""

    def __init__(self, text: str, root: Mark, spans: Iterable[Stretch]) -> None:
        self._text = text
        self._nodes = _reach(_stretches(text, root))
        self._texts = _reach(
            (line_of(text, start), line_of(text, max(start, end - 1))) for start, end in spans
        )
        self._below = _next_lines(text)

    def comment(self, found: re.Match[str]) -> Comment:
        """Tell what a comment is about."""
        line = line_of(self._text, found.start())
        said = (found.start(), found[1].rstrip(), found.start(1))
        if self._text[line_bounds(self._text, found.start())[0] : found.start()].strip():
            return Comment(*said, line, self._texts.get(line, line))
        below = self._below[line]
        return Comment(*said, below, self._nodes.get(below, below))


def _reach(stretches: Iterable[Stretch]) -> dict[int, int]:
    """Keep the last line of the longest stretch that starts on each line."""
    reach: dict[int, int] = {}
    for first, last in stretches:
        reach[first] = max(last, reach.get(first, last))
    return reach


def _next_lines(text: str) -> list[int]:
    """Tell for each line, counted from 1, the next one with anything on it, or the end."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    following = [len(lines)] * (len(lines) + 1)
    for number in range(len(lines) - 1, 0, -1):
        there = not _BLANK.fullmatch(lines[number])
        following[number] = number + 1 if there else following[number + 1]
    return following


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


def _scalars(text: str, mark: Mark) -> Iterator[tuple[int, int]]:
    if isinstance(mark, tuple):
        for child in mark[2]:
            yield from _scalars(text, child)
    elif is_text(mark):
        start, end = mark.start_mark.index, mark.end_mark.index
        block = mark.style in {"|", ">"}
        yield line_bounds(text, start)[1] if block else start, end
