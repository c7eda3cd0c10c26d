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


def render(verdict: Verdict, paint: Paint = plain) -> str:
    """Show each diagnostic with its source line."""
    told = (line for one in verdict.diagnostics for line in _lines(one, verdict, paint))
    return "".join(f"{line}\n" for line in told)


def _lines(diagnostic: Diagnostic, verdict: Verdict, paint: Paint) -> Iterator[str]:
    severity, file = diagnostic.severity, diagnostic.file
    source = () if diagnostic.rule in PRIVATE else verdict.lines(file)
    said = f"{visible(sentence(diagnostic))} {paint('rule', f'[{diagnostic.rule}]')}"
    yield f"{paint('place', _at(file, diagnostic.place))}: {paint(severity, f'{severity}:')} {said}"
    yield from _excerpt(source, diagnostic.place, partial(paint, severity))
    for related in diagnostic.related:
        place = paint("place", _at(file, related.place))
        yield f"{place}: {paint('note', 'note:')} {visible(related.message)}"
        yield from _excerpt(source, related.place, partial(paint, "note"))


def _at(file: str, place: Place) -> str:
    return f"{visible(file)}:{place.line}:{place.column}"


def _excerpt(lines: Sequence[str], place: Place, mark: Callable[[str], str]) -> Iterator[str]:
    line = lines[place.line - 1] if place.line <= len(lines) else ""
    start = place.column - 1
    end = place.end_column - 1 if place.end_line == place.line else len(line)
    cut = max(0, start - BEFORE) if len(line) > WIDEST else 0
    if not line[cut : cut + WIDEST].strip() or is_private(
        line[max(cut - WIDEST, 0) : cut + WIDEST]
    ):
        return
    lead, tail = CUT * (cut > 0), CUT * (len(line) > cut + WIDEST)
    before = lead + _plain(line[cut:start])
    marked = _plain(line[start : min(max(end, start + 1), cut + WIDEST)])
    yield f"    {lead}{_plain(line[cut : cut + WIDEST])}{tail}"
    yield f"    {' ' * cells(before)}{mark('^' * max(1, cells(marked)))}"


def _plain(text: str) -> str:
    return visible(text.replace("\t", TAB))
