"""The flags of `seedjob plan` to what a run would do, told and saved."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click

from seedjob.cli.budgets import told_besides
from seedjob.cli.colour import painter
from seedjob.cli.exits import DONE, FAILED, PENDING, UNKNOWN, UNRECORDED, USAGE, worst
from seedjob.cli.orders import Look
from seedjob.cli.owners import check_owners
from seedjob.cli.select import select
from seedjob.cli.selection import Selection
from seedjob.cli.shown import shown
from seedjob.cli.sights import save, sight
from seedjob.cli.specs import Loaded, load
from seedjob.cli.strays import left_in
from seedjob.cli.survey import Survey, steps, survey
from seedjob.cli.way import Choice, address
from seedjob.errors import UsageError
from seedjob.plan.step import Step
from seedjob.report import plan_json, plan_markdown, text
from seedjob.report.plan import is_work
from seedjob.report.visible import visible
from seedjob.spec.garbage import uncollected

RENDER = {
    "text": lambda told, besides: shown(told, sys.stdout, besides),
    "json": plan_json.render,
    "markdown": plan_markdown.render,
}


@dataclass(frozen=True, slots=True)
class Flags:
    """The command's flags, by the names that click gives them."""

    paths: tuple[Path, ...]
    selection: Selection
    max_jobs: int
    local: bool
    base_url: str | None
    retry: str | None
    out: Path | None
    detailed_exitcode: bool
    form: str


@uncollected()  # of thousands of jobs nothing is garbage before they are told
def plan(flags: Flags) -> int:
    """Tell what a run would do, and save it where that was asked for; give the exit code."""
    whole = load(flags.paths, max_jobs=flags.max_jobs)
    loaded = select(whole, flags.selection)
    click.echo(text.render(loaded.verdict(), painter(sys.stderr)), nl=False, err=True, color=True)
    if loaded.code != DONE:
        return loaded.code
    where = address(Choice(flags.local, flags.base_url), loaded.settled.settings)
    look = Look(
        "local" if flags.local else "live",
        flags.retry == "failed",
        datetime.now(UTC),
        None if flags.local else loaded.settled.settings.prices,  # previews are free
    )
    found = survey(whole, loaded.jobs, look, left=None if flags.selection else left_in(whole))
    told = steps(found)
    besides = told_besides(found, loaded.settled.settings, look, loaded.root)
    click.echo(RENDER[flags.form](told, besides), nl=False)
    for sentence in besides.budget:
        click.echo("\n".join(map(visible, sentence.split("\n"))), err=True)
    refused = _refused(found, whole)
    if flags.out is not None and refused == DONE:
        save(flags.out, sight(found, whole, look, where))
    for fault in found.unreadable:
        click.echo(f"seedjob: {visible(fault)}", err=True)
    unread = UNRECORDED if found.unreadable else DONE
    return worst([unread, refused, _code(told) if flags.detailed_exitcode else DONE])


def _refused(found: Survey, whole: Loaded) -> int:
    """Say why a run would refuse to begin, if it would: the plan alone promises what it does."""
    try:
        check_owners(found.cases, {job.spec for job in whole.jobs}, found.moves)
    except UsageError as error:
        click.echo(f"seedjob: {visible(str(error))}", err=True)
        return USAGE
    return DONE


def _code(told: Sequence[Step]) -> int:
    """Tell what a run would have to say: work that is pending alone is 8."""
    work = any(is_work(step) for step in told if step.action.kind != "hold")
    pending = PENDING if work else DONE
    return worst([pending, *(_held(step) for step in told if step.action.kind == "hold")])


def _held(step: Step) -> int:
    return UNKNOWN if step.unknown else FAILED
