"""A request to what the bare service says of it, and a line in its log first."""

import asyncio
import json
import os
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

from tests.proofs.chances import Chances, draw
from tests.proofs.playback import Play, Stage
from tests.proofs.wire import RESET, SILENCE, Answer, Request, Then, told

CREATE: Final = "/v1/seedance-x1/videos"
RESULT: Final = "/v1/result/"
PAGE: Final = b"<html><body>so it goes</body></html>"


@dataclass
class Task:
    """One accepted create: what it is for, when it is done, how often it was asked for."""

    job: str
    id: str
    done_at: float
    polls: int = 0
    downloads: int = 0


@dataclass
class Service:
    """All that is known of what was asked; `mark` begins the signature of every link."""

    folder: Path
    chances: Chances
    mark: str = ""
    media: str = ""
    clip: bytes = b""
    plays: Sequence[Play] = ()
    tasks: dict[str, Task] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    played: Counter[str] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)

    async def api(self, request: Request) -> Answer:
        """Answer what is asked of the API."""
        if not request.headers.get("authorization", "").startswith("Bearer "):
            return told({"error": {"code": "AuthenticationError", "message": "no key"}}, 401)
        if request.method == "POST" and request.path.endswith(CREATE):
            return await self.create(request)
        _, found, name = request.path.partition(RESULT)
        task = self.tasks.get(unquote(name)) if found else None
        return self.poll(task, request) if task else told({"message": "no such task"}, 404)

    async def create(self, request: Request) -> Answer:
        """Accept a create, or not; answer it, or not."""
        job = _prompt(json.loads(request.body))
        self.asked[job] += 1
        self.counts["creates"] += 1
        lot, took = self._draw("create", job, self.asked[job]), self.chances.create_takes
        await asyncio.sleep(took * self._draw("before", job, self.asked[job]))
        answer = self._played("create", job, request) or self._answer(job, lot)
        await asyncio.sleep(took * self._draw("after", job, self.asked[job]))
        return answer

    def _answer(self, job: str, lot: float) -> Answer:
        edges = self.chances
        if lot < edges.lost:
            self._accept(job)
            return self._failing(job, "lost", SILENCE if lot < edges.lost / 2 else RESET)
        lot -= edges.lost
        if lot < edges.create_5xx:
            if lot < edges.create_5xx / 2:
                self._accept(job)
            status = 500 + int(1000 * self._draw("status", job)) % 5
            return self._failing(job, "5xx", Answer(status, PAGE, "text/html"))
        if lot - edges.create_5xx < edges.create_429:
            self.counts["creates 429"] += 1
            return told({"message": "too many"}, 429, {"Retry-After": "0"})
        task = self._accept(job)
        return told(_reply(task, "queued"))

    def _accept(self, job: str) -> Task:
        number = len(self.tasks)
        name = f"task-{sha256(f'{self.chances.seed} {number} {job}'.encode()).hexdigest()[:16]}"
        wait = 2 * self.chances.renders * self._draw("renders", job)
        self.tasks[name] = task = Task(job, name, time.monotonic() + wait)
        self.counts["accepted"] += 1
        self._log("creates.jsonl", {"job": job, "task": name, "at": time.time()})
        return task

    def _failing(self, job: str, how: str, answer: Answer) -> Answer:
        self.counts[f"creates {how}"] += 1
        self._log("faults.jsonl", {"job": job, "how": how})
        return answer

    def poll(self, task: Task, request: Request) -> Answer:
        """Tell how a task stands, or anything else."""
        task.polls += 1
        self.counts["polls"] += 1
        played = self._played("poll", task.job, request)
        if played:
            return played
        lot = self._draw("poll", task.job, task.polls)
        if lot < self.chances.poll_429:
            self.counts["polls 429"] += 1
            soon = lot < self.chances.poll_429 / 2
            return told({"message": "too many"}, 429, {"Retry-After": "0"} if soon else {})
        if lot - self.chances.poll_429 < self.chances.poll_broken:
            self.counts["polls broken"] += 1
            return _BROKEN[int(1000 * self._draw("how", task.job, task.polls)) % len(_BROKEN)]
        if time.monotonic() < task.done_at:
            return told(_reply(task, "queued" if task.polls == 1 else "processing"))
        return told(_reply(task, "completed") | {"video_url": self._link(task)})

    def _link(self, task: Task) -> str:
        signature = sha256(f"{self.chances.seed} {task.id}".encode()).hexdigest()
        return f"{self.media}/{task.id}.mp4?Expires=1&X-Signature={self.mark}{signature}"

    async def download(self, request: Request) -> Answer:
        """Send the video from another origin, which is owed no key; from the midst where asked."""
        self.counts["downloads"] += 1
        self.counts["keys at the media host"] += "authorization" in request.headers
        task = self.tasks.get(request.path[1:].partition(".mp4")[0])
        if task is None:
            return Answer(404, PAGE, "text/html")
        task.downloads += 1
        played = self._played("download", task.job, request)
        if played:
            return played
        status, body, headers = self._part(request)
        cut = self._draw("cut", task.job, task.downloads) < self.chances.cut
        self.counts["downloads cut"] += cut
        sent = body[: len(body) // 2] if cut else body
        then: Then = "close" if cut else "keep"
        return Answer(status, sent, "video/mp4", headers, announced=len(body), then=then)

    def _part(self, request: Request) -> tuple[int, bytes, dict[str, str]]:
        tag = f'"{len(self.clip)}"'
        start, sure = request.headers.get("range", ""), request.headers.get("if-range") == tag
        headers = {"ETag": tag, "Accept-Ranges": "bytes"}
        if not (sure and start.startswith("bytes=") and start.endswith("-")):
            return 200, self.clip, headers
        first, size = int(start[6:-1]), len(self.clip)
        return (
            206,
            self.clip[first:],
            headers | {"Content-Range": f"bytes {first}-{size - 1}/{size}"},
        )

    def _played(self, stage: Stage, job: str, request: Request) -> Answer | None:
        """Play back what this job is there for, once."""
        play = self.plays[int(job.rpartition("-")[2])] if self.plays else None
        if play is None or play.stage != stage or self.played[job]:
            return None
        self.played[job] += 1
        self.counts["played back"] += 1
        return play.answer(request)

    def _draw(self, *about: object) -> float:
        return draw(self.chances.seed, *about)

    def _log(self, name: str, line: dict[str, Any]) -> None:
        """Append a line in one write: who reads it meanwhile finds whole lines alone."""
        descriptor = os.open(self.folder / name, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        os.write(descriptor, (json.dumps(line) + "\n").encode())
        os.close(descriptor)


def _prompt(body: dict[str, Any]) -> str:
    return next(str(item["text"]) for item in body["content"] if item["type"] == "text")


def _reply(task: Task, status: str) -> dict[str, Any]:
    return {"id": task.id, "object": "video", "created": 1, "model": "m", "status": status}


_BROKEN: Final = (
    Answer(200, PAGE, "text/html"),
    Answer(502, PAGE, "text/html"),
    Answer(200, b'{"id": "ta'),
    Answer(200, b'{"id": "ta', announced=99, then="close"),
    Answer(200, b""),
    SILENCE,
    RESET,
)
