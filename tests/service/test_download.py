import asyncio
import hashlib
import os
import resource
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from seedjob.clock import SystemClock
from seedjob.errors import DeadLinkError, DownloadError, RecordError, UsageError
from seedjob.service.client import open_client
from seedjob.service.download import Media, open_media
from seedjob.service.endpoint import parse_endpoint
from seedjob.service.httpx_wire import HttpxWire
from seedjob.service.part import Part
from seedjob.service.receive import Patience, Received
from tests.service.wire import Heard, Script, answering, http, told

VIDEO = b"\x00\x00\x00\x20ftypisom" + bytes(range(256)) * 2000
WHOLE = Received(len(VIDEO), hashlib.sha256(VIDEO).hexdigest())
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
SIGNED = "/v.mp4?sign=secret"


async def fetch(part: Path, *scripts: Script | bytes, **changes: object) -> tuple[Received, Heard]:
    async with answering(*scripts) as heard, open_media(private_ok=True) as media:
        changed: Media = replace(media, **changes)  # type: ignore[arg-type]
        return await changed.download(heard.base + SIGNED, part), heard


def test_a_video_is_received_whole_and_hashed(tmp_path: Path) -> None:
    part = tmp_path / "fox.mp4.part"
    received, heard = asyncio.run(fetch(part, http(VIDEO)))

    assert received == WHOLE
    assert part.read_bytes() == VIDEO
    assert heard.requests[0].startswith(b"GET /v.mp4?sign=secret HTTP/1.1\r\n")
    assert heard.header("authorization") == []
    assert heard.header("host") == [heard.base.removeprefix("http://")]


def test_a_video_of_no_announced_length_is_received(tmp_path: Path) -> None:
    reply = CHUNKED + f"{len(VIDEO):x}\r\n".encode() + VIDEO + b"\r\n0\r\n\r\n"

    assert asyncio.run(fetch(tmp_path / "p", reply))[0] == WHOLE


def link(place: Path, old: Path) -> None:
    place.symlink_to(old)


def hard_link(place: Path, old: Path) -> None:
    place.hardlink_to(old)


def rest(place: Path, _: Path) -> None:
    place.write_bytes(b"x" * 10_000_000)


def pipe(place: Path, _: Path) -> None:
    os.mkfifo(place)


@pytest.mark.parametrize("lay", [link, hard_link, rest, pipe])
def test_what_lies_in_the_place_of_the_part_is_replaced_not_followed(
    tmp_path: Path, lay: Callable[[Path, Path], None]
) -> None:
    part, other = tmp_path / "p", tmp_path / "precious"
    other.write_bytes(b"precious")
    lay(part, other)
    asyncio.run(fetch(part, http(VIDEO)))

    assert part.read_bytes() == VIDEO
    assert other.read_bytes() == b"precious"


PATIENT = 60.0
BRIEF = 2.0
"""Seconds: for what comes, however busy the machine is, and for what never does."""


def patience(script: Script | bytes) -> Patience:
    """Tell how long to wait: briefly where a host stays silent for longer than anybody waits."""
    silent = isinstance(script, Script) and script.before + script.after > BRIEF
    return Patience(total_seconds=BRIEF if silent else PATIENT)


FAULTS: dict[str, tuple[Script | bytes, type[DownloadError], str]] = {
    "401": (http(b"", 401), DeadLinkError, "HTTP 401 from 127.0.0.1"),
    "403": (http(b"", 403), DeadLinkError, "HTTP 403 from 127.0.0.1"),
    "404": (http(b"", 404), DeadLinkError, "HTTP 404"),
    "410": (http(b"", 410), DeadLinkError, "HTTP 410"),
    "a page": (http(b"\n <!DOCTYPE html>"), DeadLinkError, "sent a page"),
    "XML": (http(b"\xef\xbb\xbf<?xml version='1.0'?>"), DeadLinkError, "sent a page"),
    "JSON": (told({"error": "expired"}), DeadLinkError, "sent a page"),
    "500": (http(b"", 500), DownloadError, "HTTP 500 came"),
    "206": (http(VIDEO, 206), DownloadError, "HTTP 206 came"),
    "nothing": (http(b""), DownloadError, "an empty video"),
    "a cut": (http(VIDEO)[:-1], DownloadError, "try it again"),
    "a cut without a length": (CHUNKED + b"ff\r\n" + VIDEO[:255] + b"\r\n", DownloadError, "again"),
    "a reset": (Script(http(VIDEO)[:999], after=0.1, reset=True), DownloadError, "again"),
    "no reply": (b"", DownloadError, "server disconnected"),
    "silence": (Script(http(VIDEO), before=PATIENT), DownloadError, "no answer from 127.0.0.1"),
    "a drip": (Script(http(VIDEO)[:999], after=PATIENT), DownloadError, "no answer from 127.0.0.1"),
    "too much": (http(VIDEO + b"x" * 600_000), DownloadError, "longer than 600000 bytes"),
    "too much unannounced": (
        CHUNKED + b"fffff\r\n" + bytes(0xFFFFF) + b"\r\n0\r\n\r\n",
        DownloadError,
        "longer than 600000 bytes",
    ),
    "a redirect to nowhere": (http(b"", 302), DownloadError, "more than 3 redirects"),
    "a redirect to what is no URL": (
        http(b"", 302, "Location: http://[secret"),
        DownloadError,
        "127.0.0.1",
    ),
    "a redirect to a file": (
        http(b"", 302, "Location: file:///etc/passwd"),
        DownloadError,
        "no http(s) link",
    ),
}


