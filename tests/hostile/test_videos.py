"""No video costs more than 50 MiB and a moment to look at, and a sound one is never refused."""

import asyncio
from collections.abc import Mapping
from pathlib import Path

import pytest

from seedjob.errors import MediaError
from seedjob.media.proof import prove
from tests.hostile.measure import look
from tests.hostile.videos import HOSTILE, MIB, hostile, sound

MOST_EXTRA = 50 * MIB
SECONDS = 10.0


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sound(tmp_path_factory.mktemp("sound") / "sound.mp4", 48)


REFUSED = {
    "12288x12288 in its header": None,
    "12288x12288 in its codec": "is 12288x12288 pixels large",
    "2,000 streams": "is no video that plays",
    "a title of 64 MiB": None,
    "100 million frames of no table": "is no video that plays",
    "100 million times of no table": "is cut short",
    "a table of 8 million frames": "is no video that plays",
    "a table of 8 million chunks": "is no video that plays",
    "a frame of 300 MiB": "is no video that plays",
}
"""What is said of each; a header that lies about a sound video, and a long title, are no fault."""


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_video_costs_little(source: Path, tmp_path: Path, name: str) -> None:
    cost = look(hostile(name, source, tmp_path / "v.mp4"))
    said = REFUSED[name]

    assert (said or "{'width': 64") in str(cost["told"])
    assert cost["extra"] <= MOST_EXTRA
    assert cost["seconds"] <= SECONDS


LARGE: Mapping[str, tuple[str, tuple[int, int], dict[str, str]]] = {
    "the largest of the service": ("libx264", (2520, 1080), {"preset": "ultrafast"}),
    "many references": (
        "libx264",
        (2520, 1080),
        {"preset": "ultrafast", "x264-params": "ref=16:bframes=8"},
    ),
    "HEVC": ("libx265", (640, 360), {"preset": "ultrafast", "x265-params": "log-level=none"}),
    "as large as may be": ("libx264", (3840, 2160), {"preset": "ultrafast"}),
    "MPEG-4": ("mpeg4", (1280, 720), {}),
}


@pytest.mark.parametrize(("codec", "size", "options"), LARGE.values(), ids=LARGE)
def test_a_large_video_is_taken_and_its_tail_is_looked_at(
    tmp_path: Path, codec: str, size: tuple[int, int], options: dict[str, str]
) -> None:
    path = sound(tmp_path / "v.mp4", 16, codec=codec, size=size, **options)
    cost = look(path)
    data = bytearray(path.read_bytes())
    end = data.rindex(b"moov") - 4
    data[end - end // 4 : end] = bytes(end // 4)
    path.write_bytes(data)

    assert isinstance(cost["told"], dict)
    assert cost["extra"] <= MOST_EXTRA
    with pytest.raises(MediaError, match="is damaged"):
        asyncio.run(prove(path))
