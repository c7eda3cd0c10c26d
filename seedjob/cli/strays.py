"""Records that no spec asks for any more: taken over by a job of another name, or finished."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from seedjob.cli.ledger import job_id
from seedjob.cli.orders import Case, Found, Look, decided, intent
from seedjob.cli.specs import Loaded
from seedjob.errors import RecordError
from seedjob.manifest import SUFFIX, Manifest, Service, State, manifest_name, video_path
from seedjob.plan.action import Standing
from seedjob.plan.decide import decide
from seedjob.project import find_files
from seedjob.record import Record, recording, sync_folder
from seedjob.run.order import Order

Strays = dict[Path, Manifest]
"""Manifests by their paths."""

Left = Callable[[Path], bool]
"""Whether a record is to be finished that no spec asks for any more, by its path."""


def find_strays(loaded: Loaded, service: Service) -> Strays:
    """Find the records of a service in the project whose spec is gone, or names them no more.

    What a spec might own that was not looked at, or is at fault, is none.
    """
    owned = {f"{loaded.root}/{manifest_name(job.id, service)}" for job in loaded.jobs}
    sound = {f"{loaded.root}/{job.spec}" for job in loaded.jobs}
    found: Strays = {}
    for path in map(Path, sorted(set(find_files(loaded.root, SUFFIX)) - owned)):
        manifest = _read(path)
        if manifest is None or manifest.service != service:
            continue
        spec = path.with_name(Path(manifest.spec).name)
        if str(spec) in sound or not spec.exists():
            found[path] = manifest
    return found


def taken_over(cases: Iterable[Case], strays: Strays, root: Path, look: Look) -> list[Case]:
    """Let each new job take over the record of the very same request, so that nothing is re-bought.

    `strays` loses the records that were taken.
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
    reasons = (f"moved from {job_id(path, root)}", *case.action.reasons)
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
        if manifest.state not in _LEFT or not left(path):
            continue
        job = job_id(path, root)
        action = decide(Standing(manifest.fingerprint, manifest))
        reasons = ("no spec asks for it any more", *action.reasons)
        video = _video(path, manifest.service)
        yield Order(job, replace(action, reasons=reasons), manifest, Record(path), video, {})


_LEFT: Final = {"submitting", "unknown", "submitted"}


def _video(path: Path, service: Service) -> Path:
    name = path.name.removesuffix(manifest_name("", service))
    return video_path(path.parent, name, service)


def _read(path: Path) -> Manifest | None:
    try:
        return Record(path).read()
    except RecordError:
        return None
