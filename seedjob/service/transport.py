"""What is wished for to what carries questions and downloads: httpx's own way, or aiohttp's.

Creates always go httpx's own way, which tells whether a request began to leave.
"""

from collections.abc import Callable
from importlib.util import find_spec
from ssl import SSLContext
from typing import Final, Literal
from urllib.request import getproxies

import httpx

from seedjob.errors import UsageError

Wish = Literal["httpx", "aiohttp", "auto"]
WISHES: Final[tuple[Wish, ...]] = ("httpx", "aiohttp", "auto")

Carrier = Callable[[SSLContext | None, bool], httpx.AsyncBaseTransport]
"""Makes a transport, given whom an https host is trusted by and whether connections are kept."""


def find_carrier(wish: str) -> Carrier | None:
    """Give aiohttp's way where it is wished for and installed; nothing for httpx's own.

    Raises UsageError for one that is unknown, or not installed and wished for by its name.
    """
    if wish not in WISHES:
        raise UsageError(f"'{wish}' is no transport; SEEDJOB_TRANSPORT takes {', '.join(WISHES)}")
    if wish == "httpx":
        return None
    if find_spec("aiohttp") is not None:
        return _fast
    if wish == "aiohttp":
        raise UsageError("aiohttp is not installed; pip install 'seedjob[fast]' brings it")
    return None


def carry(
    carrier: Carrier | None, tls: SSLContext | None, *, keeps: bool, trust_env: bool
) -> httpx.AsyncBaseTransport | None:
    """Make a transport; nothing, for httpx's own, where the environment may name a proxy."""
    if carrier is None or (trust_env and getproxies()):
        return None
    return carrier(tls, keeps)


def _fast(tls: SSLContext | None, keeps: bool) -> httpx.AsyncBaseTransport:  # noqa: FBT001
    from seedjob.service.fast import FastTransport

    return FastTransport(tls, keeps)
