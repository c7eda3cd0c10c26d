"""A stranger's video to the facts about it, found by a process that may not cost much.

What decodes a video is not written for hostile ones: a file of 1 KB can announce 4 GB of tables,
and a broken one crash the process that looks at it. So that is another one, which dies alone.
One that finds nothing wrong looks at the next video, too: its start costs fifty times as much
as a look. What it says against a video counts only where that is its first, so that no video ever
pays for another.
"""

import asyncio
import json
import os
import re
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from seedjob.errors import MediaError
from seedjob.media.look import MOST_SECONDS
from seedjob.media.probe import VideoFacts

AT_ONCE: Final = 4
"""Videos that are looked at together; one that hangs keeps a place for as long as it may."""

MOST_VIDEOS: Final = 5000
"""Videos that a process looks at before it is replaced, whatever they leave in its memory."""

# The path is handed over: a folder `seedjob` where the user stands is a stranger's.
PROGRAM: Final = (
    "import json, sys; sys.path[:] = json.loads(sys.argv.pop(1)); "
    "from seedjob.media.look import main; main()"
)

STARTS: Final = re.compile(
    rb"....(?:ftyp|moov|mdat|free|skip|wide)|\x1aE\xdf\xa3|RIFF|G|....G", re.DOTALL
)
"""How MP4, Matroska, AVI and MPEG-TS begin: what begins otherwise costs no process."""


@dataclass(slots=True)
class Prover:
    """Processes that look at videos, made by `open_prover`; `idle` are those that wait for one."""

    idle: "list[_Looker]" = field(default_factory=list)
    turn: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    async def prove(self, path: Path, *, seconds: float = MOST_SECONDS) -> VideoFacts:
        """Look at a video as `probe_video` does; raise MediaError for one that costs too much."""
        if not STARTS.match(_head(path)):
            raise _refused(path, "it begins like none")
        async with self.turn:
            try:
                async with asyncio.timeout(seconds):
                    return await self._proved(path)
            except TimeoutError:
                raise _refused(path, f"looking at it takes more than {seconds:g} s") from None

    async def _proved(self, path: Path) -> VideoFacts:
        if self.idle:
            with suppress(MediaError):  # an earlier video may be at fault, or who killed it
                return await self._seen(path, self.idle.pop())
        return await self._seen(path, await _started(path))

    async def _seen(self, path: Path, looker: "_Looker") -> VideoFacts:
        good = False
        try:
            facts = await looker.look(path)
            good = looker.seen < MOST_VIDEOS
        finally:
            if good:
                self.idle.append(looker)
            else:
                await looker.end()
        return facts


@asynccontextmanager
async def open_prover() -> AsyncIterator[Prover]:
    """Open a way to judge many videos; its processes, begun with the first, end with it."""
    prover = Prover()
    try:
        yield prover
    finally:
        for looker in prover.idle:
            await looker.end()


async def prove(path: Path, *, seconds: float = MOST_SECONDS) -> VideoFacts:
    """Judge a single video as `Prover.prove` does, by a process for it alone."""
    async with open_prover() as prover:
        return await prover.prove(path, seconds=seconds)


@dataclass(slots=True)
class _Looker:
    """A process that looks at one video after the other; `seen` of them so far."""

    process: Process
    seen: int = 0

    async def look(self, path: Path) -> VideoFacts:
        """Have a video looked at; raise MediaError for what is said against it, or by no word."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.seen += 1
        with suppress(ConnectionError):  # one that is dead says so by its silence
            self.process.stdin.write(json.dumps(str(path)).encode() + b"\n")
            await self.process.stdin.drain()
        told = await self.process.stdout.readline()
        return _told(path, told, 0 if told else await self.process.wait())

    async def end(self) -> None:
        """Let nothing of it be left."""
        assert self.process.stdin is not None
        with suppress(ProcessLookupError):
            self.process.kill()
        self.process.stdin.close()
        await self.process.wait()


async def _started(path: Path) -> _Looker:
    own = {name: value for name, value in os.environ.items() if not name.startswith("SEEDJOB_")}
    words = (sys.executable, "-I", "-c", PROGRAM, json.dumps(sys.path))
    try:
        process = await asyncio.create_subprocess_exec(
            *words,
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
            env=own | {"MALLOC_ARENA_MAX": "1"},  # another arena would be room beyond the limit
            start_new_session=True,  # a Ctrl-C is for the run, which decides what ends
        )
    except OSError as error:
        told = (error.strerror or str(error)).lower()  # no memory, process or file is left
        raise MediaError(f"'{path.name}' cannot be looked at: {told}") from error
    return _Looker(process)


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
