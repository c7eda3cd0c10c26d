"""What a next try makes of a download that broke off; real hosts that cut, and a real folder."""

import asyncio
import gzip
import hashlib
import os
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from seedjob.errors import DeadLinkError, DownloadError
from seedjob.service.download import Media, open_media
from seedjob.service.receive import Patience, Received
from tests.hostile.behaviours import Stream, drip
from tests.hostile.server import serving
from tests.service.wire import Heard, Script, answering, http

VIDEO = b"\x00\x00\x00\x20ftypisom" + bytes(range(256)) * 400
OTHER = VIDEO[::-1]
HALF = len(VIDEO) // 2
TAG = 'ETag: "v1"'
OLD = "Last-Modified: Thu, 01 Jan 2026 00:00:00 GMT"
DATE = "Date: Thu, 01 Jan 2026 01:00:00 GMT"
SILENT = 60.0
QUICK = Patience(total_seconds=SILENT, read_seconds=3.0)
"""Of silence little is borne: a busy machine is slow, but does not stand still for long."""


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def whole(video: bytes) -> Received:
    return Received(len(video), hashlib.sha256(video).hexdigest())


def cut(*headers: str, video: bytes = VIDEO, at: int = HALF) -> bytes:
    return http(video, 200, *headers)[: at - len(video)]


def rest(*headers: str, start: int = HALF, video: bytes = VIDEO, total: int = len(VIDEO)) -> bytes:
    span = f"Content-Range: bytes {start}-{len(video) - 1}/{total}"
    return http(video[start:], 206, span, *headers)


@dataclass
class Tries:
    """Downloads of one video in a row, and how each ended."""

    place: Path
    ends: list[Received | DownloadError] = field(default_factory=list)
    ranges: list[str] = field(default_factory=list)

    async def go_on(self, media: Media, url: str) -> None:
        try:
            self.ends.append(await media.download(url, self.place))
        except DownloadError as error:
            self.ends.append(error)


async def tries(place: Path, *scripts: Script | bytes, count: int = 2) -> tuple[Tries, Heard]:
    made = Tries(place)
    async with answering(*scripts) as heard, open_media(private_ok=True) as media:
        for _ in range(count):
            await made.go_on(replace(media, patience=QUICK), heard.base + "/v")
    made.ranges = [*heard.header("range"), *heard.header("if-range")]
    return made, heard


ASKED = [f"bytes={HALF}-", '"v1"']
BREAKS: dict[str, tuple[Script | bytes, ...]] = {
    "a cut": (cut(TAG),),
    "a reset": (Script(cut(TAG), after=0.2, reset=True),),
    "silence": (Script(cut(TAG), after=SILENT),),
    "a cut, then 500": (cut(TAG), http(b"", 500)),
    "a cut, then 503": (cut(TAG), http(b"", 503)),
    "a cut, then no reply": (cut(TAG), b""),
    "a cut, then a dead link": (cut(TAG), http(b"", 403)),
}


@pytest.mark.parametrize("broken", BREAKS.values(), ids=BREAKS)
def test_the_next_try_asks_for_the_rest_and_hashes_all(
    tmp_path: Path, broken: tuple[Script | bytes, ...]
) -> None:
    place = tmp_path / "p"
    made, heard = asyncio.run(tries(place, *broken, rest(TAG), count=len(broken) + 1))

    assert made.ends[-1] == whole(VIDEO)
    assert place.read_bytes() == VIDEO
    assert made.ranges[-1:] == ASKED[-1:]
    assert f"Range: bytes={HALF}-".encode() in heard.requests[-1]


def test_a_rest_that_breaks_off_is_gone_on_with_again(tmp_path: Path) -> None:
    more = HALF + 1000
    piece = rest(TAG)[: 1000 - HALF - len(VIDEO) % 2]
    made, heard = asyncio.run(
        tries(tmp_path / "p", cut(TAG), piece, rest(TAG, start=more), count=3)
    )

    assert made.ends[-1] == whole(VIDEO)
    assert heard.header("range") == [f"bytes={HALF}-", f"bytes={more}-"]


def test_a_shorter_rest_than_asked_for_is_gone_on_with_again(tmp_path: Path) -> None:
    more = HALF + 1000
    span = f"Content-Range: bytes {HALF}-{more - 1}/{len(VIDEO)}"
    piece = http(VIDEO[HALF:more], 206, span, TAG)
    made, _ = asyncio.run(tries(tmp_path / "p", cut(TAG), piece, rest(TAG, start=more), count=3))

    assert made.ends[-1] == whole(VIDEO)


def test_a_date_counts_at_the_same_link(tmp_path: Path) -> None:
    made, _ = asyncio.run(tries(tmp_path / "p", cut(OLD, DATE), rest(OLD, DATE)))

    assert made.ends[-1] == whole(VIDEO)
    assert made.ranges == [f"bytes={HALF}-", OLD.removeprefix("Last-Modified: ")]


UNMARKED: dict[str, tuple[str, ...]] = {
    "no validator": (),
    "a weak ETag": ('ETag: W/"v1"',),
    "a date of no proof": (OLD,),
    "ranges refused": (TAG, "Accept-Ranges: none"),
}


