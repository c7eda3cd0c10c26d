"""What happens to the jobs to plain lines on stderr, or to a terminal's view and what must stay."""

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, Protocol

import click

from seedjob.clock import Clock
from seedjob.manifest import moment
from seedjob.report.board import Board, Snapshot
from seedjob.report.progress import line
from seedjob.report.visible import visible
from seedjob.run.gate import INTERRUPTED
from seedjob.run.order import Order, Outcome
from seedjob.run.receipt import MARK

HEARTBEAT: Final = 60.0
"""Seconds from one line about all jobs to the next."""


def tell(job: str, news: str) -> None:
    """Say what happened to a job on a line of its own, so that a CI log reads like a terminal.

    A receipt stands alone, so that programs find it, and goes to stdout where stderr is broken:
    news that nobody can hear must not stop a run, but an id must not be lost.
    """
    if not news.startswith(MARK):
        with suppress(OSError, ValueError):
            click.echo(f"{visible(job)}: {visible(news)}", err=True)
        return
    try:
        click.echo(news, err=True)
        heard = sys.stderr.name != os.devnull  # where it was closed, it was opened to nothing
    except (OSError, ValueError):
        heard = False
    if not heard:
        click.echo(news)


class Progress(Protocol):
    """Who shows a run: `tick` comes several times a second, `forget` after a shell had its say."""

    def tell(self, job: str, news: str) -> None:
        """Take what people should know of a job."""

    def step(self, order: Order, step: str, said: str = "") -> None:
        """See where a job stands."""

    def ended(self, order: Order, outcome: Outcome) -> None:
        """See how a job ended."""

    def tick(self) -> None:
        """Show how it stands, if it is time to."""

    def forget(self) -> None:
        """Leave what is on the terminal as it is, and start below it."""

    def close(self) -> None:
        """Show no more."""


@dataclass(frozen=True, slots=True)
class Account:
    """The board of a run on the run's own clock, with what others say whenever it is looked at.

    `shut` tells why nothing more is created, `money` what is spent, each if there is such a thing.
    """

    board: Board
    clock: Clock
    shut: Callable[[], str | None]
    money: Callable[[], str] = str

    def step(self, order: Order, step: str) -> None:
        """Put down where a job stands."""
        self.board.step(order.job, step, self._since(order))

    def ended(self, order: Order, outcome: Outcome) -> None:
        """Put down how a job ended; the time of one that was resumed tells nothing of others."""
        learn = order.action.kind == "create"
        self.board.end(order.job, outcome.ending, self.clock.monotonic(), learn=learn)

    def now(self, trouble: str = "") -> Snapshot:
        """Tell how it stands."""
        now, said = self.clock.monotonic(), _said(self.shut())
        return self.board.snapshot(now, self.money(), trouble, said)

    def _since(self, order: Order) -> float:
        now, task = self.clock.monotonic(), order.manifest.task
        if order.action.kind == "create" or task is None:
            return now
        return now - (self.clock.now() - moment(task.submitted_at)).total_seconds()


def _said(reason: str | None) -> str:
    if reason == INTERRUPTED:
        return "interrupted: what is under way is recorded; once more leaves at once"
    return f"nothing more is created: {reason}" if reason else ""


class Lines:
    """Plain lines, each for good: for logs, and for terminals that can do no more."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._last = account.clock.monotonic()

    def tell(self, job: str, news: str) -> None:
        """Say it."""
        tell(job, news)

    def step(self, order: Order, step: str, said: str = "") -> None:
        """Say what a log should say of it."""
        self._account.step(order, step)
        if said:
            tell(order.job, said)

    def ended(self, order: Order, outcome: Outcome) -> None:
        """Say how a job ended, unless there was nothing to do."""
        self._account.ended(order, outcome)
        if outcome.ending != "skipped":
            tell(order.job, f"{outcome.ending}: {outcome.message}")

    def tick(self) -> None:
        """Say once a minute how all stand: who waits for hours wants to know that it goes on."""
        now = self._account.clock.monotonic()
        if now - self._last >= HEARTBEAT:
            self._last = now
            with suppress(OSError, ValueError):
                click.echo(visible(line(self._account.now())), err=True)

    def forget(self) -> None:
        """Nothing is ever drawn over."""

    def close(self) -> None:
        """All has been said."""
