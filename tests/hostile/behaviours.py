"""What a hostile host sends, as a table: its name, its bytes, and the answers that are right."""

import asyncio
import gzip
import json
import zlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from functools import cache
from typing import Final

KIB: Final = 1 << 10
MIB: Final = 1 << 20
OK: Final = b"HTTP/1.1 200 OK\r\n"
CHUNKED: Final = OK + b"Transfer-Encoding: chunked\r\n\r\n"
ENDLESS: Final = 400 * MIB
"""Bytes after which even an endless reply ends, should a client go along with it."""

Stream = Callable[[], AsyncIterator[bytes]]


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What a host sends, and what comes of it to a question, to a create and to a download.

    An answer is named by its class, a trouble by its kind too; an empty one is not asked for.
    """

    stream: Stream
    ask: str = ""
    create: str = ""
    download: str = ""


def sent(*pieces: bytes) -> Stream:
    """Send these, and close."""

    async def stream() -> AsyncIterator[bytes]:
        for piece in pieces:
            yield piece

    return stream


def endless(head: bytes, piece: bytes) -> Stream:
    """Send a head, and then the same again and again, in writes of some 64 KiB."""
    many = piece * max(1, 64 * KIB // len(piece))

    async def stream() -> AsyncIterator[bytes]:
        yield head
        for _ in range(ENDLESS // len(many)):
            yield many

    return stream


def drip(head: bytes, piece: bytes = b"x", every: float = 0.05) -> Stream:
    """Send a head, and then a little from time to time."""

    async def stream() -> AsyncIterator[bytes]:
        yield head
        while True:
            await asyncio.sleep(every)
            yield piece

    return stream


def body(content: bytes, *headers: bytes, status: bytes = b"200 OK") -> Stream:
    """Send a whole reply."""
    lines = (b"HTTP/1.1 " + status, b"Content-Length: %d" % len(content), *headers)
    return sent(b"\r\n".join((*lines, b"", content)))


def zipped(size: int) -> bytes:
    """Pack so many zeros, a MiB at once."""
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    pieces = [packer.compress(bytes(MIB)) for _ in range(size // MIB)]
    return b"".join((*pieces, packer.flush()))


def bomb(encoding: bytes, content: Callable[[], bytes]) -> Stream:
    """Send what is small on the wire alone; it is made once, before the first asks."""
    made = cache(content)

    def stream() -> AsyncIterator[bytes]:
        return body(made(), b"Content-Encoding: " + encoding)()

    return stream


def task(**fields: object) -> bytes:
    """Write a reply that is sound but for these fields."""
    return json.dumps({"id": "t", "object": "video", "status": "queued", **fields}).encode()


def padded(size: int) -> bytes:
    """Write a sound reply of just so many bytes."""
    return task() + b" " * (size - len(task()))


def nested(opening: bytes, closing: bytes) -> bytes:
    """Write values that lie 100,000 deep."""
    return opening * 100_000 + b"0" + closing * 100_000


def headers(count: int, size: int = 1) -> bytes:
    """Write so many headers of so many bytes each."""
    return b"".join(b"X-%d: %b\r\n" % (index, b"x" * size) for index in range(count))


BROKEN: Final = ("Trouble network", "Unknown", "DownloadError")
"""No whole answer, so nobody knows."""

SOUND: Final = ("Rendering", "Submitted")
"""An answer that is right in spite of all that stands around it."""

JUNK: Final = ("Trouble network", "Unknown")
"""A whole answer that tells nothing."""

GOOD: Final = task()
DONE: Final = {"status": "completed", "video_url": "http://127.0.0.1:1/v"}
LENGTH: Final = b"Content-Length: %d\r\n" % len(GOOD)
HUGE: Final = b"x" * (10 * MIB)
JSON: Final = b"Content-Type: application/json"

HEADS: Final[dict[str, Behaviour]] = {
    "1,500 headers": Behaviour(sent(OK + headers(1500, 40) + LENGTH + b"\r\n" + GOOD), *SOUND),
    "20,000 headers": Behaviour(sent(OK + headers(20_000) + LENGTH + b"\r\n" + GOOD), *BROKEN),
    "endless headers": Behaviour(endless(OK, b"X: x\r\n"), *BROKEN),
    "a header of 10 MiB": Behaviour(sent(OK + b"X: " + HUGE + b"\r\n\r\n"), *BROKEN),
    "a status line of 10 MiB": Behaviour(sent(b"HTTP/1.1 200 " + HUGE + b"\r\n\r\n"), *BROKEN),
    "an endless first line": Behaviour(endless(b"", b"x"), *BROKEN),
    "endless folded lines": Behaviour(endless(OK + b"X: x\r\n", b" x\r\n"), *BROKEN),
    "endless 100 Continue": Behaviour(endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n"), *BROKEN),
    "endless 103 of 60 KiB": Behaviour(
        endless(b"", b"HTTP/1.1 103 Early\r\nX: " + b"x" * 60 * KIB + b"\r\n\r\n"), *BROKEN
    ),
    "101": Behaviour(endless(b"HTTP/1.1 101 X\r\nUpgrade: x\r\n\r\n", b"x"), *BROKEN),
    "a head that drips": Behaviour(drip(OK, b"X: x\r\n"), *BROKEN),
    "a head that never ends": Behaviour(drip(OK, b""), *BROKEN),
    "silence": Behaviour(drip(b"", b""), *BROKEN),
    "nothing": Behaviour(sent(), *BROKEN),
    "junk": Behaviour(sent(bytes(range(256)) * 100), *BROKEN),
    "endless zeros": Behaviour(endless(b"", b"\0"), *BROKEN),
    "HTTP/0.9": Behaviour(sent(GOOD), *BROKEN),
    "HTTP/2": Behaviour(sent(b"\0\0\x12\x04" + bytes(20)), *BROKEN),
    "TLS": Behaviour(sent(b"\x15\x03\x01\x00\x02\x02\x46"), *BROKEN),
    "two lengths": Behaviour(sent(OK + LENGTH + b"Content-Length: 3\r\n\r\n" + GOOD), *BROKEN),
    "a negative length": Behaviour(sent(OK + b"Content-Length: -1\r\n\r\n" + GOOD), *BROKEN),
    "a length of 10,000 digits": Behaviour(
        sent(OK + b"Content-Length: " + b"9" * 10_000 + b"\r\n\r\n" + GOOD), *BROKEN
    ),
    "a flood of cookies": Behaviour(
        sent(OK + b"Set-Cookie: a=b; expires=Thu\r\n" * 3000 + LENGTH + b"\r\n" + GOOD), *SOUND
    ),
    "a cookie of 60 KiB": Behaviour(
        body(GOOD, b"Set-Cookie: a=b; expires=" + b"1 " * (30 * KIB)), *SOUND
    ),
    "a cookie of 60 KiB of blanks": Behaviour(
        body(GOOD, b"Set-Cookie: a=b; expires=1" + b" " * (60 * KIB) + b"x"), *SOUND
    ),
}
"""What stands before a body, or instead of all."""

BODIES: Final[dict[str, Behaviour]] = {
    "an endless body": Behaviour(endless(OK + b"\r\n", b"x"), *BROKEN),
    "an endless body of JSON": Behaviour(endless(OK + b"\r\n[", b"[],"), *BROKEN),
    "a body of 10 TB": Behaviour(
        endless(OK + b"Content-Length: 10000000000000\r\n\r\n", b"x"), *BROKEN
    ),
    "a body that drips": Behaviour(drip(OK + b"Content-Length: 9999\r\n\r\n"), *BROKEN),
    "a body that never comes": Behaviour(drip(OK + b"Content-Length: 9\r\n\r\n", b""), *BROKEN),
    "a body cut short": Behaviour(sent(OK + b"Content-Length: 99\r\n\r\nx"), *BROKEN),
    "chunks that drip": Behaviour(drip(CHUNKED, b"1\r\nx\r\n"), *BROKEN),
    "endless chunks of a byte": Behaviour(endless(CHUNKED, b"1\r\nx\r\n"), *BROKEN),
    "an endless chunk extension": Behaviour(endless(CHUNKED + b"1;", b"x"), *BROKEN),
    "chunk extensions of 1 KiB": Behaviour(
        endless(CHUNKED, b"1;" + b"x" * KIB + b"\r\nx\r\n"), *BROKEN
    ),
    "chunk extensions of 60 KiB": Behaviour(
        endless(CHUNKED, b"1;" + b"x" * 60 * KIB + b"\r\nx\r\n"), *BROKEN
    ),
    "endless trailers": Behaviour(
        endless(CHUNKED + b"%x\r\n" % len(GOOD) + GOOD + b"\r\n0\r\n", b"X: x\r\n"),
        "Trouble network",
        "Submitted",
        "DownloadError",
    ),
    "trailers that drip": Behaviour(
        drip(CHUNKED + b"%x\r\n" % len(GOOD) + GOOD + b"\r\n0\r\n", b"X: x\r\n"),
        "Trouble network",
        "Submitted",
        "DownloadError",
    ),
    "a chunk of 2^64 bytes": Behaviour(
        endless(CHUNKED + b"1" + b"0" * 16 + b"\r\n", b"x"), *BROKEN
    ),
    "a chunk of 1,000 digits": Behaviour(sent(CHUNKED + b"f" * 1000 + b"\r\nx"), *BROKEN),
    "a chunk of negative size": Behaviour(sent(CHUNKED + b"-1\r\nx\r\n0\r\n\r\n"), *BROKEN),
    "another transfer encoding": Behaviour(
        sent(OK + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"), *BROKEN
    ),
    "a bomb of 200 MiB": Behaviour(bomb(b"gzip", lambda: zipped(200 * MIB)), *BROKEN),
    "a bomb in a bomb": Behaviour(
        bomb(b"gzip, gzip", lambda: gzip.compress(zipped(200 * MIB))), *BROKEN
    ),
    "a bomb of deflate": Behaviour(
        bomb(b"deflate", lambda: zlib.compress(bytes(200 * MIB))), *BROKEN
    ),
    "brotli": Behaviour(body(b"\x1b\xff\xff\xff", b"Content-Encoding: br"), *BROKEN),
    "an endless name in gzip": Behaviour(
        endless(OK + b"Content-Encoding: gzip\r\n\r\n\x1f\x8b\x08\x08" + bytes(6), b"x"), *BROKEN
    ),
    "endless empty blocks of deflate": Behaviour(
        endless(OK + b"Content-Encoding: deflate\r\n\r\n\x78\x9c", b"\0\0\0\xff\xff"), *BROKEN
    ),
    "gzip and endless more": Behaviour(
        endless(OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(GOOD), b"x"), *BROKEN
    ),
}
"""What never ends, unfolds or breaks off."""

REPLIES: Final[dict[str, Behaviour]] = {
    "1 MiB": Behaviour(body(padded(MIB), JSON), *SOUND),
    "1 MiB and a byte": Behaviour(body(padded(MIB + 1), JSON), "Trouble network", "Submitted"),
    "lists 100,000 deep": Behaviour(body(nested(b"[", b"]")), *JUNK),
    "objects 100,000 deep": Behaviour(body(nested(b'{"data":', b"}")), *JUNK),
    "lists 400,000 deep and open": Behaviour(body(b"[" * 400_000), *JUNK),
    "300,000 lists": Behaviour(body(b"[" + b"[]," * 300_000 + b"0]"), *JUNK),
    "300,000 objects": Behaviour(body(b"[" + b"{}," * 300_000 + b"0]"), *JUNK),
    "100,000 keys": Behaviour(
        body(b"{" + b"".join(b'"%d":0,' % index for index in range(90_000)) + GOOD[1:]), *SOUND
    ),
    "a key of 1 MiB": Behaviour(body(b'{"' + b"x" * (MIB - 99) + b'":0,' + GOOD[1:]), *SOUND),
    "a number of 1 MiB": Behaviour(
        body(b'{"amount":' + b"9" * (MIB - 99) + b"," + GOOD[1:]), *SOUND
    ),
    "a number beyond all": Behaviour(
        body(task(**DONE)[:-1] + b', "actualDuration": 1e999999999}'), "Finished", "Submitted"
    ),
    "a price beyond all": Behaviour(
        body(task(**DONE, amount="1e999999999")), "Finished", "Submitted"
    ),
    "a price of 900 KiB": Behaviour(
        body(task(**DONE, amount="9" * 900 * KIB)), "Finished", "Submitted"
    ),
    "a link of 900 KiB": Behaviour(
        body(task(status="completed", video_url="http://h/" + "x" * 900 * KIB)),
        "Finished",
        "Submitted",
    ),
    "an id of 900 KiB": Behaviour(body(task(id="t" * 900 * KIB)), "Trouble code", "Unknown"),
    "halves of pairs": Behaviour(
        body(b'{"id": "\\ud800", "status": "\\udfff", "error": "\\ud83d"}'),
        "Trouble code",
        "Unknown",
    ),
    "halves of pairs in an error": Behaviour(
        body(task(status="failed", error="\ud800\x00\x1b[31m")), "Failed", "Refused"
    ),
    "broken UTF-8": Behaviour(body(b"\xff\xfe" * 1000), *JUNK),
    "a message full of links": Behaviour(
        body(task(status="failed", error="http://a" * 120_000)), "Failed", "Refused"
    ),
    "a first line full of links": Behaviour(sent(b"http://a" * 12_000 + b"\r\n\r\n"), *BROKEN),
    "a host of 900 KiB": Behaviour(
        body(task(status="completed", video_url="http://" + "x" * 900 * KIB)),
        "Finished",
        "Submitted",
    ),
    "a wide character": Behaviour(
        body(b'{"x":"\xf0\x9f\xa6\x8a' + b"x" * (MIB - 99) + b'",' + GOOD[1:]), *SOUND
    ),
    "escapes": Behaviour(body(b'{"x":"' + b"\\u0000" * 170_000 + b'",' + GOOD[1:]), *SOUND),
    "a wait of 90,000 digits": Behaviour(
        body(b"", b"Retry-After: " + b"9" * 60_000, status=b"429 X"),
        "Trouble network",
        "NotSent",
        "DownloadError",
    ),
    "a wait until a date of 60 KiB": Behaviour(
        body(
            b"",
            b"Retry-After: Thu, " + b"1 " * 30_000,
            b"Date: Thu, " + b"(" * 9000,
            status=b"429 X",
        ),
        "Trouble network",
        "NotSent",
        "DownloadError",
    ),
    "a redirect of 60 KiB": Behaviour(
        body(b"", b"Location: /" + b"../" * 20_000, status=b"302 X"),
        "Trouble network",
        "Refused",
        "DownloadError",
    ),
    "a redirect and an endless body": Behaviour(
        endless(b"HTTP/1.1 302 X\r\nLocation: /next\r\n\r\n", b"x"),
        "Trouble network",
        "Unknown",
        "DownloadError",
    ),
    "204 and endless more": Behaviour(endless(b"HTTP/1.1 204 X\r\n\r\n", b"x"), *JUNK),
    "a reply and endless more": Behaviour(endless(OK + LENGTH + b"\r\n" + GOOD, b"x"), *SOUND),
}
"""Whole replies that are odd."""

VIDEOS: Final[dict[str, Behaviour]] = {
    "16 MiB in 16 KiB": Behaviour(bomb(b"gzip", lambda: zipped(16 * MIB)), download="Received"),
    "64 MiB and a byte in 64 KiB": Behaviour(
        bomb(b"gzip", lambda: zipped(65 * MIB)), download="DownloadError"
    ),
    "a redirect to itself": Behaviour(
        body(b"", b"Location: ?", status=b"302 X"), download="DownloadError"
    ),
    "a redirect to a host of 60 KiB": Behaviour(
        body(b"", b"Location: http://" + b"x" * 60 * KIB, status=b"302 X"),
        download="DownloadError",
    ),
    "a rest that nobody asked for": Behaviour(
        endless(b"HTTP/1.1 206 X\r\nContent-Range: bytes 5-9/10\r\n\r\n", b"x"),
        download="DownloadError",
    ),
    "a dead link and an endless page": Behaviour(
        endless(b"HTTP/1.1 404 X\r\n\r\n", b"x"), download="DeadLinkError"
    ),
    "a page": Behaviour(
        body(b" " * 50 + b"<html>", b"Content-Type: video/mp4"), download="DeadLinkError"
    ),
    "a page, packed": Behaviour(
        bomb(b"gzip", lambda: gzip.compress(b"<?xml?>")), download="DeadLinkError"
    ),
    "an ETag of 60 KiB": Behaviour(
        body(b"x", b'ETag: "' + b"x" * 60 * KIB + b'"'), download="Received"
    ),
    "a video of the wrong type": Behaviour(
        body(b"x", b"Content-Type: text/html"), download="Received"
    ),
}
"""What only a media host is asked for."""

BEHAVIOURS: Final[dict[str, Behaviour]] = {**HEADS, **BODIES, **REPLIES, **VIDEOS}
