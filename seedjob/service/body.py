"""Bytes off the wire to a body that is whole, unpacked and no longer than the cap."""

import zlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Protocol

CAP = 1 << 20
STEP = 1 << 16
"""Bytes that are unpacked at once: a bomb goes off in steps of these."""

PLAIN = {"", "identity"}
OTHERS = {"br", "compress", "zstd"}
ZIPPED = {"gzip": zlib.MAX_WBITS | 16, "x-gzip": zlib.MAX_WBITS | 16, "deflate": zlib.MAX_WBITS}


class UnreadableBodyError(Exception):
    """A body came that cannot be had whole; the message says why."""


class Unpacker(Protocol):
    """Undoes a content encoding, step by step."""

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """Take a chunk as it came; give what it holds, in pieces of no more than a step."""

    def end(self) -> None:
        """Say that all has come; raise UnreadableBodyError if the encoding breaks off."""


async def collect(chunks: AsyncIterator[bytes], into: bytearray, *, cap: int = CAP) -> None:
    """Add raw chunks to what came so far, which stays there when they break off or are too many."""
    async for chunk in chunks:
        into += chunk[: cap + 1 - len(into)]
        if len(into) > cap:
            raise UnreadableBodyError(f"the reply is longer than {cap} bytes")


def unpack(raw: bytes, encoding: str, *, cap: int = CAP) -> bytes:
    """Undo a content encoding, never making more than the cap and a step: a bomb stays small."""
    if encoding in PLAIN:
        return raw
    unpack, body = unpacker(encoding), bytearray()
    for piece in unpack.feed(raw):
        body += piece
        if len(body) > cap:
            raise UnreadableBodyError(f"the reply is longer than {cap} bytes when unpacked")
    unpack.end()
    return bytes(body)


def unpacker(encoding: str) -> Unpacker:
    """Make what undoes an encoding; raise UnreadableBodyError for one that nobody asked for."""
    if encoding in PLAIN:
        return _Plain()
    if encoding not in ZIPPED:
        known = {part.strip() for part in encoding.split(",")} <= {*OTHERS, *ZIPPED, *PLAIN}
        if not known:  # it may be a secret, played back
            raise UnreadableBodyError("the reply is encoded in a way that nobody knows")
        raise UnreadableBodyError(f"the reply is encoded as '{encoding}', not as asked for")
    return _Zipped(encoding, zlib.decompressobj(ZIPPED[encoding]))


class _Plain:
    def feed(self, chunk: bytes) -> Iterator[bytes]:
        yield chunk

    def end(self) -> None:
        pass


@dataclass(slots=True)
class _Zipped:
    encoding: str
    unzip: "zlib._Decompress"

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        self._refuse_more(chunk)
        try:
            while piece := self.unzip.decompress(chunk, STEP):
                yield piece
                chunk = self.unzip.unconsumed_tail
        except zlib.error:
            raise UnreadableBodyError(f"the reply is no {self.encoding}") from None
        self._refuse_more(self.unzip.unused_data)

    def _refuse_more(self, rest: bytes) -> None:
        if self.unzip.eof and rest:  # zlib would heap it up
            raise UnreadableBodyError(f"the reply goes on behind the end of its {self.encoding}")

    def end(self) -> None:
        if not self.unzip.eof:
            raise UnreadableBodyError(f"the reply's {self.encoding} breaks off")
