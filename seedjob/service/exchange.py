"""A request on its way to all that is known of how it went."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

import httpx

from seedjob.service.body import UnreadableBodyError, collect, unpack
from seedjob.service.wire import Answer, Call, Wire

# httpx raises these before a byte of the request leaves; each of its other errors may come later.
NEVER_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)
# OSError is there for the deadline, and for TLS, whose alerts come through httpx as they are;
# UnicodeError for names that the resolver cannot even ask for.
BROKEN = (
    httpx.HTTPError,
    httpx.InvalidURL,
    httpx.StreamError,
    httpx.CookieConflict,
    UnreadableBodyError,
    OSError,
    UnicodeError,
)


@dataclass(slots=True)
class Exchange:
    """What is known of one request on its way."""

    sent: bool = False
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: bytearray = field(default_factory=bytearray)
    body: bytes | None = None
    error: BaseException | None = None

    def leaving(self) -> None:
        """Note that the request may leave from now on."""
        self.sent = True


async def send(wire: Wire, call: Call, exchange: Exchange, *, seconds: float) -> None:
    """Send once, within a total deadline, and note in `exchange` what came."""
    try:
        async with asyncio.timeout(seconds):
            answer = await wire.send(call)
            try:
                await _receive(answer, exchange)
            finally:
                await answer.close()
    except BROKEN as error:
        exchange.error = error


async def _receive(answer: Answer, exchange: Exchange) -> None:
    exchange.status, exchange.headers = answer.status, answer.headers
    await collect(answer.chunks(), exchange.raw)
    encoding = exchange.headers.get("content-encoding", "").strip().lower()
    exchange.body = unpack(bytes(exchange.raw), encoding)
