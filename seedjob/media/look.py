"""Paths on stdin to a line of JSON each: the facts about a video, or why there are none.

A process of its own, which bounds what it may cost; `proof` starts it and listens.
"""

import json
import os
import resource
import select
import sys
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from threading import Thread
from typing import Final

from seedjob.errors import MediaError
from seedjob.media.probe import probe_video

MOST_SECONDS: Final = 30.0
EXTRA_BYTES: Final = 44 << 20
"""Memory for a video, beyond what the process itself takes; a picture of 3840x2160 needs 36 MiB."""


def main() -> None:
    """Look at each video that is named on stdin, and say on stdout what it is."""
    Thread(target=_end_with, args=(sys.stdin.fileno(),), daemon=True).start()
    bound(EXTRA_BYTES, MOST_SECONDS)
    for line in sys.stdin:
        sys.stdout.write(json.dumps(_told(Path(json.loads(line)))) + "\n")
        sys.stdout.flush()


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


def _told(path: Path) -> object:
    try:
        return asdict(probe_video(path))
    except MediaError as error:
        return str(error)


def _end_with(descriptor: int) -> None:
    """End this process once nobody holds the pipe's other end, whatever it is busy with."""
    watch = select.poll()
    watch.register(descriptor, 0)
    watch.poll()
    os._exit(0)
