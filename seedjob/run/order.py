"""What a run is handed for each job, and what it gives back."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal, Protocol

from seedjob.clock import Clock
from seedjob.manifest import Manifest
from seedjob.media.probe import VideoFacts
from seedjob.media.proof import prove
from seedjob.plan.action import Action
from seedjob.record import Record
from seedjob.run.purse import Purse
from seedjob.service.answer import CreateAnswer, TaskAnswer
from seedjob.service.receive import Received

Ending = Literal[
    "done",  # its video is in place
    "skipped",  # nothing was to do
    "failed",  # the service gave it up or refused it
    "lost",  # paid, and gone at the service
    "unfinished",  # resumable
    "unsent",  # not created: the run creates nothing more, or its price is over a budget
    "unusable",  # key, balance or network
    "unknown",  # nobody can tell whether its create was accepted
    "unrecorded",  # its record could not be kept
]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended for one job."""

    job: str
    ending: Ending
    message: str


@dataclass(frozen=True, slots=True)
class Order:
    """One job with its action and its place on disk.

    `manifest` is the intent where the action is `create`, else what is known of the task; `before`
    is what the record holds; `body` is the create's, with URLs that the service can fetch.
    `stale`: what is paid is finished first, and then the request is another one already.
    """

    job: str
    action: Action
    manifest: Manifest
    record: Record
    video: Path
    body: Mapping[str, Any]
    before: Manifest | None = None
    stale: bool = False


@dataclass(frozen=True, slots=True)
class Options:
    """Limits of one run; times in seconds."""

    in_flight: int = 8
    creates_in_flight: int = 2
    poll_every: float = 30
    deadline: float = 3600
    max_unknown: int = 2


class Gateway(Protocol):
    """The service as the runner sees it."""

    async def create(self, body: Mapping[str, Any]) -> CreateAnswer:
        """Ask for a task, at most once."""

    async def ask(self, task_id: str) -> TaskAnswer:
        """Ask how a task stands."""

    async def download(self, url: str, part: Path) -> Received:
        """Fetch a video into `part`, whole and durable."""


class Watch(Protocol):
    """Who looks on at a run: nothing that it does may fail or take long."""

    def step(self, order: Order, step: str, said: str = "") -> None:
        """See where a job stands: `creating`, `downloading`, or a status of its task's.

        `said` is what a log should say of it, where it should.
        """

    def ended(self, order: Order, outcome: Outcome) -> None:
        """See how a job ended."""


class Nobody:
    """Nobody looks on."""

    def step(self, order: Order, step: str, said: str = "") -> None:
        """See nothing."""

    def ended(self, order: Order, outcome: Outcome) -> None:
        """See nothing."""


NOBODY: Final[Watch] = Nobody()


@dataclass(frozen=True, slots=True)
class Tools:
    """What the runner works with; `jitter` gives numbers from 0 to 1.

    `tell` takes a job and what people should know of it: trouble, a doubt, a receipt. `prove`
    raises MediaError for a file that is no video.
    """

    gateway: Gateway
    clock: Clock
    options: Options
    jitter: Callable[[], float]
    tell: Callable[[str, str], None]
    purse: Purse = field(default_factory=Purse)
    watch: Watch = NOBODY
    prove: Callable[[Path], Awaitable[VideoFacts]] = prove
