"""Bytes of a connection to requests, and answers to bytes: as little HTTP as will do."""

import json
from asyncio import IncompleteReadError, LimitOverrunError, StreamReader, StreamWriter
from collections.abc import Mapping
from dataclasses import dataclass, field
from socket import SO_LINGER, SOL_SOCKET
from struct import pack
from typing import Any, Final, Literal

Then = Literal["keep", "close", "reset"]
"""What becomes of the connection after an answer: kept, closed, or torn down with a RST."""

REASONS: Final = {200: "OK", 206: "Partial Content", 302: "Found", 400: "Bad Request"}


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked; names of headers in small letters."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent back; `announced` differs from the body's length where it is cut."""

    status: int = 200
    body: bytes = b""
    kind: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    announced: int | None = None
    then: Then = "keep"


SILENCE: Final = Answer(0, then="close")
"""The connection is closed without a word."""

RESET: Final = Answer(0, then="reset")


def told(value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
    """Answer with JSON."""
    return Answer(status, json.dumps(value).encode(), headers=headers or {})


async def read(reader: StreamReader) -> Request | None:
    """Read the next request of a connection; none where it ends."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")[:-2]
        pairs = (line.partition(":") for line in lines)
        headers = {name.lower(): value.strip() for name, _, value in pairs}
        body = await reader.readexactly(int(headers.get("content-length", 0)))
    except (IncompleteReadError, LimitOverrunError, OSError):
        return None
    method, path, _ = first.split(" ", 2)
    return Request(method, path, headers, body)


async def write(writer: StreamWriter, answer: Answer) -> bool:
    """Send an answer; tell whether the connection goes on."""
    if answer.then == "reset":
        writer.get_extra_info("socket").setsockopt(SOL_SOCKET, SO_LINGER, pack("ii", 1, 0))
        writer.transport.abort()
        return False
    if answer.status:
        writer.write(_head(answer) + answer.body)
        await writer.drain()
    return answer.then == "keep"


def _head(answer: Answer) -> bytes:
    length = len(answer.body) if answer.announced is None else answer.announced
    lines = [
        f"HTTP/1.1 {answer.status} {REASONS.get(answer.status, 'So It Is')}",
        f"Content-Type: {answer.kind}",
        f"Content-Length: {length}",
        *(f"{name}: {value}" for name, value in answer.headers.items()),
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
