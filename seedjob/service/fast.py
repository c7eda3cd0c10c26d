"""httpx's requests to aiohttp's answers, for two thirds of the CPU; the door to aiohttp.

For questions and downloads alone: nothing here tells when a request starts to leave, as a create
must know. A head is narrower than httpx's: 128 headers of 64 KiB, which bounds its memory.
"""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from ssl import SSLContext
from typing import Any, Final

import aiohttp
import httpx
from aiohttp.http_exceptions import HttpProcessingError
from yarl import URL

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
class FastTransport(httpx.AsyncBaseTransport):
    """A way to hosts by aiohttp, without proxies, cookies, redirects or unpacking.

    `tls` is whom an https host is trusted by; with `keeps` a connection may serve again.
    """

    tls: SSLContext | None
    keeps: bool
    session: aiohttp.ClientSession | None = field(default=None, repr=False)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request without a body; raise httpx's errors for what comes of it."""
        self.session = self.session or self._opened()
        with _translated():
            answer = await self.session.request(
                request.method,
                _url(request),
                headers=[
                    (name.decode("ascii"), value.decode("latin-1"))
                    for name, value in request.headers.raw
                ],
                allow_redirects=False,
                timeout=_timeout(request.extensions.get("timeout", {})),
                server_hostname=request.extensions.get("sni_hostname"),
            )
        body = _Body(answer)
        return httpx.Response(answer.status, headers=list(answer.raw_headers), stream=body)

    async def aclose(self) -> None:
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


@dataclass(slots=True)
class _Body(httpx.AsyncByteStream):
    answer: aiohttp.ClientResponse

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with _translated():
            async for chunk in self.answer.content.iter_any():
                yield chunk

    async def aclose(self) -> None:
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


def _url(request: httpx.Request) -> URL:
    """Take the URL as it stands: what signs a link signs every letter of it."""
    try:
        return URL(str(request.url), encoded=True)
    except ValueError as error:
        raise httpx.UnsupportedProtocol("the link is no URL") from error


def _timeout(given: dict[str, float | None]) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(
        total=None, sock_connect=given.get("connect"), sock_read=given.get("read")
    )


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (aiohttp.ClientError, HttpProcessingError) as error:
        meaning, words = next(
            (meaning, words) for kind, meaning, words in MEANINGS if isinstance(error, kind)
        )
        raise meaning(words) from error
