"""A person's word on a create whose outcome nobody knew, to the manifest that it leaves."""

from datetime import UTC, datetime, timedelta
from typing import Final

from seedjob.manifest import OPEN, Charged, Manifest, Settled, Task, Verdict, moment, timestamp
from seedjob.service.answer import Sighting
from seedjob.service.identity import shown_id

EARLIEST: Final = timedelta(seconds=-10)
LATEST: Final = timedelta(minutes=2, seconds=10)
"""From when to when, seen from the intent, its task may have been made, by one clock."""

ASTRAY: Final = timedelta(minutes=5)
"""By how much clocks may differ where the service does not tell what its own says."""


def obstacle(manifest: Manifest | None) -> str | None:
    """Say why there is nothing to settle, or nothing.

    A word may be taken back until a video came of it: people err, and tasks turn up late.
    """
    if manifest is None:
        return "it has no manifest, so nothing was asked for"
    if manifest.state in OPEN:
        return None
    if manifest.settled is not None and manifest.state != "completed":
        return None
    return f"it is {manifest.state}; only a create with an unknown outcome is settled"


def misfit(manifest: Manifest, seen: Sighting) -> str | None:
    """Say why a task that was seen cannot be the one of this intent, or nothing."""
    model = manifest.request.get("model")
    if seen.model is not None and model is not None and seen.model != model:
        return f"its model is '{shown_id(seen.model)}', not '{model}'"
    if seen.created is None or manifest.task is None:
        return None
    made, asked = datetime.fromtimestamp(seen.created, UTC), moment(manifest.task.submitted_at)
    astray = ASTRAY if seen.ahead is None else timedelta()
    took = made - asked - timedelta(seconds=seen.ahead or 0)
    if EARLIEST - astray <= took <= LATEST + astray:
        return None
    return f"it was made at {timestamp(made)}, the create was sent at {timestamp(asked)}"


def settle(
    manifest: Manifest, verdict: Verdict, *, at: datetime, reason: str | None, task_id: str | None
) -> Manifest:
    """Put a person's word into the manifest; `task_id` goes with the verdict of that name."""
    settled = Settled(verdict=verdict, at=timestamp(at), reason=reason)
    if verdict == "task-id":
        assert task_id is not None
        return identified(manifest, task_id, at).model_copy(update={"settled": settled})
    perhaps_paid = verdict == "abandoned" and manifest.service == "live"
    charged: Charged = "unknown" if perhaps_paid else False
    update = {
        "state": "failed",
        "task": manifest.task and manifest.task.model_copy(update={"id": None}),
        "cost": manifest.cost.model_copy(update={"charged": charged}),
        "settled": settled,
    }
    return manifest.model_copy(update=update)


def identified(manifest: Manifest, task_id: str, at: datetime) -> Manifest:
    """Give an intent the id that was found for it: from now on it is paid, and can be followed."""
    asked = manifest.task or Task(submitted_at=timestamp(at))
    update = {
        "state": "submitted",
        "task": asked.model_copy(update={"id": task_id}),
        "cost": manifest.cost.model_copy(update={"charged": manifest.service == "live"}),
        "error": None,
        "settled": None,
    }
    return manifest.model_copy(update=update)
