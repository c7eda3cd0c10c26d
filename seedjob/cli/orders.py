"""Jobs to orders: what each asks for, what its record holds, and what is to be done about it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from seedjob import __version__
from seedjob.manifest import (
    Cost,
    Input,
    Manifest,
    Service,
    manifest_path,
    video_path,
)
from seedjob.media.check import media_paths, prompt
from seedjob.media.digest import hash_file
from seedjob.plan.action import Action, Standing
from seedjob.plan.decide import decide
from seedjob.plan.history import replaced, revived
from seedjob.record import Record
from seedjob.run.order import Order
from seedjob.service.request import Point, fingerprint, request
from seedjob.spec.expand import NamedJob


@dataclass(frozen=True, slots=True)
class Case:
    """One job as it stands, with everything that an order is made of but the media's URLs."""

    job: NamedJob
    folder: Path
    service: Service
    prompt: str
    inputs: tuple[Input, ...]
    fingerprint: str
    before: Manifest | None
    action: Action

    @property
    def files(self) -> dict[str, Path]:
        """Give the local files that the service must be able to fetch, by path in the spec."""
        return {given.path: self.folder / given.path for given in self.inputs}

    def body(self, point: Point) -> dict[str, Any]:
        """Give the create's body, local files as `point` has them."""
        return request(self.job.job, self.prompt, point)


def case(job: NamedJob, root: Path, service: Service, *, retry_failed: bool) -> Case:
    """Read what a job asks for and what its manifest holds, and decide.

    A request that changed back to what its video was made from finds its old record again.
    Raises MediaError for a file that went away, RecordError for a manifest that cannot be read.
    """
    folder = root / PurePosixPath(job.spec).parent
    text, inputs = prompt(job, folder), _inputs(job, folder)
    asked = fingerprint(job.job, text, {given.path: given.sha256 for given in inputs})
    before = Record(manifest_path(folder, job.name, service)).recover()
    there = video_path(folder, job.name, service).is_file()
    action = decide(Standing(asked, before, files_there=there, retry_failed=retry_failed))
    return _revive(Case(job, folder, service, text, inputs, asked, before, action))


def _revive(one: Case) -> Case:
    video = video_path(one.folder, one.job.name, one.service)
    changed = one.before is not None and one.action.kind == "create"
    if not changed or not video.is_file():
        return one
    known = revived(intent(one), one.before, hash_file(video)[0])
    if known is None:
        return one
    Record(manifest_path(one.folder, one.job.name, one.service)).write(known)
    return replace(one, before=known, action=Action("skip", ("done before it was changed",)))


def order(one: Case, urls: Mapping[Path, str]) -> Order:
    """Make the order; `urls` tells where the service fetches each local file of a create."""
    creates = one.action.kind == "create"
    body = one.body(lambda path: {"url": urls[one.folder / path]}) if creates else {}
    return Order(
        job=one.job.id,
        action=one.action,
        manifest=intent(one) if creates or one.before is None else one.before,
        record=Record(manifest_path(one.folder, one.job.name, one.service)),
        video=video_path(one.folder, one.job.name, one.service),
        body=body,
        before=one.before,
    )


def _inputs(job: NamedJob, folder: Path) -> tuple[Input, ...]:
    return tuple(_input(path, folder) for path in media_paths(job.job))


def _input(path: str, folder: Path) -> Input:
    sha256, size = hash_file(folder / path)
    return Input(path=path, sha256=sha256, bytes=size)


def intent(one: Case) -> Manifest:
    """Give the manifest that a create of this job begins with, and what went before it."""
    return Manifest(
        job=one.job.name,
        spec=PurePosixPath(one.job.spec).name,
        service=one.service,
        state="submitting",
        fingerprint=one.fingerprint,
        request=one.body(lambda path: {"path": path}),
        inputs=list(one.inputs),
        cost=Cost(charged="unknown" if one.service == "live" else False),
        replaced=replaced(one.before),
        tool=f"seedjob {__version__}",
    )
