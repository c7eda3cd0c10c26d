"""How the jobs of a run ended, for people and for programs."""

import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any, Final

import click

from seedjob.errors import RecordError
from seedjob.report import json, table
from seedjob.report.visible import visible
from seedjob.run.order import Ending, Order, Outcome


def show(
    orders: Sequence[Order], outcomes: Sequence[Outcome], form: str, money: Sequence[str]
) -> None:
    """Print the ends on stdout, and count them and what they cost on stderr.

    On a terminal that shows both, the run has shown the ends already, each that is no video or all
    of few. Whether anybody reads it does not change how the jobs ended.
    """
    try:
        if form == "json":
            rows = [_row(*pair) for pair in zip(orders, outcomes, strict=True)]
            click.echo(json.dump(rows), nl=False)
        elif outcomes and not (sys.stdout.isatty() and sys.stderr.isatty()):
            click.echo(table.render([(o.ending, o.job, o.message) for o in outcomes]), nl=False)
        sys.stdout.flush()
        last = (*_unsent(outcomes), *_unfinished(orders, outcomes))
        click.echo("\n".join((_sum(outcomes), *money, *last)), err=True)
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _unsent(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Say why jobs were left out: the first reason of several stands for them."""
    if not (sys.stdout.isatty() and sys.stderr.isatty()):
        return  # each has been told
    reasons = [visible(one.message) for one in outcomes if one.ending == "unsent"]
    yield from (f"unsent: {reason}" for reason in reasons[:1])


def _unfinished(orders: Sequence[Order], outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Say that nothing is lost: of what a person broke off a terminal shows the count alone."""
    left = [order for order, one in zip(orders, outcomes, strict=True) if one.ending == _LEFT]
    if not left or not (sys.stdout.isatty() and sys.stderr.isatty()):
        return
    if left[0].manifest.service == "local":
        yield f"{_LEFT}: `seedjob run --local` goes on"
    else:
        yield f"{_LEFT}: what was created is paid, and `seedjob run` goes on with it"


_LEFT: Final[Ending] = "unfinished"


def _sum(outcomes: Sequence[Outcome]) -> str:
    counts = Counter(outcome.ending for outcome in outcomes)
    told = ", ".join(f"{count} {ending}" for ending, count in counts.items())
    return f"{len(outcomes)} job{'s' * (len(outcomes) != 1)}: {told or 'nothing to do'}"


def _row(order: Order, outcome: Outcome) -> dict[str, Any]:
    """Tell an end with what the record now holds; one that cannot be read changes no end."""
    manifest = None
    with suppress(RecordError):
        manifest = order.record.read()
    return {
        "job": order.job,
        "action": order.action.kind,
        "ending": outcome.ending,
        "message": outcome.message,
        "state": manifest.state if manifest else None,
        "task": manifest.task.id if manifest and manifest.task else None,
        "outputs": [output.path for output in manifest.outputs] if manifest else [],
    }
