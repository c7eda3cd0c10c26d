"""Diagnostics to text for people: place, cause, source line and caret."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Final

from seedjob.diagnostic import Diagnostic, Place
from seedjob.report.paint import Paint, plain
from seedjob.report.verdict import Verdict, sentence
from seedjob.report.visible import cells, visible
from seedjob.rulebook.private import PRIVATE, is_private

TAB: Final = "    "
WIDEST: Final = 120
"""Characters of a source line that are shown; the rest is cut, the fault stays in view."""

CUT: Final = "…"
"""What stands where a line is cut."""

BEFORE: Final = 40
"""Characters that stay in front of the fault where a line is cut."""


def render(verdict: Verdict, paint: Paint = plain, width: int = WIDEST) -> str:
    """Show each diagnostic with its source line, of which so many cells are shown at the most."""
    told = (line for one in verdict.diagnostics for line in _lines(one, verdict, paint, width))
    return "".join(f"{line}\n" for line in told)


def _lines(one: Diagnostic, verdict: Verdict, paint: Paint, width: int) -> Iterator[str]:
    severity, file = one.severity, one.file
    source = () if one.rule in PRIVATE else verdict.lines(file)
    said = f"{visible(sentence(one))} {paint('rule', f'[{one.rule}]')}"
    yield f"{paint('place', _at(file, one.place))}: {paint(severity, f'{severity}:')} {said}"
    yield from _excerpt(source, one.place, partial(paint, severity), width)
    for related in one.related:
        beside = related.file or file
        place = paint("place", _at(beside, related.place))
        yield f"{place}: {paint('note', 'note:')} {visible(related.message)}"
        lines = source if beside == file else verdict.lines(beside)
        yield from _excerpt(lines, related.place, partial(paint, "note"), width)


def _at(file: str, place: Place) -> str:
    return f"{visible(file)}:{place.line}:{place.column}"


def _excerpt(
    lines: Sequence[str], place: Place, mark: Callable[[str], str], width: int
) -> Iterator[str]:
    line = lines[place.line - 1] if place.line <= len(lines) else ""
    start = place.column - 1
    end = place.end_column - 1 if place.end_line == place.line else len(line)
    most = width // 2 if _is_wide(line[max(start - BEFORE, 0) :][:width]) else width
    cut = max(0, start - min(BEFORE, most // 3)) if len(line) > most else 0
    if not line[cut : cut + most].strip() or is_private(line[max(cut - most, 0) : cut + most]):
        return
    lead, tail = CUT * (cut > 0), CUT * (len(line) > cut + most)
    before = lead + _plain(line[cut:start])
    marked = _plain(line[start : min(max(end, start + 1), cut + most)])
    yield f"    {lead}{_plain(line[cut : cut + most])}{tail}"
    yield f"    {' ' * cells(before)}{mark('^' * max(1, cells(marked)))}"


def _is_wide(text: str) -> bool:
    return cells(text) > len(text)


def _plain(text: str) -> str:
    return visible(text.replace("\t", TAB))
