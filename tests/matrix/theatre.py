"""A case to what its runs left: the real program, a real service, a folder of its own."""

import json
import os
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from seedjob.local.service import serving
from seedjob.manifest import moment, timestamp
from tests.cli.program import VALID, Said, project
from tests.matrix.case import Case, Run
from tests.matrix.moments import BEFORE, DOINGS, MOST, Stage, wait_for
from tests.matrix.program import Program, Start, started

ROOT = Path(__file__).parents[2]
KEY = "sk-0123/456+789=="
LIVE = ("run", "--yes", "--poll-every", "0.05", "--deadline", "60")
LOCAL = ("run", "--local", "--service-speed", "50", "--poll-every", "0.05", "--deadline", "60")
SPEED = 50


@dataclass(frozen=True, slots=True)
class Played:
    """What a run said, and how long it took to end after what was done to it meanwhile."""

    run: Run
    said: Said
    seconds: float
    stage: Stage


def play(case: Case, place: Path, videos: Path) -> Iterator[Played]:
    """Play the runs of a case in `place`, one after another; `videos` are rendered once for all."""
    specs = {job: VALID.replace("A fox", f"A {job}") for job in case.jobs}
    root = project(place / "p", **specs)
    service = root / ".seedjob" / "local" if case.local else place / "service"
    stage = Stage(root, service)
    with BEFORE[case.before](stage) if case.before else nullcontext():
        if not case.local:  # the project's own folder takes no links
            service.mkdir(parents=True, exist_ok=True)
            (service / "videos").symlink_to(videos)
        for run in case.runs:
            yield _play(run, stage, local=case.local)


def _play(run: Run, stage: Stage, *, local: bool) -> Played:
    _age(stage, run.aged)
    faults = stage.project.parent / "faults.json"
    faults.write_text(json.dumps(run.faults))
    if local:
        with _started(run, stage, [*LOCAL, "--faults", str(faults)], {}) as program:
            return _end(program, run, stage)
    port = _free_port()
    env = {"SEEDJOB_BASE_URL": f"http://127.0.0.1:{port}", "SEEDJOB_API_KEY": KEY}
    with _started(run, stage, list(LIVE), env) if run.late else nullcontext() as early:
        if early is not None:
            _until_missed(early)
        with (
            serving(stage.service, speed=SPEED, faults=faults, port=port),
            nullcontext(early) if early else _started(run, stage, list(LIVE), env) as program,
        ):
            return _end(program, run, stage)


def _until_missed(program: Program) -> None:
    """Wait until the program has found nobody."""
    until = time.monotonic() + MOST
    while "not created" not in program.err.read_text("utf-8"):
        assert time.monotonic() < until, "it never looked for the service"
        time.sleep(0.01)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def _age(stage: Stage, minutes: int) -> None:
    """Make what the manifests tell so many minutes older."""
    for path in stage.specs.glob("*.manifest.json") if minutes else ():
        told = json.loads(path.read_text("utf-8"))
        then = moment(told["task"]["submitted_at"]) - timedelta(minutes=minutes)
        told["task"]["submitted_at"] = timestamp(then)
        path.write_text(json.dumps(told), "utf-8")


def _started(
    run: Run, stage: Stage, words: list[str], env: Mapping[str, str]
) -> AbstractContextManager[Program]:
    own = {"PATH": os.environ["PATH"], "HOME": str(stage.project)}
    given = {name: value for name, value in (own | dict(env) | dict(run.env)).items() if value}
    start = Start(stage.project, [*words, *run.flags], given, run.disk or {})
    return started(start, stage.project.parent)


def _end(program: Program, run: Run, stage: Stage) -> Played:
    for one in run.meanwhile:
        wait_for(one.when, stage, program)
        time.sleep(one.wait)
        DOINGS[one.do](stage, program)
    began = time.monotonic()
    return Played(run, program.end(), time.monotonic() - began, stage)
