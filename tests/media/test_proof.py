"""What becomes of a video that is looked at by another process."""

import asyncio
import os
import resource
import sys
import time
from pathlib import Path

import pytest

from seedjob.errors import MediaError
from seedjob.media.probe import VideoFacts
from seedjob.media.proof import prove
from tests.run.stage import clip

MP4 = b"\0\0\0\x18ftypisom"


@pytest.fixture
def video(tmp_path: Path) -> Path:
    path = tmp_path / "fox.mp4.part"
    path.write_bytes(clip())
    return path


def test_a_video_tells_what_it_is(video: Path) -> None:
    assert VideoFacts(64, 64, 0.042, 24.0, "h264") == asyncio.run(prove(video))


def test_what_no_video_begins_like_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "fox.mp4.part"
    path.write_bytes(b"no video")

    with pytest.raises(MediaError, match=r"'fox.mp4.part' is no video that plays: it begins like"):
        asyncio.run(prove(path))


def test_a_fault_is_told_as_it_is_found(tmp_path: Path) -> None:
    path = tmp_path / "fox.mp4.part"
    path.write_bytes(MP4 + bytes(1000))

    with pytest.raises(MediaError, match=r"'fox.mp4.part' is no video that plays: [a-z ]+$"):
        asyncio.run(prove(path))


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="cannot read 'missing'"):
        asyncio.run(prove(tmp_path / "missing"))


def test_where_no_process_can_be_had_the_video_is_not_judged(video: Path) -> None:
    async def judged() -> None:
        within = resource.getrlimit(resource.RLIMIT_NOFILE)
        lowest = os.open(os.devnull, os.O_RDONLY)
        os.close(lowest)
        resource.setrlimit(resource.RLIMIT_NOFILE, (lowest + 2, within[1]))
        try:
            await prove(video)
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, within)

    with pytest.raises(MediaError, match=r"cannot be looked at: too many open files"):
        asyncio.run(judged())


def test_a_look_that_takes_too_long_is_ended(video: Path) -> None:
    with pytest.raises(MediaError, match=r"looking at it takes more than 0\.001 s"):
        asyncio.run(prove(video, seconds=0.001))


def test_a_process_that_dies_takes_nobody_with_it(
    video: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    crash = tmp_path / "av.py"
    crash.write_text("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])

    with pytest.raises(MediaError, match="looking at it ended by SIGSEGV"):
        asyncio.run(prove(video))


def test_no_code_of_the_folder_where_one_stands_is_run(
    video: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("json.py", "seedjob.py", "av.py", "sitecustomize.py"):
        (tmp_path / name).write_text("raise SystemExit(9)")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [entry for entry in sys.path if entry])

    assert asyncio.run(prove(video)).codec == "h264"


def test_the_process_is_not_told_the_key(
    video: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "av.py").write_text("import os\nif 'SEEDJOB_API_KEY' in os.environ: os.abort()\n")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    monkeypatch.setenv("SEEDJOB_API_KEY", "key-0123456")

    with pytest.raises(MediaError, match="ended without a word"):
        asyncio.run(prove(video))


def test_whoever_stops_waiting_leaves_no_process(video: Path) -> None:
    async def stopped() -> float:
        task = asyncio.create_task(prove(video))
        await asyncio.sleep(0.02)
        since = time.monotonic()
        task.cancel()
        await asyncio.wait({task})
        return time.monotonic() - since

    assert asyncio.run(stopped()) < 5.0
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
