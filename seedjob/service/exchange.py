"""A request on its way to all that is known of how it went."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

import httpx

from seedjob.service.body import UnreadableBodyError, collect, unpack

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

    sent: bool
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: bytearray = field(default_factory=bytearray)
    body: bytes | None = None
    error: BaseException | None = None

    async def trace(self, event: str, info: Mapping[str, object]) -> None:
        """Note when the request starts to leave: httpcore tells, also of CONNECT to a proxy."""
        method = getattr(info.get("request"), "method", b"")
        if event.endswith("send_request_headers.started") and method != b"CONNECT":
            self.sent = True


async def send(
    http: httpx.AsyncClient, request: httpx.Request, exchange: Exchange, *, seconds: float
) -> None:
    """Send once, within a total deadline, and note in `exchange` what came."""
    request.extensions["trace"] = exchange.trace
    try:
        async with asyncio.timeout(seconds):
            response = await http.send(request, stream=True, follow_redirects=False)
            try:
                await _receive(response, exchange)
            finally:
                await response.aclose()
    except BROKEN as error:
        exchange.error = error


async def _receive(response: httpx.Response, exchange: Exchange) -> None:
    exchange.status, exchange.headers = response.status_code, response.headers
    await collect(response.aiter_raw(), exchange.raw)
    encoding = response.headers.get("content-encoding", "").strip().lower()
    exchange.body = unpack(bytes(exchange.raw), encoding)
