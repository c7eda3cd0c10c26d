"""A receipt to the record of its job: what was paid comes back where it belongs."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import get_args

from seedjob import __version__
from seedjob.cli.ledger import find_owner, is_placeable, place
from seedjob.cli.orders import Look, case, intent
from seedjob.cli.specs import load
from seedjob.errors import MediaError, UsageError
from seedjob.manifest import AWAITED, Error, Manifest, Service, Task, is_time, moment
from seedjob.plan.history import replaced
from seedjob.plan.settle import identified
from seedjob.project import SUFFIXES
from seedjob.record import Record
from seedjob.run.receipt import Receipt
from seedjob.service.identity import id_fault


def restore(one: Receipt, root: Path, now: datetime) -> str:
    """Put what a receipt tells into the record of its job; say what that came to.

    Raises UsageError for a receipt of nothing that could stand in this project, and where the
    record tells of other work that may be paid, RecordError where it cannot be written.
    """
    service, path = _judged(one, root)
    owner = one.task_id and find_owner(root, one.task_id, besides=path)
    if owner:
        raise UsageError(f"{one.job}: task '{one.task_id}' is that of {owner} already")
    record = Record(path)
    there = record.recover()
    if there is not None and _tells(there, one):
        return "its record holds it already"
    if there is not None and not _answers(one, there) and there.state in AWAITED:
        raise UsageError(f"{one.job}: its record tells of another create; settle that one first")
    asked = there if there and _answers(one, there) else _asked(one, root, service, there)
    record.write(_answered(asked, one, now))
    if one.task_id is None:
        return "unknown; `seedjob status` tells what to look for"
    return f"submitted as {one.task_id}; `seedjob run` follows it"


def _judged(one: Receipt, root: Path) -> tuple[Service, Path]:
    """Hold that a receipt names a service, a time, and a place within the project."""
    service = next((known for known in get_args(Service) if known == one.service), None)
    path = service and place(root, one.job, service)
    fault = None if one.task_id is None else id_fault(one.task_id)
    named = path is not None and _is_beside(one) and is_placeable(root / one.spec)
    if service is None or path is None or fault or not (named and is_time(one.submitted_at)):
        raise UsageError(f"{one.job}: {fault or 'this receipt is none of this project'}")
    return service, path


def _is_beside(one: Receipt) -> bool:
    """Tell whether its spec is one, in the job's own folder: no other is read for it."""
    spec, job = PurePosixPath(one.spec), PurePosixPath(one.job)
    return spec.suffix in SUFFIXES and spec.parent == job.parent


def _tells(manifest: Manifest, one: Receipt) -> bool:
    if one.task_id is None:
        return _answers(one, manifest) and manifest.state != "submitting"
    tasks = (manifest.task, *(old.task for old in manifest.replaced))
    return any(task is not None and task.id == one.task_id for task in tasks)


def _answers(one: Receipt, manifest: Manifest) -> bool:
    """Tell whether a receipt is of the very create that the record tells of."""
    asked = manifest.task is not None and manifest.task.submitted_at == one.submitted_at
    return asked and manifest.fingerprint == one.fingerprint


def _asked(one: Receipt, root: Path, service: Service, before: Manifest | None) -> Manifest:
    """Make the intent again from the spec, or from the receipt alone where that has changed."""
    look = Look(service, retry_failed=False, now=moment(one.submitted_at))
    made = _from_spec(one, root, look) or Manifest(
        job=PurePosixPath(one.job).name,
        spec=PurePosixPath(one.spec).name,
        service=service,
        state="submitting",
        fingerprint=one.fingerprint,
        request={},
        replaced=replaced(before),
        tool=f"seedjob {__version__}",
    )
    return made.model_copy(update={"task": Task(submitted_at=one.submitted_at)})


def _from_spec(one: Receipt, root: Path, look: Look) -> Manifest | None:
    try:
        loaded = load((root / one.spec,))
        job = next(job for job in loaded.jobs if job.id == one.job)
        found = case(job, root, replace(look, prices=loaded.settled.settings.prices))
    except (UsageError, MediaError, StopIteration):
        return None
    asked = intent(found)
    return asked if asked.fingerprint == one.fingerprint else None


def _answered(asked: Manifest, one: Receipt, now: datetime) -> Manifest:
    if one.task_id is not None:
        return identified(asked, one.task_id, now)
    error = Error(kind="network", message=one.said or "the answer was lost")
    return asked.model_copy(update={"state": "unknown", "error": error})
