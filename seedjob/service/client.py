"""A request to an answer over the network: a create is sent once at most, a query freely."""

import asyncio
import json
import os
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from http.cookiejar import CookieJar, DefaultCookiePolicy
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
from seedjob.service.reply import read_create, read_sighting
from seedjob.service.scalar import clean
from seedjob.service.secret import hide
from seedjob.service.transport import Carrier, carry

CONNECT_SECONDS = 20.0
CREATE_SECONDS = 120.0
ASK_SECONDS = 60.0
NONE_KEPT = httpx.Limits(max_keepalive_connections=0)
"""A connection that was used for a create is never used again: the server may have closed it."""

HEADERS = {
    "User-Agent": f"seedjob/{__version__}",
    "Accept": "application/json",
    "Accept-Encoding": "identity",
}


@dataclass(frozen=True, slots=True)
class Client:
    """The service over the network, made by `open_client`.

    `creating` opens a connection for each create and keeps none; without it `asking` serves
    creates too, and nobody can tell when a request starts to leave. Once `stop` is set, a create
    that has not begun to leave never does; one that has is waited for.
    """

    endpoint: Endpoint
    clock: Clock
    key: str = field(repr=False)
    asking: httpx.AsyncClient = field(repr=False)
    creating: httpx.AsyncClient | None = field(repr=False)
    stop: asyncio.Event | None = field(default=None, repr=False)
    create_seconds: float = CREATE_SECONDS
    ask_seconds: float = ASK_SECONDS

    async def create(self, body: Mapping[str, object]) -> CreateAnswer:
        """Send one create, on a connection of its own; no fault of the network raises."""
        content = _encoded(body)
        exchange = Exchange(sent=self.creating is None)
        headers = {"Content-Type": "application/json", "Connection": "close"}
        http = self.creating or self.asking
        request = http.build_request(
            "POST", self.endpoint.create_url, content=content, headers=self._signed(headers)
        )
        sending = send(http, request, exchange, seconds=self.create_seconds)
        await self._stoppable(sending, exchange)
        if exchange.body is None:
            return self._unanswered(exchange)
        now = self.clock.now()
        return read_create(exchange.status, exchange.headers, self._told(exchange.body), now=now)

    async def ask(self, task_id: str) -> TaskAnswer:
        """Ask for a task; no fault of the network raises."""
        return (await self.look_up(task_id)).answer

    async def look_up(self, task_id: str) -> Sighting:
        """Ask for a task and for whose it is; no fault of the network raises."""
        exchange = Exchange(sent=False)
        url = self.endpoint.task_url(task_id)
        request = self.asking.build_request("GET", url, headers=self._signed({}))
        await send(self.asking, request, exchange, seconds=self.ask_seconds)
        if exchange.body is None:
            return Sighting(Trouble("network", self._fault(exchange)))
        now, told = self.clock.now(), self._told(exchange.body)
        return read_sighting(exchange.status, exchange.headers, told, now=now, task_id=task_id)

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
        return {**headers, "Authorization": f"Bearer {self.key}"}

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
    """Open the way to the service; raise UsageError for a key or a proxy that cannot be used.

    Questions go by `carrier` where there is one.
    """
    _check_key(key)
    tls = trusted() if endpoint.base.startswith("https:") else None
    make, trust_env = _maker(endpoint, tls), not endpoint.on_loopback
    transport = carry(carrier, tls, keeps=True, trust_env=trust_env)
    async with _opened(make, transport) as asking, make(limits=NONE_KEPT) as creating:
        yield Client(endpoint, clock, key, asking, creating, stop)


def cookieless() -> CookieJar:
    """Make a jar that takes no cookies."""
    return CookieJar(DefaultCookiePolicy(allowed_domains=()))


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


def _maker(endpoint: Endpoint, tls: SSLContext | None) -> Callable[..., httpx.AsyncClient]:
    """Settle all that clients share; reading the certificates once saves 20 ms."""
    return partial(
        httpx.AsyncClient,
        headers=HEADERS,
        verify=tls or False,
        cookies=cookieless(),
        timeout=httpx.Timeout(None, connect=CONNECT_SECONDS),
        trust_env=not endpoint.on_loopback,
    )


def _opened(
    make: Callable[..., httpx.AsyncClient], transport: httpx.AsyncBaseTransport | None
) -> httpx.AsyncClient:
    try:
        return make(transport=transport)
    except (ImportError, ValueError, httpx.InvalidURL):
        raise UsageError(
            "the proxy that the environment names cannot be used; HTTPS_PROXY takes http://HOST:PORT"
        ) from None


def _encoded(body: Mapping[str, object]) -> bytes:
    try:
        return json.dumps(dict(body), ensure_ascii=False, allow_nan=False).encode()
    except UnicodeEncodeError:  # half of a surrogate pair, which only an escape can carry
        return json.dumps(dict(body), allow_nan=False).encode()
