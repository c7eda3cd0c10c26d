"""What `run` was asked to do to what stands to be done: by a selection, or as a plan has it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from seedjob.cli.ledger import is_placeable, job_id
from seedjob.cli.orders import Look
from seedjob.cli.sights import check_fresh, no_plan, read, sight
from seedjob.cli.specs import Loaded
from seedjob.cli.strays import Left, left_in
from seedjob.cli.survey import Survey, survey
from seedjob.cli.way import Choice, address
from seedjob.errors import ApprovalError, UsageError
from seedjob.manifest import Service
from seedjob.plan.saved import Sight, refusal
from seedjob.project import belongs, find_root
from seedjob.spec.expand import NamedJob


def read_plan(file: Path, others: Iterable[object]) -> Sight:
    """Read a plan, beside which nothing of the `others` may say what is to be done.

    Raises UsageError where something does, and for a plan that leads out of the project.
    """
    if any(others):
        raise UsageError(
            "--plan says what is to be done: give no paths, selection, --local or --retry"
        )
    planned = read(file)
    root = find_root(Path.cwd())
    for folder in _folders((*_specs(planned), *planned.jobs)):
        if is_placeable(root / folder) and not belongs(root / folder, root):
            raise no_plan(file, f"it names '{folder}', which is no folder of this project")
    return planned


def planned_specs(planned: Sight) -> tuple[Path, ...]:
    """List the specs of a plan that are there still, or where its jobs were that no spec asks for.

    Raises ApprovalError where none of its specs is there any more.
    """
    root = find_root(Path.cwd())
    specs = _specs(planned)
    there = tuple(path for spec in specs if is_placeable(path := root / spec) and path.is_file())
    if specs and not there:
        raise ApprovalError(refusal([f"{spec} is gone" for spec in specs]))
    return there or tuple(root / folder for folder in _folders(planned.jobs))


def _specs(planned: Sight) -> Sequence[str]:
    return sorted({seen.spec for seen in planned.jobs.values() if seen.spec_sha256})


def _folders(names: Iterable[str]) -> Sequence[PurePosixPath]:
    return sorted({PurePosixPath(name).parent for name in names})


def as_planned(choice: Choice, planned: Sight | None) -> Choice:
    """Choose the service that a plan was made for."""
    return choice if planned is None else replace(choice, local=planned.service == "local")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was selected of all that was loaded; `whole` where that is everything."""

    loaded: Loaded
    jobs: tuple[NamedJob, ...]
    whole: bool


def survey_selected(wanted: Wanted, service: Service, *, retry_failed: bool) -> Survey:
    """Look at what was selected; where that is all, also at what no spec asks for any more."""
    prices = wanted.loaded.settled.settings.prices
    look = Look(service, retry_failed, datetime.now(UTC), prices)
    left = left_in(wanted.loaded) if wanted.whole else None
    return survey(wanted.loaded, wanted.jobs, look, left=left)


def survey_planned(loaded: Loaded, planned: Sight, choice: Choice) -> Survey:
    """Look at what was planned.

    Raises ApprovalError where it does not stand as it stood.
    """
    service: Service = "local" if choice.local else "live"
    prices = loaded.settled.settings.prices
    look = Look(service, planned.retry_failed, datetime.now(UTC), prices)
    jobs = [job for job in loaded.jobs if job.id in planned.jobs]
    found = survey(loaded, jobs, look, left=_left(loaded, planned))
    now = sight(found, loaded, look, address(choice, loaded.settled.settings))
    check_fresh(planned, now)
    return found


def _left(loaded: Loaded, planned: Sight) -> Left | None:
    """Tell what a plan was to finish though no spec asks for it any more."""
    ids = {job for job, one in planned.jobs.items() if not one.spec_sha256}
    return (lambda path: job_id(path, loaded.root) in ids) if ids else None
