import asyncio
import gzip
import zlib
from collections.abc import AsyncIterator

import pytest

from seedjob.service.body import STEP, UnreadableBodyError, collect, unpack, unpacker

BODY = b'{"id": "t"}'

PACKED = {
    "plain": ("", BODY),
    "identity": ("identity", BODY),
    "gzip": ("gzip", gzip.compress(BODY)),
    "x-gzip": ("x-gzip", gzip.compress(BODY)),
    "deflate": ("deflate", zlib.compress(BODY)),
}

UNREADABLE = {
    "gzip that is none": ("gzip", BODY, "is no gzip"),
    "gzip that breaks off": ("gzip", gzip.compress(BODY)[:-4], "breaks off"),
    "gzip of nothing": ("gzip", b"", "breaks off"),
    "a bomb": ("gzip", gzip.compress(bytes(50 << 20)), "longer than 100 bytes when unpacked"),
    "brotli": ("br", b"x", "encoded as 'br'"),
    "gzip and more": ("gzip", gzip.compress(BODY) + BODY, "goes on behind the end of its gzip"),
    "a secret played back": ("sk-12345678", b"x", "encoded in a way that nobody knows"),
}


@pytest.mark.parametrize(("encoding", "raw"), PACKED.values(), ids=PACKED)
def test_a_body_is_unpacked(encoding: str, raw: bytes) -> None:
    assert unpack(raw, encoding) == BODY


@pytest.mark.parametrize(("encoding", "raw", "told"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_had_whole_is_said(encoding: str, raw: bytes, told: str) -> None:
    with pytest.raises(UnreadableBodyError, match=told):
        unpack(raw, encoding, cap=100)


def test_a_bomb_goes_off_in_small_steps() -> None:
    bomb = gzip.compress(bytes(10 << 20))
    sizes = [len(piece) for piece in unpacker("gzip").feed(bomb)]

    assert (10 << 20, STEP) == (sum(sizes), max(sizes))


def test_what_came_before_the_cap_is_kept() -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(10):
            yield b"12345678"

    into = bytearray()
    with pytest.raises(UnreadableBodyError, match="longer than 20 bytes"):
        asyncio.run(collect(chunks(), into, cap=20))

    assert into.startswith(b"12345678")
    assert len(into) <= 21
