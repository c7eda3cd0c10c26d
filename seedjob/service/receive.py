"""A media host's reply to a whole, hashed `.part`: steady, unpacked in small steps, measured."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus

from seedjob.errors import DeadLinkError, DownloadError
from seedjob.service.body import unpacker
from seedjob.service.mishap import host_and_port
from seedjob.service.part import Part
from seedjob.service.resume import is_of_rest, is_rest, read_mark

PAGE_STARTS = (b"<", b"{", b"[")
BLANKS = b"\xef\xbb\xbf \t\r\n"


@dataclass(frozen=True, slots=True)
class Received:
    """What lies in the `.part`."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a download is waited for.

    `total_seconds` for one try, `head_seconds` for a host to be reached and to begin to answer,
    `read_seconds` from one byte to the next; at least `low_speed_bytes` a second, on the average
    of `low_speed_seconds`.
    """

    total_seconds: float = 1200.0
    head_seconds: float = 120.0
    read_seconds: float = 60.0
    low_speed_bytes: float = 1000.0
    low_speed_seconds: float = 60.0


@dataclass(frozen=True, slots=True)
class Reply:
    """A final answer of a media host; `chunks` are raw, as they came off the wire."""

    url: str
    status: int
    headers: Mapping[str, str]
    chunks: AsyncIterator[bytes]

    @property
    def at(self) -> str:
        """Name the host, and nothing of the link that may be secret."""
        return host_and_port(self.url)


class OtherVideoError(Exception):
    """The rest that was asked for is not to be had: what came before is worth nothing."""


def begin(reply: Reply, part: Part) -> None:
    """Set `part` to where the reply's body goes on; raise OtherVideoError where it goes nowhere.

    Raises DownloadError for a status that brings no video.
    """
    if reply.status == HTTPStatus.OK:
        part.restart(read_mark(reply.url, reply.headers))
        return
    if part.mark is None or not is_of_rest(reply.status):
        raise DownloadError(f"HTTP {reply.status} came from {reply.at} for the video; try it again")
    if reply.status != HTTPStatus.PARTIAL_CONTENT or not is_rest(
        part.mark, part.count, reply.headers
    ):
        raise OtherVideoError


async def receive(reply: Reply, part: Part, *, cap: int, patience: Patience) -> Received:
    """Write a body of at most `cap` bytes to its end; raise DownloadError where it is not whole.

    No more of it lies in memory than what came at once and a step of unpacking.
    """
    unpack = unpacker(reply.headers.get("content-encoding", "").strip().lower())
    came = 0
    async for chunk in _steady(reply, patience):
        came += len(chunk)
        _check_cap(came, reply, part, cap)
        for piece in unpack.feed(chunk):
            _check_cap(part.count + len(piece), reply, part, cap)
            part.write(piece)
    unpack.end()
    _check_length(reply, came, part)
    _check_kind(reply, part)
    await asyncio.to_thread(part.keep)
    return Received(part.count, part.digest.hexdigest())


async def _steady(reply: Reply, patience: Patience) -> AsyncIterator[bytes]:
    """Pass chunks on, as long as they come at some speed."""
    clock = asyncio.get_running_loop().time
    since, count = clock(), 0
    async for chunk in reply.chunks:
        yield chunk
        count += len(chunk)
        seconds = clock() - since
        if seconds < patience.low_speed_seconds:
            continue
        if count < patience.low_speed_bytes * seconds:
            raise DownloadError(
                f"the video came from {reply.at} at {count / seconds:.0f} bytes a second; "
                "try it again"
            )
        since, count = clock(), 0


def _check_cap(count: int, reply: Reply, part: Part, cap: int) -> None:
    if count > cap:
        part.mark = None
        raise DownloadError(f"the video from {reply.at} is longer than {cap} bytes")


def _check_length(reply: Reply, came: int, part: Part) -> None:
    announced = reply.headers.get("content-length")
    if announced is not None and announced != str(came):
        raise DownloadError(f"{came} bytes came of {announced} announced; try it again")
    total = part.mark.total if part.mark else part.count
    if part.count > total:
        part.mark = None
    if part.count != total:
        raise DownloadError(f"{part.count} bytes came of {total} announced; try it again")


def _check_kind(reply: Reply, part: Part) -> None:
    if part.head.lstrip(BLANKS).startswith(PAGE_STARTS):
        part.mark = None
        raise DeadLinkError(f"the link is dead: {reply.at} sent a page in place of the video")
    if not part.count:
        raise DownloadError(f"{reply.at} sent an empty video; try it again")
