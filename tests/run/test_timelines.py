"""Timelines of one job: what the service answers, and what became of job, record and money."""

from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from seedjob.errors import DeadLinkError, DownloadError, SeedjobError
from seedjob.manifest import Cost
from seedjob.manifest_text import load
from seedjob.plan.action import Kind
from seedjob.service.answer import (
    Absent,
    CreateAnswer,
    Failed,
    Fault,
    Finished,
    NotSent,
    Refused,
    Rendering,
    Submitted,
    TaskAnswer,
    Trouble,
    Unknown,
    Unusable,
)
from tests.clock import JumpingClock
from tests.run.stage import Script, clip, order, play, state, task_id

FAULT = Fault("service", "said no")
NETWORK = Fault("network", "connection refused")
DONE = Finished("https://media.example/v.mp4")
QUEUED = Rendering("queued")


@dataclass(frozen=True)
class Case:
    """A script and what must come of it."""

    says: str
    ending: str
    state: str
    kind: Kind = "create"
    creates: tuple[CreateAnswer, ...] = (Submitted("task-1"),)
    asks: tuple[TaskAnswer, ...] = (DONE,)
    downloads: tuple[bytes | SeedjobError, ...] = ()
    created: int = 1
    asked: int | None = None
    at: float | None = None
    lost: bool = False
    task_id: str | None = None


CASES = (
    Case("a task is asked for once a poll until it is done", "done", "completed",
         asks=(QUEUED, Rendering("processing"), DONE), asked=3, at=90),
    Case("an unknown status is asked on", "done", "completed",
         asks=(Rendering("dreaming", known=False), DONE), asked=2),
    Case("a refused create is failed", "failed", "failed", creates=(Refused(FAULT),), asked=0),
    Case("a lost answer is unknown and never sent again", "unknown", "unknown",
         creates=(Unknown(FAULT),), asked=0),
    Case("a refused key leaves no record", "unusable", "none",
         creates=(Unusable(FAULT),), asked=0),
    Case("a create that was not sent is tried again", "done", "completed",
         creates=(NotSent(FAULT), NotSent(FAULT), Submitted("t")), created=3),
    Case("Retry-After is obeyed", "done", "completed",
         creates=(NotSent(FAULT, 45.0), Submitted("t")), created=2, at=75),
    Case("a create never sent leaves no record", "unfinished", "none",
         creates=(NotSent(FAULT),), created=5, asked=0),
    Case("no network at all is unusable", "unusable", "none",
         creates=(NotSent(NETWORK),), created=5, asked=0),
    Case("a failed task is failed", "failed", "failed", asks=(QUEUED, Failed(FAULT)), asked=2),
    Case("network trouble while polling is borne", "done", "completed",
         asks=(*[Trouble("network", NETWORK)] * 20, DONE), asked=21),
    Case("Retry-After of a poll is obeyed", "done", "completed",
         asks=(Trouble("network", NETWORK, 100.0), DONE), asked=2, at=130),
    Case("a Retry-After shorter than the poll does not hasten it", "done", "completed",
         asks=(Trouble("network", NETWORK, 1.0), DONE), asked=2, at=60),
    Case("four error codes in a row are borne", "done", "completed",
         asks=(*[Trouble("code", FAULT)] * 4, DONE), asked=5),
    Case("five error codes in a row leave the task resumable", "unfinished", "submitted",
         asks=(Trouble("code", FAULT),), asked=5),
    Case("an error code after a good answer counts anew", "done", "completed",
         asks=(*[Trouble("code", FAULT)] * 4, QUEUED, *[Trouble("code", FAULT)] * 4, DONE),
         asked=10),
    Case("two 401 are borne", "done", "completed", asks=(*[Trouble("key", FAULT)] * 2, DONE),
         asked=3),
    Case("three 401 leave the task resumable", "unusable", "submitted",
         asks=(Trouble("key", FAULT),), asked=3),
    Case("a task unknown at first is asked on", "done", "completed",
         asks=(Absent(FAULT), Absent(FAULT), DONE), asked=3),
    Case("a task unknown for over ten minutes is lost", "lost", "lost", asks=(Absent(FAULT),)),
    Case("a task that may be unknown is not lost within a day", "unfinished", "submitted",
         asks=(Absent(FAULT, sure=False),)),
    Case("other trouble between them makes no row of error codes", "done", "completed",
         asks=(*[Trouble("code", FAULT), Trouble("network", NETWORK)] * 6, DONE), asked=13),
    Case("a task that never ends meets the deadline", "unfinished", "submitted", asks=(QUEUED,),
         asked=120, at=3600),
    Case("a dead link is asked for anew", "done", "completed", asks=(DONE,),
         downloads=(DeadLinkError("dead"), DeadLinkError("dead"), clip()), asked=3),
    Case("three dead links leave the task resumable", "unfinished", "submitted",
         downloads=(DeadLinkError("dead"),), asked=3),
    Case("a cut download is tried again", "done", "completed",
         downloads=(*[DownloadError("cut")] * 5, clip()), asked=6),
    Case("what is no video is tried again three times", "unfinished", "submitted",
         downloads=(b"no video",), asked=3),
    Case("what is no video at first is tried again", "done", "completed",
         downloads=(b"no video", b"no video", clip()), asked=3),
    Case("a paid task is resumed without a create", "done", "completed", kind="resume", created=0,
         asked=1, at=0),
    Case("a video that went away is fetched again", "done", "completed", kind="fetch", created=0,
         asked=1, at=0),
    Case("a job that was done stays so when its task is gone", "lost", "completed", kind="fetch",
         created=0, asks=(Absent(FAULT),)),
    Case("a job that was done stays so when its task has failed", "failed", "completed",
         kind="fetch", created=0, asks=(Failed(FAULT),)),
    Case("a task that was lost is asked for once more", "done", "completed", kind="resume",
         created=0, lost=True, asked=1),
    Case("a refused create keeps the id that came with it", "failed", "failed",
         creates=(Refused(FAULT, "task-3"),), asked=0, task_id="task-3"),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.says)
