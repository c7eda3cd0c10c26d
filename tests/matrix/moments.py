"""Names of moments, of what is done at them, and of what is arranged before a case, to deeds."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from seedjob.run.lock import locked
from tests.matrix.program import Program, Start, started


@dataclass(frozen=True, slots=True)
class Stage:
    """A project, and the folder of the service that it asks."""

    project: Path
    service: Path

    @property
    def specs(self) -> Path:
        """Where the specs lie, even where they were moved to."""
        moved = self.project / "moved"
        return moved if moved.exists() else self.project / "specs"

    def log(self) -> list[dict[str, Any]]:
        """Read what the service was asked; a line that is only being written is no line yet."""
        path = self.service / "requests.jsonl"
        text = path.read_text("utf-8") if path.exists() else ""
        return [json.loads(line) for line in text.splitlines(keepends=True) if line[-1] == "\n"]

    def posts(self) -> list[dict[str, Any]]:
        return [line for line in self.log() if line["method"] == "POST"]

    def manifests(self) -> dict[str, dict[str, Any]]:
        """Read the manifests by job."""
        found = sorted(self.specs.glob("*.manifest.json"))
        return {path.name.split(".")[0]: json.loads(path.read_text("utf-8")) for path in found}


def _is_in(state: str) -> Callable[[Stage], bool]:
    return lambda stage: any(told["state"] == state for told in stage.manifests().values())


MOMENTS: Mapping[str, Callable[[Stage], bool]] = {
    "a create is under way": lambda stage: bool(stage.posts()) and _is_in("submitting")(stage),
    "a create waits": lambda stage: bool(stage.posts()) and not stage.manifests(),
    "a doubt is recorded": _is_in("unknown"),
    "the task renders": _is_in("submitted"),
    "the video comes": lambda stage: any(stage.specs.glob("*.part")),
    "it has begun": lambda stage: (stage.project / ".seedjob" / "holder").exists(),
}
"""When something is done; the first moment at which it is true."""

MOST = 60.0
"""Seconds in which a moment has to come."""


def wait_for(moment: str, stage: Stage, program: Program) -> None:
    """Wait for a moment of a run that must not end before."""
    until = time.monotonic() + MOST
    while not MOMENTS[moment](stage):
        assert time.monotonic() < until, f"it never came to {moment!r}"
        assert not program.has_ended, f"it ended before {moment!r}: {program.end()}"
        time.sleep(0.005)


def _send(number: signal.Signals) -> Callable[[Stage, Program], None]:
    return lambda _, program: program.send(number)


def _move(stage: Stage, _program: Program) -> None:
    (stage.project / "specs").rename(stage.project / "moved")


def _run_again(stage: Stage, program: Program) -> None:
    start = Start(stage.project, ["run", "--local"], {"HOME": str(stage.project)}, {})
    with started(start, stage.project.parent) as second:
        said = second.end()
    assert said.code == 6
    assert f"another run holds this project: process {program.pid}" in said.err


DOINGS: Mapping[str, Callable[[Stage, Program], None]] = {
    "INT": _send(signal.SIGINT),
    "TERM": _send(signal.SIGTERM),
    "HUP": _send(signal.SIGHUP),
    "KILL": _send(signal.SIGKILL),
    "the folder is moved": _move,
    "another run is refused and told who holds the lock": _run_again,
}
"""What is done to a run."""


@contextmanager
def _held(stage: Stage) -> Iterator[None]:
    with locked(stage.project):
        yield


@contextmanager
def _held_unnamed(stage: Stage) -> Iterator[None]:
    with locked(stage.project):
        (stage.project / ".seedjob" / "holder").unlink()
        yield


@contextmanager
def _held_by_the_dead(stage: Stage) -> Iterator[None]:
    program = "import os; from pathlib import Path; from seedjob.run.lock import locked\n"
    program += "with locked(Path()): os._exit(0)"
    subprocess.run([sys.executable, "-c", program], cwd=stage.project, check=True, timeout=60)
    assert (stage.project / ".seedjob" / "holder").exists()
    yield


@contextmanager
def _no_folder(stage: Stage) -> Iterator[None]:
    (stage.project / ".seedjob").write_text("a file, not a folder")
    yield


@contextmanager
def _hostile_holder(stage: Stage) -> Iterator[None]:
    with locked(stage.project):
        (stage.project / ".seedjob" / "holder").write_text("\x1b[31mprocess 1\u202e\n")
        yield


@contextmanager
def _torn(stage: Stage) -> Iterator[None]:
    (stage.project / "specs" / "fox.manifest.json").write_text('{"manifest": 1, "state": "subm')
    yield


@contextmanager
def _key_file(stage: Stage) -> Iterator[None]:
    (stage.project / "key").write_text("sk-from/a+file==\n")
    yield


@contextmanager
def _linked(stage: Stage) -> Iterator[None]:
    """Lay links out of the project where files of ours are to come to lie."""
    outside = stage.project.parent / "outside"
    outside.write_text("mine")
    for name in ("fox.mp4.part", ".fox.manifest.json.room"):
        (stage.project / "specs" / name).symlink_to(outside)
    yield
    assert outside.read_text() == "mine"


BEFORE: Mapping[str, Callable[[Stage], AbstractContextManager[None]]] = {
    "another run holds the lock": _held,
    "another run holds the lock and does not say who": _held_unnamed,
    "another run holds the lock under a name of control characters": _hostile_holder,
    "a run that held the lock has died": _held_by_the_dead,
    "the own folder is a file": _no_folder,
    "the manifest is torn": _torn,
    "a key lies in a file": _key_file,
    "links lie where files come to lie": _linked,
}
"""What is arranged for the length of a case."""
