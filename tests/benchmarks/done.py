"""A project's specs to what a run leaves beside them: a completed manifest and a video each."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from seedjob.cli.orders import Case, Look, case, intent
from seedjob.cli.specs import load
from seedjob.manifest import Manifest, Output, Task
from seedjob.manifest_text import dump

VIDEO: Final = b"no plan looks into it"


def write_done(folder: Path) -> None:
    """Write the manifest and the video of every job of a project."""
    loaded = load((folder / "specs",))
    look = Look("live", retry_failed=False, now=datetime.now(UTC))
    for job in loaded.jobs:
        one = case(job, loaded.root, look)
        one.video.write_bytes(VIDEO)
        one.record.path.write_text(dump(_completed(one)), "utf-8")


def _completed(one: Case) -> Manifest:
    task = Task(
        id=f"task-{one.job.name}",
        submitted_at="2026-01-31T12:00:00Z",
        finished_at="2026-01-31T12:03:20Z",
    )
    output = Output(
        kind="video", path=one.video.name, sha256=hashlib.sha256(VIDEO).hexdigest(),
        bytes=len(VIDEO), width=1280, height=720, seconds=5.04, fps=24.0, codec="h264",
    )  # fmt: skip
    made = {"state": "completed", "task": task, "outputs": [output]}
    return intent(one).model_copy(update=made)
