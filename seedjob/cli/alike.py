"""Jobs that stand to be made to which others ask for the very same, or were made from it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from seedjob.cli.ledger import job_id
from seedjob.cli.orders import Case
from seedjob.cli.strays import Strays
from seedjob.plan.history import past_requests


def told_of(
    cases: Iterable[Case], others: Strays, past: Mapping[str, str], root: Path
) -> list[Case]:
    """Say of each job that is to be made which job was made from the same request, if any was.

    `others` are records of jobs that were not looked at; `past` ids of jobs that were made from a
    request before they were changed.
    """
    cases = list(cases)
    made = {
        known.fingerprint: job_id(path, root)
        for path, known in others.items()
        if known.state != "failed"
    }
    made |= {one.fingerprint: one.job.id for one in cases if _is_made(one)}
    return [_told(one, made, past) if one.action.kind == "create" else one for one in cases]


def made_before(cases: Iterable[Case], strays: Strays, root: Path) -> dict[str, str]:
    """Tell of requests which job was made from each, before it was changed or as it stands."""
    known = [(one.job.id, one.before) for one in cases if one.before is not None]
    known += [(job_id(path, root), manifest) for path, manifest in strays.items()]
    past = {request: job for job, manifest in known for request in past_requests(manifest)}
    return past | {one.fingerprint: job for job, one in known if one.state == "completed"}


def _is_made(one: Case) -> bool:
    known = one.before
    return known is not None and known.fingerprint == one.fingerprint and known.state != "failed"


def _told(one: Case, made: Mapping[str, str], past: Mapping[str, str]) -> Case:
    now, then = made.get(one.fingerprint), past.get(one.fingerprint)
    if _is_made(one) or (now or then or one.job.id) == one.job.id:  # what it says of itself it did
        return one
    told = f"{now or then} was made from this very request"
    return replace(one, action=one.action.also(told if now else f"{told} before it was changed"))
