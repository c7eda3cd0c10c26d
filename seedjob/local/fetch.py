"""A URL on this machine to a file named by its hash: the door to h11 for what is fetched."""

import asyncio
import contextlib
import hashlib
import os
import ssl
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import BinaryIO
from urllib.parse import SplitResult, urlsplit

import h11

from seedjob.local.urls import shown

SIZE_LIMIT = 64 * 1024 * 1024
PATIENCE = 10.0  # seconds in all
CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Fetched:
    """A medium that now lies in the folder under its hash."""

    sha256: str


@dataclass(frozen=True, slots=True)
class Unfetched:
    """A medium that could not be had, and why."""

    reason: str


async def fetch(url: str, folder: Path) -> Fetched | Unfetched:
    """Bring what stands at a loopback URL into `folder`; redirects are not followed."""
    part = folder / f"{os.urandom(8).hex()}.part"
    try:
        async with asyncio.timeout(PATIENCE):
            with part.open("wb") as file:
                digest = await _download(urlsplit(url), file)
        part.rename(folder / digest)
        return Fetched(digest)
    except TimeoutError:
        return Unfetched(f"{shown(url)!r} did not come within {PATIENCE:g} seconds")
    except (OSError, h11.RemoteProtocolError, h11.LocalProtocolError, _BadAnswerError) as error:
        told = getattr(error, "strerror", None) or error  # a path of ours is nobody's business
        return Unfetched(f"{shown(url)!r} could not be fetched: {told}")
    finally:
        with contextlib.suppress(OSError):
            part.unlink()


class _BadAnswerError(Exception):
    """The host answered, but not with the medium."""


async def _download(address: SplitResult, file: BinaryIO) -> str:
    digest, size = hashlib.sha256(), 0
    async with contextlib.aclosing(_body(address)) as body:
        async for data in body:
            size += len(data)
            if size > SIZE_LIMIT:
                raise _BadAnswerError(f"it is over {SIZE_LIMIT // 2**20} MiB")
            digest.update(data)
            file.write(data)
    os.fsync(file.fileno())
    return digest.hexdigest()


async def _body(address: SplitResult) -> AsyncGenerator[bytes]:
    secure = address.scheme == "https"
    reader, writer = await asyncio.open_connection(
        address.hostname,
        address.port or (443 if secure else 80),
        ssl=ssl.create_default_context() if secure else None,
    )
    try:
        state = h11.Connection(h11.CLIENT)
        writer.write(_request(state, address))
        while not isinstance(event := state.next_event(), h11.EndOfMessage):
            match event:
                case h11.NEED_DATA:
                    state.receive_data(await reader.read(CHUNK))
                case h11.Response(status_code=status) if status != HTTPStatus.OK:
                    raise _BadAnswerError(f"status {status}")
                case h11.Data(data=data):
                    yield bytes(data)
                case h11.ConnectionClosed():
                    raise _BadAnswerError("the connection was closed")
                case _:
                    pass  # the head of a good answer, or an interim one
    finally:
        writer.close()


def _request(state: h11.Connection, address: SplitResult) -> bytes:
    target = (address.path or "/") + (f"?{address.query}" if address.query else "")
    host = address.netloc.rpartition("@")[2]
    asked = h11.Request(
        method="GET",
        target=target,
        headers=[("Host", host), ("Accept", "*/*"), ("Connection", "close")],
    )
    return (state.send(asked) or b"") + (state.send(h11.EndOfMessage()) or b"")
