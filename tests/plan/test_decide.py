"""The table of actions: state of the record, same request or not, files there or not."""

import pytest

from seedjob.manifest import Manifest, State, Task
from seedjob.plan.action import Kind, Standing
from seedjob.plan.decide import decide

SAME, OTHER = "sha256:same", "sha256:other"

CASES: tuple[tuple[State | None, str, bool, bool, Kind], ...] = (
    # state, what is asked for, files there, a person said --retry failed, action
    (None, SAME, False, False, "create"),
    (None, SAME, True, False, "create"),
    ("submitting", SAME, False, False, "hold"),
    ("submitting", OTHER, False, True, "hold"),
    ("unknown", SAME, False, False, "hold"),
    ("unknown", OTHER, False, True, "hold"),
    ("submitted", SAME, False, False, "resume"),
    ("submitted", OTHER, False, False, "resume"),
    ("completed", SAME, True, False, "skip"),
    ("completed", SAME, False, False, "fetch"),
    ("completed", OTHER, True, False, "create"),
    ("failed", SAME, False, False, "hold"),
    ("failed", SAME, False, True, "create"),
    ("failed", OTHER, False, False, "create"),
    ("lost", SAME, False, False, "resume"),
    ("lost", SAME, False, True, "create"),
    ("lost", OTHER, False, False, "create"),
)


@pytest.mark.parametrize(("state", "asked", "there", "retry", "action"), CASES)
def test_the_manifest_alone_decides(
    state: State | None,
    asked: str,
    there: bool,
    retry: bool,
    action: Kind,
) -> None:
    standing = Standing(asked, state and manifest(state), files_there=there, retry_failed=retry)

    assert action == decide(standing).kind


def manifest(state: State) -> Manifest:
    return Manifest(
        job="fox",
        spec="fox.yaml",
        service="live",
        state=state,
        fingerprint=SAME,
        request={},
        task=Task(id="task-1", submitted_at="2026-01-01T00:00:00Z"),
        tool="seedjob test",
    )


def test_every_action_says_why() -> None:
    states: tuple[State, ...] = (
        "submitting",
        "submitted",
        "completed",
        "failed",
        "unknown",
        "lost",
    )

    assert all(
        decide(Standing(asked, manifest(s))).reasons for s in states for asked in (SAME, OTHER)
    )