@pytest.mark.parametrize(("script", "kind", "text"), FAULTS.values(), ids=FAULTS)
def test_a_video_that_does_not_arrive_leaves_no_part_and_tells_no_secret(
    tmp_path: Path, script: Script | bytes, kind: type[DownloadError], text: str
) -> None:
    with pytest.raises(DownloadError) as caught:
        asyncio.run(fetch(tmp_path / "p", script, cap=600_000, patience=patience(script)))

    assert kind is caught.type
    assert text in str(caught.value)
    assert "secret" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


PORT = "127.0.0.1:PORT"
ODD_LINKS: dict[str, str] = {
    "half of a pair in the path": f"http://{PORT}/\ud800",
    "half of a pair in the query": f"http://{PORT}/v?\udfff",
    "half of a pair in the host": "http://\ud800/",
    "half of a pair within a host": "http://a\ud800b:1/",
    "NUL in the host": "http://a\x00b.invalid/",
    "NUL behind the host": "http://127.0.0.1\x00/v",
    "NUL in the path": f"http://{PORT}/\x00",
    "a label too long": "http://" + "a" * 70 + ".invalid/",
    "an empty label": "http://a..invalid/",
    "a dot": "http://./",
    "snow": "http://\u2603.invalid/",
    "punycode that is none": "http://xn--/",
    "an escape for a host": "http://%00/",
    "a bracket left open": "http://[::1/",
    "brackets around no address": "http://[x]/",
    "a zone that is none": "http://[fe80::1%no]/",
    "a port that is none": "http://127.0.0.1:x/",
    "a port too large": "http://127.0.0.1:99999/",
    "port 0": "http://127.0.0.1:0/",
    "no host": "http:///v",
    "no scheme": "//127.0.0.1/v",
    "nothing": "",
    "a very long path": f"http://{PORT}/" + "a" * 200_000,
}


@pytest.mark.parametrize("url", ODD_LINKS.values(), ids=ODD_LINKS)
@pytest.mark.parametrize("way", ["as the link", "as a redirect"])
def test_no_link_is_too_odd_to_be_told_about(tmp_path: Path, url: str, way: str) -> None:
    async def follow() -> None:
        async with answering(http(b"", 500)) as heard, open_media(private_ok=True) as media:
            there = url.replace("PORT", str(heard.port))
            location = f"Location: {there}".encode("utf-8", "surrogatepass")
            hop = b"HTTP/1.1 302 X\r\nContent-Length: 0\r\n" + location + b"\r\n\r\n"
            async with answering(hop) as lure:
                link = there if way == "as the link" else lure.base
                await replace(media, patience=Patience(total_seconds=PATIENT)).download(
                    link, tmp_path / "p"
                )

    with pytest.raises(DownloadError) as caught:
        asyncio.run(follow())

    assert str(caught.value).isprintable()
    assert list(tmp_path.iterdir()) == []


def test_redirects_are_followed_three_times(tmp_path: Path) -> None:
    hop = http(b"", 302, "Location: /next")
    received, heard = asyncio.run(fetch(tmp_path / "p", hop, hop, hop, http(VIDEO)))

    assert received == WHOLE
    assert len(heard.requests) == 4


