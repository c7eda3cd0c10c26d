"""A video's link to a whole, hashed `.part` file, gone on with where an earlier try broke off."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from ssl import PROTOCOL_TLS_CLIENT, SSLContext
from urllib.parse import urljoin
from urllib.request import getproxies

import httpx

from seedjob import __version__
from seedjob.clock import Clock, SystemClock
from seedjob.errors import DeadLinkError, DownloadError, UsageError
from seedjob.service.body import UnreadableBodyError
from seedjob.service.client import trusted
from seedjob.service.hosts import Target, find_target
from seedjob.service.mishap import host_and_port, tell_mishap
from seedjob.service.part import Part
from seedjob.service.receive import OtherVideoError, Patience, Received, Reply, begin, receive
from seedjob.service.resume import rest_headers
from seedjob.service.retry import read_retry_after
from seedjob.service.transport import Carrier, open_wire
from seedjob.service.wire import Answer, Call, Wire

CAP = 512 << 20
MOST_REDIRECTS = 3
REDIRECTS = {301, 302, 303, 307, 308}
DEAD = {401, 403, 404, 410}
BUSY = {429, 503}
HEADERS = {
    "User-Agent": f"seedjob/{__version__}",
    "Accept": "*/*",
    "Accept-Encoding": "identity",
    "Connection": "close",
}
# What the resolver, TLS and httpx say of odd hosts; UnicodeError is a ValueError.
UNREADABLE = (httpx.InvalidURL, ValueError)
BROKEN = (
    httpx.HTTPError,
    httpx.StreamError,
    httpx.CookieConflict,
    UnreadableBodyError,
    OSError,
)


@dataclass(frozen=True, slots=True)
class Media:
    """The way to media hosts, made by `open_media`; it knows no key.

    `begun` holds what broke off, for the next try; it goes away together with the way.
    """

    wire: Wire = field(repr=False)
    private_ok: bool
    proxied: bool = False
    cap: int = CAP
    patience: Patience = field(default_factory=Patience)
    clock: Clock = field(default_factory=SystemClock)
    begun: dict[Path, Part] = field(default_factory=dict)

    async def download(self, url: str, path: Path) -> Received:
        """Fetch a link into the file `path`, whole, hashed and on the disk.

        Raise DeadLinkError where the link itself is dead, DownloadError where trying again may
        help, RecordError where the disk is at fault. No text of these holds more of the link
        than its host. After a DownloadError the file may lie there, for the next try to go on
        with; after anything else that is raised it does not.
        """
        part = self.begun.pop(path, None) or Part(path)
        try:
            with part.opened():
                return await self._bounded(url, part)
        except DownloadError:
            if part.seal:
                self.begun[path] = part
            raise

    async def _bounded(self, url: str, part: Part) -> Received:
        try:
            async with asyncio.timeout(self.patience.total_seconds):
                return await self._fetch(url, part)
        except BROKEN as error:
            told = tell_mishap(error, url)
            raise DownloadError(f"the download broke off: {told}; try it again") from error
        except UNREADABLE:  # after the others: a certificate's error is a ValueError, too
            raise DownloadError("the video's link cannot be read as a URL") from None

    async def _fetch(self, url: str, part: Part) -> Received:
        try:
            return await self._follow(url, part)
        except OtherVideoError:
            part.restart()
            return await self._follow(url, part)

    async def _follow(self, url: str, part: Part) -> Received:
        for _ in range(MOST_REDIRECTS + 1):
            target = await find_target(url, private_ok=self.private_ok, by_name_ok=self.proxied)
            answer = await self._answered(target, rest_headers(part.mark, part.count, target.url))
            try:
                if answer.status not in REDIRECTS:
                    return await self._take(answer, target.url, part)
                url = _next(target.url, answer.headers.get("location", ""))
            finally:
                await answer.close()
        raise DownloadError(f"more than {MOST_REDIRECTS} redirects, the last to {_at(url)}")

    async def _take(self, answer: Answer, url: str, part: Part) -> Received:
        status, headers = answer.status, answer.headers
        if status in DEAD:
            raise DeadLinkError(f"the link is dead: HTTP {status} from {_at(url)}")
        if status in BUSY:
            raise DownloadError(
                f"HTTP {status} came from {_at(url)} for the video; try it again",
                retry_after=read_retry_after(headers, now=self.clock.now()),
            )
        reply = Reply(url, status, headers, answer.chunks())
        begin(reply, part)
        return await receive(reply, part, cap=self.cap, patience=self.patience)

    async def _answered(self, target: Target, headers: dict[str, str]) -> Answer:
        """Connect to an address that was judged, not to what the name may mean a moment later."""
        async with asyncio.timeout(self.patience.head_seconds):
            for address in () if self.proxied else target.addresses[:-1]:
                try:
                    return await self._get(target, address, headers)
                except (httpx.ConnectError, httpx.ConnectTimeout):
                    continue
            last = target.host if self.proxied else target.addresses[-1]
            return await self._get(target, last, headers)

    async def _get(self, target: Target, address: str, headers: dict[str, str]) -> Answer:
        url = httpx.URL(target.url)
        call = Call(
            "GET",
            str(_led_to(url, address)),
            {"Host": url.netloc.decode("ascii"), **HEADERS, **headers},
            server=url.raw_host.decode("ascii"),
            read_seconds=self.patience.read_seconds,
        )
        return await self.wire.send(call)


def _led_to(url: httpx.URL, address: str) -> httpx.URL:
    address = address.partition("%")[0]
    return url if address == url.host else url.copy_with(host=address)


@asynccontextmanager
async def open_media(
    *, private_ok: bool, clock: Clock | None = None, carrier: Carrier | None = None
) -> AsyncIterator[Media]:
    """Open the way to media hosts; `private_ok` only where the service itself is on loopback."""
    proxied = not private_ok and bool(getproxies().keys() & {"https", "all"})
    tls = _tls(private_ok=private_ok)
    # A kept connection is known by its address: another name's certificate was judged.
    async with open_wire(carrier, tls, keeps=False, trust_env=not private_ok) as wire:
        media = Media(wire, private_ok, proxied, clock=clock or SystemClock())
        try:
            yield media
        finally:
            for part in media.begun.values():
                part.remove()


def _tls(*, private_ok: bool) -> SSLContext:
    """Trust what the environment names; beside a service on loopback it may name nothing good."""
    try:
        return trusted()
    except UsageError:
        if not private_ok:
            raise
        return SSLContext(PROTOCOL_TLS_CLIENT)  # trusts nobody: an https link then tells why


def _next(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError:
        raise DownloadError(f"{_at(url)} redirects to what is no URL") from None


def _at(url: str) -> str:
    return host_and_port(url)
