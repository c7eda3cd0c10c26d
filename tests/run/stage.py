"""A stage for the runner: real records in a real folder, a service that answers from a script."""

import asyncio
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, TypeVar

import av

from seedjob.errors import SeedjobError
from seedjob.manifest import Error, Manifest, Task, timestamp
from seedjob.manifest_text import load
from seedjob.plan.action import Action, Kind
from seedjob.record import Record
from seedjob.run.gate import Gate
from seedjob.run.order import Options, Order, Outcome, Tools
from seedjob.run.purse import Purse
from seedjob.run.runner import run
from seedjob.service.answer import CreateAnswer, Submitted, TaskAnswer
from seedjob.service.receive import Received
from tests.clock import START, JumpingClock

Answer = TypeVar("Answer")


@cache
def clip() -> bytes:
    """Make the smallest video that opens and decodes."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "clip.mp4"
        with av.open(str(path), "w") as container:
            stream = container.add_stream("libx264", rate=24)
            stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
            for packet in (*stream.encode(av.VideoFrame(64, 64, "yuv420p")), *stream.encode(None)):
                container.mux(packet)
        return path.read_bytes()


@dataclass
class Script:
    """A service that gives the scripted answers in turn; the last one goes on for ever."""

    clock: JumpingClock
    creates: Sequence[CreateAnswer] = (Submitted("task-1"),)
    asks: Sequence[TaskAnswer] = ()
    downloads: Sequence[bytes | SeedjobError] = ()
    seen: list[tuple[float, str]] = field(default_factory=list)
    create_takes: float = 0.0

    async def create(self, body: Mapping[str, Any]) -> CreateAnswer:
        answer = self._next("create", self.creates)
        if self.create_takes:
            await self.clock.sleep(self.create_takes)
        return answer

    async def ask(self, task_id: str) -> TaskAnswer:
        return self._next("ask", self.asks)

    async def download(self, url: str, part: Path) -> Received:
        answer = self._next("download", self.downloads or (clip(),))
        if isinstance(answer, SeedjobError):
            raise answer
        part.write_bytes(answer)  # noqa: ASYNC240 - a fake's small file
        return Received(len(answer), hashlib.sha256(answer).hexdigest())

    def count(self, what: str) -> int:
        return sum(seen == what for _, seen in self.seen)

    def times(self, what: str) -> list[float]:
        return [when for when, seen in self.seen if seen == what]

    def _next(self, what: str, answers: Sequence[Answer]) -> Answer:
        answer = answers[min(self.count(what), len(answers) - 1)]
        self.seen.append((self.clock.seconds, what))
        return answer


INTENT = Manifest(
    job="fox",
    spec="fox.yaml",
    service="live",
    state="submitting",
    fingerprint="sha256:0",
    request={"model": "m"},
    tool="seedjob test",
)
SUBMITTED = INTENT.model_copy(
    update={"state": "submitted", "task": Task(id="task-1", submitted_at=timestamp(START))}
)

LOST = SUBMITTED.model_copy(update={"state": "lost", "error": Error(kind="absent", message="gone")})
COMPLETED = SUBMITTED.model_copy(update={"state": "completed"})
HELD: Final = {"create": INTENT, "resume": SUBMITTED, "fetch": COMPLETED}


def order(folder: Path, kind: Kind = "create", *, job: str = "fox", lost: bool = False) -> Order:
    manifest = LOST if lost else HELD[kind]
    record = Record(folder / f"{job}.manifest.json")
    if kind != "create":
        record.write(manifest)
    return Order(
        job=job,
        action=Action(kind, ("because",)),
        manifest=manifest.model_copy(update={"job": job}),
        record=record,
        video=folder / f"{job}.mp4",
        body={},
    )


@dataclass
class Played:
    """What came of a run."""

    outcomes: list[Outcome]
    news: list[tuple[str, str]]
    gate: Gate
    steps: list[tuple[str, str]]

    @property
    def endings(self) -> list[str]:
        return [outcome.ending for outcome in self.outcomes]


@dataclass
class Onlooker:
    """Notes each step, and what a log should say of it."""

    steps: list[tuple[str, str]] = field(default_factory=list)

    def step(self, order: Order, step: str, said: str = "") -> None:
        self.steps.append((step, said))

    def ended(self, order: Order, outcome: Outcome) -> None:
        """Note nothing: what came of it stands in the outcome."""


def play(
    orders: Iterable[Order],
    script: Script,
    options: Options = Options(),  # noqa: B008 - frozen
    purse: Purse | None = None,
) -> Played:
    """Carry out the orders on the script's own clock."""
    news: list[tuple[str, str]] = []

    async def on_stage() -> Played:
        gate = Gate(options.max_unknown)
        tell = lambda job, said: news.append((job, said))  # noqa: E731 - of one line
        seen = Onlooker()
        tools = Tools(
            script, script.clock, options, lambda: 1.0, tell, purse or Purse(), watch=seen
        )
        return Played(await run(list(orders), tools, gate), news, gate, seen.steps)

    return asyncio.run(on_stage())


def state(order: Order) -> str:
    manifest = load(order.record.path)
    return manifest.state if manifest else "none"


def task_id(order: Order) -> str | None:
    manifest = load(order.record.path)
    return manifest.task.id if manifest and manifest.task else None