class Luring(httpx.AsyncBaseTransport):
    """A public host that sends everybody somewhere else, and remembers who came."""

    def __init__(self, location: str) -> None:
        self.location = location
        self.came: list[tuple[str, str, object]] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Redirect."""
        name = request.extensions["sni_hostname"]
        self.came.append((request.url.host, request.headers["host"], name))
        return httpx.Response(302, headers={"Location": self.location})


@pytest.mark.parametrize(
    "location", ["https://127.0.0.1/v", "https://10.0.0.1/v", "http://[::1]/v", "//localhost/v"]
)
def test_a_redirect_into_a_private_network_is_not_followed(tmp_path: Path, location: str) -> None:
    luring = Luring(location)
    media = Media(HttpxWire(httpx.AsyncClient(transport=luring)), private_ok=False)
    with pytest.raises(DownloadError, match="at a private address"):
        asyncio.run(media.download("https://93.184.216.34" + SIGNED, tmp_path / "p"))

    assert luring.came == [("93.184.216.34", "93.184.216.34", "93.184.216.34")]
    assert list(tmp_path.iterdir()) == []


def test_the_address_that_was_judged_is_the_one_connected_to(tmp_path: Path) -> None:
    async def by_name() -> Heard:
        async with answering(http(VIDEO)) as heard, open_media(private_ok=True) as media:
            await media.download(f"http://localhost:{heard.port}/v", tmp_path / "p")
            return heard

    heard = asyncio.run(by_name())

    assert [f"localhost:{heard.port}"] == heard.header("host")


def test_no_connection_is_kept_for_another_name_at_the_same_address(tmp_path: Path) -> None:
    kept = f"HTTP/1.1 200 OK\r\nContent-Length: {len(VIDEO)}\r\n\r\n".encode() + VIDEO

    async def twice() -> int:
        script = Script(kept, after=0.3)
        async with answering(script) as heard, open_media(private_ok=True) as media:
            await media.download(heard.base, tmp_path / "p")
            await media.download(heard.base, tmp_path / "p")
            return heard.connections

    assert asyncio.run(twice()) == 2


def test_a_cookie_is_not_given_back(tmp_path: Path) -> None:
    hop = http(b"", 302, "Location: /next", "Set-Cookie: a=b")

    assert asyncio.run(fetch(tmp_path / "p", hop, http(VIDEO)))[1].header("cookie") == []


def test_the_key_goes_to_the_service_and_never_to_the_media_host(tmp_path: Path) -> None:
    async def whole_way() -> tuple[Heard, Heard]:
        async with answering(http(VIDEO)) as host:
            done = told({"status": "completed", "video_url": host.base + SIGNED})
            async with answering(done) as service:
                endpoint = parse_endpoint(service.base)
                async with open_client(endpoint, "key-0123456", clock=SystemClock()) as client:
                    await client.ask("t")
                async with open_media(private_ok=endpoint.on_loopback) as media:
                    await media.download(host.base + SIGNED, tmp_path / "p")
                return service, host

    service, host = asyncio.run(whole_way())

    assert service.header("authorization") == ["Bearer key-0123456"]
    assert b"key-0123456" not in b"".join(host.requests)
    assert b"authorization" not in b"".join(host.requests).lower()


def test_a_disk_at_fault_is_told_apart_from_the_network(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="cannot write 'p': No such file or directory"):
        asyncio.run(fetch(tmp_path / "missing" / "p", http(VIDEO)))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a full disk at hand")
def test_a_full_disk_is_told_apart_from_the_network() -> None:
    with Path("/dev/full").open("wb", buffering=0) as full:
        part = Part(Path("fox.mp4.part"), file=full)
        with pytest.raises(RecordError, match=r"cannot write 'fox.mp4.part': No space left"):
            part.write(b"x")


def test_a_video_for_which_there_is_no_room_leaves_no_part(tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        with pytest.raises(RecordError, match="cannot write 'p': File too large"):
            asyncio.run(fetch(tmp_path / "p", http(VIDEO)))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert list(tmp_path.iterdir()) == []


CERTIFICATES = {"a file that is not there": None, "a file that holds none": "root:x:0:0"}


@pytest.mark.parametrize("text", CERTIFICATES.values(), ids=CERTIFICATES)
def test_certificates_that_cannot_be_read_matter_only_beyond_loopback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str | None
) -> None:
    file = tmp_path / "certificates"
    if text is not None:
        file.write_text(text)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))

    async def open_public() -> None:
        async with open_media(private_ok=False):
            pass

    assert asyncio.run(fetch(tmp_path / "p", http(VIDEO)))[0] == WHOLE
    with pytest.raises(UsageError, match=r"no certificate can be read from '.*/certificates'"):
        asyncio.run(open_public())


def test_a_download_that_is_cancelled_leaves_no_part(tmp_path: Path) -> None:
    async def cancelled() -> None:
        script = Script(http(VIDEO)[:999], after=PATIENT)
        async with answering(script) as heard, open_media(private_ok=True) as media:
            task = asyncio.create_task(media.download(heard.base + SIGNED, tmp_path / "p"))
            await heard.came.wait()
            task.cancel()
            await task

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(cancelled())

    assert list(tmp_path.iterdir()) == []
