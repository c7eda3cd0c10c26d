"""A plan to Markdown for a pull request: a table, and folded diffs; no text of a spec is markup."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from seedjob.plan.step import Step, total
from seedjob.report.plan import asks, difference, is_work, price, summary
from seedjob.report.visible import visible

MOST: Final = 200
"""Jobs that are shown: a comment on a pull request holds 65,536 characters."""

WIDEST: Final = 300
"""Characters of a cell, and of a line of a diff."""

MOST_LINES: Final = 40
"""Lines of one diff."""

_MARKUP: Final = re.compile(
    r"[^\w\s.,;:/-]|(?<![a-z0-9])_|_(?![a-z0-9])|(?<!\d):|:(?!\d)|(?<=www)\.",
    re.ASCII | re.IGNORECASE,
)
"""What may begin markup, a link, a mention or an emoji; ratios and names stay legible."""


def render(steps: Sequence[Step]) -> str:
    """Write a plan; what is done is only counted."""
    shown = [step for step in steps if is_work(step)]
    lines = [f"### seedjob {summary(total(steps))}", ""]
    if shown:
        lines += ["| action | job | asks for | why | price |", "| --- | --- | --- | --- | --- |"]
        lines += [_row(step) for step in shown[:MOST]]
    if len(shown) > MOST:
        lines += ["", f"… and {len(shown) - MOST} more"]
    for step in shown[:MOST]:
        lines += _folded(step)
    return "\n".join(lines) + "\n"


def _row(step: Step) -> str:
    told = (step.job, asks(step), "; ".join(step.action.reasons), price(step))
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
