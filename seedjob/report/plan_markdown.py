"""A plan to Markdown for a pull request: a table, and folded diffs; no text of a spec is markup."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final

from seedjob.plan.step import ALL_READ, Besides, Step, total
from seedjob.report.plan import asks, difference, is_shown, price, summary
from seedjob.report.visible import visible

LIMIT: Final = 65_536
"""Characters of a comment on a pull request, where GitHub takes no more."""

MOST: Final = 200
"""Jobs that are shown, if there is room for so many."""

_ROOM_TO_SAY: Final = 200
"""Characters kept for what is said of the jobs and diffs that are left out."""

WIDEST: Final = 300
"""Characters of a cell, and of a line of a diff."""

MOST_LINES: Final = 40
"""Lines of one diff."""

_MARKUP: Final = re.compile(
    r"[^\w\s.,;:/-]|(?<![a-z0-9])_|_(?![a-z0-9])|(?<!\d):|:(?!\d)|(?<=www)\.",
    re.ASCII | re.IGNORECASE,
)
"""What may begin markup, a link, a mention or an emoji; ratios and names stay legible."""


def render(steps: Sequence[Step], besides: Besides = ALL_READ) -> str:
    """Write a plan of at most LIMIT characters; what is done is only counted.

    Where there is no room for all, whole jobs are left out from the end, diffs before them.
    """
    shown = [step for step in steps if is_shown(step)]
    head = [f"### seedjob {summary(total(steps, besides))}", ""]
    for sentence in besides.budget:
        head += [literal(sentence), ""]
    if shown:
        head += ["| action | job | asks for | why | price |", "| --- | --- | --- | --- | --- |"]
    room = LIMIT - 2 * _ROOM_TO_SAY - _size(head)
    rows = list(_fitting(([_row(step)] for step in shown[:MOST]), room))
    lines = [*head, *chain.from_iterable(rows)]
    if len(rows) < len(shown):
        lines += ["", f"… and {len(shown) - len(rows)} more: `seedjob plan` shows all"]
    diffs = [fold for step in shown[: len(rows)] if (fold := [*_folded(step)])]
    kept = list(_fitting(diffs, LIMIT - _ROOM_TO_SAY - _size(lines)))
    lines += chain.from_iterable(kept)
    if len(kept) < len(diffs):
        left = len(diffs) - len(kept)
        several = f"{left} changed prompts are" if left > 1 else "1 changed prompt is"
        lines += ["", f"{several} not shown here: `seedjob plan` shows all"]
    return "\n".join(lines) + "\n"


def _fitting(blocks: Iterable[list[str]], room: int) -> Iterator[list[str]]:
    """Give the blocks of lines that there is room for, up to the first that is too long."""
    for block in blocks:
        room -= _size(block)
        if room < 0:
            return
        yield block


def _size(lines: Iterable[str]) -> int:
    return sum(len(line) + 1 for line in lines)


def _row(step: Step) -> str:
    told = (step.job, asks(step), step.action.why, price(step))
    return f"| {step.action.kind} | {' | '.join(map(literal, told))} |"


def _folded(step: Step) -> Iterator[str]:
    """Fold a diff away, fenced by more backticks than stand in it."""
    lines = [visible(line)[:WIDEST] for line in difference(step)][:MOST_LINES]
    if not lines:
        return
    longest = max((len(run) for line in lines for run in re.findall("`+", line)), default=0)
    fence = "`" * max(3, longest + 1)
    yield from ("", f"<details><summary>{literal(step.job)}: prompt</summary>", "")
    yield from (f"{fence}diff", *lines, fence, "", "</details>")


def literal(text: str) -> str:
    """Write a text so that Markdown shows it as it stands: no link, no tag, no mention."""
    flat = visible(" ".join(text.split()))
    short = flat if len(flat) <= WIDEST else f"{flat[: WIDEST - 1]}…"
    return _MARKUP.sub(_entity, short)


def _entity(found: re.Match[str]) -> str:
    character = found[0]
    return f"&#{ord(character)};" if ord(character) < _ASCII else character


_ASCII: Final = 128
