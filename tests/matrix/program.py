"""The real program in a process of its own, forked from one that has loaded it already.

Loading takes most of a short run, and there are hundreds: only that is saved. Starting cold is
what the tests of the command line do.
"""

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

from tests.cli.program import TIMEOUT, Said

LOADED = ["seedjob.cli.run", "seedjob.cli.running", "seedjob.run.runner", "seedjob.run.signals"]
LOADED += ["seedjob.service.gateway", "seedjob.media.probe", "seedjob.media.host"]
LOADED += ["seedjob.local.service", "tests.matrix.bad_disk"]


@dataclass(frozen=True, slots=True)
class Start:
    """What a process is started with."""

    folder: Path
    words: Sequence[str]
    env: Mapping[str, str]
    disk: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Program:
    """A running program, whose output lies in two files."""

    process: ForkServerProcess
    out: Path
    err: Path

    @property
    def pid(self) -> int:
        assert self.process.pid is not None
        return self.process.pid

    @property
    def has_ended(self) -> bool:
        return self.process.exitcode is not None

    def send(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)

    def end(self) -> Said:
        """Wait for the end, and read what was said."""
        self.process.join(TIMEOUT)
        code = self.process.exitcode
        assert code is not None, f"it goes on after {TIMEOUT} s: {self.err.read_text('utf-8')}"
        return Said(code, self.out.read_text("utf-8"), self.err.read_text("utf-8"))


@contextmanager
def started(start: Start, place: Path) -> Iterator[Program]:
    """Start the program; it does not outlive the block."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(LOADED)
    out, err = (place / f"{name}.{time.monotonic_ns()}" for name in ("out", "err"))
    for path in (out, err):
        path.touch()
    process = context.Process(target=_be, args=(start, out, err))
    process.start()
    try:
        yield Program(process, out, err)
    finally:
        process.kill()
        process.join()
        process.close()


def _be(start: Start, out: Path, err: Path) -> None:
    """Become the program."""
    for path, number in ((out, 1), (err, 2)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_APPEND), number)
    os.environ.clear()
    os.environ.update(start.env)
    os.chdir(start.folder)
    from tests.matrix.bad_disk import main

    sys.argv[0] = "seedjob"
    main(start.disk, list(start.words))
