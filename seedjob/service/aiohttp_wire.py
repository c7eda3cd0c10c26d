"""Calls to answers by aiohttp, for half of httpx's CPU; the door to aiohttp.

For questions and downloads alone: it does not tell when a call leaves, as a create must know.
A head is narrower than httpx's: 128 headers of 64 KiB, which bounds its memory.
"""

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from ssl import SSLContext
from typing import Any, Final

import aiohttp
import httpx
from aiohttp.http_exceptions import HttpProcessingError
from yarl import URL

from seedjob.service.wire import CONNECT_SECONDS, Call

LONGEST_LINE: Final = 64 << 10
READ_AT_ONCE: Final = 64 << 10
KEPT_SECONDS: Final = 5.0
"""As long as httpx keeps a connection that nobody uses."""

# aiohttp's own words may hold the whole URL: these may not. The first that fits tells most.
MEANINGS: Final[tuple[tuple[type[Exception], type[httpx.TransportError], str], ...]] = (
    (aiohttp.ConnectionTimeoutError, httpx.ConnectTimeout, ""),
    (aiohttp.ServerTimeoutError, httpx.ReadTimeout, ""),
    (aiohttp.ClientConnectorError, httpx.ConnectError, ""),
    (aiohttp.ClientConnectionError, httpx.RemoteProtocolError, "server disconnected"),
    (aiohttp.InvalidURL, httpx.UnsupportedProtocol, "the link is no URL"),
    (aiohttp.ClientPayloadError, httpx.RemoteProtocolError, "the body breaks off"),
    (aiohttp.ClientError, httpx.RemoteProtocolError, "what came is no HTTP"),
    (HttpProcessingError, httpx.RemoteProtocolError, "what came is no HTTP"),
)


@dataclass(slots=True)
class AiohttpWire:
    """A way to hosts by aiohttp, without proxies, cookies, redirects or unpacking.

    `tls` is whom an https host is trusted by; with `keeps` a connection may serve again.
    """

    tls: SSLContext | None
    keeps: bool
    session: aiohttp.ClientSession | None = field(default=None, repr=False)

    async def send(self, call: Call) -> "_Answer":
        """Send a request, once; raise httpx's errors for what comes of it."""
        assert call.leaving is None
        self.session = self.session or self._opened()
        with _translated():
            answer = await self.session.request(
                call.method,
                _url(call.url),
                headers=call.headers,
                data=call.content,
                allow_redirects=False,
                timeout=aiohttp.ClientTimeout(None, None, call.read_seconds, CONNECT_SECONDS),
                server_hostname=call.server,
            )
        return _Answer(answer)

    async def close(self) -> None:
        """Close all connections."""
        if self.session is not None:
            await self.session.close()

    def _opened(self) -> aiohttp.ClientSession:
        keeping: dict[str, Any] = (
            {"keepalive_timeout": KEPT_SECONDS} if self.keeps else {"force_close": True}
        )
        connector = aiohttp.TCPConnector(
            ssl=self.tls or True,
            limit=0,
            resolver=aiohttp.ThreadedResolver(),  # the system's own, as httpx asks it
            **keeping,
        )
        return aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            middlewares=(_once,),
            trust_env=False,
            max_line_size=LONGEST_LINE,
            max_field_size=LONGEST_LINE,
            read_bufsize=READ_AT_ONCE,
        )


@dataclass(frozen=True, slots=True)
class _Answer:
    answer: aiohttp.ClientResponse

    @property
    def status(self) -> int:
        return self.answer.status

    @property
    def headers(self) -> Mapping[str, str]:
        return httpx.Headers(list(self.answer.raw_headers))

    async def chunks(self) -> AsyncIterator[bytes]:
        with _translated():
            async for chunk in self.answer.content.iter_any():
                yield chunk

    async def close(self) -> None:
        self.answer.close()


async def _once(
    request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
) -> aiohttp.ClientResponse:
    """Send no question a second time: how often it is asked is the runner's to say."""
    try:
        return await handler(request)
    except aiohttp.ClientConnectorError:
        raise
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as error:
        raise aiohttp.ClientConnectionError from error


def _url(url: str) -> URL:
    """Take the URL as it stands: what signs a link signs every letter of it."""
    try:
        return URL(url, encoded=True)
    except ValueError as error:
        raise httpx.UnsupportedProtocol("the link is no URL") from error


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (aiohttp.ClientError, HttpProcessingError) as error:
        meaning, words = next(
            (meaning, words) for kind, meaning, words in MEANINGS if isinstance(error, kind)
        )
        raise meaning(words) from error
