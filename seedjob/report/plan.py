"""A plan to text for people: what is to be done, why, and what differs; what is done is counted."""

from collections.abc import Iterator, Sequence
from typing import Final

from seedjob.plan.action import EXCHANGED, MOVED, Kind
from seedjob.plan.changes import PROMPT
from seedjob.plan.differ import stretches
from seedjob.plan.step import ALL_READ, Besides, Step, Total, total
from seedjob.report import table
from seedjob.report.visible import visible

WORDS: Final[dict[Kind, str]] = {
    "create": "to create",
    "resume": "to resume",
    "fetch": "to fetch",
    "hold": "waiting for a person",
    "skip": "done",
}


def render(steps: Sequence[Step], besides: Besides = ALL_READ) -> str:
    """Write a plan: a line for each job that something is to be done about, and the sum."""
    shown = [step for step in steps if is_shown(step)]
    priced = any(price(step) for step in shown)
    cells = [_row(step, priced=priced) for step in shown]
    rows = table.render(cells).splitlines() if shown else []
    lines: list[str] = []
    for row, step in zip(rows, shown, strict=True):
        lines += [row, *(f"          {visible(line)}" for line in difference(step))]
    return "".join(f"{line}\n" for line in [*lines, summary(total(steps, besides))])


def is_shown(step: Step) -> bool:
    """Tell whether people should see a job, though there may be nothing to do about it."""
    return is_work(step) or step.action.reasons[0].startswith(EXCHANGED)


def is_work(step: Step) -> bool:
    """Tell whether a run would do anything about a job, if only move its record along."""
    return step.action.kind != "skip" or step.action.reasons[0].startswith(MOVED)


def summary(found: Total) -> str:
    """Say in one line what a plan comes to."""
    told = [f"{found.counts[kind]} {word}" for kind, word in WORDS.items() if found.counts[kind]]
    if found.unreadable:
        told.append(f"{found.unreadable} with a record that cannot be read")
    price = [f"costs {money(found)}"] if found.price is not None else []
    return f"plan: {', '.join([*told, *price]) or 'nothing to do'}"


def money(found: Total) -> str:
    """Say what all creates cost, and of how many nobody knows."""
    return (
        f"{found.price} and {found.unpriced} without a price"
        if found.unpriced
        else f"{found.price}"
    )


def asks(step: Step) -> str:
    """Say what kind of video is asked for."""
    known = step.request.get
    return f"{known('duration')} s {known('resolution')} {known('ratio')}"


def price(step: Step) -> str:
    """Say what a create costs; nothing where there is none, or no price."""
    return str(step.price) if step.action.kind == "create" and step.price else ""


def difference(step: Step) -> Iterator[str]:
    """Give the lines by which a prompt differs, as a diff has them."""
    for before, after in differences(step):
        yield from (f"- {line}" for line in before)
        yield from (f"+ {line}" for line in after)


def differences(step: Step) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """Give the stretches of lines in which a prompt differs, as they were and as they are."""
    for change in step.action.changes:
        if change.part == PROMPT:
            yield from stretches(
                (change.before or "").splitlines(), (change.after or "").splitlines()
            )


def _row(step: Step, *, priced: bool) -> tuple[str, ...]:
    model = str(step.request.get("model"))
    cost = (price(step),) if priced else ()
    return (step.action.kind, step.job, model, asks(step), *cost, step.action.why)
