"""Orders to tasks, and tasks through their states as real time goes by."""

import asyncio
import hashlib
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

from seedjob.clock import Clock
from seedjob.errors import MediaError
from seedjob.local.order import Order
from seedjob.local.render import LOOK, Stopped, render, rendered_seconds

QUEUED_FOR = 0.2  # seconds at speed 1
RENDERED_FOR = 0.1  # at least
WORKERS = 2


@dataclass(frozen=True, slots=True)
class Task:
    """An accepted create; `media` are the hashes of what was fetched, in the order's order."""

    id: str
    created: int
    order: Order
    media: tuple[str | None, ...] = ()
    fails: str | None = None


@dataclass(frozen=True, slots=True)
class Queued:
    """Waiting for its turn."""


@dataclass(frozen=True, slots=True)
class Processing:
    """Being rendered."""


@dataclass(frozen=True, slots=True)
class Completed:
    """Rendered into `video`, at a moment in Unix seconds, `seconds` long."""

    video: Path
    at: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Failed:
    """Given up."""

    message: str


State = Queued | Processing | Completed | Failed


def cache_key(task: Task) -> str:
    """Hash what the picture depends on: the order, fetched media by content, the renderer's look.

    Nothing of host, port, id or time is in it.
    """
    order = asdict(task.order)
    for medium, sha256 in zip(order["media"], task.media, strict=True):
        medium["url"] = f"sha256 {sha256}" if sha256 else medium["url"]
    return hashlib.sha256(json.dumps([LOOK, order], sort_keys=True).encode("ascii")).hexdigest()


class Tasks:
    """Every task of one service folder; lives on the service's loop."""

    def __init__(self, folder: Path, clock: Clock, speed: float) -> None:
        self.folder, self.clock, self.speed = folder, clock, speed
        self.known: dict[str, Task] = {}
        self.states: dict[str, State] = {}
        self.stopping = threading.Event()
        self._pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="seedjob-render")
        self._turns = asyncio.Semaphore(WORKERS)
        self._lives: set[asyncio.Task[None]] = set()

    def remember(self, task: Task) -> None:
        """Know a task of an earlier run; nothing is done about it before somebody asks."""
        self.known[task.id] = task

    def start(self, task: Task) -> None:
        """Let a new task run."""
        self.known[task.id] = task
        self._run(task)

    def state(self, task_id: str) -> State:
        """Tell a known task's state; one remembered from an earlier run is taken up now."""
        if task_id not in self.states:
            self._take_up(self.known[task_id])
        return self.states[task_id]

    async def stop(self) -> None:
        """Give up what still renders; a later run takes it up again."""
        self.stopping.set()
        for life in self._lives:
            life.cancel()
        await asyncio.gather(*self._lives, return_exceptions=True)
        self._pool.shutdown(cancel_futures=True)

    def _take_up(self, task: Task) -> None:
        """Go on with a task: done if its video is there, else as if never begun."""
        video = self._video(task)
        seconds = rendered_seconds(video) if task.fails is None else None
        if seconds is None:
            self._run(task)
        else:
            at = max(task.created, video.stat().st_mtime)
            self.states[task.id] = Completed(video, at, seconds)

    def _run(self, task: Task) -> None:
        self.states[task.id] = Queued()
        life = asyncio.get_running_loop().create_task(self._live(task))
        self._lives.add(life)
        life.add_done_callback(self._lives.discard)

    async def _live(self, task: Task) -> None:
        await self.clock.sleep(QUEUED_FOR / self.speed)
        async with self._turns:
            self.states[task.id] = Processing()
            began = self.clock.monotonic()
            state = await self._outcome(task)
            took = self.clock.monotonic() - began
            await self.clock.sleep(max(0.0, max(took, RENDERED_FOR) / self.speed - took))
        self.states[task.id] = (
            state
            if isinstance(state, Failed)
            else Completed(self._video(task), self.clock.now().timestamp(), state)
        )

    async def _outcome(self, task: Task) -> Failed | float:
        """Render a task, and tell the seconds that came of it."""
        if task.fails is not None:
            return Failed(task.fails)
        rendering = asyncio.get_running_loop().run_in_executor(self._pool, self._render, task)
        await asyncio.wait([rendering])
        match rendering.exception():
            case None:
                return rendering.result()
            case MediaError() as error:
                return Failed(str(error))
            case error:  # ours, or the disk's: this task's fault, never the service's
                return Failed(f"the local service could not render this: {error!r}")

    def _render(self, task: Task) -> float:
        video = self._video(task)
        if (seconds := rendered_seconds(video)) is not None:
            return seconds
        video.parent.mkdir(parents=True, exist_ok=True)
        shelf = tuple(self.folder / "media" / sha if sha else None for sha in task.media)
        try:
            return render(task.order, shelf, video, self.stopping.is_set)
        except Stopped:
            return 0.0  # nobody waits for it any more

    def _video(self, task: Task) -> Path:
        return self.folder / "videos" / f"{cache_key(task)}.mp4"
