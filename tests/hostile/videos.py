"""Videos that cost much to look at: a small sound one, and what a stranger makes of it."""

import struct
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

import av

if TYPE_CHECKING:
    from av.video.stream import VideoStream

MIB: Final = 1 << 20
SIDE: Final = 12_288
"""Pixels: such a picture takes 216 MiB; FFmpeg itself refuses those of 16384x16384."""

CONTAINERS: Final = {b"moov", b"trak", b"mdia", b"minf", b"stbl", b"udta"}


def sound(
    path: Path,
    count: int,
    *,
    codec: str = "libx264",
    size: tuple[int, int] = (64, 48),
    **options: str,
) -> Path:
    """Make a video of so many frames that move, its `moov` at the end."""
    with av.open(str(path), "w") as container:
        stream = cast(
            "VideoStream", container.add_stream(codec, 24, options={"threads": "1", **options})
        )
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        for index in range(count):
            container.mux(stream.encode(striped(size, index)))
        container.mux(stream.encode(None))
    return path


def striped(size: tuple[int, int], index: int) -> av.VideoFrame:
    """Paint a frame unlike its neighbours, so that an encoder has something to keep."""
    frame = av.VideoFrame(*size, "yuv420p")
    for plane in frame.planes:
        stripes = bytes((index * 5 + at * 7) & 255 for at in range(1024))
        plane.update((stripes * (plane.buffer_size // 1024 + 1))[: plane.buffer_size])
    return frame


def boxes(data: bytes) -> list[tuple[bytes, bytes]]:
    """Take MP4 apart into kinds and contents."""
    found, at = [], 0
    while at < len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        found.append((kind, data[at + 8 : at + size]))
        at += size
    return found


def box(kind: bytes, content: bytes) -> bytes:
    """Put a box together."""
    return struct.pack(">I4s", len(content) + 8, kind) + content


Change = Callable[[bytes, bytes], bytes]


def changed(data: bytes, change: Change) -> bytes:
    """Rewrite boxes, the innermost first; `change` takes a kind and a content, gives boxes."""
    return b"".join(
        change(kind, changed(content, change) if kind in CONTAINERS else content)
        for kind, content in boxes(data)
    )


def replaced(kind: bytes, content: bytes) -> Change:
    """Give another content to the boxes of a kind."""
    return lambda one, old: box(one, content if one == kind else old)


def many_streams(kind: bytes, content: bytes) -> bytes:
    """Say each track 2,000 times."""
    return box(kind, content) * (2000 if kind == b"trak" else 1)


def long_title(kind: bytes, content: bytes) -> bytes:
    """Add a title of 64 MiB."""
    title = box(b"\xa9nam", struct.pack(">HH", 0xFFFF, 0) + b"x" * 0xFFFF)
    added = box(b"udta", title * 1024) if kind == b"moov" else b""
    return box(kind, content + added)


def wide(kind: bytes, content: bytes) -> bytes:
    """Say in the track that a picture is 12288x12288."""
    at = content.find(b"avc1") + 28
    if kind == b"stsd" and at >= 28:
        content = content[:at] + struct.pack(">HH", SIDE, SIDE) + content[at + 4 :]
    return box(kind, content)


def golomb(value: int) -> str:
    """Write a number as H.264 does."""
    bits = f"{value + 1:b}"
    return "0" * (len(bits) - 1) + bits


def parameters(side: int) -> bytes:
    """Write an H.264 sequence parameter set for pictures of side x side."""
    blocks = side // 16 - 1
    numbers = (0, 0, 2, 1)  # id, frame number, order, references
    bits = "".join(map(golomb, numbers)) + "0" + golomb(blocks) * 2 + "11" + "001"
    bits += "0" * (-len(bits) % 8)
    return bytes((0x67, 66, 0, 62)) + int(bits, 2).to_bytes(len(bits) // 8)


def wide_codec(kind: bytes, content: bytes) -> bytes:
    """Say in the codec's own words alone that a picture is 12288x12288."""
    at = content.find(b"avcC") - 4
    if kind == b"stsd" and at >= 0:
        size = struct.unpack_from(">I", content, at)[0]
        old = content[at + 8 : at + size]
        length = struct.unpack_from(">H", old, 6)[0]
        own = parameters(SIDE)
        new = old[:6] + struct.pack(">H", len(own)) + own + old[8 + length :]
        entry = content[8:at] + box(b"avcC", new) + content[at + size :]
        content = content[:8] + struct.pack(">I", len(entry)) + entry[4:]
    return box(kind, content)


HOSTILE: Final[dict[str, Change]] = {
    "12288x12288 in its header": wide,
    "12288x12288 in its codec": wide_codec,
    "2,000 streams": many_streams,
    "a title of 64 MiB": long_title,
    "100 million frames of no table": replaced(b"stsz", struct.pack(">III", 0, 1, 100_000_000)),
    "100 million times of no table": replaced(b"stts", struct.pack(">IIII", 0, 1, 100_000_000, 1)),
    "a table of 8 million frames": replaced(
        b"stsz", struct.pack(">III", 0, 0, 8_000_000) + b"\0\0\0\1" * 8_000_000
    ),
    "a table of 8 million chunks": replaced(
        b"stco", struct.pack(">II", 0, 8_000_000) + b"\0\0\0\1" * 8_000_000
    ),
    "a frame of 300 MiB": replaced(b"stsz", struct.pack(">III", 0, 300 * MIB, 1)),
}
"""What a stranger makes of a sound video; what each stands for is its name."""


def hostile(name: str, source: Path, path: Path) -> Path:
    """Write one of these; those of long frames get a hole behind them to read from."""
    path.write_bytes(changed(source.read_bytes(), HOSTILE[name]))
    if name == "a frame of 300 MiB":
        with path.open("r+b") as file:
            file.truncate(400 * MIB)
    return path
