"""How a run stands to a view of a few lines for a terminal, or to one line for a log."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from seedjob.report.board import Row, Snapshot
from seedjob.report.fitting import head, tail
from seedjob.report.visible import cells, visible

MOST_LINES: Final = 12
"""Lines of a view, where that is more than a third of the terminal's."""

FEW_ROWS: Final = 5
"""Rows of jobs, where with them the view is higher than a third of the terminal."""

WIDEST: Final = 79
"""Cells of a line; on a wider terminal too, so that making it narrower breaks no line."""

BAR: Final = 20
STEP: Final = 11
TIME: Final = 26
SHORT_TIME: Final = 11
"""Cells for the word of a step, and for the time of a job, with what it may take and without."""

_Tails = Sequence[tuple[Callable[[Row], str], int]]

STEPS: Final = ("rendering", "queued", "creating", "downloading")
"""What is counted, in this order."""


def render(seen: Snapshot, width: int, height: int, encoding: str = "utf-8") -> list[str]:
    """Give the view, no wider and no higher than the terminal; all of it shows, nothing acts.

    Where there is no room for all the rows of jobs go first.
    """
    width, third = min(width - 1, WIDEST), height // 3
    height = min(height - 2, max(MOST_LINES, third))
    above, below = [_bar(seen, width), *_counts(seen)], list(_tail(seen))
    others = len(above) + len(below)
    shown = _first(seen, height - others, max(FEW_ROWS, third - others))
    rows = [*_rows(seen.rows[:shown], width, encoding), *_more(seen, shown)]
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


def _bar(seen: Snapshot, width: int) -> str:
    """Say how far it is; where it is narrow the bar goes before a word does."""
    said = ", ".join((f"{seen.finished} of {seen.total}", span(seen.seconds), *_ends(seen)))
    cells_left = min(BAR, width - len(f"[] {said}"))
    if cells_left < _SHORTEST_BAR:
        return said
    full = cells_left * seen.finished // max(seen.total, 1)
    return f"[{'#' * full}{'-' * (cells_left - full)}] {said}"


_SHORTEST_BAR: Final = 4


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


def _first(seen: Snapshot, room: int, most: int) -> int:
    """Count the rows that are shown: where some are not, a line says how many."""
    under_way = sum(seen.under_way.values())
    return max(0, min(len(seen.rows), most, room if under_way <= room else room - 1))


def _more(seen: Snapshot, shown: int) -> Iterator[str]:
    under_way = sum(seen.under_way.values())
    if 0 < shown < under_way:
        yield f"  and {under_way - shown} more"


def _rows(rows: Sequence[Row], width: int, encoding: str) -> Iterator[str]:
    """Give the rows; where a name needs it, what a job may take and its step make room."""
    names = [_shown(row.job, encoding) for row in rows]
    wanted = min(max(map(cells, names), default=0), _ENOUGH)
    tails = next((one for one in _TAILS if _room(one, width) >= wanted), _TAILS[-1])
    room = max(_NARROWEST, _room(tails, width))
    for name, row in zip(names, rows, strict=True):
        job = tail(name, room)
        told = "".join(f"  {write(row)}" for write, _ in tails)
        yield f"  {job}{' ' * (room - cells(job))}{told}".rstrip()


def _room(tails: _Tails, width: int) -> int:
    """Count the cells that are left for a name."""
    return width - sum(len("  ") + taken for _, taken in ((str, 0), *tails))


def _step(row: Row) -> str:
    return f"{row.step.lower()[:STEP]:<{STEP}}"


def _time(row: Row) -> str:
    return span(row.seconds)


def _times(row: Row) -> str:
    expected = f" of about {about(row.expected)}" if row.expected else ""
    return f"{_time(row)}{expected}"


_TAILS: Final[Sequence[_Tails]] = (
    ((_step, STEP), (_times, TIME)),
    ((_step, STEP), (_time, SHORT_TIME)),
    ((_time, SHORT_TIME),),
)
"""What stands behind a name, with its cells: the fullest for which there is room."""

_ENOUGH: Final = 24
_NARROWEST: Final = 8
"""Cells by which names can mostly be told apart, and that one has at least."""


def _shown(text: str, encoding: str) -> str:
    """Write a text so that it shows, in letters that the terminal has."""
    return visible(text).encode(encoding, "backslashreplace").decode(encoding)
