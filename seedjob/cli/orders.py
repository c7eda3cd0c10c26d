"""Jobs to orders: what each asks for, what its record holds, and what is to be done about it."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from seedjob import __version__
from seedjob.errors import UsageError
from seedjob.manifest import (
    Cost,
    Input,
    Manifest,
    Output,
    Replaced,
    Service,
    manifest_path,
    video_path,
)
from seedjob.media.check import media_paths, prompt
from seedjob.media.digest import hash_file
from seedjob.plan.action import Action, Standing
from seedjob.plan.decide import decide
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

    Raises MediaError for a file that went away, RecordError for a manifest that cannot be read,
    UsageError for one that another spec's job owns.
    """
    folder = root / PurePosixPath(job.spec).parent
    text, inputs = prompt(job.job, folder), _inputs(job, folder)
    asked = fingerprint(job.job, text, {given.path: given.sha256 for given in inputs})
    before = Record(manifest_path(folder, job.name, service)).recover()
    _check_owner(job, before, folder)
    there = video_path(folder, job.name, service).is_file()
    action = decide(Standing(asked, before, files_there=there, retry_failed=retry_failed))
    return Case(job, folder, service, text, inputs, asked, before, action)


def check_videos(cases: Sequence[Case]) -> None:
    """Hold that no video is put where a file of people's own is.

    Raises UsageError for a job whose video would replace a job's input or an unknown file.
    """
    inputs = {path.resolve() for one in cases for path in one.files.values()}
    for one in cases:
        video = video_path(one.folder, one.job.name, one.service)
        if one.action.kind != "skip" and video.resolve() in inputs:
            raise UsageError(f"{video} is an input, and would be replaced by the video: rename it")
        known = {output.path for output in _outputs(one.before)}
        unknown = one.service == "live" and video.name not in known and os.path.lexists(video)
        if one.action.kind == "create" and unknown:
            raise UsageError(f"{video} is there and no manifest tells of it: move or remove it")


def order(one: Case, urls: Mapping[Path, str]) -> Order:
    """Make the order; `urls` tells where the service fetches each local file of a create."""
    creates = one.action.kind == "create"
    body = one.body(lambda path: {"url": urls[one.folder / path]}) if creates else {}
    return Order(
        job=one.job.id,
        action=one.action,
        manifest=_intent(one) if creates or one.before is None else one.before,
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


def _check_owner(job: NamedJob, before: Manifest | None, folder: Path) -> None:
    """Let no spec overwrite the record of another one's job that bears the same name."""
    own = PurePosixPath(job.spec).name
    if before and before.spec != own and (folder / PurePosixPath(before.spec).name).is_file():
        raise UsageError(
            f"the job's name '{job.name}' of {job.spec} is taken by {before.spec} in its folder; "
            "give one of them another name"
        )


def _outputs(before: Manifest | None) -> Iterator[Output]:
    if before is not None:
        yield from before.outputs
        for task in before.replaced:
            yield from task.outputs


def _replaced(before: Manifest | None) -> list[Replaced]:
    """Keep what was paid for an earlier request, or may have been: a new one never hides it."""
    if before is None:
        return []
    if before.task is None or before.task.id is None:
        return before.replaced
    last = Replaced(
        fingerprint=before.fingerprint,
        state=before.state,
        task=before.task,
        outputs=before.outputs,
        cost=before.cost,
    )
    return [*before.replaced, last]


def _intent(one: Case) -> Manifest:
    return Manifest(
        job=one.job.name,
        spec=PurePosixPath(one.job.spec).name,
        service=one.service,
        state="submitting",
        fingerprint=one.fingerprint,
        request=one.body(lambda path: {"path": path}),
        inputs=list(one.inputs),
        cost=Cost(charged="unknown" if one.service == "live" else False),
        replaced=_replaced(one.before),
        tool=f"seedjob {__version__}",
    )
