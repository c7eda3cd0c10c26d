"""What a run is handed for each job, and what it gives back."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol

from seedjob.clock import Clock
from seedjob.manifest import Manifest
from seedjob.media.probe import VideoFacts
from seedjob.media.proof import prove
from seedjob.plan.action import Action
from seedjob.record import Record
from seedjob.service.answer import CreateAnswer, TaskAnswer
from seedjob.service.receive import Received

Ending = Literal[
    "done",  # its video is in place
    "skipped",  # nothing was to do
    "failed",  # the service gave it up or refused it
    "lost",  # paid, and gone at the service
    "unfinished",  # resumable
    "unsent",  # not created, because the run creates nothing more
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

    `manifest` is the intent where the action is `create`, else what the record holds; `before` is
    what an intent would replace; `body` is the create's, with URLs that the service can fetch.
    """

    job: str
    action: Action
    manifest: Manifest
    record: Record
    video: Path
    body: Mapping[str, Any]
    before: Manifest | None = None


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


@dataclass(frozen=True, slots=True)
class Tools:
    """What the runner works with.

    `jitter` gives numbers from 0 to 1, `tell` takes job and news, `prove` raises MediaError for a
    file that is no video.
    """

    gateway: Gateway
    clock: Clock
    options: Options
    jitter: Callable[[], float]
    tell: Callable[[str, str], None]
    prove: Callable[[Path], Awaitable[VideoFacts]] = prove
