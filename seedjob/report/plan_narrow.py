"""A plan to text for a terminal: no line is wider, and what has no room stands below its job."""

from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import Final

from seedjob.plan.differ import same_start
from seedjob.plan.step import ALL_READ, Besides, Step, total
from seedjob.report import plan, table
from seedjob.report.fitting import CUT, head, tail
from seedjob.report.visible import cells, visible

_INDENT: Final = " " * 10
_NARROWEST: Final = 8
"""Cells that a name has at least, however narrow the terminal is."""

_SEEN_BEFORE: Final = 20
"""Characters of a prompt that are shown before the first that differs."""


def render(steps: Sequence[Step], width: int, besides: Besides = ALL_READ) -> str:
    """Write a plan as `plan.render` does where that fits into so many cells."""
    whole = plan.render(steps, besides)
    if all(cells(line) <= width for line in whole.split("\n")):
        return whole
    shown = [step for step in steps if plan.is_shown(step)]
    models = {_model(step) for step in shown}
    lines = [f"all with {model}" for model in models if len(models) == 1]
    for step, row in zip(shown, _rows(shown, width), strict=True):
        lines += [row, *_below(step, width, mixed=len(models) > 1)]
    lines += wrap(plan.summary(total(steps, besides)), width)
    return "".join(f"{head(line, width)}\n" for line in lines)


def _rows(shown: Sequence[Step], width: int) -> list[str]:
    """Write a line for each job, its name cut at the front to what the others leave."""
    priced = any(map(plan.price, shown))
    parts = [
        (
            step.action.kind,
            plan.asks(step),
            *((plan.price(step),) if priced else ()),
            step.action.why,
        )
        for step in shown
    ]
    whys = [part[-1] if _is_short(part[-1], width) else "" for part in parts]
    others = table.render([(*part[:-1], why) for part, why in zip(parts, whys, strict=True)])
    taken = max(map(cells, others.split("\n")), default=0) + len("  ")
    room = max(width - taken, _NARROWEST)
    rows = [
        (part[0], tail(visible(step.job), room), *part[1:-1], why)
        for step, part, why in zip(shown, parts, whys, strict=True)
    ]
    return table.render(rows).splitlines() if rows else []


def _below(step: Step, width: int, *, mixed: bool) -> Iterator[str]:
    """Give the lines below a job's own: its model among several, a long reason, what differs."""
    if mixed:
        yield _INDENT + visible(_model(step))
    why = visible(step.action.why)
    if not _is_short(why, width):
        room = (width - len(_INDENT)) // (1 if why.isascii() else 2)
        yield from (
            _INDENT + line for line in wrap(why, max(room, _NARROWEST), break_on_hyphens=False)
        )
    for before, after in plan.differences(step):
        alike = _alike(before, after, width)
        yield from (f"{_INDENT}- {_from(line, alike)}" for line in before)
        yield from (f"{_INDENT}+ {_from(line, alike)}" for line in after)


def _alike(before: Sequence[str], after: Sequence[str], width: int) -> int:
    """Count the characters with which a line and its other begin, that need not be shown."""
    room = width - len(_INDENT) - len("- ")
    one_each = len(before) == len(after) == 1
    if not one_each or all(cells(visible(line)) <= room for line in (*before, *after)):
        return 0
    return max(0, same_start(*before, *after) - _SEEN_BEFORE)


def _from(line: str, alike: int) -> str:
    return CUT + visible(line[alike:]) if alike else visible(line)


def _is_short(why: str, width: int) -> bool:
    return cells(visible(why)) <= width // 5


def _model(step: Step) -> str:
    return str(step.request.get("model"))
