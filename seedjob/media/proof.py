"""A stranger's video to the facts about it, found by a process that may not cost much.

What decodes a video is not written for hostile ones: a file of 1 KB can announce 4 GB of tables,
and a broken one crash the process that looks at it. So that is another one, which dies alone.
"""

import asyncio
import json
import os
import re
import resource
import signal
import sys
from asyncio.subprocess import Process
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Final

from seedjob.errors import MediaError
from seedjob.media.probe import VideoFacts, probe_video

MOST_SECONDS: Final = 30.0
EXTRA_BYTES: Final = 44 << 20
"""Memory for a video, beyond what the process itself takes; a picture of 3840x2160 needs 36 MiB."""

# The path is handed over: a folder `seedjob` where the user stands is a stranger's.
PROGRAM: Final = (
    "import json, sys; sys.path[:] = json.loads(sys.argv.pop(1)); "
    "from seedjob.media.proof import main; main()"
)


STARTS: Final = re.compile(
    rb"....(?:ftyp|moov|mdat|free|skip|wide)|\x1aE\xdf\xa3|RIFF|G|....G", re.DOTALL
)
"""How MP4, Matroska, AVI and MPEG-TS begin: what begins otherwise costs no process."""


async def prove(path: Path, *, seconds: float = MOST_SECONDS) -> VideoFacts:
    """Look at a video as `probe_video` does; raise MediaError for one that costs too much, too."""
    if not STARTS.match(_head(path)):
        raise _refused(path, "it begins like none")
    process = await _started(path)
    try:
        async with asyncio.timeout(seconds):
            told, _ = await process.communicate()
    except TimeoutError:
        raise _refused(path, f"looking at it takes more than {seconds:g} s") from None
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    return _told(path, told, process.returncode or 0)


async def _started(path: Path) -> Process:
    try:
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", "-c", PROGRAM, json.dumps(sys.path), path),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={
                name: told for name, told in os.environ.items() if not name.startswith("SEEDJOB_")
            },
            start_new_session=True,  # a Ctrl-C is for the run, which decides what ends
        )
    except OSError as error:  # no more files or processes: there may be some again
        told = (error.strerror or str(error)).lower()
        raise MediaError(f"'{path.name}' cannot be looked at: {told}") from error


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(16)
    except OSError as error:
        raise MediaError(f"cannot read '{path.name}': {error.strerror or error}") from error


def _told(path: Path, told: bytes, code: int) -> VideoFacts:
    if code < 0:
        raise _refused(path, f"looking at it ended by {signal.Signals(-code).name}")
    try:
        value = json.loads(told)
    except ValueError:
        raise _refused(path, "looking at it ended without a word") from None
    if isinstance(value, str):
        raise MediaError(value)
    return VideoFacts(**value)


def _refused(path: Path, why: str) -> MediaError:
    return MediaError(f"'{path.name}' is no video that plays: {why}")


def main() -> None:
    """Print as JSON the facts about the video that is named, or why there are none."""
    bound(EXTRA_BYTES, MOST_SECONDS)
    try:
        told: object = asdict(probe_video(Path(sys.argv[1])))
    except MediaError as error:
        told = str(error)
    json.dump(told, sys.stdout)


def bound(extra: int, seconds: float) -> None:
    """Let this process take so much more memory and time, and write no file."""
    import av  # noqa: F401 - what it takes itself is not the video's

    limits = {
        resource.RLIMIT_CPU: int(seconds),
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    with suppress(OSError):  # without /proc nobody knows what is taken
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        limits[resource.RLIMIT_AS] = pages * resource.getpagesize() + extra
    for limit, most in limits.items():
        with suppress(OSError, ValueError):  # one that the system does not know
            resource.setrlimit(limit, (most, most))
