"""A job's standing to the action that a run would take."""

from collections.abc import Callable, Mapping
from typing import Final

from seedjob.manifest import Manifest, Settled, State
from seedjob.plan.action import Action, Standing


def decide(standing: Standing) -> Action:
    """Decide from the manifest alone what to do; paid work is finished before anything is new."""
    manifest = standing.manifest
    if manifest is None:
        return Action("create", ("new",))
    return _DECISIONS[manifest.state](standing, manifest)


def _changed(standing: Standing, manifest: Manifest) -> bool:
    return standing.fingerprint != manifest.fingerprint


def _unknown(_standing: Standing, manifest: Manifest) -> Action:
    since = manifest.task.submitted_at if manifest.task else "an earlier run"
    reason = f"asked for at {since}, its answer was lost, so it may be paid"
    return Action("hold", (f"{reason}; `seedjob status` tells what to look for",))


def _submitted(standing: Standing, manifest: Manifest) -> Action:
    assert manifest.task is not None
    reasons = [f"rendering at the service since {manifest.task.submitted_at}"]
    if _changed(standing, manifest):
        reasons.append("changed since; what is paid is finished first")
    return Action("resume", tuple(reasons))


def _completed(standing: Standing, manifest: Manifest) -> Action:
    if _changed(standing, manifest):
        return Action("create", ("changed; the new video takes the old one's place",))
    if not standing.files_there:
        return Action("fetch", ("done, but its video is gone",))
    return Action("skip", ("done",))


def _failed(standing: Standing, manifest: Manifest) -> Action:
    said = manifest.error.message if manifest.error else "no reason given"
    settled = manifest.settled
    if settled is not None and settled.verdict == "not-created":
        return Action("create", (f"settled at {settled.at}: it was not created",))
    if settled is not None and settled.verdict == "abandoned" and not standing.retry_failed:
        return _abandoned(standing, manifest, settled)
    if _changed(standing, manifest):
        return Action("create", ("changed since it failed",))
    if standing.retry_failed:
        return Action("create", (f"asked to retry: {said}",))
    return Action("hold", (f"{said}; --retry failed asks again",))


def _abandoned(standing: Standing, manifest: Manifest, settled: Settled) -> Action:
    """Leave alone what a person gave up, unless it is not what is asked for any more."""
    if _changed(standing, manifest):
        return Action("create", ("changed since it was given up",))
    because = f": {settled.reason}" if settled.reason else ""
    return Action("skip", (f"given up at {settled.at}{because}; --retry failed asks again",))


def _lost(_standing: Standing, manifest: Manifest) -> Action:
    """Ask once more: that costs nothing, and what seems lost may have been asked for elsewhere."""
    said = manifest.error.message if manifest.error else "gone at the service"
    if manifest.service == "local":
        return Action("create", ("the preview is gone",))
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
