"""What lies in the folder when a fetch ends in any way but well."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from seedjob.errors import DownloadError, MediaError, RecordError
from seedjob.run.fetch import fetch
from seedjob.run.order import Options, Tools
from seedjob.service.answer import Finished
from seedjob.service.receive import Received
from tests.clock import JumpingClock
from tests.run.stage import SUBMITTED, Script, clip, order, play, state

DONE = Finished("https://media.example/v.mp4")


@dataclass
class Arriving(Script):
    """A service that tells when a video lies there."""

    came: asyncio.Event = field(default_factory=asyncio.Event)

    async def download(self, url: str, part: Path) -> Received:
        received = await super().download(url, part)
        self.came.set()
        return received


def tools(script: Script) -> Tools:
    return Tools(script, script.clock, Options(), lambda: 1.0, lambda *_: None)


def parts(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.endswith(".part")]


def test_what_is_no_video_leaves_no_part(tmp_path: Path) -> None:
    script = Script(JumpingClock(), downloads=(b"no video",))
    with pytest.raises(MediaError):
        asyncio.run(fetch(order(tmp_path, "resume"), SUBMITTED, DONE, tools(script)))

    assert parts(tmp_path) == []


def test_a_fetch_that_is_stopped_while_the_video_is_judged_leaves_no_part(tmp_path: Path) -> None:
    async def stopped() -> None:
        script = Arriving(JumpingClock(), downloads=(clip(),))
        task = asyncio.create_task(fetch(order(tmp_path, "resume"), SUBMITTED, DONE, tools(script)))
        await script.came.wait()
        task.cancel()
        await task

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(stopped())

    assert parts(tmp_path) == []


def test_a_place_that_cannot_be_taken_leaves_no_part(tmp_path: Path) -> None:
    (tmp_path / "fox.mp4").mkdir()
    script = Script(JumpingClock(), downloads=(clip(),))
    with pytest.raises(RecordError):
        asyncio.run(fetch(order(tmp_path, "resume"), SUBMITTED, DONE, tools(script)))

    assert parts(tmp_path) == []


def test_a_busy_media_host_is_left_alone_as_long_as_it_asks(tmp_path: Path) -> None:
    busy = DownloadError("HTTP 503 came", retry_after=500.0)
    job = order(tmp_path, "resume")
    script = Script(JumpingClock(), asks=(DONE,), downloads=(busy, clip()))
    play([job], script)
    first, second = script.times("download")

    assert second - first == 500.0
    assert state(job) == "completed"
