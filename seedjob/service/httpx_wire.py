"""Calls to answers by httpx, which is always there and knows proxies."""

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from http.cookiejar import CookieJar, DefaultCookiePolicy
from ssl import SSLContext
from typing import Any, Final

import httpx

from seedjob.errors import UsageError
from seedjob.service.wire import CONNECT_SECONDS, Call

MOST_KEPT: Final = 20
"""Connections that wait for another call; each does so for 5 seconds."""


@dataclass(frozen=True, slots=True)
class HttpxWire:
    """A way to hosts by an httpx client."""

    http: httpx.AsyncClient = field(repr=False)

    async def send(self, call: Call) -> "_Answer":
        """Send a request, once."""
        request = httpx.Request(
            call.method,
            call.url,
            headers=call.headers,
            content=call.content,
            extensions=_extensions(call),
        )
        return _Answer(await self.http.send(request, stream=True, follow_redirects=False))

    async def close(self) -> None:
        """Close all connections."""
        await self.http.aclose()


@dataclass(frozen=True, slots=True)
class _Answer:
    response: httpx.Response

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def headers(self) -> Mapping[str, str]:
        return self.response.headers

    def chunks(self) -> AsyncIterator[bytes]:
        return self.response.aiter_raw()

    async def close(self) -> None:
        await self.response.aclose()


def open_httpx(tls: SSLContext | None, *, keeps: bool, trust_env: bool) -> HttpxWire:
    """Open a way; raise UsageError for a proxy of the environment's that cannot be used.

    `tls` is whom an https host is trusted by; with `keeps` a connection may serve again.
    """
    limits = httpx.Limits(max_keepalive_connections=MOST_KEPT if keeps else 0)
    jar = CookieJar(DefaultCookiePolicy(allowed_domains=()))
    try:
        return HttpxWire(
            httpx.AsyncClient(verify=tls or False, cookies=jar, trust_env=trust_env, limits=limits)
        )
    except (ImportError, ValueError, httpx.InvalidURL):
        raise UsageError(
            "the proxy that the environment names cannot be used; HTTPS_PROXY takes http://HOST:PORT"
        ) from None


def _extensions(call: Call) -> dict[str, Any]:
    timeout = httpx.Timeout(None, connect=CONNECT_SECONDS, read=call.read_seconds)
    found: dict[str, Any] = {"timeout": timeout.as_dict()}
    if call.server is not None:
        found["sni_hostname"] = call.server
    if call.leaving is not None:
        found["trace"] = _telling(call.leaving)
    return found


def _telling(leaving: Callable[[], None]) -> Callable[..., Any]:
    """Tell when a request starts to leave: httpcore tells, also of CONNECT to a proxy."""

    async def trace(event: str, info: Mapping[str, object]) -> None:
        method = getattr(info.get("request"), "method", b"")
        if event.endswith("send_request_headers.started") and method != b"CONNECT":
            leaving()

    return trace