@pytest.mark.parametrize("headers", UNMARKED.values(), ids=UNMARKED)
def test_without_a_strong_validator_the_next_try_begins_anew(
    tmp_path: Path, headers: tuple[str, ...]
) -> None:
    made, _ = asyncio.run(tries(tmp_path / "p", cut(*headers), http(OTHER)))

    assert made.ends[-1] == whole(OTHER)
    assert made.ranges == []


MISMATCHES: dict[str, tuple[bytes, ...]] = {
    "a whole reply": (http(OTHER, 200, TAG),),
    "416": (http(b"", 416), http(OTHER)),
    "another start": (rest(TAG, start=HALF - 1, video=OTHER), http(OTHER)),
    "another total": (rest(TAG, total=len(VIDEO) + 1), http(OTHER)),
    "another ETag": (rest('ETag: "v2"', video=OTHER), http(OTHER)),
    "no ETag": (rest(video=OTHER), http(OTHER)),
    "parts": (http(b"--x", 206, "Content-Type: multipart/byteranges; boundary=x"), http(OTHER)),
    "packed": (rest(TAG, "Content-Encoding: gzip"), http(OTHER)),
}


@pytest.mark.parametrize("answers", MISMATCHES.values(), ids=MISMATCHES)
def test_two_videos_are_never_glued_together(tmp_path: Path, answers: tuple[bytes, ...]) -> None:
    place = tmp_path / "p"
    made, heard = asyncio.run(tries(place, cut(TAG), *answers))

    assert made.ends[-1] == whole(OTHER)
    assert place.read_bytes() == OTHER
    assert heard.header("range") == [f"bytes={HALF}-"]


def test_more_than_the_rest_is_no_rest(tmp_path: Path) -> None:
    span = f"Content-Range: bytes {HALF}-{len(VIDEO) - 1}/{len(VIDEO)}"
    chunked = f"HTTP/1.1 206 X\r\nTransfer-Encoding: chunked\r\n{span}\r\n{TAG}\r\n\r\n".encode()
    long = chunked + f"{len(VIDEO):x}\r\n".encode() + VIDEO + b"\r\n0\r\n\r\n"
    made, heard = asyncio.run(tries(tmp_path / "p", cut(TAG), long, http(OTHER), count=3))

    assert f"bytes came of {len(VIDEO)} announced" in str(made.ends[1])
    assert made.ends[-1] == whole(OTHER)
    assert heard.header("range") == [f"bytes={HALF}-"]


LINKS: dict[str, tuple[tuple[str, ...], bool]] = {
    "a strong ETag": ((TAG,), True),
    "a date": ((OLD, DATE), False),
}


@pytest.mark.parametrize(("headers", "goes_on"), LINKS.values(), ids=LINKS)
def test_a_fresh_link_goes_on_by_a_strong_etag_alone(
    tmp_path: Path, headers: tuple[str, ...], goes_on: bool
) -> None:
    async def two_hosts() -> tuple[Tries, Heard]:
        made, second = Tries(tmp_path / "p"), rest(*headers) if goes_on else http(OTHER)
        async with answering(cut(*headers)) as one, answering(second) as two:
            async with open_media(private_ok=True) as media:
                await made.go_on(media, one.base + "/v?sign=1")
                await made.go_on(media, two.base + "/v?sign=2")
            return made, two

    made, two = asyncio.run(two_hosts())

    assert made.ends[-1] == whole(VIDEO if goes_on else OTHER)
    assert goes_on == bool(two.header("range"))


def swap(place: Path) -> None:
    place.unlink()
    place.write_bytes(OTHER[:HALF])


def link(place: Path) -> None:
    (place.parent / "precious").write_bytes(OTHER)
    place.unlink()
    place.symlink_to(place.parent / "precious")


def hard_link(place: Path) -> None:
    (place.parent / "second").hardlink_to(place)


def shorten(place: Path) -> None:
    os.truncate(place, 10)


def pipe(place: Path) -> None:
    place.unlink()
    os.mkfifo(place)


def away(place: Path) -> None:
    place.unlink()


@pytest.mark.parametrize("change", [swap, link, hard_link, shorten, pipe, away])
def test_a_part_that_is_no_longer_ours_is_made_anew(
    tmp_path: Path, change: Callable[[Path], None]
) -> None:
    async def meddled() -> tuple[Tries, Heard]:
        made = Tries(tmp_path / "p")
        async with answering(cut(TAG), http(VIDEO)) as heard, open_media(private_ok=True) as media:
            await made.go_on(media, heard.base)
            change(made.place)
            await made.go_on(media, heard.base)
            return made, heard

    made, heard = asyncio.run(meddled())

    assert made.ends[-1] == whole(VIDEO)
    assert heard.header("range") == []
    assert made.place.read_bytes() == VIDEO
    assert not made.place.is_symlink()
    assert all(path.read_bytes() == OTHER for path in tmp_path.glob("precious"))


