"""Bytes off the wire to a body that is whole, unpacked and no longer than the cap."""

import zlib
from collections.abc import AsyncIterator

CAP = 1 << 20
PLAIN = {"", "identity"}
ZIPPED = {"gzip": zlib.MAX_WBITS | 16, "x-gzip": zlib.MAX_WBITS | 16, "deflate": zlib.MAX_WBITS}


class UnreadableBodyError(Exception):
    """A body came that cannot be had whole; the message says why."""


async def collect(chunks: AsyncIterator[bytes], into: bytearray, *, cap: int = CAP) -> None:
    """Add raw chunks to what came so far, which stays there when they break off or are too many."""
    async for chunk in chunks:
        into += chunk[: cap + 1 - len(into)]
        if len(into) > cap:
            raise UnreadableBodyError(f"the reply is longer than {cap} bytes")


def unpack(raw: bytes, encoding: str, *, cap: int = CAP) -> bytes:
    """Undo a content encoding, never making more than the cap: a bomb stays small."""
    if encoding in PLAIN:
        return raw
    if encoding not in ZIPPED:
        raise UnreadableBodyError(f"the reply is encoded as '{encoding}', not as asked for")
    unzip = zlib.decompressobj(ZIPPED[encoding])
    try:
        body = unzip.decompress(raw, cap + 1)
    except zlib.error:
        raise UnreadableBodyError(f"the reply is no {encoding}") from None
    if len(body) > cap:
        raise UnreadableBodyError(f"the reply is longer than {cap} bytes when unpacked")
    if not unzip.eof:
        raise UnreadableBodyError(f"the reply's {encoding} breaks off")
    return body
