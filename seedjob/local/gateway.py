"""Requests to replies, as the gateway words them."""

import asyncio
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from seedjob.clock import Clock
from seedjob.local.asked import CREATE, RESULT, has_key, methods, parsed
from seedjob.local.faults import Fault, Faults
from seedjob.local.fetch import Fetched, Unfetched, fetch
from seedjob.local.files import file_reply
from seedjob.local.journal import Journal, Line, Unkept
from seedjob.local.links import PREFIX as FILES
from seedjob.local.links import Links
from seedjob.local.order import Order
from seedjob.local.replies import (
    created,
    no_handler,
    no_key,
    no_record,
    no_task,
    refused,
    told,
    wrong_method,
)
from seedjob.local.rules import Refusal, judge, prompt_of
from seedjob.local.tasks import Completed, Task, Tasks
from seedjob.local.urls import is_loopback
from seedjob.local.wire import Answer, Hangup, Reply, Request, in_json

FETCHES_AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class Turn:
    """What came of one request: the answer, and what the journal is to keep."""

    answer: Answer
    task: Task | None = None
    task_id: str | None = None
    body: Any = None


@dataclass(slots=True)
class Gateway:
    """The service behind the wire."""

    base: str
    folder: Path
    clock: Clock
    tasks: Tasks
    journal: Journal
    links: Links
    faults: Faults
    files: dict[str, str] = field(default_factory=dict)  # path of a video -> id of its task

    def hangs_up(self, method: str, target: str) -> Hangup | None:
        """Close a create unread where a fault rule says so."""
        path = urlsplit(target).path
        dropped = self.faults.drops_unread() if (method, path) == ("POST", CREATE) else None
        if dropped is not None:
            self._note(method, path, Turn(dropped))
        return dropped

    async def answer(self, request: Request) -> Answer:
        """Answer a request; a task begins only after it is on record."""
        path = request.target.partition("?")[0]
        turn = await self._turn(request, path)
        unkept = self._note(request.method, path, turn)
        if turn.task is None:
            return turn.answer  # on record or not: nothing hangs on it
        if unkept is not None:
            return no_record(unkept.reason)
        self.admit(turn.task)
        self.tasks.start(turn.task)
        return turn.answer

    def admit(self, task: Task) -> None:
        """Know the file of a task."""
        self.files[self.links.path(task.id)] = task.id

    async def _turn(self, request: Request, path: str) -> Turn:
        allowed = methods(path)
        if not allowed:
            return Turn(no_handler(request.method, path))
        if request.method not in allowed:
            return Turn(wrong_method(request.method, allowed))
        if path.startswith(FILES):
            return self._download(request, path)
        if not has_key(request):
            return Turn(no_key())
        if path == CREATE:
            return await self._create(request)
        return self._query(request, unquote(path.removeprefix(RESULT)))

    def _note(self, method: str, path: str, turn: Turn) -> Unkept | None:
        line = Line(
            time=self.clock.now().timestamp(),
            method=method,
            path=path,
            status=turn.answer.status if isinstance(turn.answer, Reply) else None,
            task=turn.task.id if turn.task else turn.task_id,
            body=turn.body,
            media=turn.task.media if turn.task else (),
            fails=turn.task.fails if turn.task else None,
        )
        return self.journal.write(line, durable=method == "POST")

    async def _create(self, request: Request) -> Turn:
        body = parsed(request)
        if isinstance(body, Refusal):
            return Turn(refused(body), body=request.body.decode("utf-8", "replace"))
        fault = self.faults.take("create", prompt_of(body))
        if fault is not None and not fault.acts:
            return Turn(fault.change(Reply(200), request), body=body)
        order = judge(body)
        if isinstance(order, Refusal):
            return Turn(_changed(fault, refused(order), request), body=body)
        task = await self._task(order, fault)
        return Turn(_changed(fault, in_json(200, created(task)), request), task=task, body=body)

    async def _task(self, order: Order, fault: Fault | None) -> Task:
        urls = [medium.url for medium in order.media]
        found = await self._fetched({url for url in urls if is_loopback(url)})
        missing = [told.reason for told in found.values() if isinstance(told, Unfetched)]
        kept = {url: told.sha256 for url, told in found.items() if isinstance(told, Fetched)}
        now = self.clock.now()
        return Task(
            id=_scripted_id(fault) or f"video_{now:%Y%m%d%H%M%S}_{secrets.token_hex(8)}",
            created=int(now.timestamp()),
            order=order,
            media=tuple(kept.get(url) for url in urls),
            fails=_scripted_end(fault) or next(iter(missing), None),
        )

    async def _fetched(self, urls: set[str]) -> dict[str, Fetched | Unfetched]:
        turns = asyncio.Semaphore(FETCHES_AT_ONCE)

        async def one(url: str) -> Fetched | Unfetched:
            async with turns:
                return await fetch(url, self.folder / "media")

        ordered = sorted(urls)
        return dict(zip(ordered, await asyncio.gather(*map(one, ordered)), strict=True))

    def _query(self, request: Request, task_id: str) -> Turn:
        task = self.tasks.known.get(task_id)
        if task is None:
            return Turn(no_task(), task_id=task_id)
        state = self.tasks.state(task_id)
        link = (
            self.base + self.links.link(task_id, state.at) if isinstance(state, Completed) else None
        )
        reply = in_json(200, told(task, state, link))
        fault = self.faults.take("query", task.order.prompt, finished=link is not None)
        return Turn(_changed(fault, reply, request), task_id=task_id)

    def _download(self, request: Request, path: str) -> Turn:
        task_id = self.files.get(path)
        if task_id is None:
            return Turn(no_handler(request.method, path))
        state = self.tasks.state(task_id)
        good = self.links.is_good(request.target, self.clock.now().timestamp())
        if not good or not isinstance(state, Completed):
            return Turn(in_json(403, {"message": "the link is not good"}), task_id=task_id)
        prompt = self.tasks.known[task_id].order.prompt
        fault = self.faults.take("download", prompt, ranged="range" in request.headers)
        reply = file_reply(state.video, request.headers)
        return Turn(_changed(fault, reply, request), task_id=task_id)


def _changed(fault: Fault | None, reply: Reply, request: Request) -> Answer:
    return reply if fault is None else fault.change(reply, request)


def _scripted_id(fault: Fault | None) -> str | None:
    if fault is None or fault.do != "id":
        return None
    return str(fault.args["id"]) * int(str(fault.args["repeat"]))


def _scripted_end(fault: Fault | None) -> str | None:
    return str(fault.args["message"]) if fault is not None and fault.do == "fail" else None
