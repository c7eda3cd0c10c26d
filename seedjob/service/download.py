"""A video's link to a whole, hashed `.part` file."""

import asyncio
import hashlib
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from ssl import PROTOCOL_TLS_CLIENT, SSLContext
from typing import BinaryIO
from urllib.parse import urljoin
from urllib.request import getproxies

import httpx

from seedjob import __version__
from seedjob.errors import DeadLinkError, DownloadError, RecordError, UsageError
from seedjob.service.client import CONNECT_SECONDS, cookieless, trusted
from seedjob.service.hosts import Target, find_target
from seedjob.service.mishap import host_and_port, tell_mishap

CAP = 512 << 20
READ_SECONDS = 60.0
TOTAL_SECONDS = 1200.0
MOST_REDIRECTS = 3
REDIRECTS = {301, 302, 303, 307, 308}
DEAD = {403, 404, 410}
OK = 200
HEAD_LENGTH = 64
PAGE_STARTS = (b"<", b"{", b"[")
HEADERS = {"User-Agent": f"seedjob/{__version__}", "Accept-Encoding": "identity"}
# What the resolver, TLS and httpx say of odd hosts; UnicodeError is a ValueError.
UNREADABLE = (httpx.InvalidURL, ValueError)
BROKEN = (httpx.HTTPError, httpx.StreamError, httpx.CookieConflict, OSError)


@dataclass(frozen=True, slots=True)
class Received:
    """What lies in the `.part`."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Media:
    """The way to media hosts, made by `open_media`; it knows no key."""

    http: httpx.AsyncClient = field(repr=False)
    private_ok: bool
    proxied: bool = False
    cap: int = CAP
    total_seconds: float = TOTAL_SECONDS

    async def download(self, url: str, part: Path) -> Received:
        """Fetch a link into `part`, whole, hashed and on the disk, or leave no `part` at all.

        Raise DeadLinkError where the link itself is dead, DownloadError where trying again may
        help, RecordError where the disk is at fault. No text of these holds more of the link
        than its host.
        """
        with _part_file(part) as file:
            try:
                async with asyncio.timeout(self.total_seconds):
                    return await self._fetch(url, Sink(file, part.name, self.cap))
            except BROKEN as error:
                told = tell_mishap(error, url)
                raise DownloadError(f"the download broke off: {told}; try it again") from error
            except UNREADABLE:  # after the others: a certificate's error is a ValueError, too
                raise DownloadError("the video's link cannot be read as a URL") from None

    async def _fetch(self, url: str, sink: "Sink") -> Received:
        for _ in range(MOST_REDIRECTS + 1):
            target = await find_target(url, private_ok=self.private_ok, by_name_ok=self.proxied)
            response = await self._open(target)
            try:
                if response.status_code not in REDIRECTS:
                    return await _receive(response, target.url, sink)
                url = _next(target.url, response.headers.get("location", ""))
            finally:
                await response.aclose()
        raise DownloadError(f"more than {MOST_REDIRECTS} redirects, the last to {_at(url)}")

    async def _open(self, target: Target) -> httpx.Response:
        """Connect to an address that was judged, not to what the name may mean a moment later."""
        for address in () if self.proxied else target.addresses[:-1]:
            try:
                return await self._get(target, address)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                continue
        return await self._get(target, target.host if self.proxied else target.addresses[-1])

    async def _get(self, target: Target, address: str) -> httpx.Response:
        url = httpx.URL(target.url)
        request = self.http.build_request(
            "GET",
            url.copy_with(host=address.partition("%")[0]),
            headers={"Host": url.netloc.decode("ascii")},
            extensions={"sni_hostname": url.raw_host.decode("ascii")},
        )
        return await self.http.send(request, stream=True, follow_redirects=False)


@asynccontextmanager
async def open_media(*, private_ok: bool) -> AsyncIterator[Media]:
    """Open the way to media hosts; `private_ok` only where the service itself is on loopback."""
    proxied = not private_ok and bool(getproxies().keys() & {"https", "all"})
    tls = _tls(private_ok=private_ok)
    try:
        http = httpx.AsyncClient(
            headers=HEADERS,
            verify=tls,
            cookies=cookieless(),
            timeout=httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS),
            # A kept connection is known by its address: another name's certificate was judged.
            limits=httpx.Limits(max_keepalive_connections=0),
            trust_env=not private_ok,
        )
    except (ImportError, ValueError, httpx.InvalidURL):
        raise UsageError(
            "the proxy that the environment names cannot be used; HTTPS_PROXY takes http://HOST:PORT"
        ) from None
    async with http:
        yield Media(http, private_ok, proxied)


def _tls(*, private_ok: bool) -> SSLContext:
    """Trust what the environment names; beside a service on loopback it may name nothing good."""
    try:
        return trusted()
    except UsageError:
        if not private_ok:
            raise
        return SSLContext(PROTOCOL_TLS_CLIENT)  # trusts nobody: an https link then tells why


@dataclass(slots=True)
class Sink:
    """A file being written, counted and hashed; a fault of the disk is told apart here."""

    file: BinaryIO
    name: str
    cap: int
    count: int = 0
    head: bytes = b""
    digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    def write(self, chunk: bytes) -> None:
        """Add a chunk."""
        self.count += len(chunk)
        self.head = (self.head + chunk)[:HEAD_LENGTH]
        self.digest.update(chunk)
        with _on_disk(self.name):
            self.file.write(chunk)

    def keep(self) -> None:
        """Bring all of it to the disk."""
        with _on_disk(self.name):
            self.file.flush()
            os.fsync(self.file.fileno())


@contextmanager
def _on_disk(name: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise RecordError(f"cannot write '{name}': {error.strerror or error}") from error


@contextmanager
def _part_file(part: Path) -> Iterator[BinaryIO]:
    """Make the file anew, following no link that lies in its place; unmake it when all fails."""
    with _on_disk(part.name):
        part.unlink(missing_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        file = os.fdopen(os.open(part, flags, 0o666), "wb")
    whole = False
    try:
        yield file
        whole = True
    finally:
        with suppress(OSError):  # what is kept was flushed, what is not needs no flushing
            file.close()
        if not whole:
            with suppress(OSError):
                part.unlink()


async def _receive(response: httpx.Response, url: str, sink: Sink) -> Received:
    if response.status_code in DEAD:
        raise DeadLinkError(f"the link is dead: HTTP {response.status_code} from {_at(url)}")
    if response.status_code != OK:
        raise DownloadError(
            f"HTTP {response.status_code} came from {_at(url)} for the video; try it again"
        )
    announced = response.headers.get("content-length")
    async for chunk in response.aiter_bytes():
        sink.write(chunk)
        if sink.count > sink.cap:
            raise DownloadError(f"the video from {_at(url)} is longer than {sink.cap} bytes")
    came = response.num_bytes_downloaded
    if announced is not None and announced != str(came):
        raise DownloadError(f"{came} bytes came of {announced} announced; try it again")
    if sink.head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(PAGE_STARTS):
        raise DeadLinkError(f"the link is dead: {_at(url)} sent a page in place of the video")
    if not came:
        raise DownloadError(f"{_at(url)} sent an empty video; try it again")
    await asyncio.to_thread(sink.keep)
    return Received(sink.count, sink.digest.hexdigest())


def _next(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError:
        raise DownloadError(f"{_at(url)} redirects to what is no URL") from None


def _at(url: str) -> str:
    return host_and_port(url)
