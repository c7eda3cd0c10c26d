"""A request to an answer over the network: a create is sent once at most, a query freely."""

import asyncio
import json
import os
from collections.abc import AsyncIterator, Coroutine, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from ssl import SSLContext

import httpx

from seedjob import __version__
from seedjob.clock import Clock
from seedjob.errors import UsageError
from seedjob.service.answer import (
    CreateAnswer,
    Fault,
    NotSent,
    Sighting,
    Submitted,
    TaskAnswer,
    Trouble,
    Unknown,
)
from seedjob.service.body import PLAIN
from seedjob.service.endpoint import Endpoint
from seedjob.service.envelope import open_envelope
from seedjob.service.exchange import NEVER_SENT, Exchange, send
from seedjob.service.mishap import tell_mishap
from seedjob.service.reply import read_create, read_sighting, read_task
from seedjob.service.scalar import clean
from seedjob.service.secret import hide
from seedjob.service.transport import Carrier, open_wire
from seedjob.service.wire import Call, Wire

CREATE_SECONDS = 120.0
ASK_SECONDS = 60.0

HEADERS = {
    "User-Agent": f"seedjob/{__version__}",
    "Accept": "application/json",
    "Accept-Encoding": "identity",
}


@dataclass(frozen=True, slots=True)
class Client:
    """The service over the network, made by `open_client`.

    `creating` opens a connection for each create: a kept one the server may have closed by then.
    Once `stop` is set, a create that has not begun to leave never does; one that has is waited for.
    """

    endpoint: Endpoint
    clock: Clock
    key: str = field(repr=False)
    asking: Wire = field(repr=False)
    creating: Wire = field(repr=False)
    stop: asyncio.Event | None = field(default=None, repr=False)
    create_seconds: float = CREATE_SECONDS
    ask_seconds: float = ASK_SECONDS

    async def create(self, body: Mapping[str, object]) -> CreateAnswer:
        """Send one create, on a connection of its own; no fault of the network raises."""
        exchange = Exchange()
        call = Call(
            "POST",
            self.endpoint.create_url,
            self._signed({"Content-Type": "application/json", "Connection": "close"}),
            _encoded(body),
            leaving=exchange.leaving,
        )
        sending = send(self.creating, call, exchange, seconds=self.create_seconds)
        await self._stoppable(sending, exchange)
        if exchange.body is None:
            return self._unanswered(exchange)
        now = self.clock.now()
        return read_create(exchange.status, exchange.headers, self._told(exchange.body), now=now)

    async def ask(self, task_id: str) -> TaskAnswer:
        """Ask for a task; no fault of the network raises."""
        exchange = await self._asked(task_id)
        if exchange.body is None:
            return Trouble("network", self._fault(exchange))
        told, now = self._told(exchange.body), self.clock.now()
        return read_task(exchange.status, exchange.headers, told, now=now, task_id=task_id)

    async def look_up(self, task_id: str) -> Sighting:
        """Ask for a task and for whose it is; no fault of the network raises."""
        exchange = await self._asked(task_id)
        if exchange.body is None:
            return Sighting(Trouble("network", self._fault(exchange)))
        told, now = self._told(exchange.body), self.clock.now()
        return read_sighting(exchange.status, exchange.headers, told, now=now, task_id=task_id)

    async def _asked(self, task_id: str) -> Exchange:
        exchange = Exchange()
        call = Call("GET", self.endpoint.task_url(task_id), self._signed({}))
        await send(self.asking, call, exchange, seconds=self.ask_seconds)
        return exchange

    async def _stoppable(self, sending: Coroutine[None, None, None], exchange: Exchange) -> None:
        if self.stop is None:
            return await sending
        work, stop = asyncio.ensure_future(sending), asyncio.ensure_future(self.stop.wait())
        try:
            await asyncio.wait({work, stop}, return_when=asyncio.FIRST_COMPLETED)
            if not exchange.sent:
                work.cancel()
            with suppress(asyncio.CancelledError):
                await asyncio.shield(work)
        finally:
            stop.cancel()
            work.cancel()
        return None

    def _signed(self, headers: Mapping[str, str]) -> dict[str, str]:
        return {**HEADERS, **headers, "Authorization": f"Bearer {self.key}"}

    def _told(self, body: bytes) -> bytes:
        """Take the key out of a reply that plays it back, before any of it is kept."""
        return hide(body, self.key)

    def _unanswered(self, exchange: Exchange) -> CreateAnswer:
        fault = self._fault(exchange)
        if isinstance(exchange.error, NEVER_SENT) or not exchange.sent:
            return NotSent(fault)
        raw = self._readable(exchange)
        answer = read_create(exchange.status, exchange.headers, raw, now=self.clock.now())
        # Whole JSON may have come before the connection broke: its id is as good as any.
        return answer if isinstance(answer, Submitted) else Unknown(fault)

    def _fault(self, exchange: Exchange) -> Fault:
        error = exchange.error or TimeoutError()
        told = tell_mishap(error, self.endpoint.base)
        begun = open_envelope(self._readable(exchange)).excerpt
        return Fault("network", clean(f"{told}; it began with: {begun}") if begun else told)

    def _readable(self, exchange: Exchange) -> bytes:
        plain = exchange.headers.get("content-encoding", "").lower() in PLAIN
        return self._told(bytes(exchange.raw)) if plain else b""


@asynccontextmanager
async def open_client(
    endpoint: Endpoint,
    key: str,
    *,
    clock: Clock,
    carrier: Carrier | None = None,
    stop: asyncio.Event | None = None,
) -> AsyncIterator[Client]:
    """Open the way to the service.

    Questions go by `carrier` where there is one; creates by httpx, which tells when one leaves.
    Raises UsageError for a key, a base URL, a proxy or certificates that cannot be used.
    """
    _check_key(key)
    endpoint = _written(endpoint)
    tls = trusted() if endpoint.base.startswith("https:") else None
    way = partial(open_wire, tls=tls, trust_env=not endpoint.on_loopback)
    async with way(carrier, keeps=True) as asking, way(None, keeps=False) as creating:
        yield Client(endpoint, clock, key, asking, creating, stop)


def trusted() -> SSLContext:
    """Read the certificates that are trusted; raise UsageError for a file that holds none."""
    try:
        return httpx.create_ssl_context()
    except OSError as error:  # ssl's own errors among them
        named = os.environ.get("SSL_CERT_FILE") or os.environ.get("SSL_CERT_DIR") or ""
        raise UsageError(
            f"no certificate can be read from '{named}'; "
            "SSL_CERT_FILE takes a file of certificates in PEM form"
        ) from error


def _check_key(key: str) -> None:
    if not key or not all("!" <= letter <= "~" for letter in key):
        raise UsageError(
            "the API key is empty or holds a blank or a character that no header can carry; "
            "give the key alone, without 'Bearer'"
        )


def _written(endpoint: Endpoint) -> Endpoint:
    """Write the base as httpx writes it, whatever carries the calls."""
    try:
        return Endpoint(str(httpx.URL(endpoint.base)))
    except httpx.InvalidURL as error:
        raise UsageError(f"base URL '{endpoint.base}' cannot be used: {error}") from error


def _encoded(body: Mapping[str, object]) -> bytes:
    try:
        return json.dumps(dict(body), ensure_ascii=False, allow_nan=False).encode()
    except UnicodeEncodeError:  # half of a surrogate pair, which only an escape can carry
        return json.dumps(dict(body), allow_nan=False).encode()
