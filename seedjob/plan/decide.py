"""A job's standing to the action that a run would take."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final

from seedjob.manifest import Manifest, Settled, State, moment
from seedjob.plan.action import DONE, EXCHANGED, Action, Standing
from seedjob.plan.changes import Asked, Change, changes

KEPT: Final = timedelta(hours=24)
"""How long the service keeps what it made: a video that went away later cannot be had again."""


def decide(standing: Standing) -> Action:
    """Decide from the manifest alone what to do; paid work is finished before anything is new."""
    manifest = standing.manifest
    if manifest is None:
        return Action("create", ("new",))
    return _DECISIONS[manifest.state](standing, manifest)


def _changed(standing: Standing, manifest: Manifest) -> bool:
    return standing.fingerprint != manifest.fingerprint


def _changes(standing: Standing, manifest: Manifest) -> tuple[Change, ...]:
    if not _changed(standing, manifest):
        return ()
    return changes(Asked(manifest.request, manifest.inputs), standing.asked)


def _anew(standing: Standing, manifest: Manifest, *reasons: str) -> Action:
    """Ask again, because the request is another one."""
    found = _changes(standing, manifest)
    told = tuple(change.sentence for change in found) or ("changed",)
    return Action("create", (*told, *reasons), found)


def _unknown(standing: Standing, manifest: Manifest) -> Action:
    since = manifest.task.submitted_at if manifest.task else "an earlier run"
    reason = f"unknown since {since}: its answer was lost, so it may be paid"
    found = _changes(standing, manifest)
    return Action("hold", (f"{reason}; `seedjob status` tells what to look for",), found)


def _submitted(standing: Standing, manifest: Manifest) -> Action:
    assert manifest.task is not None
    reasons = [f"rendering at the service since {manifest.task.submitted_at}"]
    found = _changes(standing, manifest)
    if _changed(standing, manifest):
        told = ", ".join(change.sentence for change in found) or "changed"
        reasons.append(f"{told} since; what is paid is finished first")
    return Action("resume", tuple(reasons), found)


def _completed(standing: Standing, manifest: Manifest) -> Action:
    if _changed(standing, manifest):
        return _anew(standing, manifest)
    if standing.files_there and not standing.exchanged:
        return Action("skip", (DONE,))
    finished = manifest.task.finished_at if manifest.task else None
    gone = standing.now and finished and standing.now - moment(finished) > KEPT
    if standing.files_there:
        way = "put its own back" if gone else "move it away to have its own fetched again"
        return Action("skip", (f"{EXCHANGED}: {way}",))
    if gone:
        return Action("skip", (f"done at {finished}; its video is not here, nor there any more",))
    return Action("fetch", ("done, but its video is gone",))


def _failed(standing: Standing, manifest: Manifest) -> Action:
    said = manifest.error.message if manifest.error else "no reason given"
    settled = manifest.settled
    if settled is not None and settled.verdict == "not-created":
        return Action("create", (f"settled at {settled.at}: it was not created",))
    if settled is not None and settled.verdict == "abandoned" and not standing.retry_failed:
        return _abandoned(standing, manifest, settled)
    if _changed(standing, manifest):
        return _anew(standing, manifest, "failed before")
    if standing.retry_failed and settled is not None:
        return Action("create", (f"asked to retry what was given up and may be paid: {said}",))
    if standing.retry_failed:
        return Action("create", (f"asked to retry: {said}",))
    return Action("hold", (f"{said}; --retry failed asks again",))


def _abandoned(standing: Standing, manifest: Manifest, settled: Settled) -> Action:
    """Leave alone what a person gave up, unless it is not what is asked for any more."""
    if _changed(standing, manifest):
        return _anew(standing, manifest, "given up before")
    because = f": {settled.reason}" if settled.reason else ""
    return Action("skip", (f"given up at {settled.at}{because}; --retry failed asks again",))


def _lost(standing: Standing, manifest: Manifest) -> Action:
    """Ask once more: that costs nothing, and what seems lost may have been asked for elsewhere.

    Only a person makes it anew: by another request, or by asking to retry.
    """
    said = manifest.error.message if manifest.error else "gone at the service"
    if manifest.service == "local":
        return Action("create", ("the preview is gone",))
    if _changed(standing, manifest):
        return _anew(standing, manifest, "lost before")
    if standing.retry_failed:
        return Action("create", (f"asked to retry what was lost: {said}",))
    return Action("resume", (f"lost: {said}; asking once more",))


_Decision = Callable[[Standing, Manifest], Action]

_DECISIONS: Final[Mapping[State, _Decision]] = {
    "submitting": _unknown,
    "unknown": _unknown,
    "submitted": _submitted,
    "completed": _completed,
    "failed": _failed,
    "lost": _lost,
}