def test_a_timeline_of_one_job(case: Case, tmp_path: Path) -> None:
    script = Script(JumpingClock(), case.creates, case.asks, case.downloads)
    one = order(tmp_path, case.kind, lost=case.lost)

    played = play([one], script)

    assert ([case.ending], case.state) == (played.endings, state(one))
    assert case.created == script.count("create")
    assert case.asked in (None, script.count("ask"))
    if case.task_id is not None:
        assert case.task_id == task_id(one)
    assert case.at in (None, script.clock.seconds)
    assert one.video.exists() == (case.ending == "done")
    assert not list(tmp_path.glob("*.room"))


def test_what_is_still_lost_changes_no_byte_of_its_record(tmp_path: Path) -> None:
    script = Script(JumpingClock(), asks=(Absent(Fault("absent", "gone")),))
    one = order(tmp_path, "resume", lost=True)
    play([one], script)
    before = one.record.path.read_bytes()
    manifest = load(one.record.path)
    assert manifest is not None
    script.clock.seconds += 86400

    played = play([replace(one, manifest=manifest)], script)

    assert (["lost"], before) == (played.endings, one.record.path.read_bytes())


def test_what_was_known_of_the_cost_outlives_the_video(tmp_path: Path) -> None:
    one = order(tmp_path, "resume")
    known = one.manifest.model_copy(update={"cost": Cost(amount="1.5", charged=True)})

    play([replace(one, manifest=known)], Script(JumpingClock(), asks=(Absent(FAULT),)))

    manifest = load(one.record.path)
    assert manifest is not None
    assert ("lost", "1.5") == (manifest.state, manifest.cost.amount)


def test_what_is_no_video_three_times_is_kept_aside(tmp_path: Path) -> None:
    script = Script(JumpingClock(), downloads=(b"no video",), asks=(DONE,))

    played = play([order(tmp_path)], script)

    assert (tmp_path / "fox.mp4.refused").read_bytes() == b"no video"
    assert "it is kept as fox.mp4.refused" in played.outcomes[0].message
    assert not (tmp_path / "fox.mp4.part").exists()


def test_who_looks_on_hears_that_trouble_went_and_a_log_nothing_twice(tmp_path: Path) -> None:
    asks = (QUEUED, Trouble("network", NETWORK), QUEUED, QUEUED, DONE)
    script = Script(JumpingClock(), asks=asks, downloads=(clip(),))

    played = play([order(tmp_path, "resume")], script)

    assert [("submitted", ""), ("queued", "queued"), ("queued", ""), ("downloading", "")] == (
        played.steps
    )
