"""The flags of `seedjob run` to its exit code: specs, lock, service, plan, approval, outcomes."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import click

from seedjob.cli.approval import approve, check_fetchable
from seedjob.cli.budgets import bounds, open_purse
from seedjob.cli.carrying import Ground, carry_out
from seedjob.cli.colour import painter
from seedjob.cli.ends import show
from seedjob.cli.exits import DONE
from seedjob.cli.moves import carry
from seedjob.cli.orders import Back, Case, order
from seedjob.cli.owners import check_owners
from seedjob.cli.select import select
from seedjob.cli.selection import Selection
from seedjob.cli.specs import load
from seedjob.cli.survey import Survey
from seedjob.cli.wanted import (
    Wanted,
    as_planned,
    planned_specs,
    read_plan,
    survey_planned,
    survey_selected,
)
from seedjob.cli.way import Choice, Way, way
from seedjob.errors import UsageError
from seedjob.manifest import Service
from seedjob.plan.saved import Sight
from seedjob.record import sweep
from seedjob.report import text
from seedjob.report.visible import visible
from seedjob.run.lock import locked
from seedjob.run.order import Options
from seedjob.service.endpoint import SHORTEST_POLL
from seedjob.settings.settings import Run


@dataclass(frozen=True, slots=True)
class Flags:
    """The command's flags, by the names that click gives them."""

    paths: tuple[Path, ...]
    selection: Selection
    max_jobs: int
    local: bool
    yes: bool
    in_flight: int | None
    creates_in_flight: int | None
    poll_every: float | None
    deadline: float | None
    max_unknown: int | None
    retry: str | None
    budget: Decimal | None
    base_url: str | None
    api_key_file: Path | None
    faults: Path | None
    service_speed: float | None
    form: str
    plan: Path | None

    @property
    def choice(self) -> Choice:
        """Give what was said of the service."""
        return Choice(self.local, self.base_url, self.api_key_file, self.faults, self.service_speed)


POLL: Mapping[Service, float] = {"live": 30.0, "local": 0.25}


def run(flags: Flags) -> int:
    """Do what the flags say; give the exit code."""
    others = (flags.paths, flags.selection, flags.local, flags.retry)
    planned = read_plan(flags.plan, others) if flags.plan else None
    whole = load(
        planned_specs(planned) if planned else flags.paths,
        max_jobs=flags.max_jobs,
    )
    loaded = select(whole, flags.selection)
    click.echo(text.render(loaded.verdict(), painter(sys.stderr)), nl=False, err=True, color=True)
    if loaded.code != DONE:
        click.echo("nothing was created: mend that first", err=True)
        return loaded.code
    if not loaded.jobs and flags.selection:
        show((), (), flags.form, ())
        return DONE
    choice = as_planned(flags.choice, planned)
    with locked(loaded.root), way(choice, loaded.settled.settings, loaded.root) as gone:
        return _run(flags, Wanted(whole, loaded.jobs, whole=not flags.selection), gone, planned)


def _run(flags: Flags, wanted: Wanted, way: Way, planned: Sight | None) -> int:
    settings, root = wanted.loaded.settled.settings, wanted.loaded.root
    options = _options(flags, settings.run, way)
    if planned is None:
        found = survey_selected(wanted, way.service, retry_failed=flags.retry == "failed")
    else:
        found = survey_planned(wanted.loaded, planned, as_planned(flags.choice, planned))
    check_owners(found.cases, {job.spec for job in wanted.loaded.jobs}, found.moves)
    check_fetchable(found.cases, way.endpoint)
    bound = bounds(flags.budget, settings, local=way.service == "local")
    creating = replace(found, cases=()) if found.unreadable else found
    purse = open_purse(creating, bound, settings.prices, root)
    for told in found.unreadable:
        click.echo(f"seedjob: {visible(told)}", err=True)
    if way.service == "live" and not found.unreadable:
        approve(found, way.endpoint, purse, yes=flags.yes or planned is not None)
    _keep(found)
    with _urls(found.cases) as urls:
        orders = [*(order(one, urls) for one in found.cases), *found.left]
        return carry_out(orders, way, options, Ground(root, purse, flags.form, found.unreadable))


def _keep(found: Survey) -> None:
    """Bring the records into order: nothing of a killed run lies about, each is in its place.

    Raises RecordError where the disk does not let us; what was there is then still there.
    """
    for folder in {one.folder for one in found.cases} | {one.source.parent for one in found.moves}:
        sweep(folder)
    carry(found.moves)
    for one in found.cases:
        if isinstance(one.found, Back) and one.before is not None:
            one.record.write(one.before)
        elif one.record.has_room:
            one.record.recover()


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
