"""Bytes of a connection to requests, replies to bytes: the door to h11 for what is served."""

import asyncio
import socket
import struct
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from email.utils import formatdate
from http import HTTPStatus
from typing import Any, assert_never

import h11

from seedjob.local.wire import (
    Answer,
    Answerer,
    Break,
    Garbled,
    Hangup,
    Reply,
    Request,
    Stretch,
    in_json,
)

HEAD_LIMIT = 32 * 1024
BODY_LIMIT = 2 * 1024 * 1024  # a text of 1 MiB, which a spec may hold, and its escapes
PATIENCE = 60.0  # seconds for a request to come whole, and for an idle connection
CHUNK = 64 * 1024
BODILESS = {204, 304}
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
            dropped = answerer.hangs_up(method, target)
            if dropped is not None:
                return await talk.hang_up(reset=dropped.reset)
            body = await talk.body()
    except h11.RemoteProtocolError as error:
        return await talk.refuse(error.error_status_hint, str(error))
    if body is None:
        return await talk.refuse(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"the body is over {BODY_LIMIT // 2**20} MiB"
        )
    request = Request(method, target, _headers(head), body)
    return await _say(talk, await answerer.answer(request), head_only=method == "HEAD")


async def _say(talk: "_Talk", answer: Answer, *, head_only: bool) -> bool:
    match answer:
        case Hangup(reset):
            return await talk.hang_up(reset=reset)
        case Garbled(data):
            await talk.put(data)
            return False
        case Reply():
            return await talk.send(answer, head_only=head_only)
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
        """Send a reply; tell whether the connection may go on."""
        await asyncio.sleep(reply.wait)
        length = reply.length if reply.announced is None else reply.announced
        given: dict[str, str] = {"date": formatdate(usegmt=True), "content-length": str(length)}
        headers = list((given | dict(reply.headers)).items())
        response = h11.Response(status_code=reply.status, headers=headers)
        head = _shortened(self.state.send(response) or b"", reply.cut)
        await self.put(head, reply.rate if reply.head_drips else None)
        silent = head_only or reply.status in BODILESS
        if not silent and (reply.cut is None or reply.cut.at == "body"):
            await self.send_body(reply)
        if reply.cut or reply.announced is not None:
            return await self.hang_up(reset=bool(reply.cut and reply.cut.reset))
        self.state.send(h11.EndOfMessage())
        return self.state.our_state is h11.DONE and self.state.their_state is h11.DONE

    async def send_body(self, reply: Reply) -> None:
        """Send the body, which bears its length before it, so that its bytes go as they are."""
        share = reply.cut.share if reply.cut else 1.0
        sound = reply.announced is None
        async for part in _parts(reply, int(reply.length * share)):
            if sound:
                self.state.send(h11.Data(data=part))
            await self.put(part)

    async def hang_up(self, *, reset: bool) -> bool:
        """End the connection, cleanly or by RST; never to go on with it."""
        if reset:
            lingering = struct.pack("ii", 1, 0)  # for no time: what is closed so is reset
            socket_ = self.writer.get_extra_info("socket")
            socket_.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, lingering)
            self.writer.transport.abort()
        return False

    async def put(self, data: bytes, rate: float | None = None) -> None:
        """Write bytes, as they are or so many a second."""
        step = len(data) if rate is None else max(1, int(rate / TICKS))
        for at in range(0, len(data), step):
            self.writer.write(data[at : at + step])
            await self.writer.drain()
            if rate is not None:
                await asyncio.sleep(1 / TICKS)

    async def write(self, event: Any) -> None:
        await self.put(self.state.send(event) or b"")


def _shortened(head: bytes, cut: Break | None) -> bytes:
    """Break a head off where that is asked for: after its first line, or in its midst."""
    if cut is None or cut.at == "body":
        return head
    return head[: head.index(b"\r\n") + 2] if cut.at == "line" else head[: len(head) // 2]


async def _parts(reply: Reply, length: int) -> AsyncIterator[bytes]:
    rate = None if reply.head_drips else reply.rate
    step = CHUNK if rate is None else max(1, int(rate / TICKS))
    for part in _slices(reply.body, length, step):
        yield part
        if rate is not None:
            await asyncio.sleep(1 / TICKS)


def _slices(body: bytes | Stretch, length: int, step: int) -> Iterator[bytes]:
    if isinstance(body, bytes):
        yield from (body[at : min(at + step, length)] for at in range(0, length, step))
        return
    with body.path.open("rb") as file:
        file.seek(body.start)
        for at in range(0, length, step):
            yield file.read(min(step, length - at))
