"""How a run stands to a view of a few lines for a terminal, or to one line for a log."""

from collections.abc import Iterator
from typing import Final

from seedjob.report.board import Row, Snapshot
from seedjob.report.fitting import head, tail
from seedjob.report.visible import cells, visible

MOST_LINES: Final = 12
WIDEST: Final = 79
"""Cells of a line; on a wider terminal too, so that making it narrower breaks no line."""

BAR: Final = 20
STEP: Final = 11
TIME: Final = 26
"""Cells for the word of a step, and for the time of a job."""

STEPS: Final = ("rendering", "queued", "creating", "downloading")
"""What is counted, in this order."""


def render(seen: Snapshot, width: int, height: int, encoding: str = "utf-8") -> list[str]:
    """Give the view, no wider and no higher than the terminal; all of it shows, nothing acts.

    Where there is no room for all the rows of jobs go first.
    """
    width, height = min(width - 1, WIDEST), min(height - 2, MOST_LINES)
    above, below = [_bar(seen), *_counts(seen)], list(_tail(seen))
    room = max(0, height - len(above) - len(below))
    rows = list(_rows(seen, room, width, encoding))
    lines = [_shown(line, encoding) for line in (*above, *rows, *below)]
    return [head(line, width) for line in lines[: max(height, 1)]]


def line(seen: Snapshot) -> str:
    """Say it in one line."""
    parts = (f"{seen.finished} of {seen.total} jobs after {span(seen.seconds)}", *_counts(seen))
    return "; ".join((*parts, *(_ends(seen)), *filter(None, (seen.money, seen.notice))))


def span(seconds: float) -> str:
    """Write a time as people say it, with no more than two units."""
    whole = max(0, int(seconds))
    if whole < _MINUTE:
        return f"{whole} s"
    if whole < _HOUR:
        return f"{whole // _MINUTE} min {whole % _MINUTE:02} s"
    return f"{whole // _HOUR} h {whole % _HOUR // _MINUTE:02} min"


def about(seconds: float) -> str:
    """Write a time that is an estimate: it neither pretends nor flickers."""
    if seconds < _MINUTE:
        return f"{max(1, -(-int(seconds) // 5)) * 5} s"
    minutes = round(seconds / _MINUTE)
    return f"{minutes} min" if seconds < _HOUR else f"{minutes // 60} h {minutes % 60:02} min"


_MINUTE: Final = 60
_HOUR: Final = 3600


def _bar(seen: Snapshot) -> str:
    full = BAR * seen.finished // max(seen.total, 1)
    bar = "#" * full + "-" * (BAR - full)
    return ", ".join((f"[{bar}] {seen.finished} of {seen.total}", span(seen.seconds), *_ends(seen)))


def _ends(seen: Snapshot) -> Iterator[str]:
    if seen.left is not None:
        yield f"ends in about {about(seen.left)}"


def _counts(seen: Snapshot) -> Iterator[str]:
    under_way = [f"{step} {seen.under_way[step]}" for step in STEPS if seen.under_way.get(step)]
    if seen.waiting:
        under_way.append(f"waiting {seen.waiting}")
    if under_way:
        yield ", ".join(under_way)
    if seen.ended:
        ended = sorted(seen.ended.items(), key=lambda pair: pair[0] != "done")
        yield ", ".join(f"{ending} {count}" for ending, count in ended)


def _tail(seen: Snapshot) -> Iterator[str]:
    if seen.money:
        yield seen.money
    if seen.trouble:
        yield seen.trouble
    if seen.notice:
        yield seen.notice


def _rows(seen: Snapshot, room: int, width: int, encoding: str) -> Iterator[str]:
    """Give the rows that there is room for, and count the others."""
    under_way = sum(seen.under_way.values())
    shown = min(len(seen.rows), room if under_way <= room else room - 1)
    for row in seen.rows[: max(0, shown)]:
        yield _row(row, width, encoding)
    if 0 < shown < under_way:
        yield f"  and {under_way - shown} more"


def _row(row: Row, width: int, encoding: str) -> str:
    room = max(8, width - STEP - TIME - 6)
    job = tail(_shown(row.job, encoding), room)
    expected = f" of about {about(row.expected)}" if row.expected else ""
    padding = " " * (room - cells(job))
    return f"  {job}{padding}  {row.step.lower()[:STEP]:<{STEP}}  {span(row.seconds)}{expected}"


def _shown(text: str, encoding: str) -> str:
    """Write a text so that it shows, in letters that the terminal has."""
    return visible(text).encode(encoding, "backslashreplace").decode(encoding)
