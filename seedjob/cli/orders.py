"""Jobs to orders: what each asks for, what its record holds, and what is to be done about it."""

import os
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from seedjob import __version__
from seedjob.manifest import (
    Input,
    Manifest,
    Service,
    manifest_path,
    video_path,
)
from seedjob.media.check import media_paths, prompt
from seedjob.media.digest import hash_file
from seedjob.money import Money
from seedjob.plan.action import Action, Standing
from seedjob.plan.changes import NOTHING, Asked
from seedjob.plan.decide import decide
from seedjob.plan.history import replaced
from seedjob.plan.price import estimate, written
from seedjob.record import Record
from seedjob.run.order import Order
from seedjob.service.request import Point, fingerprint, request
from seedjob.settings.settings import Prices
from seedjob.spec.expand import NamedJob


@dataclass(frozen=True, slots=True)
class Case:
    """One job as it stands, with everything that an order is made of but the media's URLs.

    `before` is what is known of it. Where that stands elsewhere yet, or nowhere, `found` says so.
    """

    job: NamedJob
    folder: Path
    record: Record
    video: Path
    service: Service
    prompt: str
    inputs: tuple[Input, ...]
    fingerprint: str
    before: Manifest | None
    action: Action
    estimate: Money | None = None
    found: "Found | None" = None

    @property
    def files(self) -> dict[str, Path]:
        """Give the local files that the service must be able to fetch, by path in the spec."""
        return {given.path: self.folder / given.path for given in self.inputs}

    def body(self, point: Point) -> dict[str, Any]:
        """Give the create's body, local files as `point` has them."""
        return request(self.job.job, self.prompt, point)


@dataclass(frozen=True, slots=True)
class Astray:
    """A job's record lies where it bore another name, and is to move into its place."""

    path: Path


@dataclass(frozen=True, slots=True)
class Earlier:
    """What was made for its very request stands in a record that went on to another one.

    `instead` stands in its place until its video is there again, if anything does.
    """

    instead: Manifest | None


@dataclass(frozen=True, slots=True)
class Back:
    """What was made for its very request is in its place again, and its record has to say so."""


Found = Astray | Earlier | Back


@dataclass(frozen=True, slots=True)
class Look:
    """How jobs are looked at: for which service, at which prices.

    `retry_failed`: whether what failed is asked for again.
    """

    service: Service
    retry_failed: bool
    now: datetime
    prices: Prices | None = None


Hash = Callable[[Path], tuple[str, int]]
"""Path of a file to its sha256 and its length."""


def case(job: NamedJob, root: Path, look: Look, hashed: Hash = hash_file) -> Case:
    """Read what a job asks for and what its manifest holds, and decide; nothing is written.

    `hashed` may know files that other jobs name too.
    Raises MediaError for a file that went away, RecordError for a manifest that cannot be read.
    """
    folder = Path(f"{root}/{job.spec}").parent
    text, inputs = prompt(job, folder), _inputs(job, folder, hashed)
    asked = fingerprint(job.job, text, {given.path: given.sha256 for given in inputs})
    record = Record(manifest_path(folder, job.name, look.service))
    before = record.read()
    new = Case(
        job=job,
        folder=folder,
        record=record,
        video=video_path(folder, job.name, look.service),
        service=look.service,
        prompt=text,
        inputs=inputs,
        fingerprint=asked,
        before=before,
        action=Action("create", ("new",)),
        estimate=estimate(look.prices, job.job),
    )
    return decided(new, look) if before is not None else new


def decided(one: Case, look: Look, *, files_there: bool | None = None) -> Case:
    """Decide what is to be done about a job; who knows of its files besides says it."""
    same = one.before is not None and one.before.fingerprint == one.fingerprint
    length = _length(one.video) if files_there is None else None
    standing = Standing(
        fingerprint=one.fingerprint,
        manifest=one.before,
        asked=NOTHING if same else Asked(one.body(lambda path: {"path": path}), one.inputs),
        files_there=length is not None if files_there is None else files_there,
        retry_failed=look.retry_failed,
        now=look.now,
        exchanged=length is not None and one.service == "live" and length != _made(one, length),
    )
    return replace(one, action=decide(standing))


def _length(video: Path) -> int | None:
    """Tell a file's length in bytes; none where there is no file."""
    try:
        found = os.stat(video)  # noqa: PTH116 - of thousands
    except (OSError, ValueError):
        return None
    return found.st_size if stat.S_ISREG(found.st_mode) else None


def _made(one: Case, length: int) -> int:
    """Tell how long the video is that was made; what no record tells of is as it should be."""
    outputs = one.before.outputs if one.before else ()
    return next((output.bytes for output in outputs if output.path == one.video.name), length)


def order(one: Case, urls: Mapping[Path, str]) -> Order:
    """Make the order; `urls` tells where the service fetches each local file of a create."""
    creates = one.action.kind == "create"
    body = one.body(lambda path: {"url": urls[one.folder / path]}) if creates else {}
    return Order(
        job=one.job.id,
        action=one.action,
        manifest=intent(one) if creates or one.before is None else one.before,
        record=one.record,
        video=one.video,
        body=body,
        before=one.found.instead if isinstance(one.found, Earlier) else one.before,
        stale=one.before is not None and one.before.fingerprint != one.fingerprint,
    )


def _inputs(job: NamedJob, folder: Path, hashed: Hash) -> tuple[Input, ...]:
    return tuple(_input(path, hashed(folder / path)) for path in media_paths(job.job))


def _input(path: str, found: tuple[str, int]) -> Input:
    return Input(path=path, sha256=found[0], bytes=found[1])


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
        cost=written(one.estimate, charged="unknown" if one.service == "live" else False),
        replaced=replaced(one.before),
        tool=f"seedjob {__version__}",
    )
