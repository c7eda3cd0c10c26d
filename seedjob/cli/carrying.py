"""Orders to an exit code: the event loop, the signals that end it, and the ends of the jobs."""

import asyncio
import gc
import os
import random
import signal
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Timer
from typing import Final

import click

from seedjob.cli.ends import show
from seedjob.cli.exits import DONE, ENDINGS, REFUSED, UNKNOWN, UNRECORDED, worst
from seedjob.cli.progress import Account, Progress
from seedjob.cli.watching import board, watching
from seedjob.cli.way import Way
from seedjob.clock import SystemClock
from seedjob.run.gate import Gate
from seedjob.run.order import Options, Order, Outcome, Tools
from seedjob.run.purse import Purse
from seedjob.run.signals import SIGNALS

TRANSPORT: Final = "SEEDJOB_TRANSPORT"


@dataclass(frozen=True, slots=True)
class Ground:
    """Where a run takes place, what it may spend, and in which form its ends are shown.

    Where records are `unreadable` nothing is created, and what is paid is finished all the same.
    """

    root: Path
    purse: Purse
    form: str
    unreadable: tuple[str, ...] = ()


def carry_out(orders: Sequence[Order], way: Way, options: Options, ground: Ground) -> int:
    """Carry out the orders on a loop of their own, show how they ended, and give the exit code."""
    gc.freeze()  # what lives as long as the run is not looked through again and again
    return asyncio.run(_carry_out(orders, way, options, ground))


async def _carry_out(orders: Sequence[Order], way: Way, options: Options, ground: Ground) -> int:
    from seedjob.media.proof import open_prover
    from seedjob.run.runner import run as run_orders
    from seedjob.run.signals import EXIT, stopping
    from seedjob.service.gateway import open_gateway
    from seedjob.service.transport import find_carrier

    carrier = find_carrier(os.environ.get(TRANSPORT) or "auto")
    gate, purse = Gate(options.max_unknown), ground.purse
    for told in ground.unreadable:
        gate.shut(told)
    account = _account(orders, options, ground, gate)
    clock, stop = account.clock, gate.stop_event
    async with (
        open_gateway(way.endpoint, way.key, clock, stop=stop, carrier=carrier) as gateway,
        open_prover() as prover,
        watching(account) as progress,
    ):
        tools = Tools(
            gateway, clock, options, random.random, progress.tell, purse, progress, prover.prove
        )
        first = partial(_stop, gate, progress)
        with stopping(first, partial(_leave, gate, progress)) as came:
            outcomes = await run_orders(orders, tools, gate)
    show(orders, outcomes, ground.form, purse.sentences())
    code = worst([EXIT + came[0] if came else DONE, *_codes(outcomes, ground)])
    if came:
        _leave_soon(code)
    return code


def _account(orders: Sequence[Order], options: Options, ground: Ground, gate: Gate) -> Account:
    clock = SystemClock()
    seen = board(orders, ground.root, options.in_flight, clock)
    return Account(seen, clock, lambda: gate.reason, lambda: "; ".join(ground.purse.sentences()))


def _codes(outcomes: Sequence[Outcome], ground: Ground) -> Iterator[int]:
    yield REFUSED if ground.purse.refused else DONE
    yield UNRECORDED if ground.unreadable else DONE
    yield from (ENDINGS[outcome.ending] for outcome in outcomes)


def _stop(gate: Gate, progress: Progress) -> None:
    """Say what is waited for, so that nobody presses again what costs certainty."""
    gate.stop()
    if gate.under_way:
        told = f"waiting up to 120 s for {gate.under_way} answers to creates"
        progress.tell("interrupted", f"{told}; what a second signal cuts off may be paid")


def _leave_soon(code: int) -> None:
    """Wait no longer than PATIENCE for threads, which no signal ends: a resolver's may hang.

    A further signal has nothing left to end.
    """
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    leaving = Timer(PATIENCE, os._exit, (code,))
    leaving.daemon = True
    leaving.start()


PATIENCE: Final = 3.0
"""Seconds from the end of an interrupted run to that of its process; all is recorded by then."""


def _leave(gate: Gate, progress: Progress, number: int) -> None:
    """Leave at once; what was under way is unknown, and the exit says so."""
    from seedjob.run.signals import EXIT

    with suppress(OSError):  # nobody may hear it any more
        progress.close()
        if gate.under_way:
            told = f"left at once: {gate.under_way} creates have an unknown outcome"
            click.echo(f"{told}; `seedjob status` lists them", err=True)
    os._exit(UNKNOWN if gate.under_way or gate.unknown else EXIT + number)
