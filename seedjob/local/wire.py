"""What comes and goes over a connection, as values: a request, and what may answer it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


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
class Reply:
    """What is sent back: after `wait` seconds, `cut` midway, at `rate` bytes a second."""

    status: int
    body: bytes | Stretch = b""
    headers: tuple[tuple[str, str], ...] = ()
    wait: float = 0.0
    cut: bool = False
    rate: float | None = None


@dataclass(frozen=True, slots=True)
class Hangup:
    """No reply: the connection is closed."""


Answer = Reply | Hangup


class Answerer(Protocol):
    """What a connection asks of the service behind it."""

    def hangs_up(self, method: str, target: str) -> bool:
        """Tell, from its first line alone, that a request is dropped unread."""

    async def answer(self, request: Request) -> Answer:
        """Answer a request come whole."""


def in_json(status: int, value: object, headers: tuple[tuple[str, str], ...] = ()) -> Reply:
    """Make a reply of a JSON value."""
    body = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
    return Reply(status, body, (("content-type", "application/json; charset=utf-8"), *headers))
