"""Records that no spec asks for any more: taken over by a job of another name, or finished."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Final, get_args

from seedjob.cli.ledger import is_placeable, job_id
from seedjob.cli.orders import Case, Found, Look, decided, intent
from seedjob.cli.specs import Loaded, load
from seedjob.errors import RecordError
from seedjob.manifest import (
    AWAITED,
    INFIX,
    SUFFIX,
    Manifest,
    Service,
    State,
    manifest_name,
    video_path,
)
from seedjob.plan.action import MOVED, Standing
from seedjob.plan.decide import decide
from seedjob.project import SUFFIXES, find_files
from seedjob.record import Record, recording, sync_folder
from seedjob.run.order import Order

Strays = dict[Path, Manifest]
"""Manifests by their paths."""

Left = Callable[[Path], bool]
"""Whether a record is to be finished that no spec asks for any more, by its path."""


def find_strays(
    loaded: Loaded, service: Service, wanted: frozenset[str] = frozenset()
) -> tuple[Strays, list[str]]:
    """Find the records of a service in the project whose spec is gone, or names them no more.

    What a spec might own that was not looked at, or is at fault, is none; one with a `wanted`
    fingerprint has its spec looked at. Where any is wanted, the list says of torn ones that nobody
    owns what is wrong: they may tell what a job that bears another name now was paid for.
    """
    sound = {f"{loaded.root}/{job.spec}" for job in loaded.jobs}
    found: Strays = {}
    torn: list[str] = []
    for path in _unowned(loaded, service):
        try:
            manifest = Record(path).read()
        except RecordError as error:
            if wanted and _is(service, path) and not _may_be_owned(path, sound):
                torn.append(str(error))
            continue
        if manifest is None or manifest.service != service:
            continue
        spec = path.parent / PurePosixPath(manifest.spec).name
        asked = manifest.fingerprint in wanted
        if str(spec) in sound or not _is_file(spec) or (asked and _disowns(spec, path)):
            found[path] = manifest
    return found, torn


def _unowned(loaded: Loaded, service: Service) -> Iterator[Path]:
    """List the records that no job has that was looked at, be it by a link."""
    owned = {f"{loaded.root}/{manifest_name(job.id, service)}" for job in loaded.jobs}
    linked = {os.path.realpath(path) for path in owned if os.path.islink(path)}  # noqa: PTH114
    return map(Path, sorted(set(find_files(loaded.root, SUFFIX)) - owned - linked))


def _is(service: Service, path: Path) -> bool:
    local = path.name.endswith(f"{INFIX['local']}{SUFFIX}")
    return local == (service == "local")


def _may_be_owned(path: Path, sound: set[str]) -> bool:
    """Tell whether a spec beside it that was not looked at bears its name, or its first parts."""
    parts = path.name.removesuffix(SUFFIX).split(".")
    names = (".".join(parts[:count]) for count in range(1, len(parts) + 1))
    specs = (path.with_name(f"{name}{ending}") for name in names for ending in SUFFIXES)
    return any(_is_file(spec) and str(spec) not in sound for spec in specs)


def _disowns(spec: Path, path: Path) -> bool:
    """Tell whether a spec that was not looked at is sound, and has no job of that record."""
    told = load((spec,), max_jobs=sys.maxsize)
    services: tuple[Service, ...] = get_args(Service)
    places = {
        f"{told.root}/{manifest_name(job.id, service)}" for job in told.jobs for service in services
    }
    return bool(told.jobs) and str(path) not in places


def _is_file(spec: Path) -> bool:
    """Tell whether a spec is there, whatever name a record gives it."""
    return is_placeable(spec) and spec.is_file()


def taken_over(cases: Iterable[Case], strays: Strays, root: Path, look: Look) -> list[Case]:
    """Let each new job take over the record of the very same request, so that nothing is re-bought.

    Of several each is taken once, first those that are paid. `strays` loses what was taken.
    """
    by_request: dict[str, list[Path]] = {}
    for path, manifest in sorted(strays.items(), key=lambda pair: _BEST_LAST.index(pair[1].state)):
        by_request.setdefault(manifest.fingerprint, []).append(path)
    cases = list(cases)
    for index, one in enumerate(cases):
        if one.before is None and (paths := by_request.get(one.fingerprint)):
            path = paths.pop()
            cases[index] = _moved(one, path, strays.pop(path), root, look)
    return cases


_BEST_LAST: Final[tuple[State, ...]] = (
    "failed", "unknown", "submitting", "lost", "submitted", "completed",
)  # fmt: skip
"""Records of one request by what they are worth: what is paid is never made anew beside another."""


def _moved(one: Case, path: Path, manifest: Manifest, root: Path, look: Look) -> Case:
    video = _video(path, one.service)
    outputs = [
        output.model_copy(update={"path": one.video.name}) if output.path == video.name else output
        for output in manifest.outputs
    ]
    new = intent(one)
    named = {"job": new.job, "spec": new.spec, "request": new.request, "inputs": new.inputs}
    known = manifest.model_copy(update={**named, "outputs": outputs})
    case = decided(
        replace(one, before=known, found=Found(path)), look, video if video.is_file() else None
    )
    reasons = (f"{MOVED}{job_id(path, root)}", *case.action.reasons)
    return replace(case, action=replace(case.action, reasons=reasons))


def keep(one: Case) -> None:
    """Put a job's record in its place, where it was found elsewhere.

    Raises RecordError where the disk does not let us; what was there is then still there.
    """
    if one.found is None or one.before is None:
        if one.record.has_room:
            one.record.recover()
        return
    stray = one.found.stray
    if stray is not None:
        _move(_video(stray, one.service), one.video)
    one.record.write(one.before)
    if stray is not None:
        with recording(stray):
            stray.unlink(missing_ok=True)
            sync_folder(stray.parent)


def _move(video: Path, place: Path) -> None:
    """Move a video to where its job's new name has it, over nothing that lies there."""
    if video.is_file() and not place.exists():
        with recording(place):
            video.rename(place)
            sync_folder(place.parent)


def left_in(loaded: Loaded) -> Left:
    """Tell what is left in folders that were searched whole."""
    return lambda path: loaded.searched(path.parent)


def unfinished(strays: Strays, root: Path, left: Left) -> Iterator[Order]:
    """Give the orders of what is paid, or may be, and no spec asks for: it is not abandoned."""
    for path, manifest in strays.items():
        if manifest.state not in AWAITED or not left(path):
            continue
        job = job_id(path, root)
        action = decide(Standing(manifest.fingerprint, manifest))
        reasons = ("no spec asks for it any more", *action.reasons)
        video = _video(path, manifest.service)
        yield Order(job, replace(action, reasons=reasons), manifest, Record(path), video, {})


def _video(path: Path, service: Service) -> Path:
    name = path.name.removesuffix(manifest_name("", service))
    return video_path(path.parent, name, service)
