"""A point to what two runs left: one with the fault, then one without."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from seedjob.errors import RecordError
from seedjob.manifest import Manifest
from seedjob.record import Record
from seedjob.run.receipt import Receipt, read_receipts
from tests.cli.program import Said, project, seedjob
from tests.syscalls.calls import Call, calls, tampered
from tests.syscalls.gateway import Gateway, gateway
from tests.syscalls.points import CLOSED, KILL, STAYS, TRACED, Point

TIMEOUT: Final = 60.0
HUNG: Final = 124
"""The code of a run that did not end within the timeout, as of timeout(1)."""

WORDS: Final = ("-m", "seedjob", "run", "--yes", "--poll-every", "0.05")
SHOWN: Final = "1024"
"""Bytes of each string that strace shows: all of an answer of the gateway's."""

FOLLOWING: Final = ["-f", "--seccomp-bpf"]


@dataclass(frozen=True, slots=True)
class Left:
    """What stands in the project after a run; `torn` says why its record cannot be read."""

    said: Said
    record: Manifest | None
    video: bytes | None
    torn: str = ""
    litter: tuple[str, ...] = ()

    @property
    def receipts(self) -> tuple[str, ...]:
        """The ids of the receipts that were printed."""
        found = read_receipts(f"{self.said.out}\n{self.said.err}")
        return tuple(one.task_id for one in found if isinstance(one, Receipt) and one.task_id)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What came of a point: both runs, what was paid, and which ids reached the program.

    `met` tells whether the fault came to the very call that was meant.
    """

    point: Point
    met: bool
    first: Left
    second: Left
    paid_first: tuple[str, ...]
    paid: tuple[str, ...]
    arrived: frozenset[str]


def untouched() -> tuple[str, str]:
    """Run the job under strace without any fault; give its log, and the project's folder."""
    with TemporaryDirectory() as folder, gateway(Path(folder) / "paid") as service:
        root = project(Path(folder) / "p")
        log = Path(folder) / "log"
        said = _run(service, root, [*_strace(log, TRACED), *FOLLOWING])
        assert said.code == 0, said
        return log.read_text("utf-8"), str(root)


def undergo(point: Point) -> Evidence:
    """Run the job with the fault, and again without one."""
    with TemporaryDirectory() as folder, gateway(Path(folder) / "paid") as service:
        root, log = project(Path(folder) / "p"), Path(folder) / "log"
        under = [*_strace(log, _shown(point)), *_fault(point, root)]
        first = _left(_run(service, root, under), root)
        paid_first = service.accepted()
        if first.receipts:
            _settle(root, first.said)
        second = _left(_run(service, root, []), root)
        made = calls(log.read_text("utf-8", "replace"))
        return Evidence(
            point=point,
            met=(point.syscall, point.about) in tampered(made, str(root)),
            first=first,
            second=second,
            paid_first=paid_first,
            paid=service.accepted(),
            arrived=frozenset(one for one in paid_first if _came(one, made)),
        )


def _settle(root: Path, said: Said) -> None:
    """Read the receipts back, as a person does out of a log."""
    (root / "log").write_text(f"{said.out}\n{said.err}", "utf-8")
    done = seedjob(root, "settle", "--from-receipt", "log")
    assert done.code == 0, done.err


def _shown(point: Point) -> Iterable[str]:
    """Name the calls to watch: also those by which a socket and what it brought are known."""
    return dict.fromkeys((point.syscall, "connect", "recvfrom"))


def _strace(log: Path, traced: Iterable[str]) -> list[str]:
    shown = ["-e", f"trace={','.join(traced)}", "-e", "signal=none"]
    return ["strace", "-qq", "-y", "-s", SHOWN, "-o", str(log), *shown]


def _fault(point: Point, root: Path) -> list[str]:
    """Tell strace what becomes of which call, and whose calls to follow.

    Under its filter in the kernel, which makes it quick, strace 6.1 sends no signal.
    """
    stays, kills = point.fault.endswith(STAYS), point.fault == KILL
    error = f"error={point.fault.removesuffix(STAYS)}"
    what = {KILL: "signal=KILL", CLOSED: "retval=0"}.get(point.fault, error)
    words = ["-e", f"inject={point.syscall}:{what}:when={point.ordinal}{STAYS * stays}"]
    if point.of_file:
        return [*words, "-P", str(root / point.about), "-f"]
    return words + FOLLOWING * (point.alone and not kills)


def _run(service: Gateway, root: Path, under: Sequence[str]) -> Said:
    """Run the job to its end, or to the end of our patience."""
    with subprocess.Popen(
        [*under, sys.executable, *WORDS],
        cwd=root,
        env=_environment(service, root),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,  # so that strace and what it traces end together
    ) as process:
        try:
            out, err = process.communicate(timeout=TIMEOUT)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            out, err = process.communicate()
            return Said(HUNG, out, err)
        return Said(process.returncode, out, err)


def _environment(service: Gateway, root: Path) -> Mapping[str, str]:
    """Give an environment in which each run makes the same calls."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(root),
        "SEEDJOB_BASE_URL": service.base,
        "SEEDJOB_API_KEY": "sk-0123456789-secret",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONSAFEPATH": "1",
    }


def _left(said: Said, root: Path) -> Left:
    specs, torn, record = root / "specs", "", None
    try:
        record = Record(specs / "fox.manifest.json").read()
    except RecordError as error:
        torn = str(error)
    video = specs / "fox.mp4"
    names = sorted(path.name for path in specs.iterdir())
    own = {"fox.yaml", "fox.mp4", "fox.manifest.json"}
    return Left(
        said=said,
        record=record,
        video=video.read_bytes() if video.exists() else None,
        torn=torn,
        litter=tuple(name for name in names if name not in own),
    )


def _came(task_id: str, made: Iterable[Call]) -> bool:
    """Tell whether a receive returned the id; where none was watched it surely did."""
    received = [call for call in made if call.syscall == "recvfrom"]
    return not received or any(task_id in call.rest for call in received)
