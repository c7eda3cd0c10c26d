"""What comes and goes over a connection, as values: a request, and what may answer it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol


@dataclass(frozen=True, slots=True)
class Request:
    """A request come whole; `target` as sent, names of headers in lower case."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Stretch:
    """Bytes of a file, from `start`."""

    path: Path
    start: int
    length: int


@dataclass(frozen=True, slots=True)
class Break:
    """Where a reply breaks off: in its status line, its headers, or after a share of its body.

    `reset` ends the connection by RST, as a crash does, and not by a clean close.
    """

    at: Literal["line", "head", "body"] = "body"
    share: float = 0.5
    reset: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """What is sent back: after `wait` seconds, at `rate` bytes a second, whole or with a break.

    `rate` is that of the headers where `head_drips`. `announced` is a length of the body that is
    not its own.
    """

    status: int
    body: bytes | Stretch = b""
    headers: tuple[tuple[str, str], ...] = ()
    wait: float = 0.0
    cut: Break | None = None
    rate: float | None = None
    head_drips: bool = False
    announced: int | None = None

    @property
    def length(self) -> int:
        """Count the bytes of the body."""
        return len(self.body) if isinstance(self.body, bytes) else self.body.length


@dataclass(frozen=True, slots=True)
class Hangup:
    """No reply: the connection is closed, or `reset`."""

    reset: bool = False


@dataclass(frozen=True, slots=True)
class Garbled:
    """Bytes that are no HTTP, and then the end of the connection."""

    data: bytes


Answer = Reply | Hangup | Garbled


class Answerer(Protocol):
    """What a connection asks of the service behind it."""

    def hangs_up(self, method: str, target: str) -> Hangup | None:
        """Tell, from its first line alone, that a request is dropped unread."""

    async def answer(self, request: Request) -> Answer:
        """Answer a request come whole."""


def in_json(status: int, value: object, headers: tuple[tuple[str, str], ...] = ()) -> Reply:
    """Make a reply of a JSON value; halves of surrogate pairs go as escapes."""
    try:
        body = json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        body = json.dumps(value).encode()
    return Reply(status, body, (("content-type", "application/json; charset=utf-8"), *headers))
