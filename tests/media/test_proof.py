"""What becomes of a video that is looked at by another process."""

import asyncio
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from seedjob.errors import MediaError
from seedjob.media.probe import VideoFacts
from seedjob.media.proof import Prover, open_prover, prove
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


def test_a_process_that_cannot_be_started_is_said(
    video: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "missing"))

    with pytest.raises(MediaError, match=r"'fox.mp4.part' cannot be looked at: no such file"):
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


def test_whoever_stops_waiting_leaves_no_process(
    video: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "av.py").write_text("import time; time.sleep(600)")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])

    async def stopped() -> list[bool]:
        task = asyncio.create_task(prove(video))
        async with asyncio.timeout(60.0):
            while not (looking := lookers(tmp_path)):  # noqa: ASYNC110 - a process tells no event
                await asyncio.sleep(0.01)
        task.cancel()
        await asyncio.wait({task}, timeout=60.0)
        return [process.exists() for process in looking]

    assert [False] == asyncio.run(stopped()), "it is there before the loop ends, which ends it, too"


def lookers(folder: Path) -> list[Path]:
    """Find the processes that import from a folder; others of this machine are nobody's here."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has just ended
            if str(folder).encode() in (process / "cmdline").read_bytes():
                found.append(process)
    return found


async def seen_by(prover: Prover, video: Path) -> int:
    """Have a video judged; tells by which process."""
    assert (await prover.prove(video)).codec == "h264"
    return prover.idle[-1].process.pid


def test_one_process_looks_at_sound_videos_one_after_the_other(video: Path) -> None:
    async def processes() -> set[int]:
        async with open_prover() as prover:
            return {await seen_by(prover, video) for _ in range(3)}

    (process,) = asyncio.run(processes())
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_no_video_is_looked_at_by_a_process_that_found_fault_with_another(
    video: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.mp4.part"
    bad.write_bytes(MP4 + bytes(1000))

    async def processes() -> set[int]:
        async with open_prover() as prover:
            first = await seen_by(prover, video)
            with pytest.raises(MediaError):
                await prover.prove(bad)
            return {first, await seen_by(prover, video)}

    assert 2 == len(asyncio.run(processes()))


def killed(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


def spent(pid: int) -> None:
    """Let a process have no memory left for another video."""
    resource = pytest.importorskip("resource")
    if not hasattr(resource, "prlimit"):
        pytest.skip("limits of others cannot be set here")
    taken = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[0]) * resource.getpagesize()
    resource.prlimit(pid, resource.RLIMIT_AS, (taken, taken))


@pytest.mark.parametrize("harm", [killed, spent])
def test_a_video_does_not_pay_for_what_befell_the_process_before(
    video: Path, harm: Callable[[int], None]
) -> None:
    async def harmed() -> None:
        async with open_prover() as prover:
            first = await seen_by(prover, video)
            harm(first)
            assert first != await seen_by(prover, video)

    asyncio.run(harmed())


def test_a_look_that_hangs_keeps_no_other_waiting(video: Path) -> None:
    async def beside() -> None:
        async with open_prover() as prover:
            stopped = await seen_by(prover, video)
            os.kill(stopped, signal.SIGSTOP)
            hanging = asyncio.create_task(prover.prove(video, seconds=600.0))
            await asyncio.sleep(0)
            async with asyncio.timeout(60.0):
                assert stopped != await seen_by(prover, video)
            assert not hanging.done()
            os.kill(stopped, signal.SIGKILL)
            assert (await hanging).codec == "h264"

    asyncio.run(beside())


def test_a_look_that_hangs_is_ended(video: Path) -> None:
    async def stopped() -> None:
        async with open_prover() as prover:
            os.kill(await seen_by(prover, video), signal.SIGSTOP)
            await prover.prove(video, seconds=1.0)

    with pytest.raises(MediaError, match="takes more than 1 s"):
        asyncio.run(stopped())


KILLED = """
import asyncio, sys
from pathlib import Path
from seedjob.media.proof import prove
sys.path.insert(0, sys.argv[1])
asyncio.run(prove(Path(sys.argv[2])))
"""


def test_no_look_outlives_a_run_that_is_killed(video: Path, tmp_path: Path) -> None:
    """The pipe is open in the process that hangs alone: it ends when that one does."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    (tmp_path / "av.py").write_text(
        f"import time\nfile = open({str(pipe)!r}, 'w')\nfile.write('here')\nfile.flush()\n"
        "time.sleep(600)\n"
    )
    with (
        subprocess.Popen([sys.executable, "-c", KILLED, str(tmp_path), str(video)]) as run,
        pipe.open() as listening,
    ):
        told = listening.read(4)
        since = time.monotonic()
        run.kill()
        rest = listening.read()

    assert ("here", "") == (told, rest)
    assert time.monotonic() - since < 60.0
