"""A request, word for word, to what begins to come back; what carries it is another's matter."""

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

CONNECT_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Call:
    """One request to be sent once, with no header but `headers`, `Host` and a length.

    `url` is one as httpx writes it. `server` is whom a certificate must name, where that is not
    the URL's host. `leaving` is called before a byte of it may leave, once a connection is there.
    """

    method: str
    url: str
    headers: Mapping[str, str]
    content: bytes | None = None
    server: str | None = None
    read_seconds: float | None = None
    leaving: Callable[[], None] | None = None


class Answer(Protocol):
    """A reply whose head is there: its body comes, packed as it was sent, until it is closed."""

    @property
    def status(self) -> int:
        """The status code."""

    @property
    def headers(self) -> Mapping[str, str]:
        """The header fields, by names in any case."""

    def chunks(self) -> AsyncIterator[bytes]:
        """Give the body as it comes."""

    async def close(self) -> None:
        """Let go of the connection."""


class Wire(Protocol):
    """A way to hosts, which follows no redirect and keeps no cookie."""

    async def send(self, call: Call) -> Answer:
        """Send a request, once; raise httpx's errors, OSError or UnicodeError for what fails."""
