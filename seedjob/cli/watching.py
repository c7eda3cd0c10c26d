"""A run to whoever shows it: a view on a terminal, plain lines in a log."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from itertools import islice
from os import environ
from pathlib import Path
from typing import Final, TextIO

from seedjob.cli.progress import Account, Lines, Progress
from seedjob.cli.terminal import Terminal
from seedjob.cli.view import View
from seedjob.clock import Clock
from seedjob.errors import RecordError, UsageError
from seedjob.manifest import Service, manifest_name
from seedjob.manifest_text import load
from seedjob.plan.pace import Pace, kind_of
from seedjob.project import find_files
from seedjob.report.board import Board
from seedjob.run.order import Order

EVERY: Final = 0.25
"""Seconds between two looks at whether there is something to show."""

MOST_READ: Final = 500
"""Manifests of other jobs that are read to tell how long things take."""


@asynccontextmanager
async def watching(account: Account) -> AsyncIterator[Progress]:
    """Show a run for the length of a block, on stderr."""
    progress: Progress = Lines(account)
    if is_live(sys.stderr, environ) and (terminal := Terminal(sys.stderr)).opened:
        progress = View(account, terminal)
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGCONT, progress.forget)
    ticking = asyncio.ensure_future(_tick(progress))
    try:
        yield progress
    finally:
        ticking.cancel()
        loop.remove_signal_handler(signal.SIGCONT)
        progress.close()
        with suppress(asyncio.CancelledError):
            await ticking


async def _tick(progress: Progress) -> None:
    while True:
        await asyncio.sleep(EVERY)
        progress.tick()


def is_live(stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Tell whether a view may be drawn on a stream: by a person's terminal, not by CI's."""
    if environment.get("NO_COLOR") or environment.get("CI", "").lower() not in {"", "0", "false"}:
        return False
    return environment.get("TERM", "dumb") not in {"", "dumb"} and stream.isatty()


def board(orders: Sequence[Order], root: Path, slots: int, clock: Clock) -> Board:
    """Make the board of a run of which so many tasks render at once."""
    todo = {
        order.job: kind_of(order.manifest.request)
        for order in orders
        if order.action.kind in {"create", "resume", "fetch"}
    }
    pace = _pace(orders, root) if todo else Pace()
    return Board(len(orders), todo, slots, pace, clock.monotonic())


def _pace(orders: Sequence[Order], root: Path) -> Pace:
    """Learn from the records of these jobs, and from some of the project's others."""
    pace, own = Pace(), {order.record.path for order in orders}
    service = orders[0].manifest.service
    others = (path for path in _manifests(root, service) if path not in own)
    for path in islice(others, MOST_READ):
        with suppress(RecordError):
            if manifest := load(path):
                pace.learn_from(manifest)
    for order in orders:
        pace.learn_from(order.before or order.manifest)
    return pace


def _manifests(root: Path, service: Service) -> list[Path]:
    local = manifest_name("", "local")
    with suppress(UsageError):  # a folder that cannot be searched
        found = map(Path, find_files(root, manifest_name("", service)))
        return [path for path in found if (service == "local") == path.name.endswith(local)]
    return []
