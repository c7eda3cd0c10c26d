"""The flags of `seedjob run` to its exit code: specs, lock, service, plan, approval, outcomes."""

import asyncio
import os
import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from threading import Timer
from typing import Final

import click

from seedjob.cli.approval import approve, check_fetchable
from seedjob.cli.colour import painter
from seedjob.cli.ends import show
from seedjob.cli.exits import DONE, ENDINGS, UNKNOWN, worst
from seedjob.cli.orders import Case, case, order
from seedjob.cli.owners import check_owners
from seedjob.cli.progress import tell
from seedjob.cli.select import Selection, select
from seedjob.cli.specs import load
from seedjob.cli.way import Choice, Way, way
from seedjob.clock import SystemClock
from seedjob.errors import ApprovalError, UsageError
from seedjob.manifest import Service
from seedjob.record import sweep
from seedjob.report import text
from seedjob.run.gate import Gate
from seedjob.run.lock import locked
from seedjob.run.order import Options, Order, Tools
from seedjob.service.endpoint import SHORTEST_POLL
from seedjob.settings.settings import Run, Settings
from seedjob.spec.expand import NamedJob


@dataclass(frozen=True, slots=True)
class Flags:
    """The command's flags, by the names that click gives them."""

    paths: tuple[Path, ...]
    globs: tuple[str, ...]
    tags: tuple[str, ...]
    shard: str | None
    local: bool
    yes: bool
    in_flight: int | None
    creates_in_flight: int | None
    poll_every: float | None
    deadline: float | None
    max_unknown: int | None
    retry: str | None
    budget: str | None
    base_url: str | None
    api_key_file: Path | None
    faults: Path | None
    service_speed: float | None
    form: str

    @property
    def choice(self) -> Choice:
        """Give what was said of the service."""
        return Choice(self.local, self.base_url, self.api_key_file, self.faults, self.service_speed)


POLL: Mapping[Service, float] = {"live": 30.0, "local": 0.25}


def run(flags: Flags) -> int:
    """Do what the flags say; give the exit code."""
    loaded = load(flags.paths)
    click.echo(text.render(loaded.verdict(), painter(sys.stderr)), nl=False, err=True, color=True)
    if loaded.code != DONE:
        click.echo("nothing was created: mend that first", err=True)
        return loaded.code
    jobs = select(loaded.jobs, Selection(flags.globs, flags.tags, flags.shard))
    settings = loaded.settled.settings
    if flags.budget is not None:
        raise ApprovalError("a budget needs prices, and no price is known yet; use --yes instead")
    with locked(loaded.root), way(flags.choice, settings, loaded.root) as gone:
        return _run(flags, jobs, loaded.root, settings=settings, way=gone)


def _run(
    flags: Flags, jobs: Sequence[NamedJob], root: Path, *, settings: Settings, way: Way
) -> int:
    options = _options(flags, settings.run, way)
    retry = flags.retry == "failed"
    for folder in {root / PurePosixPath(job.spec).parent for job in jobs}:
        sweep(folder)
    cases = [case(job, root, way.service, retry_failed=retry) for job in jobs]
    check_owners(cases)
    check_fetchable(cases, way.endpoint)
    if way.service == "live":
        approve(cases, way.endpoint, yes=flags.yes)
    with _urls(cases) as urls:
        orders = [order(one, urls) for one in cases]
        return asyncio.run(_carry_out(orders, way, options, flags.form))


def _options(flags: Flags, settings: Run, way: Way) -> Options:
    """Bound the run: by a flag or the environment, else by the settings, else as the service is."""
    given = dict(settings) | {
        name: value for name in dict(settings) if (value := getattr(flags, name)) is not None
    }
    set_here = settings.poll_every if way.service == "live" else None  # the file is about that one
    every = flags.poll_every or set_here or POLL[way.service]
    if every < SHORTEST_POLL and not way.endpoint.on_loopback:
        raise UsageError(
            f"--poll-every {every:g} is too often; the service allows 20 and more "
            "(SEEDJOB_POLL_EVERY and run.poll_every in seedjob.toml say it too)"
        )
    return Options(**given | {"poll_every": every})


@contextmanager
def _urls(cases: Sequence[Case]) -> Iterator[Mapping[Path, str]]:
    """Offer the local files of all creates on loopback; give each file's URL."""
    from seedjob.media.host import hosting

    creates = (one for one in cases if one.action.kind == "create")
    files = {str(path): path for one in creates for path in one.files.values()}
    with hosting(files) as urls:
        yield {Path(path): url for path, url in urls.items()}


def _leave(gate: Gate, number: int) -> None:
    """Leave at once; what was under way is unknown, and the exit says so."""
    from seedjob.run.signals import EXIT

    with suppress(OSError):  # nobody may hear it any more
        if gate.under_way:
            click.echo(f"left at once: {gate.under_way} creates have an unknown outcome", err=True)
    os._exit(UNKNOWN if gate.under_way else EXIT + number)


async def _carry_out(orders: Sequence[Order], way: Way, options: Options, form: str) -> int:
    from seedjob.run.runner import run as run_orders
    from seedjob.run.signals import EXIT, stopping
    from seedjob.service.gateway import open_gateway

    clock, gate = SystemClock(), Gate(options.max_unknown)
    async with open_gateway(way.endpoint, way.key, clock, stop=gate.stop_event) as gateway:
        tools = Tools(gateway, clock, options, random.random, tell)
        with stopping(gate.stop, partial(_leave, gate)) as came:
            outcomes = await run_orders(orders, tools, gate)
    show(orders, outcomes, form)
    interrupted = EXIT + came[0] if came else DONE
    code = worst([interrupted, *(ENDINGS[outcome.ending] for outcome in outcomes)])
    if came:
        _leave_soon(code)
    return code


def _leave_soon(code: int) -> None:
    """Wait no longer than PATIENCE for threads, which no signal ends: a resolver's may hang."""
    leaving = Timer(PATIENCE, os._exit, (code,))
    leaving.daemon = True
    leaving.start()


PATIENCE: Final = 3.0
"""Seconds from the end of an interrupted run to that of its process; all is recorded by then."""
