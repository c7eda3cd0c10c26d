"""Diagnostics to text for people: place, cause, source line and caret."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from seedjob.diagnostic import Diagnostic, Place
from seedjob.report.verdict import Verdict, sentence
from seedjob.report.visible import cells, visible

TAB: Final = "    "
WIDEST: Final = 120
"""Characters of a source line that are shown; the rest is cut, the fault stays in view."""

BEFORE: Final = 40
"""Characters that stay in front of the fault where a line is cut."""


def render(verdict: Verdict) -> str:
    """Show each diagnostic with its source line."""
    lines = {file: verdict.lines(file) for file in verdict.sources}
    return "".join(f"{line}\n" for one in verdict.diagnostics for line in _lines(one, lines))


def _lines(diagnostic: Diagnostic, sources: Mapping[str, Sequence[str]]) -> Iterator[str]:
    said = f"{diagnostic.severity}: {visible(sentence(diagnostic))} [{diagnostic.rule}]"
    source = sources.get(diagnostic.file, ())
    yield f"{_at(diagnostic.file, diagnostic.place)}: {said}"
    yield from _excerpt(source, diagnostic.place)
    for related in diagnostic.related:
        yield f"{_at(diagnostic.file, related.place)}: note: {visible(related.message)}"
        yield from _excerpt(source, related.place)


def _at(file: str, place: Place) -> str:
    return f"{visible(file)}:{place.line}:{place.column}"


def _excerpt(lines: Sequence[str], place: Place) -> Iterator[str]:
    if place.line > len(lines) or not lines[place.line - 1].strip():
        return
    line = lines[place.line - 1]
    start = place.column - 1
    end = place.end_column - 1 if place.end_line == place.line else len(line)
    cut = max(0, start - BEFORE) if len(line) > WIDEST else 0
    before = _plain(line[cut:start])
    marked = _plain(line[start : min(max(end, start + 1), start + WIDEST)])
    shown = _plain(line[cut : cut + WIDEST])
    yield f"    {shown}"
    yield f"    {' ' * cells(before)}{'^' * max(1, min(cells(marked), WIDEST))}"


def _plain(text: str) -> str:
    return visible(text.replace("\t", TAB))
