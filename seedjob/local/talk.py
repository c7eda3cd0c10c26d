"""Bytes of a connection to requests, replies to bytes: the door to h11 for what is served."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from email.utils import formatdate
from http import HTTPStatus
from typing import Any, assert_never

import h11

from seedjob.local.wire import Answerer, Hangup, Reply, Request, Stretch, in_json

HEAD_LIMIT = 32 * 1024
BODY_LIMIT = 2 * 1024 * 1024  # a text of 1 MiB, which a spec may hold, and its escapes
PATIENCE = 60.0  # seconds for a request to come whole, and for an idle connection
CHUNK = 64 * 1024
TICKS = 10  # writes in a second where a reply drips


async def converse(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, answerer: Answerer
) -> None:
    """Answer the requests of one connection until either side ends it."""
    talk = _Talk(h11.Connection(h11.SERVER, max_incomplete_event_size=HEAD_LIMIT), reader, writer)
    try:
        while await _exchange(talk, answerer):
            talk.state.start_next_cycle()
    except (ConnectionError, TimeoutError):
        pass  # the other side has gone, or sleeps: there is nobody to tell
    finally:
        writer.close()


async def _exchange(talk: "_Talk", answerer: Answerer) -> bool:
    """Take one request and answer it; tell whether the connection may go on."""
    try:
        async with asyncio.timeout(PATIENCE):
            head = await talk.event()
            if not isinstance(head, h11.Request):
                return False
            method, target = head.method.decode(), head.target.decode("latin-1")
            if answerer.hangs_up(method, target):
                return False
            body = await talk.body()
    except h11.RemoteProtocolError as error:
        return await talk.refuse(error.error_status_hint, str(error))
    if body is None:
        return await talk.refuse(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"the body is over {BODY_LIMIT // 2**20} MiB"
        )
    answer = await answerer.answer(Request(method, target, _headers(head), body))
    match answer:
        case Hangup():
            return False
        case Reply():
            return await talk.send(answer, head_only=method == "HEAD")
        case _:
            assert_never(answer)


def _headers(head: h11.Request) -> dict[str, str]:
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in head.headers}


@dataclass(slots=True)
class _Talk:
    """One connection: h11's state of it and the two ends of its stream."""

    state: h11.Connection
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def event(self) -> h11.Event | type[h11.NEED_DATA] | type[h11.PAUSED]:
        while True:
            event = self.state.next_event()
            if event is not h11.NEED_DATA:
                return event
            if self.state.they_are_waiting_for_100_continue:
                await self.write(h11.InformationalResponse(status_code=100, headers=[]))
            self.state.receive_data(await self.reader.read(HEAD_LIMIT // 2))

    async def body(self) -> bytes | None:
        """Read the body; nothing if it is too long, some of which is read so that it can be told.

        A connection closed on unread bytes is reset, and the refusal lost with it.
        """
        parts: list[bytes] = []
        size = 0
        while isinstance(event := await self.event(), h11.Data):
            size += len(event.data)
            if size <= BODY_LIMIT:
                parts.append(bytes(event.data))
            elif size > 4 * BODY_LIMIT:
                return None
        return b"".join(parts) if size <= BODY_LIMIT else None

    async def refuse(self, status: int, message: str) -> bool:
        if self.state.our_state in {h11.IDLE, h11.SEND_RESPONSE}:
            reply = in_json(status, {"message": message}, (("connection", "close"),))
            await self.send(reply, head_only=False)
        return False

    async def send(self, reply: Reply, *, head_only: bool) -> bool:
        await asyncio.sleep(reply.wait)
        length = len(reply.body) if isinstance(reply.body, bytes) else reply.body.length
        given: dict[str, str] = {"date": formatdate(usegmt=True), "content-length": str(length)}
        headers = list((given | dict(reply.headers)).items())
        await self.write(h11.Response(status_code=reply.status, headers=headers))
        if not head_only:
            async for part in _parts(reply, length // 2 if reply.cut else length):
                await self.write(h11.Data(data=part))
        if reply.cut:
            return False
        await self.write(h11.EndOfMessage())
        return self.state.our_state is h11.DONE and self.state.their_state is h11.DONE

    async def write(self, event: Any) -> None:
        self.writer.write(self.state.send(event) or b"")
        await self.writer.drain()


async def _parts(reply: Reply, length: int) -> AsyncIterator[bytes]:
    step = CHUNK if reply.rate is None else max(1, int(reply.rate / TICKS))
    for part in _slices(reply.body, length, step):
        yield part
        if reply.rate is not None:
            await asyncio.sleep(1 / TICKS)


def _slices(body: bytes | Stretch, length: int, step: int) -> Iterator[bytes]:
    if isinstance(body, bytes):
        yield from (body[at : min(at + step, length)] for at in range(0, length, step))
        return
    with body.path.open("rb") as file:
        file.seek(body.start)
        for at in range(0, length, step):
            yield file.read(min(step, length - at))
