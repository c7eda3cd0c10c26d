"""What is wished for to the way that calls go: by httpx, or by aiohttp where it is installed.

Creates always go httpx's own way, which tells whether a request began to leave.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib.util import find_spec
from ssl import SSLContext
from typing import TYPE_CHECKING, Final, Literal
from urllib.request import getproxies

from seedjob.errors import UsageError
from seedjob.service.httpx_wire import HttpxWire, open_httpx
from seedjob.service.wire import Wire

if TYPE_CHECKING:
    from seedjob.service.aiohttp_wire import AiohttpWire

Wish = Literal["httpx", "aiohttp", "auto"]
WISHES: Final[tuple[Wish, ...]] = ("httpx", "aiohttp", "auto")

Carrier = Callable[[SSLContext | None, bool], "AiohttpWire"]
"""Makes a way, given whom an https host is trusted by and whether connections are kept."""


def find_carrier(wish: str) -> Carrier | None:
    """Give aiohttp's way where it is wished for and installed; nothing for httpx's own.

    Raises UsageError for one that is unknown, or not installed and wished for by its name.
    """
    if wish not in WISHES:
        raise UsageError(f"'{wish}' is no transport; SEEDJOB_TRANSPORT takes {', '.join(WISHES)}")
    if wish == "httpx":
        return None
    if find_spec("aiohttp") is not None:
        return _by_aiohttp
    if wish == "aiohttp":
        raise UsageError("aiohttp is not installed; pip install 'seedjob[fast]' brings it")
    return None


@asynccontextmanager
async def open_wire(
    carrier: Carrier | None, tls: SSLContext | None, *, keeps: bool, trust_env: bool
) -> AsyncIterator[Wire]:
    """Open a way to hosts: httpx's own also where the environment may name a proxy.

    `tls` is whom an https host is trusted by; with `keeps` a connection may serve again. Raises
    UsageError for a proxy that cannot be used.
    """
    if carrier is None or (trust_env and getproxies()):
        wire: AiohttpWire | HttpxWire = open_httpx(tls, keeps=keeps, trust_env=trust_env)
    else:
        wire = carrier(tls, keeps)
    try:
        yield wire
    finally:
        await wire.close()


def _by_aiohttp(tls: SSLContext | None, keeps: bool) -> "AiohttpWire":  # noqa: FBT001
    from seedjob.service.aiohttp_wire import AiohttpWire

    return AiohttpWire(tls, keeps)
