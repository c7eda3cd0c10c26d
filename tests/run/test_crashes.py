"""A crash at each step of a create: what a later run finds, and that no id on disk is lost."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from seedjob.manifest import Manifest
from seedjob.manifest_text import load
from seedjob.record import Record, sweep
from seedjob.run.order import Order
from seedjob.service.answer import CreateAnswer, Fault, Finished, NotSent, Submitted
from tests.clock import JumpingClock
from tests.run.stage import INTENT, Script, order, play

DONE = Finished("https://media.example/v.mp4")


class Crash(BaseException):
    """What kill -9 is to a process, as near as one can come without one."""


class CrashingRecord(Record):
    """A record that crashes at one of its steps, after as much as would be on disk by then."""

    def __init__(self, path: Path, at: str) -> None:
        super().__init__(path)
        self.at = at

    def intend(self, intent: Manifest, before: Manifest | None) -> bool:
        if self.at == "before the intent":
            raise Crash
        done = super().intend(intent, before)
        if self.at == "after the intent":
            raise Crash
        return done

    def set_aside(self, intent: Manifest) -> None:
        super().set_aside(intent)
        if self.at == "after the room":
            raise Crash

    def answer(self, manifest: Manifest) -> None:
        super().answer(manifest)
        if self.at == "after the answer":
            raise Crash

    def _put_in_place(self) -> None:
        if self.at == "before the answer's rename":
            raise Crash
        super()._put_in_place()


@dataclass
class Sending(Script):
    """A script that crashes while the create is on its way."""

    at: str = ""
    sent: list[Mapping[str, Any]] = field(default_factory=list)

    async def create(self, body: Mapping[str, Any]) -> CreateAnswer:
        self.sent.append(body)
        if self.at == "while sending":
            raise Crash
        return await Script.create(self, body)


STEPS = {
    # where it crashes: what is known after it, creates that left
    "before the intent": (None, 0),
    "after the intent": ("submitting", 0),
    "after the room": ("submitting", 0),
    "while sending": ("submitting", 1),
    "before the answer's rename": ("submitted", 1),
    "after the answer": ("submitted", 1),
}


def crashing(folder: Path, at: str) -> Order:
    one = order(folder)
    return Order(
        job=one.job,
        action=one.action,
        manifest=one.manifest,
        record=CrashingRecord(one.record.path, at),
        video=one.video,
        body={},
    )


@pytest.mark.parametrize("at", STEPS)
def test_a_crash_leaves_what_is_true(at: str, tmp_path: Path) -> None:
    known, sent = STEPS[at]
    script = Sending(JumpingClock(), creates=(Submitted("task-9"),), at=at)

    with pytest.raises(Crash):
        play([crashing(tmp_path, at)], script)

    record = Record(tmp_path / "fox.manifest.json")
    found = record.read()
    assert (known, sent) == (found and found.state, len(script.sent))
    assert found == record.recover() == load(record.path)
    if known == "submitted":
        assert found is not None
        assert found.task is not None
        assert found.task.id == "task-9"


def _stale(room: Path) -> None:
    record = Record(room.parent / "other.manifest.json")
    record.write(INTENT.model_copy(update={"fingerprint": "sha256:other", "state": "failed"}))
    record.path.rename(room)


def _torn(room: Path) -> None:
    room.write_text('{"manifest": 1, "state": "subm', "utf-8")


def _link(room: Path) -> None:
    room.symlink_to(room.parent / "nowhere")


@pytest.mark.parametrize("leave", [_stale, _torn, _link])
def test_what_is_no_answer_to_this_intent_is_not_taken_for_one(
    leave: Callable[[Path], None], tmp_path: Path
) -> None:
    record = Record(tmp_path / "fox.manifest.json")
    record.write(INTENT)
    leave(tmp_path / ".fox.manifest.json.room")

    assert record.read() == INTENT == record.recover()


def test_a_draft_that_a_crash_left_is_swept_away_and_nothing_else_is(tmp_path: Path) -> None:
    record = Record(tmp_path / "fox.manifest.json")
    record.write(INTENT)
    record.set_aside(INTENT)
    kept = {path.name for path in tmp_path.iterdir()} | {".of-people.draft"}
    for name in (".of-people.draft", ".fox.manifest.json.0123abcd.draft"):
        (tmp_path / name).touch()

    sweep(tmp_path)

    assert kept == {path.name for path in tmp_path.iterdir()}


def test_a_create_that_was_not_sent_takes_the_intent_back_before_it_waits(tmp_path: Path) -> None:
    clock = JumpingClock()
    busy = NotSent(Fault("rate", "too many"), retry_after=100.0)
    script = Script(clock, creates=(busy, Submitted("t")), asks=(DONE,))
    one = order(tmp_path)
    seen: list[bool] = []
    sleep = clock.sleep

    async def looking(seconds: float) -> None:
        if seconds == 100.0:
            seen.append(one.record.path.exists())
        await sleep(seconds)

    clock.sleep = looking  # type: ignore[method-assign]  # an eye on the disk while time passes
    play([one], script)

    assert seen == [False]
