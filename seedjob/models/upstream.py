"""What the model behind the gateway is known to bear: a profile that warns and never refuses.

The gateway's own page says none of it; it is what the upstream says of its API.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

MB: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Range:
    """A range whose ends belong to it."""

    low: float
    high: float

    def __contains__(self, value: float) -> bool:
        """Tell whether a value lies in it."""
        return self.low <= value <= self.high

    def __str__(self) -> str:
        """Write the range as people say it."""
        return f"{self.low:g} to {self.high:g}"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one kind of medium may be; None where nothing is known.

    `most` counts references, `bytes` is of one file, `sides` in pixels, `shape` is width to height,
    `seconds` of one file, `seconds_in_all` of all files of the kind.
    """

    noun: str
    most: int
    formats: tuple[str, ...]
    bytes: int
    sides: Range | None = None
    shape: Range | None = None
    seconds: Range | None = None
    seconds_in_all: float | None = None
    fps: Range | None = None


LIMITS: Final[Mapping[str, Limits]] = {
    "image_url": Limits(
        noun="image",
        most=9,
        formats=("jpeg", "png", "webp", "bmp", "tiff", "gif"),
        bytes=30 * MB - 1,  # under 30 MB
        sides=Range(300, 6000),
        shape=Range(0.4, 2.5),
    ),
    "video_url": Limits(
        noun="video",
        most=3,
        formats=("mp4", "mov"),
        bytes=50 * MB,
        seconds=Range(2, 15),
        seconds_in_all=15,
        fps=Range(24, 60),
    ),
    "audio_url": Limits(
        noun="sound",
        most=3,
        formats=("wav", "mp3"),
        bytes=15 * MB,
        seconds=Range(2, 15),
        seconds_in_all=15,
    ),
}
"""Type of item to what its media may be."""

WORDS: Final = 1000
"""Words of a prompt that the upstream advises at the most."""

IDEOGRAPHS: Final = 500
"""Chinese characters of a prompt that the upstream advises at the most."""
