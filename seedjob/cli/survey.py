"""The jobs that were asked for to what stands to be done: each with its record and its action."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from seedjob.cli.alike import made_before, told_of
from seedjob.cli.moves import Move
from seedjob.cli.orders import Case, Look, case
from seedjob.cli.others import find_others
from seedjob.cli.revivals import own_revived, revived_of_others
from seedjob.cli.specs import Loaded
from seedjob.cli.strays import Left, Strays, find_strays, unfinished
from seedjob.cli.takers import lacks, taken_over
from seedjob.errors import RecordError
from seedjob.manifest import OPEN
from seedjob.media.digest import hash_file
from seedjob.plan.action import Action
from seedjob.plan.changes import FIELDS
from seedjob.plan.step import Step
from seedjob.plan.twins import twins
from seedjob.run.order import Order
from seedjob.spec.expand import NamedJob


@dataclass(frozen=True, slots=True)
class Survey:
    """What a run would do: the jobs, and what is left of jobs that no spec asks for.

    `unreadable` says of records what is wrong with them: of their jobs nobody can tell anything.
    `moves` are those of records that belong to jobs of other names now.
    """

    cases: tuple[Case, ...]
    left: tuple[Order, ...] = ()
    unreadable: tuple[str, ...] = ()
    moves: tuple[Move, ...] = ()


def survey(loaded: Loaded, jobs: Iterable[NamedJob], look: Look, *, left: Left | None) -> Survey:
    """Look at the jobs, and at what is `left` of others, if that was asked for at all.

    Nothing is written. Raises MediaError for a file that went away.
    """
    cases, unreadable = _looked_at(jobs, loaded.root, look)
    sound = {job.spec for job in loaded.jobs}
    wanted = {one.fingerprint for one in cases if lacks(one, sound)}
    strays, torn = find_strays(loaded, look.service, wanted=wanted) if wanted or left else ({}, [])
    known = {one.record.path for one in cases} | strays.keys()
    others = find_others(loaded, look, known, wanted)
    cases = own_revived(cases, strays | others.left | others.kept, look, loaded)
    strays = _told_once(cases, strays | others.left)
    taken = taken_over(cases, strays, loaded=loaded, look=look)
    changed = strays | others.kept
    found = revived_of_others(taken.cases, changed, look, loaded)
    past = made_before(found, changed, loaded.root)
    return Survey(
        tuple(told_of(found, others.kept, past, loaded.root)),
        tuple(unfinished(taken.strays, loaded.root, left)) if left else (),
        (*unreadable, *torn),
        taken.moves,
    )


def _looked_at(jobs: Iterable[NamedJob], root: Path, look: Look) -> tuple[list[Case], list[str]]:
    """Look at each job by itself; say of which nobody can read the record."""
    cases: list[Case] = []
    unreadable: list[str] = []
    hashed = cache(hash_file)  # many jobs name the same few files
    for job in jobs:
        try:
            cases.append(case(job, root, look, hashed))
        except RecordError as error:
            unreadable.append(str(error))
    return cases, unreadable


def _told_once(cases: Iterable[Case], strays: Strays) -> Strays:
    """Leave out what a move that was killed before its end left behind: its job has the task."""
    known = {one.before.task.id for one in cases if one.before and one.before.task} - {None}
    return {
        path: manifest
        for path, manifest in strays.items()
        if manifest.task is None or manifest.task.id not in known
    }


def steps(found: Survey) -> list[Step]:
    """Say what is to be done about each job, in the words of a plan."""
    creates = (one for one in found.cases if one.action.kind == "create")
    again = twins((one.job.id, one.fingerprint) for one in creates)
    cases = (
        Step(
            job=one.job.id,
            spec=one.job.spec,
            action=_told(one.action, again.get(one.job.id)),
            request={name: getattr(one.job.job, name) for name in FIELDS},
            price=one.estimate if one.action.kind == "create" else None,
            unknown=one.before is not None and one.before.state in OPEN,
        )
        for one in found.cases
    )
    left = (
        Step(
            job=one.job,
            spec=None,
            action=one.action,
            request=one.manifest.request,
            unknown=one.manifest.state in OPEN,
        )
        for one in found.left
    )
    return [*cases, *left]


def _told(action: Action, first: str | None) -> Action:
    """Say of a create too that another one asks for the very same: each is paid for."""
    if first is None:
        return action
    return action.also(f"asks the same as {first}")