def test_what_nobody_goes_on_with_goes_away_with_the_way(tmp_path: Path) -> None:
    async def given_up() -> list[str]:
        made = Tries(tmp_path / "p")
        async with answering(cut(TAG)) as heard, open_media(private_ok=True) as media:
            await made.go_on(media, heard.base)
            return names(tmp_path)

    assert asyncio.run(given_up()) == ["p"]
    assert names(tmp_path) == []


def test_a_cancelled_rest_leaves_no_part(tmp_path: Path) -> None:
    async def cancelled() -> None:
        made = Tries(tmp_path / "p")
        scripts = cut(TAG), Script(rest(TAG)[:999], after=SILENT)
        async with answering(*scripts) as heard, open_media(private_ok=True) as media:
            await made.go_on(media, heard.base)
            heard.came.clear()
            task = asyncio.create_task(media.download(heard.base, made.place))
            await heard.came.wait()
            task.cancel()
            await asyncio.wait({task})
            assert names(tmp_path) == []

    asyncio.run(cancelled())


RETRY = {
    "429, seconds": (429, ("Retry-After: 7",), 7.0),
    "503, a date": (
        503,
        (DATE, "Retry-After: Thu, 01 Jan 2026 01:00:09 GMT"),
        9.0,
    ),
    "503, nothing": (503, (), None),
    "503, a year": (503, ("Retry-After: 31536000",), 86400.0),
}


@pytest.mark.parametrize(("status", "headers", "seconds"), RETRY.values(), ids=RETRY)
def test_a_busy_host_says_when_to_come_again(
    tmp_path: Path, status: int, headers: tuple[str, ...], seconds: float | None
) -> None:
    made, _ = asyncio.run(tries(tmp_path / "p", http(b"", status, *headers), count=1))
    (error,) = made.ends

    assert isinstance(error, DownloadError)
    assert not isinstance(error, DeadLinkError)
    assert error.retry_after == seconds


STARTED = b'HTTP/1.1 200 OK\r\nContent-Length: 9999999\r\nETag: "v1"\r\n\r\n'
SPEEDS = {
    "a drip": (
        drip(STARTED, b"x" * 10, every=0.02),
        Patience(total_seconds=SILENT, low_speed_seconds=0.3),
        "came from 127.0.0.1:[0-9]+ at [0-9]+ bytes",
    ),
    "enough": (
        drip(STARTED, b"x" * 1000, every=0.02),
        Patience(total_seconds=1.0, low_speed_seconds=0.3),
        "no answer from .* in time",
    ),
    "a head that drips": (
        drip(b"HTTP/1.1 200 OK\r\n", b"X: x\r\n"),
        Patience(total_seconds=SILENT, head_seconds=0.6),
        "no answer from .* in time",
    ),
}


@pytest.mark.parametrize(("stream", "patience", "told"), SPEEDS.values(), ids=SPEEDS)
def test_what_comes_too_slowly_is_given_up(
    tmp_path: Path, stream: Stream, patience: Patience, told: str
) -> None:
    async def slow() -> None:
        async with serving(stream) as port, open_media(private_ok=True) as media:
            url = f"http://127.0.0.1:{port}/v"
            await replace(media, patience=patience).download(url, tmp_path / "p")

    with pytest.raises(DownloadError, match=told):
        asyncio.run(slow())


PACKED = {
    "gzip": ("gzip", gzip.compress(VIDEO)),
    "x-gzip": ("x-gzip", gzip.compress(VIDEO)),
    "deflate": ("deflate", zlib.compress(VIDEO)),
}


@pytest.mark.parametrize(("encoding", "raw"), PACKED.values(), ids=PACKED)
def test_a_video_that_was_packed_unasked_is_unpacked(
    tmp_path: Path, encoding: str, raw: bytes
) -> None:
    reply = http(raw, 200, f"Content-Encoding: {encoding}")
    made, _ = asyncio.run(tries(tmp_path / "p", reply, count=1))

    assert made.ends == [whole(VIDEO)]


UNPACKABLE = {
    "brotli": ("br", VIDEO, "encoded as 'br'"),
    "two at once": ("gzip, gzip", gzip.compress(VIDEO), "encoded as 'gzip, gzip'"),
    "no gzip": ("gzip", VIDEO, "is no gzip"),
    "gzip that breaks off": ("gzip", gzip.compress(VIDEO)[:-9], "breaks off"),
    "gzip and more": ("gzip", gzip.compress(VIDEO) + VIDEO, "goes on behind the end"),
    "a bomb": ("gzip", gzip.compress(bytes(9 << 20)), "longer than 1048576 bytes"),
}


@pytest.mark.parametrize(("encoding", "raw", "told"), UNPACKABLE.values(), ids=UNPACKABLE)
def test_what_cannot_be_unpacked_is_no_video(
    tmp_path: Path, encoding: str, raw: bytes, told: str
) -> None:
    async def packed() -> None:
        reply = http(raw, 200, f"Content-Encoding: {encoding}", TAG)
        async with answering(reply) as heard, open_media(private_ok=True) as media:
            await replace(media, cap=1 << 20).download(heard.base, tmp_path / "p")

    with pytest.raises(DownloadError, match=told):
        asyncio.run(packed())

    assert names(tmp_path) == []
