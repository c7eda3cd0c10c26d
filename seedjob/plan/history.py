"""What a job asked for before: kept when the request changes, found again when it changes back."""

from seedjob.manifest import Manifest, Replaced


def replaced(before: Manifest | None) -> list[Replaced]:
    """Keep what was paid for an earlier request, or may have been: a new one never hides it."""
    if before is None:
        return []
    if before.task is None or not _is_worth_keeping(before):
        return before.replaced
    last = Replaced(
        fingerprint=before.fingerprint,
        state=before.state,
        task=before.task,
        outputs=before.outputs,
        cost=before.cost,
        settled=before.settled,
    )
    return [*before.replaced, last]


def _is_worth_keeping(before: Manifest) -> bool:
    """Tell whether a task came of it, a person decided on it, or a budget counts it.

    A create that was refused has no task, and may have been billed all the same.
    """
    counted = before.cost.estimate is not None and before.cost.charged is not False
    return (
        (before.task is not None and before.task.id is not None) or bool(before.settled) or counted
    )


def earlier(before: Manifest | None, fingerprint: str) -> tuple[Replaced, ...]:
    """List what was made for a request before it changed, and changed back; the newest last."""
    known = before.replaced if before else ()
    return tuple(
        old for old in known if old.fingerprint == fingerprint and old.state == "completed"
    )


def past_requests(manifest: Manifest) -> set[str]:
    """Tell from which requests a job was made before it was changed, be they paid anew or not."""
    return {old.fingerprint for old in manifest.replaced if old.state == "completed"}


def revived(intent: Manifest, before: Manifest | None, old: Replaced) -> Manifest:
    """Give the record of a job as it was when it asked for `old`; what came since is kept."""
    update = {
        "state": old.state,
        "task": old.task,
        "outputs": old.outputs,
        "cost": old.cost,
        "replaced": [other for other in replaced(before) if other != old],
    }
    return intent.model_copy(update=update)
